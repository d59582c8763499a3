"""A document is read again when its bytes, its column or a file that it owns changed, and not otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.engine.reader import Reader
from tests.conftest import SITE, City, document
from tests.plugins.test_attachments import PDF, png

if TYPE_CHECKING:
    from model.reading import Reading
    from plugins.engine.reader import Body


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the documents whose bodies are read, in order."""
    paths: list[str] = []
    original = Reader.read

    def counted(self: Reader, reading: Reading) -> Body:
        assert reading.document
        paths.append(reading.document.path)
        return original(self, reading)

    monkeypatch.setattr(Reader, "read", counted)
    return paths


@pytest.fixture
def three(city: City) -> City:
    city.write(
        {
            "portal/yaowen/a.md": document("甲", "attachments: [a.pdf]", body="![图](p.png)"),
            "portal/yaowen/a.pdf": PDF,
            "portal/yaowen/p.png": png(),
            "portal/yaowen/b.md": document("乙"),
            "portal/zcwj/c.md": document("丙", "kind: page"),
        }
    )
    city.build()
    return city


def test_nothing_changed_reads_nothing(three: City, read: list[str]) -> None:
    three.build()

    assert read == []


def test_file_times_do_not_count(three: City, read: list[str]) -> None:
    for file in three.content.rglob("*.md"):
        file.touch()
    three.build()

    assert read == []


@pytest.mark.parametrize(
    ("path", "data", "again"),
    [
        ("portal/yaowen/b.md", document("乙二"), ["portal/yaowen/b.md"]),
        ("portal/yaowen/a.pdf", PDF + b"y", ["portal/yaowen/a.md"]),
        ("portal/yaowen/p.png", png(9, 9), ["portal/yaowen/a.md"]),
        ("portal/yaowen/other.png", png(), []),
        (
            "portal/site.toml",
            SITE.replace('kind = "news"', 'kind = "notice"'),
            ["portal/yaowen/a.md", "portal/yaowen/b.md"],
        ),
        ("portal/site.toml", SITE.replace("政务要闻", "要闻"), []),
    ],
)
def test_only_what_a_change_touches_is_read(
    three: City, read: list[str], path: str, data: str | bytes, again: list[str]
) -> None:
    three.write({path: data})

    three.build()

    assert read == again


def test_a_document_that_was_broken_is_read_when_mended(three: City, read: list[str]) -> None:
    three.write({"portal/yaowen/b.md": "坏"})
    three.faults()
    assert read == []

    three.write({"portal/yaowen/b.md": document("乙")})
    three.build()

    assert read == [], "it is what the last good build read"


def test_other_code_reads_everything_again(three: City, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.engine.survey.reading_epoch", lambda: "other")

    three.build()

    assert len(read) == 3


def test_the_ledger_serves_another_checkout(
    three: City, read: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = City(tmp_path_factory.mktemp("elsewhere"))
    elsewhere.write(
        {file.relative_to(three.content).as_posix(): file.read_bytes() for file in three.content.rglob("*.*")}
    )
    elsewhere.output.mkdir()
    (elsewhere.output / ".ledger.sqlite").write_bytes((three.output / ".ledger.sqlite").read_bytes())

    built = elsewhere.build()

    assert read == []
    assert built.bytes() == three.build().bytes()
