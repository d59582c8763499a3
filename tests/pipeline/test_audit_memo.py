"""The audit reads again what changed, and finds what it would find from nothing."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.audit import audit, looking, memo
from pipeline.audit.seeing import see
from pipeline.audit.setting import Setting
from pipeline.build import LEDGER
from plugins.engine import seal, stamps
from plugins.engine.ledger import opened
from plugins.engine.output import OutputError
from tests.conftest import document
from tests.pipeline.plain_audit import plain_audit
from tests.plugins.test_chrome import FULL

if TYPE_CHECKING:
    from pipeline.audit.looking import Asked, Looked
    from pipeline.audit.seeing import Seen
    from tests.conftest import City

PAGES = ("index.html", "a/index.html", "a/b/index.html", "c/index.html", "d.html")
LINKS = (
    "/",
    "/a/",
    "/a/#甲",
    "b/",
    "/c/#乙",
    "c/",
    "/d.html",
    "/d.html#甲",
    "#甲",
    "#乙",
    "/x.png",
    "x.png",
    "//[",
    "",
)
NAV = " ".join(f"/n{number}/" for number in range(10))


def link(address: str) -> str:
    return f'<a href="{address}">甲</a>'


def page(*links: str, ids: str = "", head: str = "", view: str = "", item: str = "", gap: str = "") -> str:
    """A page with a navigation and a block for each string of links."""
    blocks = "".join(f"<div>{''.join(map(link, block.split()))}</div>{gap}" for block in links)
    places = "".join(f'<p id="{each}"></p>' for each in ids)
    header = f'<body class="view-{view}"><header><nav><a href="/c/#甲">丙</a><a href="/a/">甲</a></nav></header>{gap}'
    return f'<html><head>{head}</head>{header}<main>{places}{blocks}</main><footer data-item="{item}"></footer>'


TEXTS = st.builds(
    page,
    *(st.lists(st.sampled_from(LINKS), max_size=3).map(" ".join) for _ in range(2)),
    ids=st.sampled_from(("", "甲", "甲乙")),
    head=st.sampled_from(("", "", '<meta http-equiv="refresh" content="0">', '<link href="/x.png"><script src="//y">')),
    view=st.sampled_from(("document", "rest", "farewell")),
    item=st.sampled_from(("mark", "sitemap")),
    gap=st.sampled_from(("", "\n")),
)
#: A file and its new text, None where it is deleted; and whether a ledger says so.
EDITS = st.tuples(
    st.tuples(st.sampled_from(PAGES), st.none() | TEXTS | TEXTS)
    | st.tuples(st.sampled_from(("x.png", "a/x.png")), st.sampled_from((None, "png"))),
    st.booleans(),
)


def edit(folder: Path, file: str, text: str | None) -> None:
    place = folder / file
    place.parent.mkdir(parents=True, exist_ok=True)
    if text is None:
        place.unlink(missing_ok=True)
    else:
        place.write_text(text, encoding="utf-8")


def ledger_of(folder: Path) -> Path:
    """Write what the ledger would say of a site after a build that made its files."""
    place = folder.parent / LEDGER
    query = "insert into page (site, file, folded, view, of, owner, digest) values (?, ?, ?, '', '', '', ?)"
    with opened(place) as ledger:
        ledger.database.execute("delete from page")
        for file in (file for file in folder.rglob("*") if file.is_file()):
            name, digest = file.relative_to(folder).as_posix(), hashlib.sha256(file.read_bytes()).hexdigest()
            ledger.database.execute(query, (folder.name, name, name, digest))
        seal.renew(ledger)
    return place


def rows(output: Path) -> dict[str, int]:
    """How many rows each table of a memo has."""
    tables = ("page", "place", "block", "link", "part", "listed")
    with closing(sqlite3.connect(output / memo.FILE)) as database:
        return {each: database.execute(f"select count(*) from {each}").fetchone()[0] for each in tables}


@settings(max_examples=25)
@given(st.lists(EDITS, min_size=1, max_size=8))
def test_after_every_edit_it_finds_what_it_finds_from_nothing(edits: list[tuple[tuple[str, str | None], bool]]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "portal"
        for file in PAGES:
            edit(folder, file, page("/a/#甲 /c/", ids="甲"))
        audit(folder)
        for (file, text), by_ledger in edits:
            edit(folder, file, text)

            found = audit(folder, ledger=ledger_of(folder) if by_ledger else None)

            assert found == plain_audit(folder)
        kept = rows(folder.parent)
        (folder.parent / memo.FILE).unlink()
        assert audit(folder) == found
        assert rows(folder.parent) == kept


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were parsed, as it goes."""
    files: list[str] = []

    def reading(data: bytes, file: str, setting: Setting) -> Seen:
        files.append(file)
        return see(data, file, setting)

    monkeypatch.setattr(looking, "see", reading)
    return files


@pytest.fixture
def site(city: City) -> Path:
    """A built site in which the audit finds nothing; the memo knows it."""
    city.write({"portal/site.toml": FULL, **{f"portal/yaowen/{name}.md": document(name) for name in "abc"}}).build()
    assert audit(city.output / "portal", ledger=city.output / LEDGER) == ()
    return city.output / "portal"


def test_one_changed_page_is_one_page_parsed(city: City, site: Path, parsed: list[str]) -> None:
    city.write({"portal/yaowen/b.md": document("b", body="另一段。")}).build()

    assert audit(site, ledger=city.output / LEDGER) == ()
    assert parsed == ["yaowen/b/index.html"]


def test_a_page_that_goes_is_missed_by_those_that_link_to_it(site: Path, parsed: list[str]) -> None:
    (site / "sitemap" / "index.html").unlink()

    found = audit(site)

    assert found == plain_audit(site)
    assert len(found) >= len(list(site.rglob("*.html")))
    assert parsed == []


