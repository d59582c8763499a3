"""Interpretations, terms that are over, consultations and letters, as the books tell of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from pipeline.rules.between import consultations, expiry, interpretations, messages, replies
from pipeline.rules.between.interpretations import copied_percent
from pipeline.rules.between.normative import must_be_interpreted
from tests.rules.ledger_of import CONTENT, found

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.rules.rule import Change, Found, Rule

FOLDER = "portal/zwgk/zcwj"
INTERPRETATIONS = "portal/zwgk/zcjd"


def found_in(rule: Rule, files: Mapping[str, Change], as_of: str = "2026-11-24 09:00") -> list[Found]:
    return found(rule, files, dt.datetime.fromisoformat(as_of))


def policy(
    number: int, *more: str, title: str = "云川市清雪办法", date: str = "2026-11-02 10:00", body: str = "正文。"
) -> str:
    head = [
        "---",
        f"title: {title}",
        f"date: {date}",
        "source: 云川市人民政府",
        f"document_number: 云政发〔2026〕{number}号",
    ]
    return "\n".join([*head, "issuer: 云川市人民政府", f"issued: {date[:10]}", *more, "---", body, ""])


def interpretation(date: str, *interprets: str) -> str:
    names = "\n".join(f"  - {each}" for each in interprets)
    return f"---\ntitle: 解读\ndate: {date}\nsource: 云川市城市管理局\ninterprets:\n{names}\n---\n解读的正文。\n"


def demonstration(path: str, old: str, new: str) -> dict[str, Change]:
    text = (CONTENT / path).read_text(encoding="utf-8")
    assert old in text
    return {path: text.replace(old, new, 1)}


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("云川市清雪办法", "云政发〔2026〕9号"),
        ("云川市人民政府办公室关于印发云川市临时救助实施细则的通知", "云政办发〔2026〕9号"),
        ("云川市人民政府办公室关于印发《云川市清雪办法（试行）》的通知", "云政办发〔2026〕9号"),
        ("云川市人民政府办公室关于印发〈云川市清雪办法(暂行)〉的通知", "云政办发〔2026〕9号"),
        ("云川市支持民宿发展若干措施（2026年版）", "云政办发〔2026〕9号"),
        ("云川市人民政府关于推进养老服务的实施意见", "云政发〔2026〕9号"),
        ("云川市人民政府关于修改《云川市清雪办法》的决定", "云政发〔2026〕9号"),
        ("云川市人民政府关于禁止燃放烟花爆竹的通告", "云政发〔2026〕9号"),
        ("关于住房保障有关问题的通知", "云建规字〔2026〕5号"),
        ("云川市老年人优待办法", "云川市人民政府令第9号"),
        ("云川市人民政府办公室关于调整城乡居民最低生活保障标准的通知", "云政办发〔2026〕9号"),
        ("云川市人民政府关于调整最低工资标准的通知", "云政发〔2026〕9号"),
    ],
)
def test_a_policy_that_binds_the_public_must_be_interpreted(title: str, number: str) -> None:
    assert must_be_interpreted(title, number)


@pytest.mark.parametrize(
    "title",
    [
        "云川市人民政府关于云亦川等任职的通知",
        "云川市人民政府办公室关于召开全市安全生产会议的通知",
        "云川市人民政府关于同意设立云岭经济开发区的批复",
        "云川市人民政府办公室转发市教育局关于规范校外培训管理办法的通知",
        "云川市人民政府办公室关于印发2026年政务公开工作要点的通知",
        "云川市人民政府办公室关于印发《云川市冬季清雪工作方案》的通知",
        "云川市人民政府工作规则",
        "云川市人民政府办公室关于印发《市级部门绩效考核办法》的通知",
        "云川市人民政府关于公布规范性文件清理结果的决定",
        "云川市人民政府关于废止《云川市清雪办法》的决定",
        "云川市人民政府关于《云川市清雪办法》执行情况的通报",
        "云川市人民政府办公室关于成立清雪工作领导小组的通知",
        "云川市人民政府办公室关于调整社会救助领导小组成员的通知",
        "云川市人民政府办公室关于做好最低生活保障工作的通知",
        "云川市防汛应急预案",
        "关于公开征求《云川市清雪办法》意见的公告",
        "云川市人民政府关于表彰劳动模范的决定",
        "云川市人民政府办公室关于做好2026年冬季清雪工作的通知",
    ],
)
def test_in_doubt_a_policy_need_not_be_interpreted(title: str) -> None:
    assert not must_be_interpreted(title, "云政办发〔2026〕9号")


def test_what_must_be_interpreted_and_is_not_is_missed_after_three_working_days() -> None:
    files: dict[str, str | bytes | None] = {
        f"{FOLDER}/a.md": policy(31),
        f"{FOLDER}/b.md": policy(32, "status: 失效"),
        f"{FOLDER}/c.md": policy(33, date="2021-11-02 10:00"),
        f"{FOLDER}/d.md": policy(34, "repost_url: https://www.gov.cn/1.htm"),
        f"{FOLDER}/e.md": policy(35, date="2026-11-19 10:00"),
        f"{FOLDER}/f.md": policy(36, "draft: 是"),
        f"{FOLDER}/g.md": policy(37, "effective: 2026-11-02", "expires: 2026-11-20"),
        f"{FOLDER}/h.md": policy(38),
        f"{INTERPRETATIONS}/h.md": interpretation("2026-11-03 10:00", "../zcwj/h.md"),
    }

    assert [each.path for each in found_in(interpretations.interpretation_missing, files)] == [f"{FOLDER}/a.md"]
    later = found_in(interpretations.interpretation_missing, files, "2026-11-25 09:00")
    assert [each.path for each in later] == [f"{FOLDER}/a.md", f"{FOLDER}/e.md"]


def test_the_first_interpretation_counts_and_one_of_several_policies_for_the_newest() -> None:
    files: dict[str, str | bytes | None] = {
        f"{FOLDER}/a.md": policy(31),
        f"{INTERPRETATIONS}/a1.md": interpretation("2026-11-09 10:00", "云政发〔2026〕31号"),
        f"{INTERPRETATIONS}/a2.md": interpretation("2026-11-12 10:00", "云政发〔2026〕31号"),
        f"{FOLDER}/b.md": policy(32),
        f"{INTERPRETATIONS}/b1.md": interpretation("2026-11-05 10:00", "云政发〔2026〕32号"),
        f"{INTERPRETATIONS}/b2.md": interpretation("2026-11-20 10:00", "云政发〔2026〕32号"),
        f"{FOLDER}/c.md": policy(33, date="2026-11-18 10:00"),
        f"{INTERPRETATIONS}/c.md": interpretation("2026-11-19 10:00", "云政发〔2026〕33号", "云政发〔2025〕11号"),
    }

    [late] = found_in(interpretations.interpretation_late, files)

    assert (late.path, late.line) == (f"{INTERPRETATIONS}/a1.md", 3)
    assert "5个工作日" in late.fact


def test_a_city_may_have_days_off_of_its_own() -> None:
    files: dict[str, str | bytes | None] = {
        f"{FOLDER}/a.md": policy(31),
        f"{INTERPRETATIONS}/a.md": interpretation("2026-11-09 10:00", "云政发〔2026〕31号"),
        "holidays.toml": '[[arrangements]]\nsource = "云政办发〔2026〕30号"\noff = ["2026-11-03至2026-11-04"]\n',
    }

    assert found_in(interpretations.interpretation_late, files) == []


def test_how_much_is_copied_is_counted_by_clauses() -> None:
    clauses = [f"第{number}项补贴由县级民政部门按照规定的标准发放到户" for number in range(20)]
    original = "，".join(clauses)

    assert copied_percent("".join(f"{each}。" for each in clauses), original) == 100
    assert (
        copied_percent(
            "。".join(clauses[:10]) + "。" + "。".join(f"这样做是为了让{n}类家庭少跑路，早拿到钱" for n in range(20)),
            original,
        )
        < 60
    )
    assert copied_percent(clauses[0], original) == 0


def test_a_term_that_is_over_is_known_from_the_table_or_from_the_text() -> None:
    files: dict[str, str | bytes | None] = {
        f"{FOLDER}/a.md": policy(31, "effective: 2023-12-01", "expires: 2026-11-23", date="2023-11-02 10:00"),
        f"{FOLDER}/b.md": policy(32, "effective: 2023-12-01", "expires: 2026-11-24", date="2023-11-02 10:00"),
        f"{FOLDER}/c.md": policy(33, date="2021-11-02 10:00", body="本办法自印发之日起施行，有效期5年。"),
        f"{FOLDER}/d.md": policy(34, date="2022-11-02 10:00", body="本办法自印发之日起施行，有效期5年。"),
        f"{FOLDER}/e.md": policy(
            35, "status: 失效", date="2021-11-02 10:00", body="本办法自印发之日起施行，有效期1年。"
        ),
        f"{FOLDER}/f.md": policy(36, date="2021-11-02 10:00", body="许可证有效期2年，本办法自印发之日起施行。"),
        f"{FOLDER}/g.md": policy(37, "effective: 2021-12-01", "expires: 2023-11-30", date="2021-11-02 10:00"),
        f"{FOLDER}/h.md": policy(38, "repeals: [云政发〔2026〕37号]"),
    }

    expired = found_in(expiry.policy_expired, files)

    assert [each.path for each in expired] == [f"{FOLDER}/a.md", f"{FOLDER}/c.md"]


def test_after_its_end_a_consultation_waits_thirty_days_for_its_result() -> None:
    files = demonstration("portal/hdjl/zjdc/minsheng-2027.md", "closes: 2026-12-20", "closes: 2026-11-20")

    for as_of, due, wanting in (
        ("2026-11-20 18:00", 0, 0),
        ("2026-11-21 09:00", 1, 0),
        ("2026-12-20 09:00", 1, 0),
        ("2026-12-21 09:00", 0, 1),
    ):
        assert len(found_in(consultations.consultation_due, files, as_of)) == due
        assert len(found_in(consultations.consultation_result, files, as_of)) == wanting


def test_where_another_document_tells_of_the_result_only_the_field_is_missing() -> None:
    files = demonstration("portal/hdjl/zjdc/lvhua-zhengji.md", "result: lvhua-fankui.md\n", "")

    assert found_in(consultations.consultation_result, files) == []
    [due] = found_in(consultations.consultation_due, files)
    assert "lvhua-fankui.md" in due.remedy


@pytest.mark.parametrize(
    ("received", "late", "unanswered"),
    [("2026-10-28", 0, 0), ("2026-10-26", 1, 0), ("2026-08-19", 1, 0), ("2026-08-18", 0, 1)],
)
def test_a_letter_has_fifteen_working_days_and_never_more_than_ninety_days(
    received: str, late: int, unanswered: int
) -> None:
    files = demonstration("portal/hdjl/ldxx/gaoling-jintie.md", "received: 2026-11-10", f"received: {received}")

    assert len(found_in(replies.reply_late, files)) == late
    assert len(found_in(replies.reply_unanswered, files)) == unanswered


def test_a_year_later_the_letter_is_past() -> None:
    files = demonstration("portal/hdjl/ldxx/gaoling-jintie.md", "received: 2026-11-10", "received: 2026-08-18")

    assert found_in(replies.reply_unanswered, files, "2027-11-18 09:00") == []


ANSWERED = (
    '[[messages]]\nid = "a"\nsubject = "高龄津贴"\nanswered = 2026-11-17\nby = "云川市民政局"\n'
    'published = "hdjl/ldxx/gaoling-jintie.md"\n'
)


@pytest.mark.parametrize(
    ("received", "term", "codes"),
    [
        ("2026-10-20", 'channel = "领导信箱"\n', ["REPLY_LATE"]),  # the usual term
        ("2026-10-20", 'channel = "领导信箱"\ndue = 2026-11-10\n', ["MESSAGE_ANSWERED_LATE"]),
        ("2026-10-20", 'channel = "领导信箱"\ndue = 2026-11-17\n', []),  # a longer term was given
        ("2026-10-20", 'channel = "找错"\n', ["MESSAGE_ANSWERED_LATE"]),
        ("2026-08-10", 'channel = "找错"\n', ["REPLY_UNANSWERED"]),
    ],
)
def test_a_letter_in_a_register_is_late_once(received: str, term: str, codes: list[str]) -> None:
    path = "portal/hdjl/ldxx/gaoling-jintie.md"
    files = {
        **demonstration(path, "received: 2026-11-10", f"received: {received}"),
        "portal/messages/2026.toml": f"{ANSWERED}received = {received}\n{term}",
    }
    rules = (replies.reply_late, replies.reply_unanswered, messages.message_answered_late)

    assert [rule.code for rule in rules if found_in(rule, files)] == codes


def test_a_letter_of_years_ago_that_took_months_is_late_and_no_veto() -> None:
    path = "portal/hdjl/ldxx/example.md"
    letter = replies.reply_late.breaks[0].files["portal/hdjl/ldxx/example.md"]
    assert isinstance(letter, str)
    old = letter.replace("2026-10-10", "2025-03-03").replace("2026-11-17", "2025-08-01")
    old = old.replace("2026-11-18 10:00", "2025-08-01 10:00")

    assert [each.path for each in found_in(replies.reply_late, {path: old})] == [path]
    assert found_in(replies.reply_unanswered, {path: old}) == []
