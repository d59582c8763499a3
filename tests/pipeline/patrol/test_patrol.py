from __future__ import annotations

import datetime as dt
import json
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from model.profile import Profile
from pipeline.hosts import Front, HostError
from pipeline.patrol.alarming import command_of, run
from pipeline.patrol.durations import seconds_of
from pipeline.patrol.expected import Expected
from pipeline.patrol.findings import Place, alarm
from pipeline.patrol.patrol import Beat, Patrol, patrol
from pipeline.patrol.round import Scope
from pipeline.release import BEIJING, ReleaseError
from tests.pipeline.patrol.servers import FILES, PORTAL, Shown, expecting, serving, showing

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=BEIJING)
FOUND = alarm("TAMPERED", Place("portal", "qianduan-1", "IPv4", "/"), "内容与清单不符", "撤下", "依据")


@dataclass
class Clock:
    """A clock that moves when somebody pauses; at some pauses something happens."""

    moment: dt.datetime = NOW
    pauses: list[float] = field(default_factory=list)
    then: dict[int, object] = field(default_factory=dict)

    def now(self) -> dt.datetime:
        return self.moment

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.moment += dt.timedelta(seconds=seconds)
        happens = self.then.get(len(self.pauses))
        if callable(happens):
            happens()


class Duty:
    """A patrol of one host, what it says, and the command that is run on an alarm."""

    def __init__(self, folder: Path, profile: Profile, front: Front, shown: Shown) -> None:
        self.folder = folder
        self.record = folder / ".patrol.sqlite"
        self.profile = profile
        self.front = front
        self.shown = shown
        self.clock = Clock()
        self.said: list[str] = []

    def go(self, lasting: float | None = 0, on_alarm: Sequence[str] = ()) -> bool:
        beat = Beat(300, lasting, self.clock.now, self.clock.pause)
        scope = Scope(look_up=lambda *_: ())
        task = Patrol((PORTAL,), (self.front,), self.published, self.profile, scope, on_alarm)
        return patrol(task, self.record, beat, self.said.append)

    def published(self, _: str) -> Expected:
        return expecting(FILES)

    def break_in(self) -> None:
        self.shown.pages["/zwgk/a.html"] = (200, {}, b"changed")

    def mend(self) -> None:
        self.shown.pages = showing(FILES).pages

    @property
    def told(self) -> list[str]:
        file = self.folder / "told"
        return file.read_text().splitlines() if file.exists() else []

    def command(self, code: int = 0) -> tuple[str, ...]:
        """A command that notes how many alarms there were and their codes."""
        text = (
            "import json, os, sys; found = json.load(sys.stdin);"
            f"print(os.environ['ZHENGZHAN_ALARMS'], *(each['code'] for each in found), file=open({str(self.folder / 'told')!r}, 'a'));"
            f"sys.exit({code})"
        )
        return sys.executable, "-c", text


@pytest.fixture
def duty(tmp_path: Path, profile: Profile) -> Iterator[Duty]:
    shown = showing(FILES)
    with serving(shown) as front:
        yield Duty(tmp_path, profile, front, shown)


def test_one_round_of_a_good_host_is_well(duty: Duty) -> None:
    assert duty.go()
    assert duty.said == ["2026-11-24 09:00:00 访问15次，0次没有回答", "没有要处理的"]
    assert duty.clock.pauses == []


def test_rounds_go_on_until_the_time_is_up(duty: Duty) -> None:
    assert duty.go(lasting=900)
    assert duty.clock.pauses == [300, 300]


def test_an_alarm_is_told_once_while_it_lasts_and_its_end_is_said(duty: Duty) -> None:
    duty.clock.then = {1: duty.break_in, 3: duty.mend}

    assert not duty.go(lasting=1500, on_alarm=duty.command())

    assert duty.told == ["1 TAMPERED"]
    assert [line.split()[0] for line in duty.said if "TAMPERED" in line] == [
        "警报",
        "还有1项警报没有恢复：TAMPERED",
        "恢复",
    ]
    assert duty.said[-1] == "没有要处理的"


def test_another_patrol_knows_what_was_told_before(duty: Duty) -> None:
    duty.break_in()

    assert [duty.go(on_alarm=duty.command()) for _ in range(2)] == [False, False]
    assert duty.told == ["1 TAMPERED"]


