import os
import resource
import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.hosts import Harm, HostError, Problem
from pipeline.local_host import LocalHost, embedded_hosts
from pipeline.manifest import Manifest
from pipeline.release import BEIJING
from tests.pipeline.releases import described

NOW = datetime(2026, 5, 18, 10, 19, tzinfo=BEIJING)
TREE = {"index.html": "首页", "zwdt/index.html": "动态", "static/site.css": "p{}"}


@pytest.fixture
def host(tmp_path: Path) -> LocalHost:
    return LocalHost("qianduan-1", tmp_path / "host")


def built(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def uploaded(host: LocalHost, source: Path, minutes: int = 0) -> Manifest:
    manifest = described(source, "portal", NOW + timedelta(minutes=minutes))
    host.upload("portal", manifest, {}, source.joinpath)
    return manifest


def folder_of(host: LocalHost, manifest: Manifest) -> Path:
    return host.root / "portal" / "releases" / manifest.release


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_uploaded_release_is_held_and_not_shown(host: LocalHost, tmp_path: Path) -> None:
    manifest = uploaded(host, built(tmp_path / "site", TREE))

    assert host.releases("portal") == (manifest.release,)
    assert host.current("portal") is None
    assert host.files("portal") is None
    assert host.manifest("portal", manifest.release) == manifest
    assert host.verify("portal", manifest.release) == ()


def test_uploaded_files_are_read_only(host: LocalHost, tmp_path: Path) -> None:
    manifest = uploaded(host, built(tmp_path / "site", TREE))

    file = folder_of(host, manifest) / "files" / "index.html"
    assert stat.S_IMODE(file.stat().st_mode) == 0o444


def test_only_what_no_release_has_is_copied(host: LocalHost, tmp_path: Path) -> None:
    first = uploaded(host, built(tmp_path / "site", TREE))
    built(tmp_path / "site", {"index.html": "新首页", "moved/index.html": "动态"})
    second = uploaded(host, tmp_path / "site", minutes=1)

    before, after = folder_of(host, first) / "files", folder_of(host, second) / "files"
    assert (after / "static/site.css").samefile(before / "static/site.css")
    assert (after / "moved/index.html").samefile(before / "zwdt/index.html")
    assert (before / "index.html").read_text("utf-8") == "首页"
    assert (after / "index.html").read_text("utf-8") == "新首页"


def test_a_damaged_file_is_not_linked_into_the_next_release(host: LocalHost, tmp_path: Path) -> None:
    first = uploaded(host, built(tmp_path / "site", TREE))
    damaged = folder_of(host, first) / "files" / "static/site.css"
    damaged.chmod(0o644)
    damaged.write_text("q{}")

    second = uploaded(host, tmp_path / "site", minutes=1)

    assert host.verify("portal", second.release) == ()


def test_a_release_with_a_damaged_manifest_has_nothing_to_offer(host: LocalHost, tmp_path: Path) -> None:
    first = uploaded(host, built(tmp_path / "site", TREE))
    (folder_of(host, first) / "manifest").write_text("{}")

    second = uploaded(host, tmp_path / "site", minutes=1)

    assert host.verify("portal", second.release) == ()
    assert host.verify("portal", first.release) == (Problem("manifest", Harm.MANIFEST),)


def test_an_interrupted_upload_is_taken_up_again(host: LocalHost, tmp_path: Path) -> None:
    source = built(tmp_path / "site", TREE)
    manifest = described(source, "portal", NOW)
    partial = built(
        Path(f"{folder_of(host, manifest)}.partial"), {"files/index.html": "首页", "files/zwdt/index.html": "动"}
    )
    whole = (partial / "files/index.html").stat().st_ino

    later = uploaded(host, source, minutes=9)

    files = folder_of(host, later) / "files"
    assert (files / "index.html").stat().st_ino == whole
    assert host.verify("portal", later.release) == ()
    assert names_in(files.parent.parent) == [later.release]


@pytest.mark.parametrize("stray", ["files/stray.html", "files/link"])
def test_an_interrupted_upload_with_strays_is_cleared_away(host: LocalHost, tmp_path: Path, stray: str) -> None:
    source = built(tmp_path / "site", TREE)
    partial = built(Path(f"{folder_of(host, described(source, 'portal', NOW))}.partial"), {"files/index.html": "首页"})
    (partial / stray).symlink_to(tmp_path)

    manifest = uploaded(host, source)

    assert host.verify("portal", manifest.release) == ()
    assert source.is_dir()


def test_an_interrupted_upload_that_is_a_link_is_cleared_away(host: LocalHost, tmp_path: Path) -> None:
    source = built(tmp_path / "site", TREE)
    elsewhere = built(tmp_path / "elsewhere", {"files/index.html": "首页"})
    partial = Path(f"{folder_of(host, described(source, 'portal', NOW))}.partial")
    partial.parent.mkdir(parents=True)
    partial.symlink_to(elsewhere)

    manifest = uploaded(host, source)

    assert host.verify("portal", manifest.release) == ()
    assert names_in(elsewhere / "files") == ["index.html"]


def test_an_interrupted_upload_of_other_content_is_cleared_away(host: LocalHost, tmp_path: Path) -> None:
    built(host.root / "portal" / "releases" / f"20260101T000000-{'a' * 12}.partial", {"files/index.html": "旧"})
    (host.root / "portal" / "releases" / f"20260102T000000-{'a' * 12}.partial").symlink_to(tmp_path)

    manifest = uploaded(host, built(tmp_path / "site", TREE))

    assert names_in(host.root / "portal" / "releases") == [manifest.release]


def test_a_second_upload_of_a_release_changes_nothing(host: LocalHost, tmp_path: Path) -> None:
    manifest = uploaded(host, built(tmp_path / "site", TREE))

    host.upload("portal", manifest, {}, (tmp_path / "nowhere").joinpath)

    assert host.verify("portal", manifest.release) == ()


def test_a_withdrawn_release_is_off_the_list_and_comes_back_with_its_files(host: LocalHost, tmp_path: Path) -> None:
    source = built(tmp_path / "site", TREE)
    first = uploaded(host, source)
    inode = (folder_of(host, first) / "files/index.html").stat().st_ino

    host.withdraw("portal", first.release)
    assert host.releases("portal") == ()
    second = uploaded(host, source, minutes=1)

    assert (folder_of(host, second) / "files/index.html").stat().st_ino == inode


def test_a_shown_release_is_not_withdrawn(host: LocalHost, tmp_path: Path) -> None:
    manifest = uploaded(host, built(tmp_path / "site", TREE))
    host.switch("portal", manifest.release)

    with pytest.raises(HostError, match="正在显示"):
        host.withdraw("portal", manifest.release)


def test_every_harm_is_named(host: LocalHost, tmp_path: Path) -> None:
    tree = {f"{name}.html": "文字" for name in ("changed", "folder", "linked", "missing", "pipe", "size")}
    manifest = uploaded(host, built(tmp_path / "site", tree | {"zwdt/index.html": "动态"}))
    files = folder_of(host, manifest) / "files"
    for name in tree:
        (files / name).unlink()
    built(files, {"changed.html": "文学", "size.html": "文", "extra.html": "多", "folder.html/index.html": "多"})
    (files / "linked.html").symlink_to("changed.html")
    os.mkfifo(files / "pipe.html")
    (files / "zwdt").rename(files / "elsewhere")
    (files / "zwdt").symlink_to("elsewhere")

    assert host.verify("portal", manifest.release) == (
        Problem("changed.html", Harm.CHANGED),
        Problem("elsewhere/index.html", Harm.EXTRA),
        Problem("extra.html", Harm.EXTRA),
        Problem("folder.html", Harm.MISSING),
        Problem("folder.html/index.html", Harm.EXTRA),
        Problem("linked.html", Harm.SYMLINK),
        Problem("missing.html", Harm.MISSING),
        Problem("pipe.html", Harm.SPECIAL),
        Problem("size.html", Harm.SIZE),
        Problem("zwdt", Harm.SYMLINK),
        Problem("zwdt/index.html", Harm.MISSING),
    )
    assert str(Problem("a\udcff.html", Harm.EXTRA)) == "a\\udcff.html：清单上没有"


def test_a_linked_files_folder_is_a_harm(host: LocalHost, tmp_path: Path) -> None:
    manifest = uploaded(host, built(tmp_path / "site", TREE))
    files = folder_of(host, manifest) / "files"
    files.rename(files.with_name("other"))
    files.symlink_to("other")

    assert host.verify("portal", manifest.release) == (Problem("files", Harm.SYMLINK),)


def test_the_manifest_of_another_release_is_a_harm(host: LocalHost, tmp_path: Path) -> None:
    first = uploaded(host, built(tmp_path / "site", TREE))
    second = uploaded(host, tmp_path / "site", minutes=1)
    (folder_of(host, second) / "manifest").write_bytes((folder_of(host, first) / "manifest").read_bytes())

    assert host.verify("portal", second.release) == (Problem("manifest", Harm.MANIFEST),)


def test_a_switch_is_a_relative_link(host: LocalHost, tmp_path: Path) -> None:
    first = uploaded(host, built(tmp_path / "site", TREE))
    second = uploaded(host, tmp_path / "site", minutes=1)

    host.switch("portal", first.release)
    host.switch("portal", second.release)

    assert (host.root / "portal" / "current").readlink() == Path("releases") / second.release
    assert host.files("portal") == folder_of(host, second) / "files"
    assert names_in(host.root / "portal") == ["current", "releases"]


def test_a_switch_cut_short_does_not_stop_the_next(host: LocalHost, tmp_path: Path) -> None:
    manifest = uploaded(host, built(tmp_path / "site", TREE))
    (host.root / "portal" / ".current.next").symlink_to("nowhere")

    host.switch("portal", manifest.release)

    assert host.current("portal") == manifest.release


def test_a_switch_to_nothing_shows_nothing(host: LocalHost, tmp_path: Path) -> None:
    host.switch("portal", uploaded(host, built(tmp_path / "site", TREE)).release)

    host.switch("portal", None)

    assert host.current("portal") is None


def test_a_release_that_is_not_held_is_not_switched_to(host: LocalHost) -> None:
    with pytest.raises(HostError, match="qianduan-1：没有portal的版本"):
        host.switch("portal", "20260518T101900-" + "a" * 12)


@pytest.mark.parametrize("release_id", ["", "..", "../../x", "20260518T101900-" + "a" * 12 + "\n"])
def test_what_is_no_release_id_is_refused(host: LocalHost, release_id: str) -> None:
    with pytest.raises(HostError, match="不是版本号"):
        host.verify("portal", release_id)


@pytest.mark.parametrize("site", ["", ".", "..", "a/b", "Portal", "portal\n"])
def test_what_is_no_site_name_is_refused(host: LocalHost, site: str) -> None:
    with pytest.raises(HostError, match="不是站点名"):
        host.releases(site)


@pytest.mark.parametrize("target", ["/etc", "releases/../../other", "releases/x", "x"])
def test_a_current_that_points_elsewhere_is_an_error(host: LocalHost, target: str) -> None:
    (host.root / "portal").mkdir(parents=True)
    (host.root / "portal" / "current").symlink_to(target)

    with pytest.raises(HostError, match="current不是指向本站版本的链接"):
        host.current("portal")


def test_a_current_that_is_no_link_is_an_error(host: LocalHost) -> None:
    (host.root / "portal" / "current").mkdir(parents=True)

    with pytest.raises(HostError, match="current不是指向本站版本的链接"):
        host.current("portal")


def test_pruning_keeps_the_newest_and_the_one_shown(host: LocalHost, tmp_path: Path) -> None:
    source = built(tmp_path / "site", TREE)
    ids = [uploaded(host, source, minutes).release for minutes in range(5)]
    host.switch("portal", ids[1])

    removed = host.prune("portal", keep=2)

    assert removed == (ids[0], ids[2])
    assert host.releases("portal") == (ids[1], ids[3], ids[4])
    assert host.verify("portal", ids[1]) == ()


def test_a_deletion_cut_short_is_finished(host: LocalHost, tmp_path: Path) -> None:
    manifest = uploaded(host, built(tmp_path / "site", TREE))
    built(host.root / "portal" / "releases" / f"20260101T000000-{'a' * 12}.removed", {"files/index.html": "旧"})

    host.prune("portal", keep=1)

    assert names_in(host.root / "portal" / "releases") == [manifest.release]


def test_keeping_nothing_is_refused(host: LocalHost) -> None:
    with pytest.raises(HostError, match="至少保留1个"):
        host.prune("portal", keep=0)


def test_a_second_publisher_hears_who_is_at_work_and_since_when(host: LocalHost) -> None:
    with (
        host.lock(["portal"], "甲@机房从10:19起"),
        pytest.raises(HostError, match="portal已被占用：甲@机房从10:19起正在发布"),
        host.lock(["jyj", "portal"], "乙"),
    ):
        pass

    with host.lock(["portal"], "乙") as left:
        assert left == ""


def test_publishers_of_different_sites_are_not_in_each_others_way(host: LocalHost) -> None:
    with host.lock(["portal"], "甲"), host.lock(["jyj"], "乙") as left:
        assert left == ""


def test_a_lock_that_somebody_died_with_is_free_and_says_who_left_it(host: LocalHost) -> None:
    with pytest.raises(KeyboardInterrupt), host.lock(["portal"], "甲"):
        raise KeyboardInterrupt

    with host.lock(["portal"], "乙") as left:
        assert left == "甲"
    with host.lock(["portal"], "乙") as left:
        assert left == ""


def test_a_write_that_the_disk_refuses_is_a_host_error_and_can_be_resumed(host: LocalHost, tmp_path: Path) -> None:
    source = built(tmp_path / "site", TREE | {"large.txt": "大" * 9000})
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(HostError, match="qianduan-1：上传失败，文件超过允许的大小（检查磁盘空间和权限"):
            uploaded(host, source)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert host.releases("portal") == ()
    assert host.verify("portal", uploaded(host, source).release) == ()


def test_a_root_that_is_a_file_is_a_host_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    host = LocalHost("qianduan-1", tmp_path / "file")

    with pytest.raises(HostError, match="上传失败，“releases”：路径中有一段不是文件夹"):
        uploaded(host, built(tmp_path / "site", TREE))
    with pytest.raises(HostError, match="加锁失败"), host.lock(["portal"], "甲"):
        pass


def test_a_source_that_became_a_link_is_a_host_error(host: LocalHost, tmp_path: Path) -> None:
    source = built(tmp_path / "site", TREE)
    manifest = described(source, "portal", NOW)
    (source / "index.html").unlink()
    (source / "index.html").symlink_to("/etc/hostname")

    with pytest.raises(HostError, match=r"“index\.html”：该是文件的地方是符号链接"):
        host.upload("portal", manifest, {}, source.joinpath)


def test_the_embedded_pair_stands_below_one_folder(tmp_path: Path) -> None:
    assert [(host.name, host.root.parent) for host in embedded_hosts(tmp_path)] == [
        ("qianduan-1", tmp_path),
        ("qianduan-2", tmp_path),
    ]
