"""What each day of a site's life shows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from model.redirects import HEAD
from tests import life
from tests.conftest import DEPARTMENT, document, policy

if TYPE_CHECKING:
    from tests.conftest import BuiltCity, City

COLUMNS = ("/", "/zcjd/", "/zcwj/")


def at(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day} 08:00")


def department(city: City, *acts: str) -> City:
    """The city with a department site that has been online for years, and these acts."""
    city.write({"platform.toml": 'portal = "portal"\n', "jyj/site.toml": DEPARTMENT})
    city.write({"jyj/zcwj/a.md": policy("云教发〔2026〕1号", body="正文。")})
    return city.write({"jyj/lifecycle.toml": life.ONLINE + "".join(acts)})


def pages(built: BuiltCity, site: str = "jyj") -> set[str]:
    return {file for file in built.files() if file.startswith(f"{site}/") and file.endswith(".html")}


def banners(built: BuiltCity, site: str = "jyj") -> set[str]:
    """The pages that show a banner of the site's life."""
    found = {"/": "index.html"} | {url: f"{url}index.html" for url in COLUMNS}
    return {url for url in found if built.page(url, site).cssselect("main .banner")}


def test_a_resting_site_answers_with_one_notice_page(city: City) -> None:
    department(city, life.offline("2026-12-01", "2026-12-10"))

    built = city.build(at("2026-12-05"))

    assert pages(built) == {"jyj/index.html", "jyj/404.html"}
    text = built.text("/", "main", "jyj")
    for said in ("临时下线", "2026年12月1日", "2026年12月10日", "机房搬迁", "0355-0123001"):
        assert said in text
    assert not built.page("/", "jyj").cssselect("nav")


def test_before_its_first_day_and_after_its_return_a_site_is_the_same_byte_for_byte(city: City) -> None:
    department(city, life.offline("2026-12-01", "2026-12-10", date="2026-11-20"))
    before = city.build(at("2026-11-30")).bytes()
    city.build(at("2026-12-01"))
    department(city, life.offline("2026-12-01", "2026-12-10", date="2026-11-20"), life.act("online", "2026-12-08"))

    assert city.build(at("2026-12-08")).bytes() == before


def test_a_document_edited_while_its_site_rests_is_there_when_it_returns(city: City) -> None:
    rest, back = life.offline("2026-12-01", "2026-12-10"), life.act("online", "2026-12-08")
    department(city, rest).build(at("2026-12-02"))
    city.write(
        {
            "jyj/zcwj/a.md": policy("云教发〔2026〕1号", body="改过的正文。"),
            "jyj/zcwj/b.md": policy("云教发〔2026〕2号"),
        }
    )
    assert pages(city.build(at("2026-12-03"))) == {"jyj/index.html", "jyj/404.html"}
    city.write({"jyj/lifecycle.toml": life.ONLINE + rest + back})

    built = city.build(at("2026-12-08"))

    assert "改过的正文" in built.text("/zcwj/a/", "#zoom", "jyj")
    assert "jyj/zcwj/b/index.html" in pages(built)


def test_a_rest_that_is_over_fails_the_build_until_somebody_acts(city: City) -> None:
    department(city, life.offline("2026-12-01", "2026-12-10")).build(at("2026-12-10"))

    assert [(path, code) for path, _, code in city.codes(at("2026-12-11"))] == [("jyj/lifecycle.toml", "LIFE_OVERDUE")]


def test_the_day_after_a_rest_is_the_next_that_is_due(city: City) -> None:
    from pipeline.build import build

    department(city, life.offline("2026-12-01", "2026-12-10"))

    assert build(city.content, city.output, as_of=at("2026-11-30")).next_due == "2026-12-01T00:00:00"
    assert build(city.content, city.output, as_of=at("2026-12-01")).next_due == "2026-12-11T00:00:00"


def test_going_to_rest_touches_no_other_site(city: City) -> None:
    department(city, life.offline("2026-12-01", "2026-12-10", date="2026-11-20")).build(at("2026-11-30"))

    built = city.build(at("2026-12-01"))

    assert built.figures.written == 5  # two pages, and three files for the hosts