def test_a_command_that_fails_is_said_and_run_again(duty: Duty) -> None:
    duty.break_in()

    duty.go(on_alarm=duty.command(3))
    duty.go(on_alarm=duty.command())

    assert duty.told == ["1 TAMPERED"] * 2
    assert "--on-alarm的命令退出码是3：；下一轮再运行" in duty.said


def test_a_round_that_cannot_be_made_is_said_and_the_next_is_tried(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> Expected:
        raise HostError("qianduan-1", "连不上", "检查网络")

    monkeypatch.setattr(duty, "published", refuse)
    assert not duty.go(lasting=301)
    assert duty.said == ["qianduan-1：连不上（检查网络）"] * 2


def test_a_record_that_breaks_is_set_aside_and_the_round_made_again(duty: Duty) -> None:
    def spoil() -> None:
        with closing(sqlite3.connect(duty.record)) as database:
            database.execute("insert into finding values (1,'A','x','portal','','','','','','','','',null,0)")
            database.commit()

    duty.clock.then = {1: spoil}

    assert not duty.go(lasting=301)
    assert [line for line in duty.said if line.startswith("巡查记录损坏了")]
    assert duty.said[-1] == "没有要处理的"
    assert (duty.folder / ".patrol.sqlite.damaged-20261124T090500").exists()


def test_an_interruption_ends_a_patrol_quietly(duty: Duty) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    duty.clock.then = {2: interrupt}

    assert duty.go(lasting=None)
    assert len(duty.clock.pauses) == 2


def test_a_patrol_of_nobody_is_refused(duty: Duty) -> None:
    task = Patrol((PORTAL,), (), duty.published, duty.profile, Scope())

    with pytest.raises(ReleaseError, match="没有要问的"):
        patrol(task, duty.record, Beat())


@pytest.mark.parametrize(("text", "seconds"), [("30s", 30), ("10m", 600), ("2h", 7200), ("1d", 86400)])
def test_times_are_written_short(text: str, seconds: int) -> None:
    assert seconds_of(text, "--for") == seconds


@pytest.mark.parametrize(
    "text", ["", "10", "m", "0s", "-1s", "1.5h", "10 m", "10M", "１０m", "9999999s", "10m\n", "\x1b"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ReleaseError, match=r"^--for：") as caught:
        seconds_of(text, "--for")
    assert str(caught.value).isprintable()


def test_a_command_is_words_and_no_shell(tmp_path: Path) -> None:
    assert command_of("notify '值 班' $HOME") == ("notify", "值 班", "$HOME")
    for text in ("", "  ", "'open", "a\0b"):
        with pytest.raises(ReleaseError, match="--on-alarm"):
            command_of(text)


def test_the_command_gets_the_findings_as_json(tmp_path: Path) -> None:
    assert run(["/bin/sh", "-c", f"cat > {tmp_path}/given; echo $ZHENGZHAN_ALARMS > {tmp_path}/count"], [FOUND]) == ""

    assert json.loads((tmp_path / "given").read_text(encoding="utf-8")) == [
        {
            "code": "TAMPERED",
            "severity": "alarm",
            "site": "portal",
            "host": "qianduan-1",
            "family": "IPv4",
            "path": "/",
            "fact": "内容与清单不符",
            "remedy": "撤下",
            "clause": "依据",
        }
    ]
    assert (tmp_path / "count").read_text() == "1\n"


def test_a_command_that_does_not_end_is_stopped_with_all_it_started(tmp_path: Path) -> None:
    command = ["/bin/sh", "-c", f"(sleep 0.2; touch {tmp_path}/late) & sleep 9"]

    assert run(command, [FOUND], 0.1) == "0.1秒没有做完，已经停掉"
    time.sleep(0.15)
    assert not (tmp_path / "late").exists()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["/no/such/program"], "没有运行起来（“program”：文件不存在）"),
        ([__file__], "没有运行起来（“test_patrol.py”：没有权限）"),
        (["/bin/sh", "-c", "echo 坏了 >&2; exit 7"], "退出码是7：坏了"),
        (["/bin/sh", "-c", "kill -9 $$"], "退出码是-9："),
    ],
)
def test_a_command_that_fails_is_told(command: list[str], said: str) -> None:
    assert run(command, [FOUND]) == said
