"""The duty list as text, as a page and as a calendar, whatever is written in it; and the command."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from model.faults import ContentFaults
from pipeline.delivery import chosen_hosts
from pipeline.duty import calendar, page, text
from pipeline.duty.command import FORMS, Wish, listed, written
from pipeline.duty.duty import Duty, DutyList, Kind, When
from pipeline.patrol.record import RECORD
from pipeline.release import ReleaseError
from tests.life import ONLINE
from tests.pipeline.duty.town import SITE, TODAY
from tests.pipeline.duty.town import text as document

NOW = dt.datetime(2026, 11, 24, 9, 0)
LATE = Duty(
    dt.date(2026, 11, 18), "jyj", Kind.COLUMN, "更新“教育动态”", "jyj/zwdt", "办公室主任", "办法第十条", overdue=4
)
NOW_DUE = Duty(
    TODAY, "jyj", Kind.LETTER, "答复留言a", "jyj/messages/2026.toml", "市公安局", "办法第二十六条第三项", "a"
)
SOON = Duty(dt.date(2027, 1, 6), "jyj", Kind.REPORT, "填报2026年度工作报表", "jyj/", "市教育局", "办法第二十六条第一项")


def listing(*duties: Duty, notes: tuple[str, ...] = ()) -> DutyList:
    return DutyList(TODAY, 45, {"jyj": "云川市教育局"}, duties, notes)


def parsed(found: DutyList) -> html.HtmlElement:
    return html.document_fromstring(page.render(found).replace("\x00", ""))


_DUTIES = st.builds(
    Duty,
    st.dates(),
    st.sampled_from(["jyj", "", "gone"]),
    st.sampled_from(Kind),
    *[st.text(st.characters(codec="utf-8"), max_size=60)] * 4,
    name=st.text(st.characters(codec="utf-8"), max_size=5),
    overdue=st.integers(0, 99),
)


def test_a_duty_is_overdue_after_its_day_and_due_today_on_it() -> None:
    assert [each.when(TODAY) for each in (LATE, NOW_DUE, SOON)] == [When.OVERDUE, When.TODAY, When.LATER]


def test_a_duty_is_known_by_the_same_name_when_its_day_or_its_words_change() -> None:
    moved = dataclasses.replace(LATE, due=TODAY, what="更新", owner="别人", clause="")

    assert moved.id == LATE.id
    assert len({each.id for each in (LATE, NOW_DUE, SOON, dataclasses.replace(LATE, site="wlj"))}) == 4


def test_the_text_has_what_is_overdue_first_and_each_owner_once() -> None:
    assert text.render(listing(LATE, NOW_DUE, SOON, notes=("估算",))).split("\n") == [
        "值班清单：2026年11月24日（星期二），往后45天",
        "估算",
        "",
        "逾期（1件）",
        "  办公室主任",
        "    11月18日（周三） [栏目更新] 更新“教育动态” （超过4个工作日） — jyj/zwdt",
        "",
        "今天（1件）",
        "  市公安局",
        "    11月24日（周二） [留言] 答复留言a — jyj/messages/2026.toml",
        "",
        "随后（1件）",
        "  市教育局",
        "    2027-01-06 [报表] 填报2026年度工作报表 — jyj/",
    ]
    assert text.render(listing()).endswith("没有到期的事")


def test_the_page_has_its_three_parts_with_their_numbers_and_nothing_from_elsewhere() -> None:
    tree = parsed(listing(LATE, NOW_DUE, SOON))

    assert [each.text_content() for each in tree.iter("h2")] == ["逾期1件", "今天1件", "随后1件"]
    assert {each.get("href") for each in tree.iter("a")} == {"#main", "#overdue", "#today", "#later"}
    assert {each.get("id") for each in tree.cssselect("[id]")} == {"main", "overdue", "today", "later"}
    assert tree.get("lang") == "zh-CN"
    assert not tree.cssselect("script, img, link, [style]")
    assert "url(" not in str(tree.findtext(".//style"))


@settings(max_examples=30)
@given(st.lists(_DUTIES, max_size=3))
def test_no_words_break_the_page_or_lead_a_terminal_astray(duties: list[Duty]) -> None:
    found = listing(*duties)

    tree = parsed(found)

    assert len(tree.cssselect("ul.list > li")) == len(duties)
    assert not tree.cssselect("main script, main img, main a")
    assert text.render(found).replace("\u3000", "").replace("\n", "").isprintable()


@settings(max_examples=30)
@given(st.lists(_DUTIES, max_size=3, unique_by=lambda each: each.id))
def test_another_program_reads_the_calendar_as_it_was_meant(duties: list[Duty]) -> None:
    said = calendar.render(listing(*duties))

    events = icalendar.Calendar.from_ical(said).walk("VEVENT")

    assert [(each["UID"], each.start) for each in events] == [(f"{each.id}@zhengzhan", each.due) for each in duties]
    assert all(len(line.encode()) <= 75 for line in said.split("\r\n"))
    assert "\n" not in said.replace("\r\n", "")


def test_an_event_lasts_its_day_and_keeps_its_punctuation() -> None:
    duty = dataclasses.replace(LATE, what="答复a,b;c\\d\n" + "很长" * 60)

    [event] = icalendar.Calendar.from_ical(calendar.render(listing(duty))).walk("VEVENT")

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (dt.date(2026, 11, 18), dt.date(2026, 11, 19))
    assert event["SUMMARY"] == f"栏目更新：{duty.what}（云川市教育局）"
    assert event["DTSTAMP"].dt == dt.datetime(2026, 11, 23, 16, 0, tzinfo=dt.UTC)
    assert event.errors == []


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for path, said in {
        "site.toml": SITE,
        "lifecycle.toml": ONLINE,
        "zwdt/a.md": document("开学", "2026-11-09 10:00"),
    }.items():
        (tmp_path / "content/jyj" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content/jyj" / path).write_text(said, encoding="utf-8")
    return tmp_path / "content"


def asked(content: Path, site: str = "", form: str = "text", days: int = 14) -> str:
    output = content.parent / "output"
    return listed(content, output, chosen_hosts(content, output), Wish(site, NOW, days, form))


def test_the_command_lists_what_is_due_in_every_form(content: Path) -> None:
    for form in FORMS:
        assert "更新首页" in asked(content, "jyj", form)


def test_a_site_that_there_is_not_is_a_mistake(content: Path) -> None:
    with pytest.raises(ContentFaults, match="没有“jyk”这个网站（是不是“jyj”？）"):
        asked(content, "jyk")
    with pytest.raises(ContentFaults, match="NO_CONTENT"):
        asked(content.parent / "nowhere")


def test_files_and_records_that_cannot_be_read_are_said_to_be_missing(content: Path) -> None:
    (content / "jyj/zwdt/b.md").write_text("没有信息区", encoding="utf-8")
    (content.parent / "output").mkdir()
    (content.parent / "output" / RECORD).write_bytes(b"no database" * 99)

    said = asked(content, days=400)

    assert "内容有" in said
    assert "巡查记录读不了" in said
    assert "2027年的放假安排还没有公布" in said


def test_a_list_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    written(tmp_path / "duty.ics", "a\r\n")

    assert (tmp_path / "duty.ics").read_bytes() == b"a\r\n"
    with pytest.raises(ReleaseError, match="写不了"):
        written(tmp_path, "a")
