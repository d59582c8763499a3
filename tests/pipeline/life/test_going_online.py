from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import document
from tests.pipeline.life.notice_board import notices, times
from tests.pipeline.life.office import NOW, Office


def test_going_online_puts_the_opening_notice_into_effect(office: Office) -> None:
    office.approved()
    draft = office.text("portal/zwgk/tzgg/2026-03-10-tyj-kaitong.md")

    [notice] = notices(office, "online", date=f"{NOW.date()}")

    assert "draft: 是" in draft
    assert "${起始日期}" in draft
    assert (notice.draft, times([notice])) == (False, [("portal", "2026-07-01 14:25", "", "")])
    text = office.text(notice.path)
    assert "自2026年7月1日起开通" in text
    assert "https://tyj.yunchuan.gov.cn" in text
    assert "${" not in text
    assert office.life().acts[-1].notices == ()


def test_a_site_that_goes_online_later_is_announced_then(office: Office) -> None:
    office.approved()

    found = notices(office, "online", date="2026-06-01", begins="2026-06-05")

    assert times(found) == [("portal", "2026-06-01 09:00", "2026-06-05 00:00", "")]


def test_what_editors_made_of_the_draft_stays(office: Office) -> None:
    office.approved()
    path = "portal/zwgk/tzgg/2026-03-10-tyj-kaitong.md"
    own = (
        office.text(path)
        .replace("特此公告。", "欢迎访问，$$5。\n\n\n特此公告。")
        .replace("source:", "author: 云采薇\nsource:")
    )
    office.write({path: own.replace("\n", "\r\n")})

    [notice] = notices(office, "online")

    text = (office.content / path).read_bytes().decode()
    assert notice.author == "云采薇"
    assert "欢迎访问，$5。\r\n\r\n\r\n特此公告。\r\n" in text
    assert "\n" not in text.replace("\r\n", "")


def test_a_draft_that_was_removed_is_written_anew(office: Office) -> None:
    office.approved()
    (office.content / "portal/zwgk/tzgg/2026-03-10-tyj-kaitong.md").unlink()

    [notice] = notices(office, "online")

    assert notice.path == "portal/zwgk/tzgg/2026-06-01-tyj-kaitong.md"
    assert not notice.draft
    assert office.life().acts[-1].notices == (notice.path,)


def test_a_draft_that_was_published_by_hand_stays_as_it_is(office: Office) -> None:
    office.approved()
    path = "portal/zwgk/tzgg/2026-03-10-tyj-kaitong.md"
    office.write({path: document("已经公告")})

    assert office.do("online").written == ("tyj/lifecycle.toml",)
    assert office.text(path) == document("已经公告")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("tyj.yunchuan.gov.cn", "jiu.yunchuan.gov.cn", "LIFE_NOTICE"),
        ("${日期}", "${天气}", "LIFE_FORM"),
        ("date:", "dat:", "UNKNOWN_KEY"),
        ("draft: 是", "draft: 也许", "YES_OR_NO"),
    ],
)
def test_a_draft_that_cannot_be_put_into_effect_refuses_going_online(
    office: Office, old: str, new: str, code: str
) -> None:
    office.approved()
    path = "portal/zwgk/tzgg/2026-03-10-tyj-kaitong.md"
    office.write({path: office.text(path).replace(old, new)})

    assert (path, code) in office.codes("online")


@pytest.mark.parametrize("act", ["offline", "emergency"])
def test_going_online_early_takes_the_notices_away_at_that_minute(office: Office, act: str) -> None:
    office.resting(act, begins="2026-06-29", date="2026-06-29", ends="2026-07-01")
    before = office.bytes()

    found = notices(office, "online", date="", filing=(), test="")

    assert times(found) == [(site, "2026-06-29 09:00", "", "2026-07-01 14:25") for site in ("tyj", "portal")]
    for each in found:
        old, new = str(before[each.path]), str(office.bytes()[each.path])
        assert new == old.replace("expires_at: 2026-07-02 00:00", "expires_at: 2026-07-01 14:25")


def test_notices_that_left_in_time_and_those_that_were_removed_stay_so(office: Office) -> None:
    office.resting(date="2026-06-10", begins="2026-06-10", ends="2026-06-20")
    (office.content / "tyj/zwgk/tzgg/2026-06-10-tyj-xiaxian.md").unlink()

    assert notices(office, "online", date="", filing=(), test="") == []


def test_a_rest_that_ends_in_the_minute_it_was_announced_shows_its_notice_for_one(office: Office) -> None:
    office.resting("emergency")

    found = notices(office, "online", date="", filing=(), test="")

    assert {leaves for *_, leaves in times(found)} == {"2026-07-01 14:26"}


def test_an_emergency_that_became_a_rest_takes_both_notices_away(office: Office) -> None:
    office.resting("emergency", date="2026-06-28", begins="2026-06-28", ends="2026-06-30")
    office.do("offline", date="2026-06-30", begins="2026-07-01", ends="2026-07-09")

    found = notices(office, "online", date="2026-06-30", begins="2026-07-02", filing=(), test="")

    assert times(found) == [(site, "2026-06-30 09:00", "", "2026-07-02 09:00") for site in ("tyj", "portal")]


@pytest.mark.parametrize(
    ("path", "code"),
    [("../../etc/passwd", "LIFE_NOTICE"), ("tyj/zwgk/tzgg/a.txt", "LIFE_NOTICE"), ("tyj/nowhere/a.md", "LIFE_NOTICE")],
)
def test_a_record_that_names_a_notice_elsewhere_is_a_fault(office: Office, path: str, code: str) -> None:
    office.resting()
    text = office.text("tyj/lifecycle.toml").replace("tyj/zwgk/tzgg/2026-07-01-tyj-xiaxian.md", path)
    office.write({"tyj/lifecycle.toml": text})

    assert office.codes("online", date="", filing=(), test="") == [("tyj/lifecycle.toml", code)]


def test_a_notice_that_became_a_link_is_not_followed(office: Office, tmp_path: Path) -> None:
    office.resting()
    (tmp_path / "a.md").write_text(document(), encoding="utf-8")
    file = office.content / "tyj/zwgk/tzgg/2026-07-01-tyj-xiaxian.md"
    file.unlink()
    file.symlink_to(tmp_path / "a.md")

    assert office.codes("online", date="", filing=(), test="") == [
        ("tyj/zwgk/tzgg/2026-07-01-tyj-xiaxian.md", "SYMLINK")
    ]


def test_a_notice_whose_line_cannot_be_found_is_a_fault(office: Office) -> None:
    office.resting()
    path = "tyj/zwgk/tzgg/2026-07-01-tyj-xiaxian.md"
    office.write({path: "---\n{title: 公告, date: 2026-07-01 09:00, source: 局}\n---\n正文\n"})

    assert office.codes("online", date="", filing=(), test="") == [(path, "YAML")]
