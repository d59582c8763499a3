import multiprocessing
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.built_site import BuiltSite, from_folder
from pipeline.cargo import Terms
from pipeline.hosts import HostError
from pipeline.inspection import releases, verify
from pipeline.local_host import LocalHost, embedded_hosts
from pipeline.manifest import Manifest
from pipeline.outcome import Act, Held, Publication, State
from pipeline.publish import publish, rollback
from pipeline.publish_text import render, render_releases
from pipeline.release import BEIJING, ReleaseError

NOW = datetime(2026, 5, 18, 10, 19, tzinfo=BEIJING)
TREE = {"index.html": "首页", "zwdt/index.html": "动态", "static/site.css": "p{}"}


@dataclass(frozen=True, slots=True)
class DamagingHost(LocalHost):
    """A host whose disk changes a file on its way in."""

    def upload(
        self, site: str, manifest: Manifest, signatures: Mapping[str, bytes], source: Callable[[str], Path]
    ) -> None:
        LocalHost.upload(self, site, manifest, signatures, source)
        file = self.root / site / "releases" / manifest.release / "files" / "index.html"
        file.chmod(0o644)
        file.write_text("另页", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class OneWayHost(LocalHost):
    """A host that switches once and then never again."""

    def switch(self, site: str, release_id: str | None) -> None:
        LocalHost.switch(self, site, release_id)
        jam(self, site)


@dataclass(frozen=True, slots=True)
class LostHost(LocalHost):
    """A host whose `current` turns into a folder as it switches, so that neither switching nor asking works."""

    def switch(self, site: str, release_id: str | None) -> None:
        (self.root / site / "current").mkdir(exist_ok=True)
        LocalHost.switch(self, site, release_id)


@dataclass(frozen=True, slots=True)
class InterruptedHost(LocalHost):
    """A host during whose switch the operator presses Ctrl-C."""

    def switch(self, site: str, release_id: str | None) -> None:
        LocalHost.switch(self, site, release_id)
        if release_id and self.releases(site)[0] != release_id:
            raise KeyboardInterrupt


@dataclass(frozen=True, slots=True)
class City:
    """Built sites and two hosts."""

    output: Path
    hosts: tuple[LocalHost, ...]

    def build(self, site: str = "portal", **changed: str) -> None:
        for path, text in (TREE | {f"{name}.html": text for name, text in changed.items()}).items():
            (self.output / site / path).parent.mkdir(parents=True, exist_ok=True)
            (self.output / site / path).write_text(text, encoding="utf-8")

    def publish(self, *sites: str, minutes: int = 0, keep: int = 5) -> Publication:
        terms = Terms(who="甲", keep=keep, assets=self.output / ".assets")
        return publish(self.built(*sites), self.hosts, NOW + timedelta(minutes=minutes), terms)

    def built(self, *sites: str) -> list[BuiltSite]:
        return [from_folder(self.output / site, site) for site in sites or ("portal",)]

    def with_second(self, kind: Callable[[str, Path], LocalHost]) -> "City":
        return City(self.output, (self.hosts[0], kind(self.hosts[1].name, self.hosts[1].root)))

    def shown(self, site: str = "portal", page: str = "index.html") -> list[str | None]:
        roots = [host.files(site) for host in self.hosts]
        return [(root / page).read_text("utf-8") if root else None for root in roots]


@pytest.fixture
def city(tmp_path: Path) -> City:
    city = City(tmp_path / "output", embedded_hosts(tmp_path / "hosts"))
    city.build("portal")
    city.build("jyj")
    return city


def jam(host: LocalHost, site: str) -> None:
    """Put a folder where the host's switch makes its link."""
    (host.root / site / ".current.next").mkdir(parents=True)


def states(publication: Publication) -> list[State]:
    return [outcome.state for outcome in publication.outcomes]


def test_a_first_publication_shows_every_site_on_every_host(city: City) -> None:
    publication = city.publish("portal", "jyj")

    assert publication.ok
    assert states(publication) == [State.SWITCHED] * 4
    assert city.shown("portal") == city.shown("jyj") == ["首页", "首页"]
    assert {outcome.counts for outcome in publication.outcomes} == {(3, 0, 0)}
    assert {outcome.previous for outcome in publication.outcomes} == {None}


def test_a_build_that_changed_nothing_is_left_alone(city: City) -> None:
    first = city.publish()
    city.build()

    second = city.publish(minutes=1)

    assert second.ok
    assert states(second) == [State.UNCHANGED] * 2
    assert city.hosts[0].releases("portal") == (first.outcomes[0].release,)


def test_an_edit_is_counted_and_shown(city: City) -> None:
    first = city.publish()
    city.build(index="新首页", extra="附页")
    (city.output / "portal" / "zwdt" / "index.html").unlink()

    outcome = city.publish(minutes=1).outcomes[1]

    assert (outcome.host, outcome.site, outcome.previous) == ("qianduan-2", "portal", first.outcomes[1].release)
    assert outcome.counts == (1, 1, 1)
    assert city.shown() == ["新首页", "新首页"]


def test_only_the_changed_site_moves(city: City) -> None:
    city.publish("portal", "jyj")
    city.build("jyj", index="教育局")

    publication = city.publish("portal", "jyj", minutes=1)

    assert states(publication) == [State.UNCHANGED, State.UNCHANGED, State.SWITCHED, State.SWITCHED]


def test_a_host_that_lags_behind_is_brought_up(city: City) -> None:
    publish(city.built(), city.hosts[:1], NOW)

    publication = city.publish(minutes=1)

    assert states(publication) == [State.SWITCHED] * 2
    assert [outcome.counts[0] for outcome in publication.outcomes] == [0, 3]


def test_a_dry_run_touches_nothing(city: City, tmp_path: Path) -> None:
    publication = publish(city.built(), city.hosts, NOW, dry_run=True)

    assert publication.ok
    assert states(publication) == [State.PLANNED] * 2
    assert not (tmp_path / "hosts").exists()


def test_a_dry_run_of_the_same_content_plans_nothing(city: City) -> None:
    city.publish()

    assert states(publish(city.built(), city.hosts, NOW, dry_run=True)) == [State.UNCHANGED] * 2


def test_a_host_that_fails_leaves_all_hosts_on_the_old_release(city: City) -> None:
    first = city.publish("portal", "jyj")
    city.build("portal", index="新首页")
    city.build("jyj", index="新首页")
    jam(city.hosts[1], "jyj")

    publication = city.publish("portal", "jyj", minutes=1)

    assert not publication.ok
    assert states(publication) == [State.RESTORED, State.RESTORED, State.RESTORED, State.FAILED]
    assert "qianduan-2：切换失败" in publication.outcomes[3].problems[0]
    assert city.shown("portal") == city.shown("jyj") == ["首页", "首页"]
    assert city.hosts[0].releases("portal") == (first.outcomes[0].release,)


def test_steps_after_the_failed_switch_are_held(city: City) -> None:
    jam(city.hosts[0], "portal")

    publication = city.publish("portal", "jyj")

    assert states(publication) == [State.FAILED, State.HELD, State.HELD, State.HELD]
    assert city.shown("portal") == city.shown("jyj") == [None, None]


def test_a_first_publication_that_fails_shows_nothing_anywhere(city: City) -> None:
    jam(city.hosts[1], "portal")

    publication = city.publish()

    assert states(publication) == [State.RESTORED, State.FAILED]
    assert city.shown() == [None, None]


def test_a_host_that_cannot_take_an_upload_stops_all_before_any_switch(city: City) -> None:
    city.hosts[1].root.joinpath("jyj").mkdir(parents=True)
    city.hosts[1].root.joinpath("jyj", "releases").write_text("")

    publication = city.publish("portal", "jyj")

    assert states(publication) == [State.HELD, State.HELD, State.HELD, State.FAILED]
    assert "上传失败" in publication.outcomes[3].problems[0]
    assert city.shown("portal") == [None, None]
    assert city.hosts[0].releases("portal") == ()


def test_a_host_that_damages_files_stops_all_before_any_switch(city: City) -> None:
    city = city.with_second(DamagingHost)

    publication = city.publish()

    assert states(publication) == [State.HELD, State.FAILED]
    assert publication.outcomes[1].problems == ("index.html：内容与清单不符",)
    assert city.shown() == [None, None]


def test_after_a_failure_the_next_publication_succeeds(city: City) -> None:
    city.with_second(DamagingHost).publish()

    assert city.publish(minutes=1).ok
    assert city.shown() == ["首页", "首页"]
    assert verify("portal", city.hosts).ok


def test_a_host_that_cannot_be_brought_back_is_named(city: City) -> None:
    city.publish()
    city.build(index="新首页")
    jam(city.hosts[1], "portal")
    one_way = City(city.output, (OneWayHost("qianduan-1", city.hosts[0].root), city.hosts[1]))

    publication = one_way.publish(minutes=1)

    assert states(publication) == [State.STUCK, State.FAILED]
    assert "qianduan-1：切换失败" in publication.outcomes[0].problems[0]
    assert city.shown() == ["新首页", "首页"]
    assert "请立即人工处理" in render(publication)
    assert render(publication).endswith("各主机显示的版本可能不一致。")


def test_a_host_that_cannot_be_asked_after_its_switch_failed_is_stuck(city: City) -> None:
    city = city.with_second(LostHost)

    publication = city.publish()

    assert states(publication) == [State.RESTORED, State.STUCK]
    assert len(publication.outcomes[1].problems) == 2
    assert city.hosts[0].current("portal") is None


def test_an_operator_who_interrupts_leaves_all_hosts_on_the_old_release(city: City) -> None:
    city.publish()
    city.build(index="新首页")
    interrupted = city.with_second(InterruptedHost)

    with pytest.raises(KeyboardInterrupt):
        interrupted.publish(minutes=1)

    assert city.shown() == ["首页", "首页"]
    assert city.publish(minutes=2).ok


def test_a_crash_between_two_switches_is_mended_by_the_next_publication(city: City) -> None:
    city.publish()
    city.build(index="新首页")
    city.publish(minutes=1)
    city.hosts[1].switch("portal", city.hosts[1].releases("portal")[0])

    assert states(city.publish(minutes=2)) == [State.SWITCHED] * 2
    assert city.shown() == ["新首页", "新首页"]


def test_a_damaged_manifest_is_replaced_by_publishing(city: City) -> None:
    shown = city.publish().outcomes[0].release
    (city.hosts[0].root / "portal" / "releases" / shown / "manifest").write_text("{}")

    assert states(city.publish(minutes=1)) == [State.SWITCHED] * 2


def test_forcing_replaces_files_damaged_on_a_host(city: City) -> None:
    city.publish()
    root = city.hosts[0].files("portal")
    assert root
    (root / "index.html").chmod(0o644)
    (root / "index.html").write_text("篡改", encoding="utf-8")

    found = verify("portal", city.hosts)
    publish(city.built(), city.hosts, NOW, again=True)

    assert [outcome.problems for outcome in found.outcomes] == [("index.html：内容与清单不符",), ()]
    assert city.shown() == ["首页", "首页"]
    assert verify("portal", city.hosts).ok


def test_a_site_that_is_not_built_stops_all(city: City) -> None:
    with pytest.raises(ReleaseError, match="先构建本站"):
        city.publish("portal", "wlj")

    assert city.shown() == [None, None]


def test_old_releases_are_pruned(city: City) -> None:
    ids = []
    for minutes in range(4):
        city.build(index=f"首页{minutes}")
        ids.append(city.publish(minutes=minutes, keep=2).outcomes[0].release)

    assert [host.releases("portal") for host in city.hosts] == [tuple(ids[2:])] * 2


def test_a_host_that_cannot_prune_still_shows_the_release(city: City) -> None:
    city.publish(keep=1)
    city.build(index="新首页")
    stray = city.hosts[0].root / "portal" / "releases" / f"{city.hosts[0].releases('portal')[0]}.removed"
    stray.mkdir()
    (stray / "stray").write_text("")

    publication = city.publish(minutes=1, keep=1)

    assert publication.ok
    assert "清理旧版本失败" in publication.outcomes[0].problems[0]
    assert city.shown() == ["新首页", "新首页"]


@pytest.mark.parametrize("clock", [0, -60])
def test_releases_sort_as_they_were_published_whatever_the_clock_says(city: City, clock: int) -> None:
    ids = []
    for number in range(4):
        city.build(index=f"首页{number}")
        ids.append(city.publish(minutes=clock * number).outcomes[0].release)

    assert ids == sorted(ids)
    assert rollback("portal", city.hosts).outcomes[0].release == ids[2]


def test_a_rollback_shows_the_release_before(city: City) -> None:
    first = city.publish()
    city.build(index="新首页")
    second = city.publish(minutes=1)

    publication = rollback(["portal"], city.hosts)

    assert publication.act is Act.ROLLBACK
    assert [outcome.release for outcome in publication.outcomes] == [first.outcomes[0].release] * 2
    assert [outcome.previous for outcome in publication.outcomes] == [second.outcomes[0].release] * 2
    assert [outcome.counts[1] for outcome in publication.outcomes] == [1, 1]
    assert city.shown() == ["首页", "首页"]


def test_a_rollback_goes_to_a_named_release_and_forth_again(city: City) -> None:
    city.publish()
    city.build(index="新首页")
    second = city.publish(minutes=1).outcomes[0].release
    rollback("portal", city.hosts)

    assert states(rollback("portal", city.hosts, second)) == [State.SWITCHED] * 2
    assert states(rollback("portal", city.hosts, second)) == [State.UNCHANGED] * 2
    assert city.shown() == ["新首页", "新首页"]


def test_a_rollback_of_several_sites_is_all_or_nothing(city: City) -> None:
    city.publish("portal", "jyj")
    city.build("portal", index="新首页")
    city.build("jyj", index="新首页")
    city.publish("portal", "jyj", minutes=1)
    jam(city.hosts[0], "jyj")

    publication = rollback(["portal", "jyj"], city.hosts)

    assert states(publication) == [State.RESTORED, State.RESTORED, State.FAILED, State.HELD]
    assert city.shown("portal") == city.shown("jyj") == ["新首页", "新首页"]
    assert len(city.hosts[0].releases("portal")) == 2


def test_a_rollback_to_a_damaged_release_is_refused(city: City) -> None:
    first = city.publish().outcomes[0].release
    city.build(index="新首页")
    city.publish(minutes=1)
    (city.hosts[1].root / "portal" / "releases" / first / "files" / "index.html").unlink()

    publication = rollback("portal", city.hosts)

    assert states(publication) == [State.HELD, State.FAILED]
    assert publication.outcomes[1].problems == ("index.html：缺失",)
    assert city.shown() == ["新首页", "新首页"]


def test_a_rollback_passes_over_a_release_that_nobody_saw(city: City) -> None:
    first = city.publish().outcomes[0].release
    city.build(index="坏首页")
    city.with_second(DamagingHost).publish(minutes=1)
    city.build(index="新首页")
    city.publish(minutes=2)

    assert rollback("portal", city.hosts).outcomes[0].release == first


def test_a_rollback_with_nowhere_to_go_is_explained(city: City) -> None:
    city.publish()

    with pytest.raises(ReleaseError, match="更早版本"):
        rollback("portal", city.hosts)
    with pytest.raises(HostError, match="qianduan-1：没有portal的版本"):
        rollback("portal", city.hosts, "20200101T000000-" + "a" * 12)
    with pytest.raises(ReleaseError, match="只属于一个站点"):
        rollback(["portal", "jyj"], city.hosts, "20200101T000000-" + "a" * 12)


def test_a_rollback_of_hosts_that_differ_asks_for_a_release(city: City) -> None:
    first = city.publish().outcomes[0].release
    city.build(index="新首页")
    city.publish(minutes=1)
    city.hosts[1].switch("portal", first)

    with pytest.raises(ReleaseError, match="各主机显示的版本不同"):
        rollback("portal", city.hosts)
    assert rollback("portal", city.hosts, first).ok
    assert city.shown() == ["首页", "首页"]


def test_two_publishers_do_not_run_at_once(city: City) -> None:
    with city.hosts[1].lock(["portal"], "甲"):
        with pytest.raises(HostError, match=r"qianduan-2：portal已被占用：甲正在发布"):
            city.publish()
        with pytest.raises(HostError, match="正在发布"):
            rollback("portal", city.hosts)

    assert city.publish().ok


def hold_the_lock(host: LocalHost, held: "multiprocessing.synchronize.Event") -> None:
    with host.lock(["portal"], f"进程{os.getpid()}"):
        held.set()
        multiprocessing.Event().wait()


def test_a_publisher_that_was_killed_leaves_no_lock(city: City) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    other = context.Process(target=hold_the_lock, args=(city.hosts[0], held))
    other.start()
    assert held.wait(30)

    with pytest.raises(HostError, match=f"进程{other.pid}"):
        city.publish()
    other.kill()
    other.join()

    said: list[str] = []
    assert publish(city.built(), city.hosts, NOW, say=said.append).ok
    assert said[0] == f"qianduan-1：上一次没有做完（进程{other.pid}），锁已经接手"


@pytest.mark.parametrize(("sites", "count", "keep"), [([], 2, 5), (["portal"], 0, 5), (["portal"], 2, 0)])
def test_publishing_nothing_nowhere_or_keeping_nothing_is_refused(
    city: City, sites: list[str], count: int, keep: int
) -> None:
    with pytest.raises(ReleaseError):
        publish([built for site in sites for built in city.built(site)], city.hosts[:count], NOW, Terms(keep=keep))


def test_each_step_is_announced(city: City) -> None:
    said: list[str] = []

    publish(city.built(), city.hosts, NOW, say=said.append)

    steps = [[f"{word} portal → qianduan-{host}" for host in (1, 2)] for word in ("上传", "校验", "切换")]
    assert [sorted(said[i : i + 2]) for i in (0, 2, 4)] == steps


def test_releases_are_listed_newest_first_with_the_one_shown(city: City) -> None:
    city.publish()
    city.build(index="新首页")
    second = city.publish(minutes=1).outcomes[0].release
    (city.hosts[1].root / "portal" / "releases" / second / "manifest").write_text("")

    held = releases("portal", city.hosts)

    assert [(row.host, row.shown, row.files) for row in held] == [
        ("qianduan-1", True, 3),
        ("qianduan-1", False, 3),
        ("qianduan-2", True, None),
        ("qianduan-2", False, 3),
    ]
    assert render_releases(held).splitlines() == [
        "portal → qianduan-1",
        f"  * {second}  2026-05-18 10:20:00  3个文件  18 字节",
        f"    {held[1].release}  2026-05-18 10:19:00  3个文件  15 字节",
        "portal → qianduan-2",
        f"  * {second}  2026-05-18 10:20:00  清单有误",
        f"    {held[1].release}  2026-05-18 10:19:00  3个文件  15 字节",
    ]


def test_an_empty_list_is_worded(city: City) -> None:
    assert render_releases(releases("portal", city.hosts)) == "还没有发布过"


def test_results_read_as_plain_lines(city: City) -> None:
    plan = publish(city.built(), city.hosts, NOW, dry_run=True)
    first = city.publish()
    release = first.outcomes[0].release
    damaged = city.hosts[1].files("portal")
    assert damaged
    (damaged / "index.html").unlink()

    assert render(plan).splitlines()[1:] == [
        "    ＋ /",
        "    ＋ /static/site.css",
        "    ＋ /zwdt/",
        f"portal → qianduan-2：将发布{release}：新增3，修改0，删除0",
        "    ＋ /",
        "    ＋ /static/site.css",
        "    ＋ /zwdt/",
        "试运行：1个站点，2台主机，什么也没有改动。",
    ]
    assert render(first).splitlines()[1:] == [
        f"portal → qianduan-2：已切换到{release}：新增3，修改0，删除0",
        "发布完成：1个站点，2台主机。",
    ]
    assert render(verify("portal", city.hosts)).splitlines() == [
        f"portal → qianduan-1：{release}完好",
        f"portal → qianduan-2：{release}有问题",
        "    index.html：缺失",
        "校验失败：1个站点，2台主机。",
    ]
    assert "尚未发布" in render(verify("jyj", city.hosts))


def test_a_failed_publication_says_what_is_still_shown(city: City) -> None:
    jam(city.hosts[1], "portal")

    lines = render(city.publish()).splitlines()

    assert lines[:2] == [
        "portal → qianduan-1：已切换回空白（尚未发布过）",
        "portal → qianduan-2：失败，仍显示空白（尚未发布过）",
    ]
    assert lines[-1] == "发布失败：1个站点，2台主机，所有主机都保持原来的版本。"


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 字节"), (1023, "1023 字节"), (1536, "1.5 KB"), (5 << 20, "5.0 MB"), (3 << 30, "3.0 GB")]
)
def test_sizes_are_rounded(size: int, text: str) -> None:
    held = Held("qianduan-1", "portal", "20260518T101900-" + "a" * 12, False, 1, size)

    assert render_releases([held]).endswith(f"  1个文件  {text}")


