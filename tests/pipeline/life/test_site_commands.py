"""The commands as a person runs them: what they print, with which exit code, and that a refusal writes nothing."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.life.office import GOOD, Office

ROOT = Path(__file__).parents[3]
INVOKE = Path(sys.executable).parent / "invoke"


def arguments(act: str, content: Path, **changed: Any) -> list[str]:
    """A command line with good options and what of them is changed."""
    options = {"site": "tyj", **GOOD[act], **changed, "content": str(content)}
    command = [str(INVOKE), f"site.{act}"]
    for name, value in options.items():
        for text in value if isinstance(value, tuple) else (value,):
            command += [f"--{name.replace('_', '-')}", text] if text else []
    return command


def run(act: str, content: Path, **changed: Any) -> subprocess.CompletedProcess[str]:
    command = arguments(act, content, **changed)
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


BEFORE: dict[str, Any] = {"open": Office.bytes, "online": Office.approved, "close": Office.migrating}
#: For each act, what is changed of it and what is then said.
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "open": ({"applicant": ""}, "tyj/lifecycle.toml:1: LIFE_SAYS 按办法第七条第一项，开设要写明申请单位（写提出书面申请的主办单位）"),
    "online": ({"test": ""}, "LIFE_TEST 按办法第七条第四项，未通过安全检测的网站不得上线，没有安全检测报告（请检测机构检测，整改到通过）"),
    "offline": ({"ends": "2026-08-31"}, "LIFE_TERM 按办法第八条第二项，临时下线最多30天，这次有62天（缩短；要更久的，按迁移、关停办理）"),
    "emergency": ({"reason": ""}, "LIFE_SAYS 按办法第八条第二项，紧急关停要写明原因（写为什么这样办）"),
    "close": ({"approval": ()}, "LIFE_APPROVAL 按办法第八条第三项，关停要经市政府办公室同意，缺日期和文号"),
    "change": ({"filing": ()}, "LIFE_FILING 按办法第八条第五项，变更要及时备案，缺备案的文号和日期（向上级主管单位备案）"),
}  # fmt: skip


@pytest.mark.parametrize("act", GOOD)
def test_a_refused_command_says_why_and_changes_nothing(office: Office, act: str) -> None:
    BEFORE.get(act, Office.online)(office)
    before, (changed, said) = office.bytes(), REFUSED[act]

    done = run(act, office.content, **{"date": "2026-07-01", **GOOD[act], **changed})

    assert done.returncode == 1
    assert said in done.stdout
    assert done.stderr.endswith("处要改，没有写出任何文件\n")
    assert office.bytes() == before


@pytest.mark.parametrize("act", GOOD)
def test_a_command_prints_what_it_wrote_and_what_is_left_to_people(office: Office, act: str) -> None:
    BEFORE.get(act, Office.online)(office)

    done = run(act, office.content, **{"date": "2026-07-01", **GOOD[act]})

    assert (done.returncode, done.stderr) == (0, "")
    head, _, rest = done.stdout.partition("还要人办的事：\n")
    first, *written = head.splitlines()
    assert (first, written[-1]) == ("写了：", "  tyj/lifecycle.toml")
    assert all((office.content / path.strip()).is_file() for path in written)
    assert rest.startswith("1. ")


def test_options_that_cannot_be_read_are_reported_with_the_other_reasons(office: Office) -> None:
    office.online()

    done = run("offline", office.content, ends="7月20日", contact="")

    assert done.returncode == 1
    assert "--ends:1: DATE “7月20日”不是“年-月-日”的形式（写成“2026-05-18”）" in done.stdout
    assert "临时下线要写明联系渠道" in done.stdout
    assert done.stderr == "共2处要改，没有写出任何文件\n"


@pytest.mark.parametrize("name", ["content", "nowhere"])
def test_content_that_is_no_folder_is_said_in_a_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "content").write_bytes(b"")

    done = run("offline", tmp_path / name)

    assert (done.returncode, done.stderr) == (1, "共1处要改，没有写出任何文件\n")
    assert done.stdout.endswith("NO_CONTENT 内容文件夹不存在（用--content写出）\n")


def test_a_disk_that_refuses_is_said_in_a_line(office: Office) -> None:
    office.online()
    (office.content / "tyj/lifecycle.toml").rename(office.folder / "kept.toml")
    (office.content / "tyj/lifecycle.toml").mkdir()
    before = office.bytes()

    done = run("open", office.content, name="", kind="", domain="", sponsor="")

    assert done.returncode == 1
    assert done.stderr.startswith("tyj/lifecycle.toml：写不进去，")
    assert "Traceback" not in done.stderr
    assert office.bytes() == before


def test_at_a_terminal_what_is_missing_is_asked_for(office: Office) -> None:
    office.online()
    person, terminal = pty.openpty()
    command = arguments("offline", office.content, date="2026-07-01", reason="", contact="")

    with subprocess.Popen(command, cwd=ROOT, stdin=terminal, stdout=terminal, stderr=terminal) as done:
        os.close(terminal)
        os.write(person, "机房搬迁\n电话0355-0120101\n".encode())
        shown = _read(person)

    assert done.returncode == 0, shown
    assert "原因：" in shown
    assert "联系渠道：" in shown
    assert office.life().acts[-1].contact == "电话0355-0120101"


def _read(person: int) -> str:
    """All that a terminal shows until its program ends."""
    shown = b""
    while True:
        try:
            more = os.read(person, 4096)
        except OSError:  # as Linux tells that nobody writes any more
            more = b""
        if not more:
            os.close(person)
            return shown.decode()
        shown += more
