"""The content folder as it was at a revision."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.changes.revisions import RevisionError, commit_of, content_at
from tests.pipeline.changes.history import History, git

PICTURE = bytes(range(256))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder in a folder of a repository, committed once, and changed since."""
    folder = tmp_path / "云川" / "content"
    (folder / "portal" / "zwgk").mkdir(parents=True)
    (folder / "portal" / "site.toml").write_text("一\n", encoding="utf-8")
    (folder / "portal" / "zwgk" / "申请表.docx").write_bytes(PICTURE)
    (tmp_path / "elsewhere.txt").write_text("不是内容", encoding="utf-8")
    History(tmp_path).commit()
    (folder / "portal" / "site.toml").write_text("二\n", encoding="utf-8")
    (folder / "portal" / "zwgk" / "申请表.docx").unlink()
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_content_is_what_was_committed_whatever_is_there_now(content: Path) -> None:
    with content_at(content, "HEAD") as folder:
        found = files(folder)

    assert found == {"portal/site.toml": "一\n".encode(), "portal/zwgk/申请表.docx": PICTURE}
    assert not folder.exists()
    assert files(content) == {"portal/site.toml": "二\n".encode()}


def test_the_content_may_be_the_repository_itself(tmp_path: Path) -> None:
    (tmp_path / "platform.toml").write_text('name = "云川"\n', encoding="utf-8")
    History(tmp_path).commit()

    with content_at(tmp_path, "HEAD") as folder:
        assert list(files(folder)) == ["platform.toml"]


@pytest.mark.parametrize("name", [":(top)", "[a-z]*", "内容 一", "--output=x"])
def test_the_folder_may_be_called_anything(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "platform.toml").write_text("", encoding="utf-8")
    History(tmp_path).commit()

    with content_at(tmp_path / name, "HEAD") as folder:
        assert list(files(folder)) == ["platform.toml"]


def test_a_revision_may_be_a_branch_a_tag_an_earlier_commit_or_a_part_of_a_name(content: Path, tmp_path: Path) -> None:
    first = git(tmp_path, "rev-parse", "HEAD")
    git(tmp_path, "tag", "--annotate", "v1", "--message", "一")
    git(tmp_path, "branch", "改版")
    History(tmp_path).commit()

    assert {commit_of(content, each) for each in ("v1", "改版", "HEAD~1", first[:10], "HEAD^")} == {first}


def test_a_link_is_not_brought(content: Path, tmp_path: Path) -> None:
    (content / "portal" / "passwd").symlink_to("/etc/passwd")
    (content / "portal" / "up").symlink_to("..")
    History(tmp_path).commit()

    with content_at(content, "HEAD") as folder:
        assert list(files(folder)) == ["portal/site.toml"]


def test_a_hook_of_git_sees_the_same(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    other.mkdir()
    History(other).commit()
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / "index"))

    with content_at(content, "HEAD") as folder:
        assert "portal/site.toml" in files(folder)


@pytest.mark.parametrize(
    "revision",
    [
        "",
        "nope",
        "--output=x",
        "-ox",
        "--",
        "HEAD:云川",
        "HEAD^{tree}",
        "HEAD HEAD",
        "HEAD\n",
        "\0",
        "\ud800",
        "x" * 9999,
    ],
)
def test_what_git_does_not_know_is_said_in_a_line(content: Path, revision: str) -> None:
    with pytest.raises(RevisionError) as caught, content_at(content, revision):
        pass

    assert "git不认识版本" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_folder_without_a_repository_is_said_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(RevisionError, match="不在git仓库里"):
        commit_of(tmp_path, "HEAD")


def test_a_folder_of_git_itself_is_no_content(content: Path, tmp_path: Path) -> None:
    with pytest.raises(RevisionError, match="不在git仓库里"):
        commit_of(tmp_path / ".git", "HEAD")


def test_a_folder_that_is_not_there_is_said_in_a_line(content: Path) -> None:
    with pytest.raises(RevisionError, match="内容文件夹不存在"):
        commit_of(content / "nowhere", "HEAD")


def test_a_revision_without_the_folder_is_said_in_a_line(content: Path) -> None:
    new = content.parent / "content2"
    new.mkdir()

    with pytest.raises(RevisionError, match="没有这个文件夹"), content_at(new, "HEAD"):
        pass


def test_a_machine_without_git_is_told_to_install_it(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)

    with pytest.raises(RevisionError, match="安装git"):
        commit_of(content, "HEAD")


WORDS = st.sampled_from(
    ["HEAD", "--output=", "-o", "main", "^{/", "@{", "}", "~", ":", "/", "..", " ", "refs/", "\0", "$(touch x)"]
)


@given(st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=5).map("".join)))
@example("--output=x")
@example("--exec=touch x")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_more_than_a_revision(content: Path, revision: str) -> None:
    top = content.parent.parent
    before = files(top)

    with suppress(RevisionError), content_at(content, revision) as folder:
        assert "portal/site.toml" in files(folder)

    assert files(top) == before
