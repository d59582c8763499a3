"""Policies and interpretations show each other; a repealed policy says so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.conftest import DEPARTMENT, document, policy

if TYPE_CHECKING:
    from tests.conftest import City

NUMBER = "云政发〔2026〕1号"
NEW_YEAR = dt.datetime(2027, 1, 1, 8, 0)


def links(page: object) -> set[str]:
    return {str(href) for href in page.xpath("//main//a/@href")}  # type: ignore[attr-defined]


def test_a_policy_and_its_interpretation_link_to_each_other(city: City) -> None:
    city.write({"portal/zcwj/a.md": policy(NUMBER), "portal/zcjd/b.md": document("解读", f"interprets: {NUMBER}")})

    built = city.build()

    assert "/zcjd/b/" in links(built.page("/zcwj/a/"))
    assert "/zcwj/a/" in links(built.page("/zcjd/b/"))


def test_a_pair_by_path_is_the_same_as_one_by_number(city: City) -> None:
    city.write({"portal/zcwj/a.md": policy(NUMBER), "portal/zcjd/b.md": document("解读", "interprets: ../zcwj/a.md")})

    built = city.build()

    assert "/zcjd/b/" in links(built.page("/zcwj/a/"))
    assert "/zcwj/a/" in links(built.page("/zcjd/b/"))


def test_several_interpretations_of_several_policies_are_all_shown(city: City) -> None:
    city.write(
        {
            "portal/zcwj/a.md": policy(NUMBER),
            "portal/zcwj/b.md": policy("云政发〔2026〕2号"),
            "portal/zcjd/x.md": document("解读一", "interprets:", f"  - {NUMBER}", "  - 云政发〔2026〕2号"),
            "portal/zcjd/y.md": document("解读二", f"interprets: {NUMBER}"),
        }
    )

    built = city.build()

    assert {"/zcjd/x/", "/zcjd/y/"} <= links(built.page("/zcwj/a/"))
    assert "/zcjd/y/" not in links(built.page("/zcwj/b/")) - links(built.page("/zcjd/"))
    assert {"/zcwj/a/", "/zcwj/b/"} <= links(built.page("/zcjd/x/"))


def test_a_pair_across_sites_has_full_addresses(city: City) -> None:
    city.write(
        {
            "jyj/site.toml": DEPARTMENT,
            "jyj/zcjd/b.md": document("解读", f"interprets: {NUMBER}"),
            "portal/zcwj/a.md": policy(NUMBER),
        }
    )

    built = city.build()

    assert "https://jyj.yunchuan.gov.cn/zcjd/b/" in links(built.page("/zcwj/a/"))
    assert "https://www.yunchuan.gov.cn/zcwj/a/" in links(built.page("/zcjd/b/", "jyj"))


@pytest.mark.parametrize(
    "entry",
    [
        "interprets: 国办发〔2017〕47号 https://www.gov.cn/a.htm",
        "interprets:\n  - number: 国办发〔2017〕47号\n    url: https://www.gov.cn/a.htm",
        "解读对象:\n  - 文号: 国办发〔2017〕47号\n    网址: https://www.gov.cn/a.htm",
    ],
)
def test_a_superiors_policy_is_linked_at_its_address(city: City, entry: str) -> None:
    city.write({"portal/zcjd/b.md": document("解读", *entry.split("\n"))})

    built = city.build()

    assert "https://www.gov.cn/a.htm" in links(built.page("/zcjd/b/"))


def test_a_number_that_nobody_bears_is_a_fault(city: City) -> None:
    city.write({"portal/zcjd/b.md": document("解读", "interprets:", "  - 云政发〔2026〕9号")})

    assert city.codes() == [("portal/zcjd/b.md", 6, "DANGLING_PAIR")]


def test_a_number_that_only_a_draft_bears_is_a_fault(city: City) -> None:
    city.write(
        {
            "portal/zcwj/a.md": policy(NUMBER, "办法", "draft: 是"),
            "portal/zcjd/b.md": document("解读", f"interprets: {NUMBER}"),
        }
    )

    assert city.codes() == [("portal/zcjd/b.md", 5, "DANGLING_PAIR")]


def test_a_number_that_a_broken_file_bears_is_no_second_fault(city: City) -> None:
    city.write(
        {
            "portal/zcwj/a.md": policy(NUMBER).replace("source:", "sorce:"),
            "portal/zcjd/b.md": document("解读", f"interprets: {NUMBER}"),
        }
    )

    assert {path for path, _, _ in city.codes()} == {"portal/zcwj/a.md"}


def test_a_repeal_flips_the_targets_state_on_its_page_and_in_lists(city: City) -> None:
    city.write(
        {
            "portal/zcwj/old.md": policy("云政发〔2020〕1号", "旧办法"),
            "portal/zcwj/new.md": policy(NUMBER, "新办法", "repeals: 云政发〔2020〕1号", date="2026-04-01 10:00"),
        }
    )

    built = city.build()

    old = built.page("/zcwj/old/")
    assert "废止" in old.xpath("string(//main)")
    assert "/zcwj/new/" in links(old)
    [row] = [each for each in built.page("/zcwj/").xpath("//main//li") if "旧办法" in each.text_content()]
    assert "废止" in row.text_content()


def test_a_repeal_waits_for_the_day_on_which_the_new_policy_takes_effect(city: City) -> None:
    city.write(
        {
            "portal/zcwj/old.md": policy("云政发〔2020〕1号", "旧办法"),
            "portal/zcwj/new.md": policy(NUMBER, "新办法", "repeals: ./old.md", "effective: 2027-01-01"),
        }
    )

    assert "废止" not in city.build().page("/zcwj/old/").xpath("string(//main)")
    later = city.build(as_of=NEW_YEAR)
    assert "废止" in later.page("/zcwj/old/").xpath("string(//main)")


def test_a_repealed_number_that_is_not_on_the_platform_is_named(city: City) -> None:
    city.write({"portal/zcwj/new.md": policy(NUMBER, "新办法", "repeals: 云政发〔1999〕1号")})

    assert "云政发〔1999〕1号" in city.build().page("/zcwj/new/").xpath("string(//main)")


def test_one_number_with_two_states_is_a_fault(city: City) -> None:
    city.write(
        {
            "jyj/site.toml": DEPARTMENT,
            "jyj/zcwj/a.md": policy(NUMBER),
            "portal/zcwj/a.md": policy(NUMBER, "办法", "status: 失效"),
        }
    )

    assert city.codes() == [("portal/zcwj/a.md", 5, "STATUS_DIFFERS")]
