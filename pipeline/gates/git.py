"""Git, asked from outside: nothing that is asked for is read by a shell, and nothing around it changes what it answers."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from model.faults import ContentFaults, Fault
from pipeline.release import shown

if TYPE_CHECKING:
    from pathlib import Path

#: What a git hook tells git about its own place; it would mislead here.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
#: Commits are as they were signed and reviewed, whatever stands in their place locally; messages are in English.
_STRICT = {
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_LONGEST = 300


def ask(folder: Path, *arguments: str, fed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, every path of `arguments` taken as it is, and return what came; raise `ContentFaults` without git.

    `fed` is what it reads from its input.
    """
    surroundings = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK} | _STRICT
    command = ["git", "-C", str(folder), "--no-pager", "--literal-pathspecs", *arguments]
    try:
        return subprocess.run(  # noqa: S603
            command, input=fed, capture_output=True, env=surroundings, check=False
        )
    except OSError:
        raise ContentFaults([Fault(str(folder), 1, "GIT", "运行不了git", "安装git 2.35以上")]) from None


def answer(folder: Path, *arguments: str, fed: bytes = b"") -> bytes:
    """Return what git prints; raise `ContentFaults` with what git says where it fails."""
    done = ask(folder, *arguments, fed=fed)
    if done.returncode:
        fact = f"git {arguments[0]}没有成功：{said(done.stderr)}"
        raise ContentFaults([Fault(shown(folder.name), 1, "GIT", fact, "按git说的改好；git要2.35以上")])
    return done.stdout


def said(output: bytes) -> str:
    """Return the first line of what a program said, so that any terminal can print it."""
    first = output.decode(errors="replace").strip().split("\n")[0]
    return shown(first)[:_LONGEST] or "没有说明"


def setting(folder: Path, name: str, *kind: str) -> str:
    """Return a setting of git, empty where it is not set; `kind` may be `--type=path`."""
    return ask(folder, "config", *kind, "--get", name).stdout.decode(errors="replace").strip()
