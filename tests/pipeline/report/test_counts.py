"""Figures of a month, counted again by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pipeline.report.columns import states
from pipeline.report.counts import CATALOGUE, NEWS, OVERVIEW, count_published, results_published, topics_kept
from pipeline.report.messages import Corrections, Handled, corrections, handled
from pipeline.report.period import month_of, quarter_of, year_of
from tests.pipeline.report.cities import NOW, OCTOBER, ground, write

if TYPE_CHECKING:
    from tests.conftest import City


def test_the_figures_of_a_month_are_those_counted_by_hand(city: City) -> None:
    with ground(write(city)) as found:
        portal = found.portal
        month = count_published(found.books, portal, OCTOBER)

        assert [month.of_sort(sort) for sort in (OVERVIEW, NEWS, CATALOGUE)] == [1, 3, 1]
        assert month.total == 5
        assert [month.interpretations(in_words=words) for words in (True, False)] == [1, 1]
        assert [len(month.replies), month.surveys, month.interviews, month.topics] == [2, 1, 0, 1]
        assert results_published(found.books, portal, OCTOBER) == 2
        assert {column.name: number for column, number in month.by_column() if number} == {
            "政务要闻": 3, "政策文件": 1, "政策解读": 2, "概况": 1, "领导信箱": 2, "征集调查": 2, "专题专栏": 1,
        }  # fmt: skip


def test_a_report_made_later_has_the_same_figures(city: City) -> None:
    write(city)
    found = []

    for now in (dt.datetime(2026, 10, 31, 23, 59), NOW, dt.datetime(2027, 5, 1, 8, 0)):
        with ground(city, now=now) as each:
            month = count_published(each.books, each.portal, OCTOBER)
            found.append([document.path for document in month.documents])

    assert found[0] == found[1] == found[2]


def test_within_a_month_only_what_is_public_counts(city: City) -> None:
    with ground(write(city), now=dt.datetime(2026, 10, 15, 9, 59)) as found:
        assert count_published(found.books, found.portal, OCTOBER).of_sort(NEWS) == 1


def test_what_waits_counts_in_the_month_in_which_it_appears(city: City) -> None:
    november = month_of(dt.date(2026, 11, 1))
    with ground(write(city), november) as found:
        paths = {each.path for each in count_published(found.books, found.portal, november).documents}

    assert paths == {"portal/yaowen/after.md", "portal/yaowen/later.md"}


def test_months_add_up_to_their_quarter_and_year(city: City) -> None:
    year = year_of(dt.date(2026, 1, 1))
    quarter = quarter_of(dt.date(2026, 11, 1))
    with ground(write(city), year) as found:
        books, portal = found.books, found.portal
        counted = dict(count_published(books, portal, year).by_month(year.months()))

        assert counted == {f"{each}月": {9: 1, 10: 5, 11: 2}.get(each, 0) for each in range(1, 13)}
        assert count_published(books, portal, quarter).total == 7
        assert count_published(books, portal, year).total == 8


def test_a_topic_is_kept_until_it_is_archived(city: City) -> None:
    write(city)
    text = (city.content / "portal/zt/a.md").read_text(encoding="utf-8").replace("date:", "archived: 2026-11-04\ndate:")
    city.write({"portal/zt/a.md": text})

    with ground(city) as found:
        days = (dt.datetime(2026, 10, 2), dt.datetime(2026, 11, 3, 23, 59), dt.datetime(2026, 11, 4))
        assert [topics_kept(found.books, found.portal, day) for day in days] == [0, 1, 0]


def test_a_translation_does_not_count(city: City) -> None:
    english = '[[columns]]\npath = "yaowen"\nname = "News"\n'
    write(city, {"portal/site.en.toml": f'name = "Yunchuan"\n{english}'})
    site = (city.content / "portal/site.toml").read_text(encoding="utf-8")
    news = "---\ntitle: One\ndate: 2026-10-02 10:00\nsource: Office\nlang: en\ntranslation_of: a.md\n---\n\nText.\n"
    city.write({"portal/site.toml": f'languages = ["zh", "en"]\n{site}', "portal/yaowen/a.en.md": news})

    with ground(city) as found:
        assert count_published(found.books, found.portal, OCTOBER).of_sort(NEWS) == 3


def test_a_column_is_as_it_was_at_the_end_of_the_period(city: City) -> None:
    with ground(write(city)) as found:
        [portal, jyj] = found.sites
        of_portal = {each.column.path: each for each in states(found.books, portal, found.until)}
        [of_jyj] = states(found.books, jyj, found.until)

    assert (of_jyj.newest, of_jyj.state) == (dt.date(2026, 10, 1), "超期")
    assert (of_portal["zwgk/nb"].newest, of_portal["zwgk/nb"].state) == (None, "空白")
    assert (of_portal["yaowen"].newest, of_portal["yaowen"].state) == (dt.date(2026, 10, 31), "正常")


MESSAGES = """
[[messages]]
id = "1"
channel = "领导信箱"
subject = "路灯不亮"
received = 2026-10-08
answered = 2026-10-12
by = "市城市管理局"

[[messages]]
id = "2"
channel = "找错"
subject = "网页打不开"
received = 2026-10-12
answered = 2026-10-14
by = "市政务信息中心"

[[messages]]
id = "3"
channel = "找错"
subject = "错别字"
received = 2026-10-30
answered = 2026-11-02
by = "市政务信息中心"

[[messages]]
id = "4"
channel = "领导信箱"
subject = "下个月的"
received = 2026-11-02
"""


def test_messages_are_as_they_stood_at_the_end_of_the_month(city: City) -> None:
    with ground(write(city, {"portal/messages/2026.toml": MESSAGES})) as found:
        [portal, jyj] = found.sites
        of_portal, of_jyj, all_of_them = handled(found, portal), handled(found, jyj), corrections(found, found.sites)

    assert (of_portal, of_jyj) == (Handled(3, 2, 0, 1, 0, "2.5"), None)
    assert all_of_them == Corrections(2, 1)


def test_a_register_that_began_later_says_nothing_of_a_month(city: City) -> None:
    september = month_of(dt.date(2026, 9, 1))
    with ground(write(city, {"portal/messages/2026.toml": MESSAGES}), september) as found:
        assert (handled(found, found.portal), corrections(found, found.sites)) == (None, None)
