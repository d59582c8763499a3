"""What all commands have in common: how they end where content is wrong, and where nobody reads what they say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
INVOKE = str(Path(sys.executable).parent / "invoke")


def into_a_closed_pipe(*arguments: str, unbuffered: bool) -> tuple[int, str]:
    """The exit status and what is said in standard error, of a command whose output nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    environment = {**os.environ, "PYTHONUNBUFFERED": "1" if unbuffered else ""}
    command = [INVOKE, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=writing, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writing)
    return done.returncode, done.stderr


@pytest.mark.parametrize("unbuffered", [True, False])
@pytest.mark.parametrize("arguments", [("--list",), ("rules",), ("rules", "--code", "NOWHERE")], ids=" ".join)
def test_a_command_ends_quietly_where_nobody_reads(arguments: tuple[str, ...], unbuffered: bool) -> None:
    status, said = into_a_closed_pipe(*arguments, unbuffered=unbuffered)

    assert status == 141
    assert "Traceback" not in said
    assert "Exception" not in said


@pytest.mark.parametrize("arguments", [("rules", "--write"), ("schema", "--output")], ids=" ".join)
def test_a_place_that_cannot_be_written_to_is_said_in_a_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "file").write_bytes(b"")
    command = [INVOKE, *arguments, str(tmp_path / "file" / "a")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "写不进去" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "undone"),
    [
        (("new", "news", "portal", "标题"), "，没有写出任何文件"),
        (("translation.new", "a.md", "--lang", "en", "--title", "A"), "，没有写出任何文件"),
        (("translation.confirm", "a.md"), "，没有写出任何文件"),
        (("build",), "，没有写出任何文件"),
        (("audit",), "，没有检查"),
        (("publish",), "，没有发布"),
        (("rollback",), "，没有回滚"),
        (("verify",), "，没有核对"),
        (("releases",), ""),
        (("report.month",), "，没有写完"),
    ],
    ids=lambda each: each[0] if each else "",
)
def test_what_was_not_done_is_said_as_it_is(tmp_path: Path, arguments: tuple[str, ...], undone: str) -> None:
    places = ("--content", str(tmp_path / "nowhere"))
    done = subprocess.run([INVOKE, *arguments, *places], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr == f"共1处要改{undone}\n"
