"""The whole way, from an editor's commit to a visitor, by the commands that an operator gives, to hosts with real sshd and nginx."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from pipeline.hosts import SiteAddress
from pipeline.records.chain import append
from pipeline.release import BEIJING
from tests.conftest import document
from tests.hosts.machines import network
from tests.hosts.office import Adoption, Office, emptied
from tests.hosts.servers import Visitor, facts_in, lay_out, nginx_for, wait_until
from tests.pipeline.gates.repository import EDITOR, PUBLISHER, REVIEWER, Keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.hosts.machines import Network

REDIRECTS = "旧网址,新网址,起始日期,说明,可以看\n/old/1.html,portal/yaowen/a.md\n/old/2.html,,,活动已经结束\n"
#: What the chain itself puts into a line.
CHAINED = ("version", "number", "previous", "torn", "digest")
PORTAL = SiteAddress("portal", "www.yunchuan.gov.cn", None, "云川市人民政府")


@pytest.fixture(scope="module")
def real() -> Iterator[tuple[Network, list[Visitor]]]:
    """Two hosts of their own, with nginx, and what on them takes old addresses over."""
    with network() as net, ExitStack() as stack:
        visitors = []
        for machine in net.machines:
            facts = facts_in(machine.folder)
            lay_out(facts, [PORTAL])
            visitors.append(stack.enter_context(nginx_for(facts)))
            stack.enter_context(Adoption(visitors[-1], "portal"))
        yield net, visitors


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def office(real: tuple[Network, list[Visitor]], keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr("pipeline.patrol.link_round.record_links", lambda *_: None)  # no test asks the internet
    net, visitors = real
    emptied(net)
    return Office(tmp_path, net, visitors, keys)


def seen(office: Office, path: str) -> set[int]:
    """With which statuses the hosts answer for an address."""
    return {visitor.ask(path).status for visitor in office.visitors}


def told(office: Office, path: str, text: str) -> bool:
    """Whether both hosts answer for an address with a page that has this text."""
    return all(text in visitor.ask(path).text for visitor in office.visitors)


def answer(visitor: Visitor, path: str) -> tuple[int, str]:
    found = visitor.ask(path)
    return found.status, found.headers.get("location", "")


def tampered(office: Office, path: str, before: str, after: str) -> None:
    """Change a page on one host, as somebody does who has got into it."""
    file = office.net.machines[1].root / "portal/current/files" / path
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.chmod(0o644)
    file.write_text(text.replace(before, after), encoding="utf-8")
    file.chmod(0o444)


def test_what_was_reviewed_goes_out_and_is_seen_and_what_was_not_stays_here(office: Office) -> None:
    office.begin(reviewed=False)

    code, said = office.run_alone("publish")
    assert (code, "NOT_REVIEWED 没有人审核，改动了portal" in said) == (1, True)
    assert seen(office, "/") == {503}
    assert "发布失败" in office.run("releases")[1]

    office.review()
    planned = office.publish("--dry-run")
    assert "＋ /yaowen/a/" in planned
    assert "发布时会拒绝" not in planned
    assert seen(office, "/") == {503}
    said = office.publish()
    assert "从外面看" in said
    assert "上一次没有做完" not in said
    assert told(office, "/yaowen/a/", "市图书馆周末延长开放时间")

    office.commit({"portal/yaowen/b.md": document("二"), "portal/redirects.csv": REDIRECTS})
    office.publish()  # the old addresses were asked for as well, once the hosts had taken them over
    assert [answer(visitor, "/old/1.html") for visitor in office.visitors] == [(301, "/yaowen/a/")] * 2
    assert seen(office, "/old/2.html") == {410}
    assert told(office, "/old/2.html", "活动已经结束")

    code, said = office.run("releases")
    assert code == 0
    assert "发布记录：共3条" in said
    assert said.count("记录的副本与本机一样") == 2
    assert "已审核（shenhe-jia@yunchuan.gov.cn）" in said

    office.run("rollback", "--site", "portal")
    assert seen(office, "/yaowen/b/") == {404}
    assert "没有变化" not in office.publish()
    assert seen(office, "/yaowen/b/") == {200}


def test_publishing_by_force_is_remembered_until_somebody_else_has_looked(office: Office) -> None:
    office.begin()
    office.publish()
    office.commit({"portal/yaowen/b.md": document("防汛通知")}, reviewed=False)
    assert office.run("publish")[0] == 1

    assert office.run("publish", "--force", "--reason", "防汛", "--key", office.key(EDITOR))[0] == 1
    assert seen(office, "/yaowen/b/") == {404}
    office.publish("--force", "--reason", "防汛Ⅰ级响应", "--key", office.key(PUBLISHER))
    assert seen(office, "/yaowen/b/") == {200}

    office.commit({"portal/yaowen/c.md": document("三")})
    said = office.publish()
    assert "强制发布还没有复核：第4条" in said
    release = said.partition("--release ")[2].partition(" ")[0]
    code, said = office.run("approve", "--release", release, "--note", "看过，属实", "--key", office.key(PUBLISHER))
    assert code == 1, said
    assert "强制发布还没有复核" in office.run("releases")[1]
    code, said = office.run("approve", "--release", release, "--note", "看过，属实", "--key", office.key(REVIEWER))
    assert code == 0, said
    assert "强制发布还没有复核" not in office.publish()


def test_what_was_changed_on_a_host_is_found_from_within_and_from_outside_and_mended(office: Office) -> None:
    office.begin()
    office.publish()
    assert office.run("verify")[0] == 0
    code, said = office.run("patrol", "--once")
    assert code == 0, said
    tampered(office, "index.html", "图书馆周末开放", "图书馆周末关闭")

    code, said = office.run("verify")
    assert (code, "index.html：内容与清单不符" in said) == (1, True)
    code, said = office.run("patrol", "--once")
    assert (code, "TAMPERED" in said) == (1, True), said
    assert "没有变化" in office.publish()
    assert not told(office, "/", "图书馆周末开放")

    office.publish("--again")
    assert told(office, "/", "图书馆周末开放")
    assert office.run("verify")[0] == 0
    assert office.run("patrol", "--once")[0] == 0


def test_a_site_is_closed_at_once_on_every_host_and_opened_again(office: Office) -> None:
    office.begin()
    office.publish()
    today = dt.datetime.now(BEIJING).date()
    days = ("--begins", str(today), "--ends", str(today), "--date", str(today))
    asked = ("--applicant", "云川市人民政府办公室", "--application", "云政办函〔2026〕9号")
    reasons = ("--reason", "供电线路故障", "--contact", "市政务服务中心，电话0355-0123001")

    code, said = office.run("site.emergency", "--site", "portal", *days, *asked, *reasons)

    assert code == 0, said
    assert seen(office, "/") == seen(office, "/yaowen/a/") == {503}
    assert told(office, "/yaowen/a/", "供电线路故障")
    wait_until(lambda: all("retry-after" in visitor.ask("/").headers for visitor in office.visitors))

    office.run("site.online", "--site", "portal", "--date", str(today))
    office.commit({})
    office.publish()
    assert seen(office, "/yaowen/a/") == {200}
    assert "紧急处置完成" in office.run("releases")[1]


def test_a_record_that_was_changed_is_noticed_and_one_that_is_lost_comes_back(office: Office) -> None:
    office.begin()
    office.publish()
    for name in "bc":
        office.commit({f"portal/yaowen/{name}.md": document(name)})
        office.publish()
    kept = office.record.read_bytes()
    first, second, third = kept.splitlines(keepends=True)

    office.record.write_bytes(first + second.replace(b'"publish"', b'"rollback"') + third)
    code, said = office.run("releases")
    assert (code, "RECORD_CHANGED" in said) == (1, True)
    assert office.run("publish")[0] == 1
    office.record.write_bytes(first + second)
    code, said = office.run("publish")
    assert (code, "副本里有第3条，本机没有" in said) == (1, True), said

    office.record.unlink()
    office.publish("--again")
    assert office.record.read_bytes().startswith(kept)
    assert json.loads(office.record.read_bytes().splitlines()[-1])["number"] == 4

    office.commit({"portal/yaowen/d.md": document("没有审核")}, reviewed=False)
    head = office.repository.git("rev-parse", "HEAD").strip()
    copy_of_ours = office.output / "copy.jsonl"
    copy_of_ours.write_bytes(office.record.read_bytes())
    last = json.loads(office.record.read_bytes().splitlines()[-1])
    made_up = append(copy_of_ours, {key: last[key] for key in last if key not in CHAINED} | {"commit": head})
    for number in (0, 1):  # somebody with the deploy key says that the commit has been published already
        office.net.ssh(number, "record", data=f"{made_up.text}\n".encode())
    ours = office.record.read_bytes()
    office.record.unlink()
    code, said = office.run("publish")
    assert (code, "签了名的版本却是" in said, office.record.exists()) == (1, True, False), said
    for machine in office.net.machines:
        (machine.root / "publications.jsonl").write_bytes(ours)
    office.record.write_bytes(ours)
    office.review()

    forged = b'{"number": 5, "act": "publish"}\n'  # whoever has the deploy key can append, and nothing else
    assert office.net.ssh(1, "record", data=forged).returncode == 0
    code, said = office.run("publish", "--again")
    assert (code, "front-2：副本里有第5条，本机没有" in said) == (1, True)
    code, said = office.run("rollback", "--site", "portal")
    assert (code, "front-2：副本里有第5条，本机没有" in said, "已切换到" in said) == (0, True, True)
    copy = office.net.machines[1].root / "publications.jsonl"
    copy.write_bytes(copy.read_bytes().replace(forged, b""))
    office.publish()

    said = office.publish("--environment", "preview")
    assert "portal → yulan：已切换到" in said
    assert "front-1" not in said
    [line] = (office.output / "publications.preview.jsonl").read_bytes().splitlines()
    assert json.loads(line)["environment"] == "preview"
    assert office.run("releases")[0] == 0
