"""What the record tells: entries without secrets, the commit that visitors get, what waits for a second review."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline.gates.approval import Approval
from pipeline.outcome import Act, State
from pipeline.records.chain import Record, append, read
from pipeline.records.entries import clean, entry_of_failure, entry_of_review, who_is
from pipeline.records.past import last_commit, last_trusted_commit, pending_reviews
from pipeline.records.text import reminders, render, troubles
from tests.pipeline.records.written import FORCED, RELEASE, REVIEWED, entry, facts, outcome

A, B, C, D = (letter * 40 for letter in "abcd")
OLD = "20261123T080000-000000000000"


class Book:
    """A record to write into."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "publications.jsonl"

    def publish(self, commit: str, *states: State, release: str = RELEASE, **more: Any) -> Book:
        outcomes = [
            outcome(state, host=f"qianduan-{number}", release=release, previous=OLD)
            for number, state in enumerate(states or (State.SWITCHED, State.SWITCHED))
        ]
        append(self.file, entry(*outcomes, commit=commit, **more))
        return self

    def roll_back(self, release: str, state: State = State.SWITCHED) -> Book:
        append(self.file, entry(outcome(state, release=release), act=Act.ROLLBACK, commit="", approval=REVIEWED))
        return self

    def review(self, *numbers: int) -> Book:
        append(self.file, entry_of_review(numbers, {"portal": RELEASE}, facts(approval=REVIEWED)))
        return self

    @property
    def record(self) -> Record:
        return read(self.file)

    def last(self, site: str = "portal", environment: str = "production") -> str | None:
        return last_commit(self.record, environment, site)

    def trusted(self) -> str | None:
        return last_trusted_commit(self.record, "production", "portal")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def test_an_entry_says_who_did_what_where_and_how_it_came_out() -> None:
    found = entry(outcome(State.SWITCHED, previous=OLD, changes=(1, 2, 3)))

    assert found["at"] == "2026-11-24T09:31:58+08:00"
    assert found["who"] == {"name": "发布甲", "email": "fabu-jia@yunchuan.gov.cn", "user": "fabu@goujian-1"}
    assert (found["act"], found["environment"], found["commit"], found["seconds"]) == ("publish", "production", A, 8.1)
    assert (found["releases"], found["hosts"]) == ({"portal": RELEASE}, ["qianduan-1"])
    [only] = found["outcomes"]
    assert (only["state"], only["previous"], only["added"], only["changed"], only["removed"]) == (
        "switched", OLD, 1, 2, 3,
    )  # fmt: skip


def test_a_site_that_was_left_alone_shows_the_release_that_it_had() -> None:
    assert entry(outcome(State.UNCHANGED, previous=OLD))["releases"] == {"portal": OLD}


def test_a_line_of_many_hosts_is_one_that_a_host_takes(book: Book) -> None:
    bad = [outcome(State.FAILED, site=f"s{number}", problems=("长" * 900,) * 9) for number in range(1000)]

    assert len(append(book.file, entry(*bad)).text) < 1_000_000


def test_an_attempt_that_came_to_nothing_is_recorded_too(book: Book) -> None:
    append(book.file, entry_of_failure("publish", ["portal"], ["qianduan-1"], "qianduan-1：连不上", facts()))

    assert book.last() is None
    assert "发布失败（portal；1台主机）" in render(book.record)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("https://yonghu:mima@qianduan-1/x 打不开", "https://…@qianduan-1/x 打不开"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END", "（私钥，不记）"),
        ("Authorization: Bearer abc123 被拒绝", "Authorization: … 被拒绝"),
        ("口令：abc123", "口令：…"),
        ("password=abc123", "password=…"),
        ("一\n\x1b[31m二", "一\\n\\x1b[31m二"),
        ("长" * 400, "长" * 300),
    ],
)
def test_secrets_are_left_out(text: str, kept: str) -> None:
    assert clean(text) == kept
    found = entry(outcome(State.FAILED, problems=(text,)))
    assert found["outcomes"][0]["problems"] == [kept]


def test_names_that_are_no_text_are_recorded(book: Book) -> None:
    append(book.file, entry(approval=Approval("", "forced", ("a@b",), "急", ("\udcff@x",))))

    assert book.record.lines[0].entry["approval"]["authors"] == ["\\udcff@x"]


def test_many_problems_are_counted() -> None:
    [only] = entry(outcome(State.FAILED, problems=("一",) * 9))["outcomes"]

    assert only["problems"] == ["一"] * 5 + ["另有4处"]


def test_who_is_at_work_is_asked_of_git_and_the_system(tmp_path: Path) -> None:
    for name, value in (("user.name", "发布甲"), ("user.email", "fabu-jia@yunchuan.gov.cn")):
        subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
        subprocess.run(["git", "-C", str(tmp_path), "config", name, value], check=True)

    who = who_is(tmp_path)

    assert (who.name, who.email) == ("发布甲", "fabu-jia@yunchuan.gov.cn")
    assert "@" in who.user


