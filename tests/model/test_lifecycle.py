from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.lifecycle import ACT_NAMES, Act, Approval, Filing, Lifecycle, Mode, SecurityTest, State, read_lifecycle

RECORD = """# 体育局
[[acts]]
act = "open"
date = 2026-03-10
applicant = "云川市体育局"
approvals = [
  { level = "主要负责人", date = 2026-01-10, number = "云体〔2026〕1号" },
  { level = "省政府办公厅", date = "2026-03-05", number = "晋政办函〔2026〕12号" },
]

[[acts]]
"行为" = "online"
"日期" = "2026-06-01"
filings = [{ kind = "ICP备案", number = "晋ICP备05000001号-4", date = 2026-05-01 }]
security_test = { date = 2026-05-20, number = "晋测1号", result = "通过" }
notices = ["portal/tzgg/a.md"]
"""


def act(name: str, begins: str, ends: str = "", date: str = "") -> Act:
    """An act that holds from a day, recorded on that day or another."""
    day = dt.date.fromisoformat
    return Act(act=name, date=day(date or begins), begins=day(begins), ends=day(ends) if ends else None)


LIFE = Lifecycle(
    (
        act("open", "2026-03-10"),
        act("online", "2026-06-01"),
        act("emergency", "2026-07-01", "2026-07-03"),
        act("offline", "2026-07-03", "2026-07-20"),
        act("online", "2026-07-15"),
        act("change", "2026-08-01"),
        act("migrate", "2026-09-01", "2026-10-01"),
        act("emergency", "2026-09-10", "2026-09-11"),
        act("online", "2026-09-11"),
        act("close", "2026-10-08", "2026-11-20"),
    )
)


def on(day: str, life: Lifecycle = LIFE) -> State:
    return life.state(dt.date.fromisoformat(day))


def read(folder: Path, text: str) -> tuple[Lifecycle, list[tuple[str, int, str]]]:
    (folder / "tyj").mkdir()
    (folder / "tyj/lifecycle.toml").write_text(text, encoding="utf-8")
    life, faults = read_lifecycle(folder / "tyj")
    return life, [(fault.path, fault.line, fault.code) for fault in faults]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-03-09", State.PLANNED),
        ("2026-03-10", State.APPROVED),
        ("2026-05-31", State.APPROVED),
        ("2026-06-01", State.ONLINE),
        ("2026-07-01", State.OFFLINE),
        ("2026-07-14", State.OFFLINE),
        ("2026-07-15", State.ONLINE),
        ("2026-08-01", State.ONLINE),
        ("2026-09-01", State.MIGRATING),
        ("2026-09-10", State.OFFLINE),
        ("2026-09-11", State.MIGRATING),
        ("2026-10-08", State.CLOSED),
        ("9999-12-31", State.CLOSED),
    ],
)
def test_a_sites_state_follows_from_its_acts(day: str, state: State) -> None:
    assert on(day) is state


def test_a_site_without_acts_is_planned_and_serves() -> None:
    assert Lifecycle().state(dt.date.max) is State.PLANNED
    assert Lifecycle().mode(dt.date.max) is Mode.SERVING
    assert list(Lifecycle().calendar()) == []


@pytest.mark.parametrize(
    ("day", "mode"),
    [
        ("2026-03-10", Mode.SERVING),
        ("2026-06-01", Mode.SERVING),
        ("2026-07-02", Mode.RESTING),
        ("2026-09-05", Mode.SERVING),
        ("2026-10-01", Mode.CLOSED),
        ("2026-10-08", Mode.CLOSED),
    ],
)
def test_what_the_hosts_show_follows_from_the_state(day: str, mode: Mode) -> None:
    assert LIFE.mode(dt.date.fromisoformat(day)) is mode


def test_an_act_may_be_recorded_before_it_holds() -> None:
    life = Lifecycle((act("open", "2026-03-10"), act("online", "2026-06-01", date="2026-05-20")))

    assert (on("2026-05-31", life), on("2026-06-01", life)) == (State.APPROVED, State.ONLINE)


def test_acts_take_effect_in_the_order_of_their_days_and_on_one_day_as_recorded() -> None:
    acts = (act("online", "2026-06-01"), act("open", "2026-03-10"), act("offline", "2026-06-01", "2026-06-02"))

    assert [each.act for each, _, _ in Lifecycle(acts).timeline()] == ["open", "online", "offline"]
    assert on("2026-06-01", Lifecycle(acts)) is State.OFFLINE


def test_the_timeline_says_what_each_act_found_and_left() -> None:
    found = [(before, after) for _, before, after in LIFE.timeline()]

    assert found[0] == (State.PLANNED, State.APPROVED)
    assert all(after is before for (_, after), (before, _) in pairwise(found))


def test_the_latest_act_of_a_name_is_found_as_of_a_day() -> None:
    rest = LIFE.latest(dt.date(2026, 7, 10), "offline", "emergency")

    assert rest is LIFE.acts[3]
    assert LIFE.latest(dt.date(2026, 5, 1), "online") is None


