"""What is due of a town, for whom and when."""

from __future__ import annotations

import datetime as dt

import pytest

from model.exceptions import Waiver
from pipeline.duty.duty import Kind, When
from pipeline.duty.elsewhere import Elsewhere
from pipeline.duty.listing import duties
from pipeline.patrol.findings import Place, warning
from pipeline.records.chain import Line
from tests.life import ONLINE, close, migrate, offline
from tests.pipeline.duty.town import SITE, TESTED, TODAY, due, policy, security_test, text, told, town

MESSAGE = '[[messages]]\nid = "{}"\nchannel = "{}"\nsubject = "路灯“闪烁”"\nreceived = {}\n'


def test_an_answer_is_due_by_its_channel_and_an_answered_message_is_to_be_published() -> None:
    several = (
        MESSAGE.format("a", "找错", "2026-11-18"),
        MESSAGE.format("b", "其他", "2026-11-18") + 'by = "市公安局"\n',
        MESSAGE.format("c", "找错", "2026-11-18") + 'answered = 2026-11-19\nby = "市民政局"\n',
        MESSAGE.format("d", "找错", "2026-11-18") + 'valid = false\ninvalid = "重复"\n',
    )

    published, first, second = due(town({"messages/2026.toml": "".join(several)}), Kind.LETTER, 30)

    assert first.what == "答复找错留言a“路灯‘闪烁’”（11月18日收到）"
    assert (first.due.isoformat(), first.owner, first.overdue) == ("2026-11-20", "云川市教育局", 2)
    assert (second.due.isoformat(), second.owner) == ("2026-12-09", "市公安局")
    assert (published.due.isoformat(), published.owner) == ("2026-11-19", "市民政局")
    assert first.id != published.id


def test_a_column_and_the_home_page_are_due_a_fortnight_after_their_newest() -> None:
    found = due(
        town({"zwdt/a.md": text("开学", "2026-11-09 10:00"), "zwdt/b.md": text("放假", "2026-09-09 10:00")}),
        Kind.COLUMN,
    )

    assert [(each.due.isoformat(), each.place, each.owner, each.overdue) for each in found] == [
        ("2026-11-23", "jyj/zwdt", "办公室主任", 1),
        ("2026-11-23", "jyj/", "云川市教育局", 1),
    ]
    assert found[0].id != found[1].id


def test_a_column_s_own_term_goes_before_where_it_is_shorter() -> None:
    shorter = SITE.replace('responsible = "办公室主任"', "update_days = 7")
    found = due(town({"zwdt/a.md": text("开学", "2026-11-19 10:00")}, site=shorter), Kind.COLUMN)

    assert [each.due.isoformat() for each in found if each.place == "jyj/zwdt"] == ["2026-11-26"]


def test_a_frozen_column_and_an_offline_site_do_not_grow_old() -> None:
    news = {"zwdt/a.md": text("开学", "2026-09-09 10:00")}
    frozen = SITE.replace('responsible = "办公室主任"', "frozen = 2026-10-01")

    assert due(town(news, TESTED + offline("2026-11-20", "2026-12-05")), Kind.COLUMN) == []
    assert due(town(news, site=frozen), Kind.COLUMN) == []


def test_documents_that_come_and_go_by_themselves_are_told_of() -> None:
    files = {
        "zwdt/a.md": text("校车公告", "2026-11-20 10:00", "expires_at: 2026-11-25 18:00", "author: 云采薇"),
        "zwdt/b.md": text("招生简章", "2026-12-01 08:00"),
        "zwdt/c.md": text("草稿", "2026-12-01 08:00", "draft: 是"),
        "zwdt/d.md": text("明年", "2027-01-01 08:00"),
    }

    found = due(town(files), Kind.DOCUMENT)

    assert told(found) == [
        ("2026-11-25", "“校车公告”18:00自动撤下，还要留的改下线时间"),
        ("2026-12-01", "“招生简章”08:00自动上线，到时看一看"),
    ]
    assert found[0].owner == "云采薇"


def test_a_policy_s_term_ends_and_one_that_is_marked_is_not_told_of() -> None:
    old = policy("2026-01-06 10:00", "expires: 2026-11-20")

    [found] = due(town({"zcwj/a.md": old}), Kind.POLICY)

    assert (found.due.isoformat(), found.overdue) == ("2026-11-20", 2)
    assert due(town({"zcwj/a.md": old.replace("expires", "status: 失效\nexpires")}), Kind.POLICY) == []


def test_a_new_policy_that_binds_the_public_is_to_be_interpreted_within_three_working_days() -> None:
    files = {"zcwj/a.md": policy("2026-11-20 10:00")}
    interpretation = text("解读", "2026-11-20 10:00", "interprets: 云教发〔2026〕3号")

    assert told(due(town(files), Kind.POLICY)) == [("2026-11-25", "发布“云川市校车管理办法”的解读")]
    assert due(town(files | {"zcjd/a.md": interpretation}), Kind.POLICY) == []
    assert due(town({"zcwj/a.md": files["zcwj/a.md"].replace("管理办法", "值班安排")}), Kind.POLICY) == []
    assert due(town({"zcwj/a.md": policy("2026-06-20 10:00")}), Kind.POLICY) == []


