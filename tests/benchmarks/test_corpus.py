"""The corpus: the same at every run, each document from its number alone, in the proportions that README.md states."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.body import chinese_characters
from benchmarks.corpus import AS_OF, Document, added, edited, make_document
from benchmarks.peer import Peer
from benchmarks.peers import OURS, PEERS
from benchmarks.peers.ours import Ours
from pipeline.build import build

MANY = 400


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [make_document(number) for number in range(MANY)]


def _files(folder: Path) -> dict[str, bytes]:
    return {f"{path.relative_to(folder)}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _write(peer: Peer, folder: Path, documents: int) -> Path:
    peer.begin(folder)
    for number in range(documents):
        peer.write(folder, make_document(number))
    return folder


@pytest.mark.parametrize("peer", [OURS, *PEERS], ids=lambda peer: peer.name)
def test_the_same_bytes_are_written_twice(peer: Peer, tmp_path: Path) -> None:
    first, second = _write(peer, tmp_path / "first", 25), _write(peer, tmp_path / "second", 25)

    assert _files(first) == _files(second)


@pytest.mark.parametrize("peer", [OURS, *PEERS], ids=lambda peer: peer.name)
def test_a_larger_corpus_holds_the_smaller_one(peer: Peer, tmp_path: Path) -> None:
    small, large = _files(_write(peer, tmp_path / "small", 10)), _files(_write(peer, tmp_path / "large", 30))

    assert small.items() <= large.items()
    assert len(large) == len(small) + 20


def test_a_document_comes_from_its_number_alone(documents: list[Document]) -> None:
    assert make_document(MANY - 1) == documents[-1]
    assert make_document(0) == documents[0]


def test_no_two_documents_have_one_name(documents: list[Document]) -> None:
    assert len({document.name for document in documents}) == MANY


def test_a_tenth_has_a_table_and_a_twentieth_is_a_policy(documents: list[Document]) -> None:
    assert sum("| --- |" in document.body for document in documents) == MANY // 10
    assert sum(document.policy is not None for document in documents) == MANY // 20


def test_lengths_are_those_of_real_notices(documents: list[Document]) -> None:
    lengths = [chinese_characters(document.body) for document in documents]

    assert 400 <= min(lengths) < 800
    assert 2000 < max(lengths) <= 3000


def test_dates_are_spread_over_years_before_the_moment_of_building(documents: list[Document]) -> None:
    dates = [document.date for document in documents]

    assert max(dates) < AS_OF
    assert len({date.year for date in dates}) > 5


def test_all_columns_have_the_same_number_of_documents(documents: list[Document]) -> None:
    counts = [sum(each.column == column for each in documents) for column in {each.column for each in documents}]

    assert counts == [MANY // 20] * 20


def test_an_edit_appends_a_paragraph_that_differs_at_each_turn() -> None:
    document = make_document(7)
    first, second = edited(document, 1), edited(document, 2)

    assert first.body.startswith(f"{document.body}\n\n")
    assert first.body != second.body
    assert "{" not in first.body


def test_what_is_added_is_newer_than_everything(documents: list[Document]) -> None:
    newest = max(document.date for document in documents)

    assert newest < added(MANY + 1, 1).date < added(MANY + 2, 2).date < AS_OF


def test_our_form_builds_without_a_fault(tmp_path: Path) -> None:
    ours = Ours()
    _write(ours, tmp_path / "site", 60)
    settings = Path(ours.command(tmp_path).arguments[-3])

    figures = build(tmp_path / "site" / "content", tmp_path / "output", as_of=AS_OF, settings=settings).figures

    assert figures.documents == 60
    page = tmp_path / "output" / "portal" / "zcwj" / make_document(5).name / "index.html"
    text = page.read_text(encoding="utf-8")
    assert '<meta name="ContentSource"' in text
    assert "云政办发〔" in text
