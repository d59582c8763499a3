"""When documents came in, as git tells it, and what the rules say to it."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from pipeline.rules.history import dates
from pipeline.rules.history.annals import Annals
from pipeline.rules.history.commits import read_history
from pipeline.rules.history.state import State, state_of
from pipeline.rules.rule import Edited
from tests.rules.ledger_of import Repository, books

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.rules.rule import Change

A, B = "portal/zwdt/a.md", "portal/zwdt/b.md"


def text(date: str, *more: str, body: str = "正文。") -> str:
    return "\n".join(["---", "title: 甲", f"date: {date}", "source: 乙", *more, "---", body, ""])


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "r")
    made.commit({"README.md": "x"}, "2026-11-01 09:00")
    return made


def read(repository: Repository, before: State | None = None, folder: str = ".") -> State:
    state = read_history(repository.folder / folder, before)
    assert state
    return state


def arrivals(state: State) -> dict[str, str]:
    return {path: kept.arrived[:16].replace("T", " ") for path, kept in state.documents.items()}


def changes(state: State, path: str) -> list[tuple[str, str, bool]]:
    return [(each.old[:10], each.new[:10], each.public) for each in state.documents[path].changes]


def test_a_document_arrives_with_the_commit_that_adds_it(repository: Repository) -> None:
    repository.commit({A: text("2026-11-02 10:00")}, "2026-11-02 10:05")
    repository.commit({A: text("2026-11-02 10:00", body="改过。")}, "2026-11-09 10:05")

    assert arrivals(read(repository))[A] == "2026-11-02 10:05"
    assert changes(read(repository), A) == []


def test_what_the_first_commit_brings_is_not_known(repository: Repository) -> None:
    assert arrivals(read(repository)) == {"README.md": ""}


def test_a_moved_document_keeps_its_arrival_however_much_of_it_is_rewritten(repository: Repository) -> None:
    repository.commit({A: text("2026-11-02 10:00")}, "2026-11-02 10:05")
    repository.commit({A: None, B: text("2026-11-02 10:00")}, "2026-11-05 10:05")
    repository.commit({B: None, "jyj/zwdt/b.md": text("2026-11-02 10:00", body="完全不同。" * 99)}, "2026-11-06 10:05")

    assert arrivals(read(repository))["jyj/zwdt/b.md"] == "2026-11-02 10:05"


def test_a_deleted_document_that_comes_back_came_at_first(repository: Repository) -> None:
    repository.commit({A: text("2026-11-02 10:00")}, "2026-11-02 10:05")
    repository.commit({A: None}, "2026-11-05 10:05")
    repository.commit({A: text("2026-11-02 10:00")}, "2026-11-06 10:05")

    assert arrivals(read(repository))[A] == "2026-11-02 10:05"


@pytest.mark.parametrize("key", ["date", "发布时间"])
@pytest.mark.parametrize(("old", "public"), [("2026-11-02 10:00", True), ("2026-12-02 10:00", False)])
def test_a_change_of_the_time_is_known_and_whether_the_document_was_public(
    repository: Repository, key: str, old: str, public: bool
) -> None:
    repository.commit({A: text(old).replace("date:", f"{key}:")}, "2026-11-02 10:05")
    repository.commit({A: text("2026-11-08 10:00")}, "2026-11-08 10:05")

    assert changes(read(repository), A) == [(old[:10], "2026-11-08", public)]


@pytest.mark.parametrize("hidden", ["draft: 是", "草稿: true", "publish_at: 2026-11-20 10:00"])
def test_a_draft_and_what_waits_are_not_public(repository: Repository, hidden: str) -> None:
    repository.commit({A: text("2026-11-02 10:00", hidden)}, "2026-11-02 10:05")
    repository.commit({A: text("2026-11-08 10:00")}, "2026-11-08 10:05")

    assert changes(read(repository), A) == [("2026-11-02", "2026-11-08", False)]


def test_what_is_changed_on_a_branch_before_it_is_merged_was_never_public(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "work")
    repository.commit({A: text("2026-11-02 10:00")}, "2026-11-02 10:05")
    repository.commit({A: text("2026-11-08 10:00")}, "2026-11-08 10:05")
    waiting = read(repository)
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "m", "work", at="2026-11-09 10:00")
    repository.commit({A: text("2026-11-10 10:00")}, "2026-11-10 10:05")

    assert changes(waiting, A) == [("2026-11-02", "2026-11-08", False)]
    assert changes(read(repository), A) == [("2026-11-02", "2026-11-08", False), ("2026-11-08", "2026-11-10", True)]
    assert changes(read(repository, waiting), A) == changes(read(repository), A)


def test_what_a_merge_takes_from_a_side_is_no_change_and_what_it_adds_arrives(repository: Repository) -> None:
    repository.commit({A: text("2026-11-02 10:00")}, "2026-11-02 10:05")
    repository.git("checkout", "-q", "-b", "work")
    repository.commit({A: text("2026-11-03 10:00", body="改。")}, "2026-11-03 10:05")
    repository.git("checkout", "-q", "main")
    repository.commit({A: text("2026-11-02 10:00", body="另改。")}, "2026-11-04 10:05")
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("merge", "-q", "--no-ff", "-m", "m", "work")
    repository.commit({A: text("2026-11-03 10:00", body="两边。"), B: text("2026-11-05 10:00")}, "2026-11-05 10:05")

    assert arrivals(read(repository))[B] == "2026-11-05 10:05"
    assert changes(read(repository), A) == [("2026-11-02", "2026-11-03", True)]


def test_only_what_is_new_is_added_to_what_is_known(repository: Repository) -> None:
    repository.commit({A: text("2026-11-02 10:00")}, "2026-11-02 10:05")
    first = read(repository)
    repository.commit({A: text("2026-11-08 10:00"), B: text("2026-11-08 10:00")}, "2026-11-08 10:05")
    kept = state_of(json.loads(json.dumps(first.as_json())))

    assert kept == first
    assert read(repository, first) == read(repository)
    assert read(repository, read(repository)) == read(repository)


def test_a_rewritten_history_is_read_from_nothing(repository: Repository) -> None:
    repository.commit({A: text("2026-11-02 10:00")}, "2026-11-02 10:05")
    before = read(repository)
    repository.git("reset", "-q", "--hard", "HEAD~1")
    repository.commit({A: text("2026-11-02 10:00", body="重来。")}, "2026-11-07 10:05")

    assert arrivals(read(repository, before))[A] == "2026-11-07 10:05"
    assert read(repository, State("0" * 40)) == read(repository)


def test_a_shallow_clone_judges_no_boundary_and_its_whole_is_read_afterwards(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit({A: text("2026-11-02 10:00")}, "2026-11-02 10:05")
    repository.commit({B: text("2026-11-03 10:00")}, "2026-11-03 10:05")
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.folder}", str(tmp_path / "s"))
    clone = Repository(tmp_path / "s")
    part = read(clone)
    clone.git("fetch", "-q", "--unshallow")

    assert (part.shallow, arrivals(part)[A], arrivals(part)[B]) == (True, "", "")
    assert arrivals(read(clone, part))[A] == "2026-11-02 10:05"


def test_without_git_or_a_commit_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plain").mkdir()
    subprocess.run(["git", "init", "-q", str(tmp_path / "empty")], check=True)

    assert read_history(tmp_path / "plain") is None
    assert read_history(tmp_path / "empty") is None
    monkeypatch.setenv("PATH", "")
    assert read_history(tmp_path / "empty") is None


def test_odd_names_links_and_other_folders_are_no_matter(repository: Repository) -> None:
    odd = "content/portal/\n:100644 /甲\t“乙”.md"
    repository.commit({odd: text("2026-11-02 10:00"), "docs/a.md": "x"}, "2026-11-02 10:05")
    (repository.folder / "content/link.md").symlink_to("portal")
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "/\nx", at="2026-11-03 10:00")

    assert arrivals(read(repository, folder="content")) == {odd[8:]: "2026-11-02 10:05"}


def test_what_is_moved_into_the_content_from_elsewhere_has_no_known_past(repository: Repository) -> None:
    repository.commit({"old/a.md": text("2026-11-02 10:00")}, "2026-11-02 10:05")
    repository.commit({"old/a.md": None, "content/a.md": text("2026-11-02 10:00")}, "2026-11-08 10:05")

    assert arrivals(read(repository, folder="content")) == {"a.md": ""}


@pytest.mark.parametrize("given", [None, 3, {}, {"form": 1}, {"form": 2, "head": "", "shallow": 0, "documents": {}}])
def test_a_state_that_is_none_is_none(given: object) -> None:
    assert state_of(given) is None


def test_a_state_with_damaged_documents_is_none() -> None:
    assert state_of({"form": 1, "head": "a", "shallow": False, "documents": {"a.md": ["x"]}}) is None


# The rules

RULES = [dates.backdated, dates.early, dates.changed]


def findings(files: Mapping[str, Change], kept: dict[str, list[object]], as_of: str = "2026-11-24 09:00") -> list[str]:
    """The codes that the city gives with these files, a history of its own, and records that begin early."""
    whole: dict[str, Change] = {"platform.toml": Edited("2026-11-28 00:00", "2026-11-01 00:00"), **files}
    with books(whole, dt.datetime.fromisoformat(as_of)) as seen:
        documents = {path: ["", "", "", []] for (path,) in seen.rows("select path from document")} | kept
        known = {path: each for path, each in documents.items() if each}
        state = state_of({"form": 1, "head": "x", "shallow": False, "documents": known})
        return [
            f"{rule.code} {each.fact}" for rule in RULES for each in (rule.find or (lambda _: ()))(Annals(seen, state))
        ]


C = "portal/zwdt/bumen/2026-11-23-yanghu.md"


def test_what_is_not_committed_yet_comes_in_now() -> None:
    assert findings({C: text("2026-11-20 10:00")}, {C: []}) == [
        "DATE_BACKDATED 发布时间写的是2026-11-20 10:00，文件2026-11-24 09:00才提交入库，早了3天"
    ]
    assert findings({C: text("2026-11-24 08:00")}, {C: []}) == []


@pytest.mark.parametrize("more", ["archived: 2026-11-21", "draft: 是"])
def test_what_says_that_it_is_older_is_not_judged(more: str) -> None:
    assert findings({C: text("2026-11-10 10:00", more)}, {C: []}) == []


def test_what_came_before_records_begin_is_not_judged() -> None:
    assert findings({C: text("2026-10-01 10:00")}, {C: ["2026-10-30T10:00:00", "x", "2026-10-01T10:00:00", []]}) == []


def test_a_time_that_was_changed_back_is_as_it_was() -> None:
    was, other = "2026-11-20T10:00:00", "2026-11-21T10:00:00"
    there = ["2026-11-21T12:00:00", was, other, True]
    back = ["2026-11-22T12:00:00", other, was, True]

    assert findings({C: text("2026-11-20 10:00")}, {C: [was, "x", was, [there, back]]}) == []
    assert findings({C: text("2026-11-21 10:00")}, {C: [was, "x", other, [there]]}) == [
        "DATE_CHANGED 第一次发布的时间是2026-11-20 10:00，2026-11-21 12:00改成了别的时间"
    ]


def test_a_change_that_is_not_committed_yet_is_one() -> None:
    was = "2026-11-20T10:00:00"

    assert findings({C: text("2026-11-23 10:00")}, {C: [was, "x", was, []]}) == [
        "DATE_CHANGED 第一次发布的时间是2026-11-20 10:00，2026-11-24 09:00改成了别的时间"
    ]
    assert findings({C: text("2026-11-23 10:00")}, {C: [was, "x+", was, []]}) == []
    assert findings({C: text("2026-11-23 10:00", "draft: 是")}, {C: [was, "x", was, []]}) == []


def test_without_a_history_nothing_is_said() -> None:
    with books() as seen:
        assert [each for rule in RULES for each in (rule.find or (lambda _: ()))(Annals(seen, None))] == []


def test_that_a_history_is_partial_is_said_once() -> None:
    with books() as seen:
        assert len(list(dates.partial(Annals(seen, State("x", shallow=True))))) == 1
        assert list(dates.partial(Annals(seen, State("x")))) == []
