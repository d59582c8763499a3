"""The content folder as it was at a revision of its git repository, brought into a temporary folder.

Nothing of the repository is touched, and what a revision is called is never taken for an option of git.
"""

from __future__ import annotations

import os
import subprocess
import tarfile
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.release import ReleaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a git hook tells git about its own place; it would mislead here.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
_LONGEST = 300


class RevisionError(ReleaseError):
    """A revision that cannot be had."""


@contextmanager
def content_at(content: Path, revision: str) -> Iterator[Path]:
    """Give a folder with what `content` held at `revision`, for as long as the context lasts.

    `content` may lie anywhere in a repository; `revision` is whatever git understands as a commit. Raises `RevisionError` where
    there is no repository, no such commit, or no such folder in it.
    """
    commit = commit_of(content, revision)
    with tempfile.TemporaryDirectory() as scratch:
        archive, folder = Path(scratch) / "content.tar", Path(scratch) / "content"
        with archive.open("wb") as file:
            done = _git(content, "--literal-pathspecs", "archive", "--format=tar", commit, "--", ".", stdout=file)
        if done.returncode:
            raise RevisionError(str(content), f"版本“{revision}”里没有这个文件夹", "换一个版本，或者核对--content")
        folder.mkdir()
        with tarfile.open(archive) as packed:
            plain = [each for each in packed if each.isfile() or each.isdir()]  # content has no links
            packed.extractall(folder, plain, filter="data")
        archive.unlink()
        yield folder


def commit_of(content: Path, revision: str) -> str:
    """Return the full name of the commit that `revision` means in the repository of `content`; raise `RevisionError`."""
    if not content.is_dir():
        raise RevisionError(str(content), "内容文件夹不存在", "用--content写出内容文件夹")
    inside = _git(content, "rev-parse", "--is-inside-work-tree", stdout=subprocess.PIPE)
    if inside.stdout.strip() != b"true":
        raise RevisionError(str(content), "内容文件夹不在git仓库里", "把它放进git仓库并提交，才有版本可以比较")
    if revision and revision.isprintable() and len(revision) <= _LONGEST:  # else no name that git could be given
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        found = _git(content, *asked, stdout=subprocess.PIPE)
        if found.returncode == 0:
            return str(found.stdout.decode("ascii").strip())
    shown = revision if revision.isprintable() else revision.encode("unicode_escape").decode()
    raise RevisionError(str(content), f"git不认识版本“{shown[:_LONGEST]}”", "写提交号、分支名或者标签名，用git log查看")


def _git(content: Path, *arguments: str, stdout: Any) -> subprocess.CompletedProcess[bytes]:
    """Run git in the content folder; what stands in `arguments` is never read by a shell, nor a revision as an option."""
    surroundings = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    command = ["git", "-C", str(content), *arguments]
    try:
        return subprocess.run(  # noqa: S603
            command, stdout=stdout, stderr=subprocess.DEVNULL, env=surroundings, check=False
        )
    except OSError:
        raise RevisionError(str(content), "运行不了git，不能取出以前的版本", "安装git") from None