def test_a_host_that_cannot_be_asked_fails_its_verification(city: City) -> None:
    city.publish()
    (city.hosts[1].root / "portal" / "current").unlink()
    (city.hosts[1].root / "portal" / "current").mkdir()

    publication = verify("portal", city.hosts)

    assert states(publication) == [State.SOUND, State.FAILED]
    assert "current不是指向本站版本的链接" in render(publication)


def test_many_problems_are_cut_short(city: City) -> None:
    city.build(**{f"page{number}": "页" for number in range(25)})
    city.publish()
    root = city.hosts[0].files("portal")
    assert root
    for page in root.glob("page*.html"):
        page.unlink()

    assert "    另有5处" in render(verify("portal", city.hosts)).splitlines()


SHEETS = {"old": "static/site.00000000000a.css", "new": "static/site.00000000000b.css"}


def styled(city: City, sheet: str, *, text: str = "首页") -> None:
    """Build the site with another stylesheet, whose name says that it is another."""
    for path in (city.output / "portal/static").glob("*.css"):
        path.unlink()
    for name, written in {SHEETS[sheet]: sheet, "index.html": text}.items():
        (city.output / "portal" / name).write_text(written, encoding="utf-8")


def reachable(city: City) -> list[set[str]]:
    roots = [host.files("portal") for host in city.hosts]
    return [{path.name[-6:-4] for path in root.glob("static/*.css")} if root else set() for root in roots]


