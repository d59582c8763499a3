"""`--since` lists what a change brings, and not what was there before."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from pipeline.changes.revisions import RevisionError
from pipeline.check.since import check_since
from tests.conftest import NOW, document

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import City

OLD = document("市政府召开第一次会议", body="秘密★1年\n\n正文。")


def git(folder: Path, *arguments: str) -> None:
    who = {"GIT_COMMITTER_DATE": "2026-03-01 10:00:00 +0800", "GIT_AUTHOR_DATE": "2026-03-01 10:00:00 +0800"}
    identity = ("-c", "user.name=编辑甲", "-c", "user.email=a@yunchuan.gov.cn")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, env=os.environ | who)


@pytest.fixture
def committed(city: City) -> City:
    city.write({"portal/yaowen/a.md": OLD})
    git(city.content, "init", "-q", "-b", "main")
    git(city.content, "add", "-A")
    git(city.content, "commit", "-q", "-m", "content: Begin")
    return city


def brought(city: City) -> list[tuple[str, str]]:
    found = check_since(city.content, "main", NOW, output=city.output)
    return [(each.path, each.code) for each in found.faults if each.code == "SECRECY_MARK"]


def test_what_was_there_before_is_not_listed(committed: City) -> None:
    assert brought(committed) == []

    committed.write({"portal/yaowen/b.md": document("市政府召开第二次会议", body="机密★1年\n\n正文。")})
    assert brought(committed) == [("portal/yaowen/b.md", "SECRECY_MARK")]


def test_lines_above_an_old_finding_do_not_make_it_new(committed: City) -> None:
    committed.write({"portal/yaowen/a.md": OLD.replace("秘密", "新的一段。\n\n秘密")})

    assert brought(committed) == []


def test_a_moved_file_takes_its_old_findings_along(committed: City) -> None:
    git(committed.content, "mv", "portal/yaowen/a.md", "portal/yaowen/moved.md")
    assert brought(committed) == []

    moved = OLD + "\n机密★1年\n"
    committed.write({"portal/yaowen/moved.md": moved})
    assert brought(committed) == [("portal/yaowen/moved.md", "SECRECY_MARK")]


def test_a_copy_brings_what_it_says(committed: City) -> None:
    committed.write({"portal/yaowen/b.md": OLD})
    git(committed.content, "add", "-A")

    assert brought(committed) == [("portal/yaowen/b.md", "SECRECY_MARK")]


def test_a_second_one_of_the_same_words_is_new(committed: City) -> None:
    committed.write({"portal/yaowen/a.md": OLD + "\n秘密★1年\n"})

    assert brought(committed) == [("portal/yaowen/a.md", "SECRECY_MARK")]


def test_a_revision_that_git_does_not_know_is_said(committed: City) -> None:
    with pytest.raises(RevisionError, match="git不认识版本“nowhere”"):
        check_since(committed.content, "nowhere", NOW, output=committed.output)


def test_a_forged_date_that_was_there_before_is_not_listed_and_a_new_one_is(committed: City) -> None:
    committed.write({"portal/yaowen/b.md": document("市政府召开第二次会议", date="2026-01-05 09:00")})
    git(committed.content, "add", "-A")
    git(committed.content, "commit", "-q", "-m", "content: Old")
    committed.write({"portal/yaowen/c.md": document("市政府召开第三次会议", date="2026-01-05 09:00")})

    found = check_since(committed.content, "HEAD", NOW, output=committed.output)

    assert [each.path for each in found.findings if each.code == "DATE_BACKDATED"] == ["portal/yaowen/c.md"]


def test_a_forged_date_does_not_become_new_by_a_move(committed: City) -> None:
    committed.write({"portal/yaowen/b.md": document("市政府召开第二次会议", date="2026-01-05 09:00")})
    git(committed.content, "add", "-A")
    git(committed.content, "commit", "-q", "-m", "content: Old")
    git(committed.content, "mv", "portal/yaowen/b.md", "portal/yaowen/d.md")
    git(committed.content, "commit", "-q", "-m", "content: Move")

    found = check_since(committed.content, "HEAD^", NOW, output=committed.output)

    assert not [each for each in found.findings if each.code == "DATE_BACKDATED"]