MIGRATION = (
    "jyj/zcwj/a.md",
    policy("云教发〔2026〕1号", "办法", "expires_at: 2026-12-20 00:00", body="正文。"),
    "portal/zcwj/jyj-a.md",
    policy(
        "云教发〔2026〕1号", "办法", "publish_at: 2026-12-20 00:00", "archived: 2026-12-20",
        "moved_from: https://jyj.yunchuan.gov.cn/zcwj/a/", body="正文。",
    ),
)  # fmt: skip


def migrating(city: City, *more: str) -> City:
    department(city, life.migrate("2026-12-01", "2026-12-20"), *more)
    rows = (
        "/zcwj/a/,portal/zcwj/jyj-a.md,2026-12-20",
        "/zcwj/,https://www.yunchuan.gov.cn/zcwj/,2026-12-20",
        "/zcjd/,https://www.yunchuan.gov.cn/zcjd/,2026-12-20",
    )
    city.write({"jyj/redirects.csv": "\n".join([HEAD, *rows, ""])})
    return city.write(dict(zip(MIGRATION[::2], MIGRATION[1::2], strict=True)))


def test_the_banner_of_a_move_hangs_on_home_and_columns_and_nowhere_else(city: City) -> None:
    migrating(city)
    assert banners(city.build(at("2026-11-30"))) == set()

    built = city.build(at("2026-12-01"))

    assert banners(built) == set(COLUMNS)
    assert "2026年12月20日迁移到云川市人民政府网站" in built.text("/", "main .banner", "jyj")
    assert not built.page("/zcwj/a/", "jyj").cssselect(".banner")
    assert built.figures.written == len(COLUMNS)


def test_on_the_day_of_moving_every_old_address_leads_on_and_the_copies_say_where_they_came_from(city: City) -> None:
    migrating(city).build(at("2026-12-19"))

    built = city.build(at("2026-12-20"))

    assert pages(built) == {
        f"jyj/{file}" for file in ("index.html", "404.html", "zcwj/a/index.html", "zcwj/index.html", "zcjd/index.html")
    }
    assert "迁移到云川市人民政府网站" in built.text("/", "main", "jyj")
    banner = built.text("/zcwj/jyj-a/", ".banner")
    assert "已归档" in banner
    assert "2026年12月20日" in banner
    assert "https://jyj.yunchuan.gov.cn/zcwj/a/" in banner


def test_a_closed_site_says_since_when(city: City) -> None:
    migrating(city, life.close("2026-12-25", "2027-01-31"))

    assert "自2026年12月25日起关停" in city.build(at("2026-12-25")).text("/", "main", "jyj")


def test_a_document_that_was_left_behind_is_a_fault(city: City) -> None:
    migrating(city).write({"jyj/zcwj/b.md": policy("云教发〔2026〕2号")}).build(at("2026-12-19"))

    assert city.codes(at("2026-12-20")) == [("jyj/zcwj/b.md", 1, "LIFE_LEFT")]


def test_a_notice_that_is_taken_away_before_its_end_is_a_fault(city: City) -> None:
    notice = document("公告", "expires_at: 2026-12-11 00:00", date="2026-11-20 09:00")
    acts = life.offline("2026-12-01", "2026-12-10", 'notices = ["portal/yaowen/n.md"]', date="2026-11-20")
    department(city, acts).write({"portal/yaowen/n.md": notice}).build(at("2026-12-05"))
    (city.content / "portal/yaowen/n.md").unlink()

    assert [(path, code) for path, _, code in city.codes(at("2026-12-06"))] == [("jyj/lifecycle.toml", "LIFE_NOTICE")]


def test_another_domain_is_announced_on_home_and_columns_as_long_as_its_notice(city: City) -> None:
    change = life.act(
        "change", "2026-12-01", 'applicant = "云川市教育局"', 'changes = ["域名"]', 'old_domain = "edu.yunchuan.gov.cn"',
        'filings = [{ kind = "变更备案", number = "1", date = "2026-12-01" }]', 'ends = "2026-12-31"',
    )  # fmt: skip
    department(city, change)

    assert banners(city.build(at("2026-12-31"))) == set(COLUMNS)
    assert banners(city.build(at("2027-01-01"))) == set()
