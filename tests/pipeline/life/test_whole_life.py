"""A site's life from its opening to its closure, with what the city's portal shows of it on the days between."""

from __future__ import annotations

import datetime as dt

from model.lifecycle import State
from tests.pipeline.life.office import Office, migration

_FORMS = {"kaitong": "开通", "xiaxian": "下线", "jinji": "关停", "guanting": "去向", "qianyi": "迁移", "yuming": "域名"}


def shown(office: Office, as_of: str, site: str = "portal") -> list[str]:
    """The notices of the site `tyj` that are on a site at a minute."""
    built = office.build(as_of)
    pages = {file.split("/")[-2] for file in built.files() if file.startswith(f"{site}/") and "-tyj-" in file}
    return sorted(_FORMS[page.split("-")[-1]] for page in pages)


def test_a_whole_life(office: Office) -> None:
    office.do("open")
    assert shown(office, "2026-05-31 09:00") == []

    office.do("online")
    assert shown(office, "2026-06-01 08:59") == []
    assert shown(office, "2026-06-01 09:00") == ["开通"]

    office.do("emergency", date="2026-06-02", begins="2026-06-02", ends="2026-06-04")
    assert shown(office, "2026-06-03 09:00") == ["关停", "开通"]
    office.do("online", date="2026-06-03", filing=(), test="")
    assert shown(office, "2026-06-03 09:00") == ["开通"]
    assert shown(office, "2026-06-04 09:00") == ["开通"]

    office.do("offline", date="2026-06-10", begins="2026-06-12", ends="2026-06-20")
    assert shown(office, "2026-06-10 08:59") == ["开通"]
    assert shown(office, "2026-06-10 09:00") == ["下线", "开通"]
    assert shown(office, "2026-06-10 09:00", "tyj") == ["下线"]
    assert shown(office, "2026-06-20 23:59") == ["下线", "开通"]
    office.do("online", date="2026-06-21", filing=(), test="")
    assert shown(office, "2026-06-21 00:00") == ["开通"]

    office.do("change", date="2026-06-22", domain="tiyu.yunchuan.gov.cn")
    assert shown(office, "2026-06-22 09:00", "tyj") == ["域名"]
    assert shown(office, "2026-07-22 23:59", "tyj") == ["域名"]
    assert shown(office, "2026-07-23 00:00", "tyj") == []

    office.record(migration("2026-08-01", date=_day("2026-07-25"), begins=_day("2026-07-25")))
    _empty(office)
    office.do("close", date="2026-08-05", begins="2026-08-06")
    assert shown(office, "2026-08-05 23:59") == ["开通"]
    assert shown(office, "2026-08-06 00:00") == ["去向", "开通"]
    assert shown(office, "2026-09-05 23:59") == ["去向", "开通"]
    assert shown(office, "2026-09-06 00:00") == ["开通"]

    assert [state for _, _, state in office.life().timeline()] == [
        State.APPROVED, State.ONLINE, State.OFFLINE, State.ONLINE, State.OFFLINE, State.ONLINE, State.ONLINE,
        State.MIGRATING, State.CLOSED,
    ]  # fmt: skip


def test_an_emergency_while_moving_returns_to_moving(office: Office) -> None:
    office.migrating(ends="2026-07-31")

    office.do("emergency")
    assert office.life().state(_day("2026-07-01")) is State.OFFLINE

    office.do("online", date="2026-07-02", filing=(), test="")
    assert office.life().state(_day("2026-07-02")) is State.MIGRATING
    assert shown(office, "2026-07-02 10:00", "tyj") == []


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _empty(office: Office) -> None:
    """Take the documents of the site away, as moving them does."""
    for file in (office.content / "tyj").rglob("*.md"):
        file.unlink()
