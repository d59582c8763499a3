"""A build is all or nothing, and alone in its output."""

from __future__ import annotations

import fcntl
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model.faults import ContentFaults
from pipeline.build import LEDGER, build
from plugins.engine import tags
from plugins.engine.output import OutputError
from tests.conftest import DEPARTMENT, NOW, document

if TYPE_CHECKING:
    from tests.conftest import City


def test_one_faulty_site_leaves_the_output_of_all_as_it_was(city: City) -> None:
    city.write({"jyj/site.toml": DEPARTMENT, "portal/yaowen/a.md": document("一")})
    before = city.build().bytes()

    city.write({"portal/yaowen/a.md": document("二"), "jyj/zcjd/x.md": document("坏").replace("title", "tilte")})

    assert {code for _, _, code in city.codes()} == {"UNKNOWN_KEY", "MISSING_KEY"}
    assert {name: (city.output / name).read_bytes() for name in before} == before


def test_a_deleted_document_leaves_nothing_behind(city: City) -> None:
    city.write({"portal/yaowen/a.md": document("一"), "portal/yaowen/b.md": document("二")}).build()
    (city.content / "portal/yaowen/b.md").unlink()

    built = city.build()

    assert not (built.output / "portal/yaowen/b").exists()
    assert built.figures.removed == 1


def test_one_site_can_be_built_alone(city: City) -> None:
    city.write({"jyj/site.toml": DEPARTMENT})

    built = city.build(site="jyj")

    assert {file.split("/")[0] for file in built.files()} == {"jyj"}


def test_a_site_that_does_not_exist_is_named_with_the_nearest(city: City) -> None:
    with pytest.raises(ContentFaults, match="portal"):
        city.build(site="portl")


def test_a_second_build_into_the_same_output_is_told_to_wait(city: City) -> None:
    city.output.mkdir()
    with (city.output / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(OutputError, match="另一个构建正在进行"):
            city.build()


def test_a_folder_with_something_else_in_it_is_not_built_into(city: City) -> None:
    (city.output / "portal").mkdir(parents=True)
    precious = city.output / "portal" / "thesis.doc"
    precious.write_text("x")

    with pytest.raises(OutputError, match="换一个空的输出文件夹"):
        city.build()

    assert precious.read_text() == "x"


@pytest.mark.parametrize(
    "ledger", [b"", b"not a database at all, but long enough" * 400, b"SQLite format 3\0" + b"\0" * 5000]
)
def test_a_ledger_that_is_none_is_begun_anew(city: City, ledger: bytes) -> None:
    expected = city.write({"portal/yaowen/a.md": document("一")}).build().bytes()

    (city.output / LEDGER).write_bytes(ledger)

    assert city.build().bytes() == expected


def test_a_ledger_of_another_version_is_begun_anew(city: City) -> None:
    expected = city.write({"portal/yaowen/a.md": document("一")}).build().bytes()
    with sqlite3.connect(city.output / LEDGER) as database:
        database.execute("drop table document")
        database.execute("pragma user_version = 999")

    assert city.build().bytes() == expected


def test_every_page_is_in_the_ledger_with_its_tags(city: City) -> None:
    city.write({"portal/yaowen/a.md": document("一")}).build()

    with sqlite3.connect(city.output / LEDGER) as database:
        query = "select t.tag from tag t join page p on p.id = t.page where p.file = 'yaowen/a/index.html'"
        asked = {tag for (tag,) in database.execute(query)}
        [(files,)] = database.execute("select count(*) from page")

    assert set(tags.numbers_of([tags.document(path := "portal/yaowen/a.md"), tags.beside(path)])) <= asked
    assert files == len([path for path in (city.output / "portal").rglob("*") if path.is_file()])


def test_what_falls_due_is_in_the_ledger(city: City) -> None:
    city.write({"portal/yaowen/a.md": document("一", "archived: 2027-01-01")}).build()

    with sqlite3.connect(city.output / LEDGER) as database:
        assert database.execute("select at from due").fetchall() == [("2027-01-01T00:00:00",)]


def test_a_content_folder_without_sites_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()

    with pytest.raises(ContentFaults, match="NO_SITE"):
        build(tmp_path / "content", tmp_path / "output", as_of=NOW)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (document('"标\\0题"'), "CONTROL_CHARACTER"),
        (document('"标\\u202e题"'), "CONTROL_CHARACTER"),
        (document(body="\n".join(f"{' ' * 4 * depth}- 项" for depth in range(400))), "TOO_NESTED"),
    ],
)
def test_a_hostile_text_is_a_fault_and_no_crash(city: City, text: str, code: str) -> None:
    city.write({"portal/yaowen/a.md": text})

    assert code in {fault.code for fault in city.faults()}


def test_an_output_that_cannot_be_written_is_said_plainly(city: City, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(OutputError, match="写不进去"):
        build(city.content, tmp_path / "file", as_of=NOW)