class TestLastCommit:
    """The commit that visitors get."""

    def test_is_that_of_the_last_publication_that_succeeded(self, book: Book) -> None:
        assert book.last() is None
        assert book.publish(A).last() == A
        assert book.publish(B, State.UNCHANGED, State.UNCHANGED).last() == B
        for bad in (State.FAILED, State.HELD, State.RESTORED, State.STUCK, State.UNSEEN):
            assert book.publish(C, State.SWITCHED, bad).last() == B

    def test_is_of_one_site_and_one_environment(self, book: Book) -> None:
        book.publish(A).publish(B, environment="rehearsal")

        assert (book.last(), book.last("jyj")) == (A, None)
        assert book.last(environment="rehearsal") == B

    def test_is_that_of_the_release_rolled_back_to(self, book: Book) -> None:
        book.publish(A, release=OLD).publish(B).roll_back(OLD)
        assert book.last() == A

        assert book.roll_back(RELEASE).last() == B
        assert book.roll_back(OLD, State.FAILED).last() == B
        assert book.publish(C, release="20261125T080000-000000000000").last() == C

    def test_is_unknown_after_a_roll_back_to_before_the_record(self, book: Book) -> None:
        assert book.publish(B).roll_back("20250101T000000-000000000000").last() is None

    def test_a_review_changes_nothing(self, book: Book) -> None:
        assert book.publish(A, approval=FORCED).review(1).last() == A


class TestPendingReviews:
    """What was forced waits for a second review."""

    def test_a_forced_publication_waits_until_it_is_reviewed(self, book: Book) -> None:
        book.publish(A).publish(B, approval=FORCED).publish(C)
        assert [line.number for line in pending_reviews(book.record)] == [2]

        assert pending_reviews(book.review(2).record) == ()

    def test_one_that_nobody_saw_needs_none(self, book: Book) -> None:
        book.publish(A, State.HELD, State.FAILED, approval=FORCED)
        assert pending_reviews(book.record) == ()

        book.publish(A, State.RESTORED, State.FAILED, approval=FORCED)
        assert len(pending_reviews(book.record)) == 1

    def test_until_then_the_people_from_before_it_count(self, book: Book) -> None:
        book.publish(A).publish(B, approval=FORCED)
        assert (book.last(), book.trusted()) == (B, A)

        assert book.publish(C).trusted() == A
        assert book.review(2).trusted() == C

    def test_a_first_publication_by_force_leaves_nobody_to_go_by(self, book: Book) -> None:
        assert book.publish(A, approval=FORCED).trusted() is None

    def test_each_is_named_with_the_command_to_run(self, book: Book) -> None:
        [line] = reminders(book.publish(A, approval=FORCED).record)

        assert line == (
            "强制发布还没有复核：第1条（2026-11-24 09:31，portal，fabu-jia@yunchuan.gov.cn，原因：防汛）。"
            f"请没有参与的审核人员看过以后运行：invoke approve --release {RELEASE} --note 复核意见"
        )


class TestText:
    """What `invoke releases` says of the record."""

    def test_the_newest_lines_come_first(self, book: Book) -> None:
        book.publish(A).publish(B, State.HELD, State.FAILED).roll_back(OLD).review(1)
        said = render(book.record, 3).split("\n")

        assert said == [
            "发布记录：共4条，最近3条",
            f"  第4条 2026-11-24 09:31 production 复核第1条（portal {RELEASE}），已审核（shenhe-jia@yunchuan.gov.cn），"
            "提交aaaaaaaaaaaa，发布甲 <fabu-jia@yunchuan.gov.cn>，8.1秒",
            f"  第3条 2026-11-24 09:31 production 回滚完成（portal {OLD}；1台主机），已审核（shenhe-jia@yunchuan.gov.cn），"
            "发布甲 <fabu-jia@yunchuan.gov.cn>，8.1秒",
            f"  第2条 2026-11-24 09:31 production 发布失败（portal {RELEASE}；2台主机），"
            "已审核（shenhe-jia@yunchuan.gov.cn），提交bbbbbbbbbbbb，发布甲 <fabu-jia@yunchuan.gov.cn>，8.1秒",
        ]

    def test_an_empty_record_is_said(self) -> None:
        assert render(Record()) == "发布记录：还没有"

    def test_breaks_and_torn_lines_are_said(self, book: Book) -> None:
        data = book.publish(A).publish(B).file.read_bytes()
        book.file.write_bytes(data.replace(b"production", b"production ", 1)[:-9])

        broken, torn = troubles(book.record)

        assert broken.startswith("publications.jsonl:1: RECORD_CHANGED 这一行改动过")
        assert torn.startswith("发布记录的最后一行没有写完")

    def test_nothing_in_a_line_reaches_the_terminal_as_it_is(self, book: Book) -> None:
        made = json.loads(json.dumps(entry(approval=FORCED)).replace("portal", "\\u001b[31m\\ud800"))
        made["who"]["name"] = made["at"] = made["approval"]["how"] = made["environment"] = "\x1b[2J"
        append(book.file, json.loads(json.dumps(made).replace("\\ud800", "\\\\ud800")))

        said = render(book.record)

        assert said.replace("\n", "").isprintable()
        said.encode()
