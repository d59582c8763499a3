"""What hosts keep of the record is compared with the local one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.records.chain import Record, append, read
from pipeline.records.copies import Relation, compare
from pipeline.records.text import render_comparison
from tests.pipeline.records.written import entry

LINES = 6


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """Six lines: the third is of another environment than the rest."""
    file = tmp_path_factory.mktemp("record") / "publications.jsonl"
    for number in range(1, LINES + 1):
        append(file, entry(environment="rehearsal" if number == 3 else "production", commit=str(number) * 40))
    return read(file)


def of(record: Record, *numbers: int) -> list[str]:
    return [record.lines[number - 1].text for number in numbers]


def shorter(record: Record, count: int) -> Record:
    return Record(record.lines[:count])


@pytest.mark.parametrize(
    ("local", "other", "relation", "said"),
    [
        (6, (1, 2, 4, 5, 6), Relation.EQUAL, "一样"),
        (6, (4, 5, 6), Relation.EQUAL, "一样"),  # the host, or what it tells, begins later
        (0, (), Relation.EQUAL, "一样"),
        (6, (), Relation.LOCAL_LONGER, "副本少最近的5条，"),
        (6, (1, 2), Relation.LOCAL_LONGER, "副本少最近的3条，"),
        (6, (1, 2, 5, 6), Relation.LOCAL_LONGER, "副本中间少1条，"),
        (6, (1, 5), Relation.LOCAL_LONGER, "副本中间少2条，少最近的1条，"),
        (4, (1, 2, 4, 5, 6), Relation.OTHER_LONGER, "副本里有第5条，本机没有"),
        (2, (5, 6), Relation.OTHER_LONGER, "副本里有第5条，本机没有"),
        (0, (1,), Relation.OTHER_LONGER, "副本里有第1条，本机没有"),
        (6, (1, 4, 2), Relation.PARTED, "第1条与本机不一样"),
        (6, (1, 1), Relation.PARTED, "第1条与本机不一样"),
    ],
)
def test_a_copy_stands_to_the_record_in_one_of_four_ways(
    record: Record, local: int, other: tuple[int, ...], relation: Relation, said: str
) -> None:
    found = compare(shorter(record, local), of(record, *other), "production")

    assert found.relation is relation
    assert said in render_comparison(found, "qianduan-1")


def test_what_the_host_lacks_at_the_end_can_be_sent_again(record: Record) -> None:
    found = compare(record, of(record, 1, 2), "production")

    assert [line.number for line in found.behind] == [4, 5, 6]


def test_a_record_written_anew_is_found_though_its_chain_is_whole(record: Record, tmp_path: Path) -> None:
    file = tmp_path / "publications.jsonl"
    file.write_text("".join(f"{line}\n" for line in of(record, 1, 2, 3)), encoding="utf-8")
    for _ in range(3):
        append(file, entry(commit="f" * 40))

    assert read(file).faults == ()
    for copy in (of(record, 1, 2, 4, 5), of(record, 5, 6)):
        assert compare(read(file), copy, "production").relation is Relation.PARTED


@pytest.mark.parametrize("line", ["", "{", "[" * 100_000, '{"number": "x"}', "\udcff", '{"number": 2}'])
def test_whatever_a_host_says_is_compared(record: Record, line: str) -> None:
    found = compare(record, [*of(record, 1), line, *of(record, 4)], "production")

    assert found.relation is Relation.PARTED
    assert render_comparison(found, "qianduan-1")
