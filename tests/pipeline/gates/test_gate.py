"""Nothing leaves for real hosts that is not committed, on the protected branch, and reviewed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from model.faults import ContentFaults
from pipeline.gates import git
from pipeline.gates.gate import gate
from tests.pipeline.gates.repository import (
    EDITOR,
    OTHER,
    PUBLISHER,
    REVIEWER,
    SECOND,
    STRANGER,
    Keys,
    Repository,
)

Begun = tuple[Repository, str]
PAGE = "content/portal/a.md"


def test_what_a_reviewer_saw_may_leave(begun: Begun) -> None:
    repo, base = begun
    head = repo.commit({PAGE: "一"}, REVIEWER)

    approval = repo.gate(base=base)

    assert (approval.commit, approval.how, approval.by) == (head, "reviewed", (REVIEWER,))


def test_nothing_new_needs_nobody(begun: Begun) -> None:
    repo, base = begun

    assert repo.gate("portal", "jyj", base=base).by == ()


def test_a_commit_that_nobody_reviewed_is_named_with_its_subject(begun: Begun) -> None:
    repo, base = begun
    head = repo.commit({PAGE: "一"}, message="改电话\x1b[31m")

    with pytest.raises(ContentFaults) as caught:
        repo.gate(base=base)

    [fault] = caught.value.faults
    assert (fault.code, fault.path) == ("NOT_REVIEWED", f"{head[:12]}“改电话\\x1b[31m”")


@pytest.mark.parametrize(
    ("reviewers", "code"),
    [
        ((EDITOR,), "REVIEWED_BY_AUTHOR"),
        ((EDITOR.upper(),), "REVIEWED_BY_AUTHOR"),
        ((OTHER,), "NO_REVIEWER_ROLE"),
        ((STRANGER,), "NO_REVIEWER_ROLE"),
        ((SECOND,), "NO_REVIEWER_ROLE"),  # a reviewer of another site
        (("不是邮箱",), "NO_REVIEWER_ROLE"),
        (("a> <",), "NOT_REVIEWED"),
    ],
)
def test_who_may_not_review_does_not_count(begun: Begun, reviewers: tuple[str, ...], code: str) -> None:
    repo, base = begun
    repo.commit({PAGE: "一"}, *reviewers)

    assert repo.codes(base=base) == [code]


def test_a_reviewer_who_wrote_it_does_not_count_even_as_a_co_author(begun: Begun) -> None:
    repo, base = begun
    repo.commit({PAGE: "一"}, REVIEWER, message=f"改\n\nCo-authored-by: 审核 <{REVIEWER}>")
    assert repo.codes(base=base) == ["REVIEWED_BY_AUTHOR"]

    repo.commit({PAGE: "二"}, REVIEWER, who=REVIEWER)
    assert repo.codes(base=base) == ["REVIEWED_BY_AUTHOR"] * 2


def test_one_good_reviewer_among_others_is_enough_in_any_case(begun: Begun) -> None:
    repo, base = begun
    repo.commit({PAGE: "一"}, STRANGER, EDITOR, REVIEWER.upper())

    assert repo.gate(base=base).by == (REVIEWER,)


def test_what_other_sites_wrote_does_not_matter(begun: Begun) -> None:
    repo, base = begun
    repo.commit({"content/jyj/a.md": "一"})

    assert repo.gate("portal", base=base).how == "reviewed"
    assert repo.codes("portal", "jyj", base=base) == ["NOT_REVIEWED"]


def test_a_file_moved_from_a_site_changes_that_site(begun: Begun) -> None:
    repo, base = begun
    base = repo.commit({PAGE: "很长的一篇\n" * 50})
    repo.git("mv", PAGE, "content/jyj/a.md")
    repo.commit({})

    assert repo.codes("portal", base=base) == ["NOT_REVIEWED"]


@pytest.mark.parametrize("path", ["content/terms.toml", "content/forms/a.md", "theme/a.html", "pelicanconf.py"])
def test_what_sites_share_needs_a_reviewer_of_every_site(begun: Begun, path: str) -> None:
    repo, base = begun
    repo.commit({path: "一"}, SECOND)
    assert repo.codes("jyj", base=base) == ["NO_REVIEWER_ROLE"]

    repo.commit({path: "二"}, REVIEWER)
    assert repo.codes("jyj", base=base) == ["NO_REVIEWER_ROLE"]


def test_without_a_base_the_whole_history_of_the_sites_folder_counts_and_nothing_else(begun: Begun) -> None:
    repo, _ = begun
    repo.commit({"theme/a.html": "一", "content/terms.toml": ""})
    assert repo.codes() == ["NOT_REVIEWED"]  # the first commit

    repo.commit({"content/xin/site.toml": "一"}, REVIEWER)
    assert repo.gate("xin").by == (REVIEWER,)


def test_each_site_counts_from_its_own_base(begun: Begun) -> None:
    repo, base = begun
    middle = repo.commit({"content/portal/a.md": "一", "content/jyj/a.md": "一"})

    assert gate(repo.content, ["portal", "jyj"], {"portal": middle, "jyj": middle}).how == "reviewed"
    with pytest.raises(ContentFaults) as caught:
        gate(repo.content, ["portal", "jyj"], {"portal": base, "jyj": middle})
    assert "改动了portal，" not in str(caught.value)
    assert "改动了portal" in str(caught.value)


class TestMerges:
    """A reviewed merge covers what it brings."""

    def test_a_reviewed_merge_covers_the_commits_that_it_brings(self, begun: Begun) -> None:
        repo, base = begun
        repo.branch("gao")
        repo.commit({PAGE: "一"})
        repo.commit({PAGE: "二"}, who=OTHER)
        repo.git("checkout", "--quiet", "main")
        repo.commit({"content/portal/b.md": "一"}, REVIEWER)
        repo.merge("gao", REVIEWER)

        assert repo.gate(base=base).by == (REVIEWER,)

    def test_commits_that_change_nothing_of_the_sites_stand_between(self, begun: Begun) -> None:
        repo, base = begun
        repo.branch("gao")
        repo.commit({PAGE: "一"})
        repo.commit({"elsewhere.txt": "一"})
        repo.merge("gao", REVIEWER)
        repo.commit({"elsewhere.txt": "二"})

        assert repo.gate(base=base).how == "reviewed"

    def test_a_merge_by_an_author_of_what_it_brings_covers_nothing(self, begun: Begun) -> None:
        repo, base = begun
        repo.branch("gao")
        repo.commit({PAGE: "一"})
        repo.commit({"content/portal/b.md": "二"}, who=REVIEWER)
        repo.merge("gao", REVIEWER)

        assert repo.codes(base=base) == ["REVIEWED_BY_AUTHOR"] * 2

    def test_a_merge_covers_nothing_that_was_there_before(self, begun: Begun) -> None:
        repo, base = begun
        repo.commit({PAGE: "一"})
        repo.branch("gao")
        repo.commit({"content/portal/b.md": "一"})
        repo.merge("gao", REVIEWER)

        assert repo.codes(base=base) == ["NOT_REVIEWED"]

    def test_what_a_merge_changes_by_itself_is_reviewed_like_any_commit(self, begun: Begun) -> None:
        repo, base = begun
        repo.branch("gao")
        repo.commit({PAGE: "一"}, REVIEWER)
        repo.git("checkout", "--quiet", "main")
        repo.commit({"content/portal/b.md": "好"}, REVIEWER)
        repo.git("merge", "--quiet", "--no-ff", "--no-commit", "gao")
        repo.commit({"content/portal/c.md": "没有人看过"})

        assert repo.codes(base=base) == ["NOT_REVIEWED"]

    def test_a_merge_that_takes_back_what_was_reviewed_is_seen(self, begun: Begun) -> None:
        repo, _ = begun
        base = repo.commit({PAGE: "旧"}, REVIEWER)
        repo.branch("gao")
        repo.commit({"content/portal/b.md": "一"}, REVIEWER)
        repo.git("checkout", "--quiet", "main")
        repo.commit({PAGE: "改正"}, REVIEWER)
        repo.git("checkout", "--quiet", "gao")
        repo.git("merge", "--quiet", "-s", "ours", "-m", "合并", "main")
        repo.git("checkout", "--quiet", "main")
        repo.git("merge", "--quiet", "--ff-only", "gao")

        assert repo.codes(base=base) == ["NOT_REVIEWED"]

    def test_a_solved_conflict_is_a_change(self, begun: Begun) -> None:
        repo, base = begun
        repo.branch("gao")
        repo.commit({PAGE: "甲"}, REVIEWER)
        repo.git("checkout", "--quiet", "main")
        repo.commit({PAGE: "乙"}, REVIEWER)
        repo.git("merge", "--quiet", "--no-ff", "--no-commit", "-s", "ours", "gao")
        repo.commit({PAGE: "丙"}, REVIEWER, who=OTHER)

        assert repo.gate(base=base).by == (REVIEWER,)

    def test_bringing_the_branch_up_to_date_makes_nobody_an_author(self, begun: Begun) -> None:
        repo, base = begun
        repo.branch("gao")
        repo.commit({PAGE: "一"})
        repo.git("checkout", "--quiet", "main")
        repo.commit({"content/portal/b.md": "一"}, REVIEWER)
        repo.merge("main", who=REVIEWER, into="gao")
        repo.merge("gao", REVIEWER)

        assert repo.gate(base=base).how == "reviewed"

    def test_merges_within_merges_cover_what_they_bring(self, begun: Begun) -> None:
        repo, base = begun
        repo.branch("da")
        repo.branch("xiao")
        repo.commit({PAGE: "一"})
        repo.merge("xiao", REVIEWER, into="da")
        repo.commit({"content/portal/b.md": "一"})
        repo.merge("da", who=OTHER)
        assert repo.codes(base=base) == ["NOT_REVIEWED"]

        repo.git("reset", "--quiet", "--hard", "HEAD^")
        repo.merge("da", REVIEWER)
        assert repo.gate(base=base).how == "reviewed"

    def test_a_merge_of_three_is_reviewed_itself(self, begun: Begun) -> None:
        repo, base = begun
        for name in ("yi", "er"):
            repo.branch(name, base)
            repo.commit({f"content/jyj/{name}.md": "一"})
        repo.git("checkout", "--quiet", "main")
        repo.git("merge", "--quiet", "--no-ff", "-m", "合并", "yi", "er")

        assert repo.codes(base=base) == ["NOT_REVIEWED"]


class TestWorkTree:
    """What is built must be what was reviewed."""

    def test_files_that_are_not_committed_are_listed(self, begun: Begun) -> None:
        repo, base = begun
        repo.commit({".gitignore": "*.ignored\n__pycache__/\n", PAGE: "一"}, REVIEWER)
        repo.write({PAGE: "二", "content/jyj/新.md": "一", "theme/x.html": "", "elsewhere.txt": ""})
        repo.write({"content/portal/b.ignored": "", "plugins/__pycache__/a.pyc": ""})

        with pytest.raises(ContentFaults) as caught:
            repo.gate(base=base)

        assert {(fault.path, fault.code) for fault in caught.value.faults} == {
            (path, "UNCOMMITTED") for path in (PAGE, "content/jyj/新.md", "theme/x.html", "content/portal/b.ignored")
        }

    def test_many_are_counted(self, begun: Begun) -> None:
        repo, base = begun
        repo.write({f"content/portal/{number}.md": "" for number in range(30)})

        assert repo.codes(base=base) == ["UNCOMMITTED"] * 21

    def test_everything_wrong_is_found_in_one_run(self, begun: Begun) -> None:
        repo, base = begun
        repo.branch("gao")
        repo.commit({PAGE: "一"})
        repo.write({PAGE: "二"})

        assert sorted(repo.codes(base=base)) == ["NOT_ON_BRANCH", "NOT_REVIEWED", "UNCOMMITTED"]

    def test_a_folder_outside_any_repository_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "content").mkdir()

        with pytest.raises(ContentFaults) as caught:
            gate(tmp_path / "content", ["portal"], {})

        assert [fault.code for fault in caught.value.faults] == ["GIT"]

    def test_the_content_may_be_the_repository_itself(self, tmp_path: Path, keys: Keys) -> None:
        repo = Repository(tmp_path / "content", keys)
        repo.folder.mkdir()
        repo.git("init", "--quiet")
        base = repo.commit({"portal/site.toml": "一", "people.toml": repo.people()})
        repo.commit({"portal/a.md": "一", "jyj/site.toml": ""})

        with pytest.raises(ContentFaults) as caught:
            gate(repo.folder, ["portal"], {"portal": base})
        assert [fault.code for fault in caught.value.faults] == ["NOT_REVIEWED"]


class TestBranch:
    """Only the protected branch is published."""

    def test_the_branch_of_the_origin_is_the_one_that_counts(self, begun: Begun, tmp_path: Path) -> None:
        repo, base = begun
        repo.git("clone", "--quiet", ".", str(tmp_path / "clone"))
        clone = Repository(tmp_path / "clone", repo.keys)
        clone.commit({PAGE: "一"}, REVIEWER)
        assert clone.codes(base=base) == ["NOT_ON_BRANCH"]

        repo.git("checkout", "--quiet", "-b", "other")
        clone.git("push", "--quiet", "origin", "main")
        assert clone.gate(base=base).how == "reviewed"

    def test_a_commit_cannot_choose_its_own_branch(self, begun: Begun) -> None:
        repo, base = begun
        repo.branch("mine")
        repo.commit({"content/people.toml": 'protected_branch = "mine"\n' + repo.people()}, REVIEWER)

        assert repo.codes(base=base) == ["NOT_ON_BRANCH"]

    def test_a_branch_that_is_not_there_is_said(self, begun: Begun) -> None:
        repo, base = begun
        repo.git("branch", "--quiet", "-m", "trunk")

        assert repo.codes(base=base) == ["NOT_ON_BRANCH"]


class TestPeople:
    """Nobody makes themselves a reviewer."""

    def test_a_reviewer_named_by_what_is_published_does_not_count_yet(self, begun: Begun) -> None:
        repo, base = begun
        head = repo.commit({"content/people.toml": repo.people(xin='reviewer = ["*"]')}, REVIEWER)
        repo.commit({PAGE: "一"}, "xin@yunchuan.gov.cn")

        assert repo.codes(base=base) == ["NO_REVIEWER_ROLE"]
        assert repo.gate(base=head).by == ("xin@yunchuan.gov.cn",)
        assert repo.codes(base=head, trusted=base) == ["NO_REVIEWER_ROLE"]

    def test_a_reviewer_who_is_one_no_more_does_not_count(self, begun: Begun) -> None:
        repo, base = begun
        repo.commit({PAGE: "一"}, REVIEWER)
        text = repo.people().replace('reviewer = ["*"]', "")
        repo.commit({"content/people.toml": text}, REVIEWER)

        assert set(repo.codes(base=base)) == {"NO_REVIEWER_ROLE"}

    def test_without_people_nothing_is_published(self, begun: Begun) -> None:
        repo, base = begun
        (repo.content / "people.toml").unlink()
        repo.commit({})

        assert repo.codes(base=base) == ["NO_PEOPLE"]


class TestHistory:
    """What cannot be told is not published."""

    def test_half_a_history_is_refused(self, begun: Begun, tmp_path: Path) -> None:
        repo, base = begun
        repo.commit({PAGE: "一"}, REVIEWER)
        repo.git("clone", "--quiet", "--depth=1", f"file://{repo.folder}", str(tmp_path / "clone"))
        clone = Repository(tmp_path / "clone", repo.keys)

        assert clone.codes(base=base) == ["SHALLOW_HISTORY"]
        clone.git("fetch", "--quiet", "--unshallow")
        assert clone.gate(base=base).how == "reviewed"

    @pytest.mark.parametrize("base", ["0" * 40, "--output=x", "main", "z" * 40])
    def test_a_base_that_is_not_there_is_said(self, begun: Begun, base: str) -> None:
        assert begun[0].codes(base=base) == ["HISTORY_REWRITTEN"]

    def test_a_rewritten_history_is_said(self, begun: Begun) -> None:
        repo, base = begun
        old = repo.commit({PAGE: "一"}, REVIEWER)
        repo.git("reset", "--quiet", "--hard", base)
        repo.commit({PAGE: "二"}, REVIEWER)

        assert repo.codes(base=old) == ["HISTORY_REWRITTEN"]

    def test_an_older_commit_than_the_published_one_is_refused(self, begun: Begun) -> None:
        repo, base = begun
        later = repo.commit({PAGE: "一"}, REVIEWER)
        repo.git("checkout", "--quiet", base)

        assert repo.codes(base=later) == ["HISTORY_REWRITTEN"]

    def test_a_local_replacement_of_a_commit_changes_nothing(self, begun: Begun) -> None:
        repo, base = begun
        bad = repo.commit({PAGE: "一"})
        good = repo.git("commit-tree", f"{bad}^{{tree}}", "-p", base, "-m", f"改\n\nReviewed-by: 审核 <{REVIEWER}>")
        repo.git("replace", bad, good)

        assert repo.codes(base=base) == ["NOT_REVIEWED"]

    def test_settings_of_whoever_works_change_nothing(self, begun: Begun) -> None:
        repo, base = begun
        repo.commit({PAGE: "一"})
        names = ("log.showSignature", "color.ui", "diff.renames", "diff.relative", "log.follow", "core.quotePath")
        for name, value in zip(names, ("true", "always", "copies", "true", "true", "true"), strict=True):
            repo.git("config", name, value)
        repo.git("config", "log.showRoot", "false")

        assert repo.codes(base=base) == ["NOT_REVIEWED"]
        assert repo.codes() == ["NOT_REVIEWED"] * 2

    @pytest.mark.parametrize("name", ["\n", "/x", "0" * 40, "a\tb", "-", "\udcff", ":(top)", "“", "\x01"])
    def test_names_and_messages_may_be_anything(self, begun: Begun, name: str) -> None:
        repo, base = begun
        folder = repo.content / "portal" / f"x{name.replace('/', '-')}"
        folder.mkdir()
        (folder / "a.md").write_text("一", encoding="utf-8")
        repo.commit({PAGE: "一"}, who=f"/{name.encode(errors='surrogateescape').decode('latin-1')}@x".replace("\n", ""),
                    message=f"/{'' if name == chr(0xDCFF) else name}\n\n/x")  # fmt: skip
        repo.commit({PAGE: "二"}, REVIEWER)

        assert repo.codes(base=base) == ["NOT_REVIEWED"]

    def test_a_hook_around_the_command_does_not_lead_it_elsewhere(
        self, begun: Begun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        repo, base = begun
        monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
        monkeypatch.setenv("GIT_INDEX_FILE", os.devnull)

        assert repo.gate(base=base).how == "reviewed"


class TestTags:
    """A publisher's signed tag on the commit stands for all reviews."""

    def test_a_publishers_tag_approves_everything(self, begun: Begun) -> None:
        repo, base = begun
        repo.branch("gao")
        repo.commit({PAGE: "一"})
        repo.tag(PUBLISHER)

        approval = repo.gate(base=base)

        assert (approval.how, approval.by) == ("tag", (PUBLISHER,))

    def test_but_not_what_is_not_committed(self, begun: Begun) -> None:
        repo, base = begun
        repo.commit({PAGE: "一"})
        repo.tag(PUBLISHER)
        repo.write({PAGE: "二"})

        assert repo.codes(base=base) == ["UNCOMMITTED"]

    def test_a_rewritten_history_goes_on_from_a_tag(self, begun: Begun) -> None:
        repo, base = begun
        old = repo.commit({PAGE: "一"}, REVIEWER)
        repo.git("reset", "--quiet", "--hard", base)
        repo.tag(PUBLISHER)

        assert repo.gate(base=old).how == "tag"

    @pytest.mark.parametrize(
        ("who", "key"), [(REVIEWER, REVIEWER), (PUBLISHER, STRANGER), (STRANGER, STRANGER), (PUBLISHER, EDITOR)]
    )
    def test_a_tag_of_anybody_else_approves_nothing(self, begun: Begun, who: str, key: str) -> None:
        repo, base = begun
        repo.commit({PAGE: "一"})
        repo.tag(who, key=key)

        assert sorted(repo.codes(base=base)) == ["NOT_REVIEWED", "TAG_SIGNER"]

    def test_nor_does_one_that_is_not_signed_or_stands_elsewhere(self, begun: Begun) -> None:
        repo, base = begun
        repo.tag(PUBLISHER)
        repo.commit({PAGE: "一"})
        assert repo.codes(base=base) == ["NOT_REVIEWED"]

        repo.git("tag", "--annotate", "--message", "发布", "x", who=PUBLISHER)
        assert sorted(repo.codes(base=base)) == ["NOT_REVIEWED", "TAG_SIGNER"]

    def test_a_publisher_cannot_approve_their_own_work(self, begun: Begun) -> None:
        repo, base = begun
        repo.commit({PAGE: "一"}, who=PUBLISHER)
        repo.tag(PUBLISHER)

        assert sorted(repo.codes(base=base)) == ["NOT_REVIEWED", "TAG_SIGNER"]

    def test_a_commit_cannot_name_its_own_publisher(self, begun: Begun) -> None:
        repo, base = begun
        repo.commit({"content/people.toml": repo.people(xin='publisher = ["*"]')})
        repo.tag("xin@yunchuan.gov.cn")

        assert sorted(repo.codes(base=base)) == ["NOT_REVIEWED", "TAG_SIGNER"]

    def test_a_changed_tag_approves_nothing(self, begun: Begun) -> None:
        repo, base = begun
        old = repo.head()
        repo.tag(PUBLISHER)
        head = repo.commit({PAGE: "一"})
        text = repo.git("cat-file", "tag", "fabu-1").replace(old, head) + "\n"
        repo.git("update-ref", "refs/tags/fabu-2", repo.git("hash-object", "-t", "tag", "-w", "--stdin", given=text))

        assert sorted(repo.codes(base=base)) == ["NOT_REVIEWED", "TAG_SIGNER"]


def test_thousands_of_commits_take_no_more_calls_than_one(begun: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    repo, base = begun
    lines = ["feature done"]
    message = f"改\n\nReviewed-by: 审核 <{REVIEWER}>\n"
    for number in range(3000):
        lines += ["commit refs/heads/main", f"committer a <{EDITOR}> {1_700_000_000 + number} +0800"]
        lines += [f"data {len(message.encode())}", message, *([f"from {base}"] if number == 0 else [])]
        lines += ["M 644 inline content/portal/a.md", f"data {len(str(number))}", str(number), ""]
    repo.git("fast-import", "--quiet", "--done", given="\n".join([*lines, "done", ""]))
    repo.git("reset", "--quiet", "--hard")
    calls: list[list[str]] = []
    monkeypatch.setattr(git, "subprocess", SimpleNamespace(DEVNULL=-3, run=counted(calls)))

    assert repo.gate(base=base).by == (REVIEWER,)
    assert len(calls) <= 14


def counted(calls: list[list[str]]) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    run = subprocess.run

    def counting(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        calls.append(command)
        return run(command, **options)

    return counting