@pytest.mark.parametrize(
    ("closes", "more", "expected"),
    [
        ("2026-11-24", (), [("2026-11-24", "“校服征集”征集截止：整理意见")]),
        ("2026-10-27", (), [("2026-11-26", "公布“校服征集”的结果（10月27日截止）")]),
        ("2026-10-27", ("result: 采纳了三条。",), []),
    ],
)
def test_a_consultation_ends_and_its_result_follows(
    closes: str, more: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    facts = ("opens: 2026-10-01", f"closes: {closes}", "channel: 寄到市教育局")
    files = {"zjdc/a.md": text("校服征集", "2026-10-01 10:00", *facts, *more)}

    assert told(due(town(files), Kind.CONSULTATION)) == expected


def test_the_terms_of_a_site_s_life_are_due() -> None:
    resting = due(town({}, TESTED + offline("2026-11-20", "2026-12-05")), Kind.SITE)
    coming = due(town({}, TESTED + offline("2026-12-01", "2026-12-05", date="2026-11-20")), Kind.SITE)

    assert told(resting) == [("2026-12-05", "临时下线到期：恢复上线（invoke site.online）")]
    assert told(coming) == [("2026-12-01", "网站临时下线，从这一天起")]


def test_a_move_comes_and_a_closure_is_told_of_for_thirty_days() -> None:
    moving = TESTED + migrate("2026-11-20", "2026-12-01")
    closed = TESTED + migrate("2026-10-01", "2026-11-01") + close("2026-11-02", "2026-12-31")

    assert told(due(town({}, moving), Kind.SITE)) == [
        ("2026-12-01", "内容迁往portal，旧网址从这一天起转过去：前一天运行检查")
    ]
    assert told(due(town({}, closed), Kind.SITE)) == [("2026-12-02", "关停公告至少保留到这一天")]


def test_a_security_test_is_due_a_year_after_the_last_one_that_is_recorded() -> None:
    [found] = due(town({}, ONLINE + security_test("2025-11-20")), Kind.SITE)

    assert (found.due.isoformat(), found.overdue, found.when(TODAY)) == ("2026-11-20", 2, When.OVERDUE)


def test_reports_are_due_on_their_days_and_those_that_are_published_are_not() -> None:
    report = ("year: 2026", "report_type: 政府网站工作年度报表")

    early = told(due(town({}), Kind.REPORT))
    january = told(due(town({}, as_of="2027-01-04 09:00"), Kind.REPORT, 30))
    late = due(town({}, as_of="2027-02-03 09:00"), Kind.REPORT, 1)
    done = told(
        due(
            town({"nb/a.md": text("2026年报表", "2027-01-02 10:00", *report)}, as_of="2027-01-04 09:00"),
            Kind.REPORT,
            30,
        )
    )

    assert early == [("2026-12-05", "报送2026年11月的月度自查报告和月度报表")]
    assert january == [
        ("2027-01-05", "报送2026年12月的月度自查报告和月度报表"),
        ("2027-01-06", "在全国政府网站信息报送系统填报2026年度工作报表"),
        ("2027-01-31", "公布2026年度《政府信息公开工作年度报告》"),
        ("2027-01-31", "公布2026年度《政府网站工作年度报表》"),
    ]
    assert {each.overdue for each in late} == {3}
    assert [what for _, what in done] == [january[0][1], january[2][1]]


def test_what_is_known_elsewhere_is_due() -> None:
    entry = {"at": "2026-11-20T17:00:00+08:00", "releases": {"jyj": "r1\x1b[31m", "gone": "r2"}}
    ends = warning("CERTIFICATE_ENDS_SOON", Place("jyj", "甲"), "证书还有9天到期（2026-12-03）", "换新证书", "约定")
    other = warning("IPV6_MISSING", Place("jyj", "甲"), "没有IPv6地址", "配上", "计划")
    waiver = Waiver(rule="LONG", path="zwdt/a.md", reason="附录", who="审核甲", until=TODAY, file="jyj/exceptions.toml")
    known = Elsewhere((Line(7, "", entry),), (ends, other), (waiver,))

    found = duties(town({}), ["jyj"], 14, known)

    assert told([each for each in found if each.kind is Kind.REVIEW]) == [
        ("2026-11-23", "复核11月20日的强制发布（第7条）：invoke approve --release r1\\x1b[31m")
    ]
    assert told([each for each in found if each.kind is Kind.CERTIFICATE]) == [
        ("2026-12-03", "换证书：主机甲的证书还有9天到期（2026-12-03）")
    ]
    assert [(each.due, each.owner) for each in found if each.kind is Kind.EXCEPTION] == [(TODAY, "审核甲")]


def test_a_list_ends_where_it_was_asked_to_and_is_in_the_order_of_days() -> None:
    city = town({"zwdt/a.md": text("开学", "2026-11-19 10:00")})

    long, short = duties(city, ["jyj"], 60), duties(city, ["jyj"], 9)

    assert [each.due for each in long] == sorted(each.due for each in long)
    assert short == tuple(each for each in long if each.due <= dt.date(2026, 12, 3))
    assert duties(city, [], 60) == ()
