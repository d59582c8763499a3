from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.documents.chinese_dates import number_of, read_date, years_after
from pipeline.rules.documents.plain_lines import Paragraph, paragraphs
from pipeline.rules.documents.stated import Span, repeals, statements
from tests.rules.written import news, written

ISSUED, PUBLISHED = dt.date(2026, 3, 10), dt.date(2026, 3, 12)


def said(text: str) -> list[tuple[str, str]]:
    """What a text says: the proposed days of effect and of expiry, empty where there is none."""
    whole = Span(ISSUED, PUBLISHED, ISSUED)
    found = []
    for each in statements([Paragraph(1, text)]):
        begins = each.effective(ISSUED, PUBLISHED)
        ends = each.expires(begins or whole)
        found.append((str(begins.proposed) if begins else "", str(ends.proposed) if ends else ""))
    return found


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("第二十条本办法自2026年5月1日起施行。", "2026-05-01", ""),
        ("本办法自二〇二六年五月一日起施行。", "2026-05-01", ""),
        ("本通告自2026年5月1日零时起实施。", "2026-05-01", ""),
        ("本办法自2026年5月1日实施，有效期5年。", "2026-05-01", "2031-04-30"),
        ("本细则由市民政局负责解释，自2026年5月1日起施行，有效期三年。", "2026-05-01", "2029-04-30"),
        ("本实施意见自2026年5月1日起执行,有效期至2028年12月31日。", "2026-05-01", "2028-12-31"),
        ("本办法自2026年5月1日起施行。有效期为两年。", "2026-05-01", "2028-04-30"),
        ("本措施自2026年5月1日起施行，至2027年4月30日止。", "2026-05-01", "2027-04-30"),
        ("本方案自2026年5月1日起施行，试行期1年。", "2026-05-01", "2027-04-30"),
        ("本办法自2026年5月1日起施行，有效期自2026年5月1日至2031年4月30日。", "2026-05-01", "2031-04-30"),
        ("本办法自2026年5月1日起试行，试行期限18个月。", "2026-05-01", "2027-10-31"),
        ("本办法自印发之日起施行，有效期5年。", "2026-03-10", "2031-03-09"),
        ("本办法由市政府办公室负责解释，自发布之日起30日后施行，有效期3年。", "2026-04-09", "2029-04-08"),
        ("本方案自印发之日起满30日后施行，有效期5年。", "2026-04-09", "2031-04-08"),
        ("本通知有效期1年。《某通知》（云民发〔2025〕4号）同时废止。", "", "2027-03-09"),
        ("《云川市犬类管理办法》已经市人民政府通过，现予公布，自2026年5月1日起施行。", "2026-05-01", ""),
    ],
)
def test_a_clause_says_from_when_and_for_how_long(text: str, begins: str, ends: str) -> None:
    assert said(text) == [(begins, ends)]


@pytest.mark.parametrize(
    "text",
    [
        "《云川市城市绿化管理办法》自2025年10月1日起施行以来，成效明显。",
        "（本办法已经云政发〔2026〕15号修改，修改内容自2026年9月1日起施行。）",
        "居住证有效期5年，期满前换发。",
        "服务协议有效期可为1年、2年或者3年。",
        "评价结果自公布之日起2年内有效。",
        "营业执照有效期至2028年12月31日的，不用换发。",
        "申请人应当在有效期内办理，有效期届满自动失效。",
        "行政机关应当自收到申请之日起5个工作日内作出决定。",
        "本办法施行前已经受理的申请，按照原规定办理。",
        "高龄津贴自2026年5月1日起按新标准执行。",
        "本办法有效期满以前，由市民政局组织评估。",
        "本办法自印发之日起30个工作日后施行的说法不准确。",
    ],
)
def test_what_is_said_of_something_else_is_no_statement(text: str) -> None:
    assert [each for each in said(text) if any(each)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本办法自印发之日起施行。《云川市养犬办法》（云政发〔2019〕3号）同时废止。", ["云政发〔2019〕3号"]),
        (
            "《甲办法》（云政发〔2012〕18号）、《关于印发〈乙细则〉的通知》（云政办发〔2014〕36号）同时废止。",
            ["云政发〔2012〕18号", "云政办发〔2014〕36号"],
        ),
        (
            "《甲办法》（云政发〔2012〕18号）和2013年1月发布的《乙办法》（云政发[2013]1号）同时予以废止。",
            ["云政发〔2012〕18号", "云政发〔2013〕1号"],
        ),
        ("原《甲规定》（云民〔2017〕384号）同步废止。", ["云民〔2017〕384号"]),
        ("根据《丙条例》（国发〔2020〕5号），《甲办法》（云政发〔2012〕18号）同时废止。", ["云政发〔2012〕18号"]),
        ("依据《丙条例》（国发〔2020〕5号）制定本办法。原有规定同时废止。", []),
        (
            "2016年3月8日印发的《甲办法》（云政办发〔2016〕9号）自本办法施行之日起废止。",
            ["云政办发〔2016〕9号"],
        ),
        ("《甲办法》同时废止。", []),
        ("《甲办法》（2005年第3号公告）同时废止。", []),
        ("《甲办法》（云政发〔2012〕18号）继续有效，其他规定同时废止。", []),
        ("不得将《甲办法》（云政发〔2012〕18号）作为依据。", []),
    ],
)
def test_what_is_repealed_with_a_document_is_known_by_its_number(text: str, expected: list[str]) -> None:
    assert [each.number for each in repeals([Paragraph(1, text)])] == expected


def test_paragraphs_are_plain_and_know_their_lines() -> None:
    body = "## 一、标题\n\n**第一条**　见[《办法》](a.md)，\n接着写。\n\n云川市人民政府\\\n2026年1月2日\n{: .signature}\n\n| 表 | 格 |"

    several = paragraphs(written(news(body.replace("[《办法》](a.md)", "[《办法》](https://www.gov.cn/a.md)"))))

    assert [each.text for each in several] == [
        "一、标题",
        "第一条见《办法》，接着写。",
        "云川市人民政府",
        "2026年1月2日",
        "|表|格|",
    ]
    assert [each.line - several[0].line for each in several] == [0, 2, 5, 6, 9]


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)))
def test_a_day_is_read_in_both_kinds_of_numerals(day: dt.date) -> None:
    digits = "〇一二三四五六七八九"

    def small(number: int) -> str:
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十") + (digits[ones] if ones else "")

    chinese = f"{''.join(digits[int(each)] for each in str(day.year))}年{small(day.month)}月{small(day.day)}日"

    assert read_date(f"{day.year}年{day.month}月{day.day}日") == day
    assert read_date(chinese) == day
    assert number_of(small(day.day)) == day.day


@pytest.mark.parametrize("text", ["2026年2月30日", "2026年13月1日", "〇〇〇〇年一月一日", "2026年1月", ""])
def test_a_day_that_the_calendar_does_not_have_is_none(text: str) -> None:
    assert read_date(text) is None


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 600))
def test_months_later_is_the_same_day_or_the_last_of_its_month(day: dt.date, months: int) -> None:
    later = years_after(day, months)

    assert later
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1


def test_beyond_the_calendar_there_is_no_day() -> None:
    assert years_after(dt.date(9999, 1, 1), 12) is None


@given(st.text(alphabet="本办法自起施行有效期年月日2026一二十《》（）〔〕号同时废止，。、", max_size=60))
def test_no_text_stops_the_reading(text: str) -> None:
    said(text)
    list(repeals([Paragraph(1, text)]))
