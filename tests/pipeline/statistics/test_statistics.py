"""Visits are counted in what GoAccess made of a log; and a report may hold anything."""

from __future__ import annotations

import json
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.content_folder import read_content
from pipeline.statistics import Visited, Visits, VisitsError, of_columns, read_visits
from pipeline.statistics.columns import column_of
from tests.browser.programs import needed
from tests.conftest import SITE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import City

FORM = '%h - - [%d:%t %^] "%r" %s %b "%R" "%u" %v %T %^'
LINE = '10.0.0.{who} - - [{day}:09:00:00 +0800] "{method} {path} HTTP/1.1" {status} 9 "-" "Mozilla/5.0 Firefox/120.0" a 0.01 1\n'


def line(path: str, who: int = 1, day: str = "24/Nov/2026", method: str = "GET", status: int = 200) -> str:
    return LINE.format(path=path, who=who, day=day, method=method, status=status)


def report(folder: Path, *lines: str, more: tuple[str, ...] = ("--max-items=100000",)) -> Path:
    """What GoAccess makes of a log."""
    log, file = folder / "access.log", folder / "visits.json"
    log.write_text("".join(lines), encoding="utf-8")
    form = [f"--log-format={FORM}", "--date-format=%d/%b/%Y", "--time-format=%H:%M:%S"]
    command = [needed("goaccess"), "--no-global-config", *form, *more, str(log), "-o", str(file)]
    subprocess.run(command, check=True, capture_output=True)
    return file


def said(folder: Path, given: Any) -> Path:
    file = folder / "visits.json"
    file.write_text(given if isinstance(given, str) else json.dumps(given), encoding="utf-8")
    return file


def panels(**more: Any) -> dict[str, Any]:
    """A report with nothing in it."""
    metadata = {"data": {"total": {"value": 0}}}
    return {name: {"metadata": metadata, "data": []} for name in ("visitors", "requests")} | more


# Visits


def test_a_report_of_goaccess_is_read_day_by_day_and_page_by_page(tmp_path: Path) -> None:
    file = report(
        tmp_path,
        line("/zcwj/a/"),
        line("/zcwj/a/", who=2),
        line("/static/site.css"),
        line("/static/tu.webp"),
        line("/zcwj/feed.xml"),
        line("/zcwj/a/index.html?x=1"),
        line("/zcwj/%E4%B8%AD/", day="31/Oct/2026"),
        line("/zcwj/a/", method="HEAD"),
        line("/none/", status=404),
    )

    visits = read_visits(file)

    assert visits.days == (Visited("2026-10-31", 1, 1), Visited("2026-11-24", 8, 2))
    assert visits.months() == (Visited("2026-10", 1, 1), Visited("2026-11", 8, 2))
    assert (visits.hits, visits.visitors, visits.left_out) == (9, 3, 0)
    index = Visited("/zcwj/a/index.html?x=1", 1, 1)
    assert set(visits.pages) == {Visited("/zcwj/a/", 2, 2), Visited("/zcwj/中/", 1, 1), index}
    assert visits.views == 4


def test_a_report_that_leaves_addresses_out_says_how_many(tmp_path: Path) -> None:
    lines = [line(f"/zcwj/a{number}/") for number in range(400)]

    assert read_visits(report(tmp_path, *lines, more=())).left_out == 400 - 366
    assert read_visits(report(tmp_path, *lines)).left_out == 0


@pytest.mark.parametrize(
    "given",
    [
        *("", "{", "[]", "null", "1", '{"visitors": NaN}', "[" * 100_000, f'{{"visitors": {"9" * 5000}}}'),
        {},
        panels(visitors=None),
        panels(visitors={"data": {}}),
        panels(requests={"data": []}),
        panels(visitors={"data": [None]}),
        *(panels(visitors={"data": [{"data": day, "hits": {"count": 1}, "visitors": {"count": 1}}]}) for day in ("2026", "20261301", 20261101, "２０２６１１０１")),
        *(panels(visitors={"data": [{"data": "20261101", "hits": {"count": n}, "visitors": {"count": 1}}]}) for n in (-1, 1.5, "1", True, None, 10**20)),
    ],
)  # fmt: skip
def test_what_is_no_report_is_said_to_be_none(tmp_path: Path, given: Any) -> None:
    with pytest.raises(VisitsError, match=r"visits\.json：不是.*goaccess命令"):
        read_visits(said(tmp_path, given))


def test_a_file_that_is_not_there_and_a_folder_are_named(tmp_path: Path) -> None:
    for file in (tmp_path / "none.json", tmp_path):
        with pytest.raises(VisitsError, match="打不开"):
            read_visits(file)


def test_a_report_that_is_too_large_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.statistics.visits.LARGEST", 10)

    with pytest.raises(VisitsError, match="超过"):
        read_visits(said(tmp_path, panels()))


def test_what_nobody_sees_in_an_address_is_replaced(tmp_path: Path) -> None:
    row = {"hits": {"count": 1}, "visitors": {"count": 1}, "method": "GET", "data": "/a\x1b[31m\ud800\u202e/"}

    [page] = read_visits(said(tmp_path, panels(requests={**panels()["requests"], "data": [row]}))).pages

    assert page.name == "/a�[31m��/"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["data", "hits", "count"]), inner),
    max_leaves=8,
)


@given(_JSON, _JSON)
def test_any_json_is_a_report_or_none(tmp_path_factory: pytest.TempPathFactory, days: Any, pages: Any) -> None:
    file = said(tmp_path_factory.getbasetemp(), panels(visitors={"data": days}, requests=pages))

    with suppress(VisitsError):
        assert read_visits(file).hits >= 0


# Columns


def test_visits_are_put_down_to_the_narrowest_column_in_every_variant_and_language(city: City) -> None:
    english = 'name = "Yunchuan"\n\n[[columns]]\npath = "yaowen"\nname = "News"\n'
    more = '\n[[columns]]\npath = "yaowen/bumen"\nname = "部门"\nkind = "news"\n'
    settings = SITE.replace("code =", 'languages = ["zh", "en"]\ncode =', 1)
    city.write({"portal/site.toml": settings + more, "portal/site.en.toml": english})
    site = read_content(city.content).sites["portal"]
    paths = {
        "/": 1, "/sitemap/": 2, "/yaowen/": 4, "/yaowen/a/": 8, "/care/yaowen/a/?x=1": 16, "/zh-Hant/care/yaowen/": 32,
        "/en/care/yaowen/a/leave/0123456789ab/": 64, "/yaowen/bumen/page/2/": 128, "/yaowenx/a/": 256, "http://e/yaowen/": 512,
    }  # fmt: skip

    found = of_columns(Visits((), tuple(Visited(path, hits, 1) for path, hits in paths.items())), site)

    assert dict(found) == {
        "yaowen": 4 + 8 + 16 + 32 + 64,
        "zcwj": 0,
        "zcjd": 0,
        "yaowen/bumen": 128,
        "": 1 + 2 + 256 + 512,
    }
    assert [each.column for each in found][-1] == ""


@given(st.text())
def test_any_address_belongs_to_a_column_or_to_none(address: str) -> None:
    assert column_of(address, ("en/",), ("a", "a/b", "")) in {"a", "a/b", ""}
