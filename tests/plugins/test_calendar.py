"""What appears, changes and disappears by the calendar."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.conftest import document

if TYPE_CHECKING:
    from tests.conftest import City


def day(number: int) -> dt.datetime:
    return dt.datetime(2026, 5, number, 8, 0)


def test_a_notice_dated_tomorrow_waits(city: City) -> None:
    city.write({"portal/yaowen/a.md": document("明天", date="2026-05-02 08:00")})

    assert "portal/yaowen/a/index.html" not in city.build(as_of=day(1)).files()
    assert "portal/yaowen/a/index.html" in city.build(as_of=day(2)).files()


def test_a_document_leaves_at_its_minute(city: City) -> None:
    city.write({"portal/yaowen/a.md": document("短", "expires_at: 2026-05-02 08:00")})

    assert "portal/yaowen/a/index.html" in city.build(as_of=day(1)).files()
    assert "portal/yaowen/a/index.html" not in city.build(as_of=day(2)).files()


def consultation(result: str = "") -> dict[str, str]:
    more = ["kind: consultation", "opens: 2026-05-02", "closes: 2026-05-03", "channel: 来信"]
    text = document("征求意见", *more, *([f"result: {result}"] if result else []))
    return {"portal/yaowen/a.md": text, "portal/yaowen/b.md": document("反馈结果的公告")}


def test_a_consultation_shows_its_state_by_the_day(city: City) -> None:
    city.write(consultation())

    def states(number: int) -> str:
        return str(city.build(as_of=day(number)).page("/yaowen/a/").xpath("string(//main)"))

    assert "未开始" in states(1)
    assert "征集中" in states(3)
    assert "已结束" in states(4)


def test_a_consultation_links_to_its_result(city: City) -> None:
    page = city.write(consultation("b.md")).build().page("/yaowen/a/")

    assert "/yaowen/b/" in page.xpath("//main//a/@href")


def test_a_result_that_is_not_there_is_a_fault(city: City) -> None:
    city.write(consultation("c.md"))

    assert city.codes() == [("portal/yaowen/a.md", 9, "BROKEN_LINK")]


def test_a_topic_gathers_documents_in_its_order(city: City) -> None:
    topic = document("专题", "kind: topic", "documents:", "  - b.md", "  - a.md")
    city.write(
        {"portal/yaowen/t.md": topic, "portal/yaowen/a.md": document("甲"), "portal/yaowen/b.md": document("乙")}
    )

    hrefs = city.build().page("/yaowen/t/").xpath("//main//a/@href")

    assert hrefs.index("/yaowen/b/") < hrefs.index("/yaowen/a/")


def test_a_topics_missing_member_is_a_fault(city: City) -> None:
    city.write({"portal/yaowen/t.md": document("专题", "kind: topic", "documents:", "  - b.md")})

    assert city.codes() == [("portal/yaowen/t.md", 7, "BROKEN_LINK")]
