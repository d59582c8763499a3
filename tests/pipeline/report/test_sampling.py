"""Who has the seed draws the same sample; another seed draws another."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pipeline.report.sampling import DOCUMENTS, sample_of_documents, sample_of_sites
from tests.conftest import document
from tests.pipeline.report.cities import ground, write

if TYPE_CHECKING:
    from tests.conftest import City

MANY = {f"portal/yaowen/m{each}.md": document(f"第{each}篇", date="2026-10-05 10:00") for each in range(40)}


def test_the_same_seed_draws_the_same_and_another_does_not(city: City) -> None:
    with ground(write(city, MANY)) as found:
        drawn = [
            [each.path for each in sample_of_documents(found.books, found.portal, found.until, seed)]
            for seed in ("2026Q3", "2026Q3", "2026Q4")
        ]

    assert len(drawn[0]) == DOCUMENTS
    assert drawn[0] == drawn[1] != drawn[2]


def test_a_document_more_changes_the_sample_by_no_more_than_itself(city: City) -> None:
    with ground(write(city, MANY)) as found:
        before = {each.path for each in sample_of_documents(found.books, found.portal, found.until, "甲")}
    with ground(city.write({"portal/yaowen/more.md": document("多", date="2026-10-06 10:00")})) as found:
        after = {each.path for each in sample_of_documents(found.books, found.portal, found.until, "甲")}

    assert len(before - after) <= 1


def test_only_what_was_public_at_the_end_is_drawn(city: City) -> None:
    with ground(write(city)) as found:
        every = {
            each.path for each in sample_of_documents(found.books, found.portal, dt.datetime(2026, 10, 1, 1), "甲")
        }

    assert every == {"portal/yaowen/a.md", "portal/yaowen/before.md"} | {"portal/zj/c.md", "portal/zj/a.md"}


def test_a_third_of_the_sites_is_drawn_and_one_at_least(city: City) -> None:
    with ground(write(city)) as found:
        sites = found.sites

    assert len(sites) == 2
    assert [len(sample_of_sites(each, "甲")) for each in (sites, sites * 2, sites[:1], [])] == [1, 2, 1, 0]