def test_a_page_altered_by_hand_is_found_by_its_bytes(city: City, site: Path, parsed: list[str]) -> None:
    place = site / "yaowen" / "a" / "index.html"
    place.write_text(place.read_text(encoding="utf-8").replace("</main>", '<a href="/nowhere/"></a></main>'), "utf-8")

    assert audit(site, ledger=city.output / LEDGER) == ()
    assert [(fault.path, fault.code) for fault in audit(site)] == [("portal/yaowen/a/index.html", "BROKEN_LINK")]
    assert parsed == ["yaowen/a/index.html"]


def test_a_file_with_its_stamp_is_not_read_and_one_with_its_bytes_not_parsed(
    site: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "SUSPICION", 0)
    audit(site)
    os.utime(site / "index.html", (1, 1))
    looked: list[str] = []

    def look(folder: Path, setting: Setting, asked: Asked) -> Looked:
        looked.append(asked.file)
        return looking.look(folder, setting, asked)

    monkeypatch.setattr("pipeline.audit.look", look)

    audit(site)

    assert looked == ["index.html"]
    assert parsed == []


def test_a_ledger_of_another_output_is_not_believed(city: City, site: Path) -> None:
    (city.output / seal.FILE).write_text("another")
    (site / "404.html").write_text("别的")

    assert audit(site, ledger=city.output / LEDGER) == plain_audit(site) != ()


def test_a_ledger_that_is_not_done_with_the_site_is_not_believed(city: City, site: Path) -> None:
    with opened(city.output / LEDGER) as ledger:
        ledger.database.execute("update page set stale = '改了' where file = '404.html'")
        ledger.commit()
    (site / "404.html").write_text("别的")

    assert audit(site, ledger=city.output / LEDGER) == plain_audit(site) != ()


@pytest.mark.parametrize(
    "wreck",
    [
        lambda place: place.write_bytes(b"no database at all" * 100),
        lambda place: place.write_bytes(place.read_bytes()[: 3 * 8192]),
        lambda place: _execute(place, "drop table place"),
        lambda place: _execute(place, "update page set ids = '[', failing = '[', digest = ''"),
    ],
)
def test_a_damaged_memo_is_begun_anew_with_a_line(site: Path, wreck: object) -> None:
    assert callable(wreck)
    place = site.parent / memo.FILE
    before = rows(site.parent)
    wreck(place)
    said: list[str] = []

    assert audit(site, say=said.append) == ()
    assert said in ([f"{place}：检查记录损坏，已经删去，从头检查"], [])
    assert rows(site.parent) == before
    assert audit(site, say=said.append) == ()


def _execute(place: Path, query: str) -> None:
    with closing(sqlite3.connect(place)) as database, database:
        database.execute(query)


def test_with_other_settings_all_pages_are_read_again(site: Path, parsed: list[str]) -> None:
    other = Setting(code="1404000002")
    pages = len(list(site.rglob("*.html")))

    found = audit(site, other)

    assert found == plain_audit(site, other)
    assert {fault.code for fault in found} == {"SITE_CODE_SHOWN"}
    assert len(parsed) == pages
    assert audit(site, other) == found
    assert len(parsed) == pages


def test_a_memo_of_another_version_is_begun_anew(site: Path, parsed: list[str]) -> None:
    _execute(site.parent / memo.FILE, "update about set version = 'another'")

    assert audit(site) == ()
    assert len(parsed) == len(list(site.rglob("*.html")))


def test_where_no_memo_can_be_kept_the_findings_are_the_same(site: Path) -> None:
    (site.parent / memo.FILE).unlink()
    (site.parent / memo.FILE).mkdir()
    (site / "404.html").write_text("别的")
    said: list[str] = []

    assert audit(site, say=said.append) == plain_audit(site) != ()
    assert len(said) == 1
    assert "不记下来" in said[0]


def test_what_many_pages_share_is_kept_once(tmp_path: Path) -> None:
    for number in range(20):
        edit(tmp_path / "portal", f"n{number}/index.html", page(NAV, f"/n{number // 2}/"))

    audit(tmp_path / "portal")

    assert rows(tmp_path)["link"] == 2 + 10 + 10


def test_many_pages_are_parsed_by_several_processes(tmp_path: Path) -> None:
    for number in range(250):
        edit(tmp_path / "portal", f"n{number}/index.html", page(f"/n{number + 1}/#甲 /n{number}/", ids="甲"))

    assert audit(tmp_path / "portal", jobs=2) == plain_audit(tmp_path / "portal")


@pytest.mark.parametrize("data", [b"", b" \n", b"<!-- -->", b"\x00\xff", b"<", b"<a href='//['>"])
def test_bytes_that_are_hardly_a_page_are_found(site: Path, data: bytes) -> None:
    (site / "404.html").write_bytes(data)

    assert {"ZONE", "FOOTER", "META"} <= {fault.code for fault in audit(site)}


def test_a_name_that_is_no_text_is_left_aside(site: Path) -> None:
    (site / os.fsdecode(b"\xff.html")).write_bytes(b"")

    assert audit(site) == ()


def test_a_page_that_cannot_be_read_is_said(city: City, site: Path) -> None:
    (site.parent / memo.FILE).unlink()
    (site / "404.html").unlink()

    with pytest.raises(OutputError, match=r"portal/404\.html：读不出来"):
        audit(site, ledger=city.output / LEDGER)


def test_a_site_that_is_not_built_has_no_findings_and_no_memo(tmp_path: Path) -> None:
    assert audit(tmp_path / "portal") == ()
    assert list(tmp_path.iterdir()) == []
