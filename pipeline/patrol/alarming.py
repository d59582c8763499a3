"""Run the operator's own command when there are new alarms: no shell, the findings as JSON on its standard input."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import tempfile
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from pipeline.patrol.findings import brief
from pipeline.release import ReleaseError, reason, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.patrol.findings import Finding

_SECONDS = 30.0


def command_of(text: str) -> tuple[str, ...]:
    """Return the words of a command; raise `ReleaseError` where it has none, or a quotation that does not end."""
    try:
        words = tuple(shlex.split(text))
    except ValueError:
        words = ()
    if not words or "\0" in text:
        raise ReleaseError(
            "--on-alarm", f"“{shown(text)}”不是命令", "写程序和参数，引号要成对，如“/usr/local/bin/notify 值班”"
        )
    return words


def run(command: Sequence[str], findings: Sequence[Finding], seconds: float = _SECONDS) -> str:
    """Run the command with these findings; return in Chinese why it failed, nothing where it went well."""
    environment = {**os.environ, "ZHENGZHAN_ALARMS": str(len(findings))}
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(as_json(findings).encode())
        given.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603 - the operator's own command, as words, without a shell
                command, stdin=given, stdout=said, stderr=subprocess.STDOUT, env=environment, start_new_session=True
            )
        except OSError as error:
            return f"没有运行起来（{reason(error)}）"
        try:
            code = process.wait(seconds)
        except BaseException as error:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(error, subprocess.TimeoutExpired):
                return f"{seconds:g}秒没有做完，已经停掉"
            raise
        return "" if code == 0 else f"退出码是{code}：{_end_of(said)}"


def as_json(findings: Sequence[Finding]) -> str:
    """Return findings as a JSON list, as the command gets them."""
    rows = [
        {
            "code": each.code,
            "severity": each.severity.value,
            "site": each.place.site,
            "host": each.place.host,
            "family": each.place.family,
            "path": each.place.path,
            "fact": each.fact,
            "remedy": each.remedy,
            "clause": each.clause,
        }
        for each in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _end_of(said: IO[bytes]) -> str:
    said.seek(0)
    return brief(said.read(2000).decode(errors="replace").strip())