def test_the_stylesheet_of_an_earlier_release_stays_reachable_until_its_days_are_over(city: City) -> None:
    styled(city, "old")
    city.publish()
    styled(city, "new")
    city.publish(minutes=1)

    assert reachable(city) == [{"0a", "0b"}] * 2
    shown = city.hosts[0].manifest("portal", city.hosts[0].current("portal") or "")
    assert shown.kept == ((SHEETS["old"], (NOW + timedelta(30)).date()),)

    styled(city, "new", text="改了")
    city.publish(minutes=29 * 24 * 60)
    assert reachable(city) == [{"0a", "0b"}] * 2
    styled(city, "new", text="又改了")
    city.publish(minutes=31 * 24 * 60)
    assert reachable(city) == [{"0b"}] * 2


def test_an_asset_whose_days_are_over_does_not_make_a_release_necessary(city: City) -> None:
    styled(city, "old")
    city.publish()
    styled(city, "new")
    city.publish(minutes=1)

    assert states(city.publish(minutes=40 * 24 * 60)) == [State.UNCHANGED] * 2


def test_a_new_host_gets_the_assets_of_earlier_releases_as_well(city: City, tmp_path: Path) -> None:
    styled(city, "old")
    city.publish()
    styled(city, "new")
    city.publish(minutes=1)

    larger = City(city.output, (*city.hosts, LocalHost("qianduan-3", tmp_path / "third")))
    assert larger.publish(minutes=2).ok

    assert reachable(larger) == [{"0a", "0b"}] * 3


def test_without_a_copy_here_an_asset_is_carried_that_every_host_has(city: City) -> None:
    styled(city, "old")
    publish(city.built(), city.hosts, NOW)
    styled(city, "new")
    publish(city.built(), city.hosts, NOW + timedelta(minutes=1))

    assert reachable(city) == [{"0a", "0b"}] * 2