def test_the_calendar_has_the_days_on_which_something_changes_by_itself() -> None:
    days = {f"{day}" for day in LIFE.calendar()}

    assert {"2026-06-01", "2026-10-01"} <= days
    assert "2026-07-04" in days  # the day after the emergency's last one, on which the site still rests
    assert "2026-07-21" not in days  # it went online before


def test_an_act_lasts_its_first_and_its_last_day() -> None:
    assert act("offline", "2026-07-01", "2026-07-30").days == 30
    assert act("online", "2026-07-01").days == 0


def test_a_record_is_read_with_its_lines(tmp_path: Path) -> None:
    life, faults = read(tmp_path, RECORD)

    assert faults == []
    assert life.lines == (2, 11)
    opened, online = life.acts
    assert opened.approvals[1] == Approval(
        level="省政府办公厅", date=dt.date(2026, 3, 5), number="晋政办函〔2026〕12号"
    )
    assert online.filings == (Filing(kind="ICP备案", number="晋ICP备05000001号-4", date=dt.date(2026, 5, 1)),)
    assert online.security_test == SecurityTest(date=dt.date(2026, 5, 20), number="晋测1号", result="通过")
    assert (online.name, online.effective, online.notices) == ("上线", dt.date(2026, 6, 1), ("portal/tzgg/a.md",))
    assert [life.line_of(each) for each in life.acts] == [2, 11]


def test_a_site_without_a_record_has_no_acts(tmp_path: Path) -> None:
    (tmp_path / "tyj").mkdir()

    assert read_lifecycle(tmp_path / "tyj") == (Lifecycle(), [])


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("acts = 1\n", 1, "SHAPE"),
        ("name = 'x'\n", 1, "SHAPE"),
        ("[acts]\nact = 'open'\n", 1, "SHAPE"),
        ("[[acts]\n", 1, "TOML"),
        ("[[acts]]\nact = 'opne'\ndate = 2026-01-01\n", 2, "ACT"),
        ("[[acts]]\nact = 'open'\ndate = '1月'\n", 3, "DATE"),
        ("[[acts]]\nact = 'open'\n", 1, "MISSING_KEY"),
        ("[[acts]]\nact = 'open'\ndate = 2026-01-01\nwho = 'x'\n", 4, "UNKNOWN_KEY"),
        ("[[acts]]\nact = 'open'\ndate = 2026-01-01\napprovals = ['市政府办公室']\n", 4, "SHAPE"),
        ("[[acts]]\nact = 'open'\ndate = 2026-01-01\nsecurity_test = { date = 2026-01-01, number = '1', result = '好' }\n", 4, "TEST_RESULT"),
        ("[[acts]]\nact = 'close'\ndate = 2026-01-01\nfilings = [{ kind = 'ICP', number = '1', date = 2026-01-01 }]\n", 4, "FILING"),
        ("[[acts]]\nact = 'open'\ndate = 2026-01-01\napprovals = [{ level = '市长', date = 2026-01-01, number = '1' }]\n", 4, "LEVEL"),
    ],
)  # fmt: skip
def test_a_record_at_fault_has_no_acts_and_says_where(tmp_path: Path, text: str, line: int, code: str) -> None:
    life, faults = read(tmp_path, text)

    assert life == Lifecycle()
    assert ("tyj/lifecycle.toml", line, code) in faults


def test_every_fault_of_a_record_is_found(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "[[acts]]\nact = 'opne'\ndate = 2026-01-01\n\n[[acts]]\nact = 'open'\ndate = 'x'\n")

    assert [(line, code) for _, line, code in faults] == [(2, "ACT"), (7, "DATE")]


ACTS = st.builds(
    Act,
    act=st.sampled_from([*ACT_NAMES]),
    date=st.dates(),
    begins=st.none() | st.dates(),
    ends=st.none() | st.dates() | st.just(dt.date.max),
    old_domain=st.just("") | st.just("a.yunchuan.gov.cn"),
)


@given(st.lists(ACTS), st.dates() | st.just(dt.date.max))
def test_any_acts_in_any_order_give_a_state_and_a_calendar(acts: list[Act], day: dt.date) -> None:
    life = Lifecycle(tuple(acts))

    assert life.state(day) in State
    assert life.mode(day) in Mode
    assert all(isinstance(each, dt.date) for each in life.calendar())
    assert sorted(map(id, (each for each, _, _ in life.timeline()))) == sorted(map(id, acts))


@given(st.lists(ACTS), st.dates())
def test_a_state_changes_only_on_a_day_of_the_calendar(acts: list[Act], day: dt.date) -> None:
    life = Lifecycle(tuple(acts))

    if day > dt.date.min and day not in set(life.calendar()):
        assert life.state(day) is life.state(day - dt.timedelta(1))
