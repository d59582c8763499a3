"""The record is a chain: whatever is changed in it is found."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import chain
from pipeline.records.chain import NOTHING_BEFORE, Record, append, read
from pipeline.release import ReleaseError
from tests.pipeline.records.written import entry

LINES = 5


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a record of a few lines."""
    file = tmp_path_factory.mktemp("whole") / "publications.jsonl"
    for number in range(LINES):
        append(file, entry(commit=str(number) * 40))
    return file.read_bytes()


def places(record: Record) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in record.faults]


def of(data: bytes, tmp_path: Path) -> Record:
    file = tmp_path / "publications.jsonl"
    file.write_bytes(data)
    return read(file)


def test_a_record_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path / "publications.jsonl") == Record()


def test_each_line_carries_the_digest_of_the_line_before(tmp_path: Path) -> None:
    file = tmp_path / "publications.jsonl"
    first, second = append(file, entry()), append(file, entry(commit="b" * 40))

    lines = file.read_bytes().split(b"\n")
    assert [json.loads(line)["previous"] for line in lines[:2]] == [
        NOTHING_BEFORE,
        hashlib.sha256(lines[0]).hexdigest(),
    ]
    assert lines[2] == b""
    record = read(file)
    assert record.lines == (first, second)
    assert (record.faults, record.torn, first.number, second.number) == ((), 0, 1, 2)


@settings(max_examples=300)
@given(data=st.data())
def test_any_change_of_any_line_is_found_with_its_number(
    data: st.DataObject, whole: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = whole.split(b"\n")[:-1]
    number = data.draw(st.integers(0, LINES - 1))
    place = data.draw(st.integers(0, len(lines[number])))
    length = data.draw(st.integers(0, 3))
    new = data.draw(st.binary(max_size=3).filter(lambda text: b"\n" not in text))
    changed = lines[number][:place] + new + lines[number][place + length :]
    if changed == lines[number]:
        return
    lines[number] = changed

    found = of(b"\n".join(lines) + b"\n", tmp_path_factory.mktemp("changed"))

    assert places(found) == [(number + 1, "RECORD_CHANGED")]


@given(data=st.data())
def test_a_line_that_is_removed_moved_or_doubled_is_found(
    data: st.DataObject, whole: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = whole.split(b"\n")[:-1]
    moved = lines[:]
    number = data.draw(st.integers(0, LINES - 2))
    line = moved.pop(number)
    match data.draw(st.sampled_from(["removed", "moved", "doubled"])):
        case "moved":
            moved.insert(data.draw(st.integers(0, LINES - 1).filter(lambda place: place != number)), line)
        case "doubled":
            moved = [*lines[: number + 1], line, *lines[number + 1 :]]

    found = of(b"\n".join(moved) + b"\n", tmp_path_factory.mktemp("moved"))

    assert places(found)
    assert {code for _, code in places(found)} == {"RECORD_BROKEN"}
    first = next(place for place, pair in enumerate(zip(moved, [*lines, b""], strict=False), 1) if pair[0] != pair[1])
    assert places(found)[0][0] == first


def test_a_line_written_anew_with_its_own_digest_breaks_the_next(whole: bytes, tmp_path: Path) -> None:
    lines = whole.split(b"\n")[:-1]
    body = lines[1][: -chain._OWN_LENGTH].replace(b"1111", b"9999") + b"}"
    lines[1] = body[:-1] + b',"digest":"' + hashlib.sha256(body).hexdigest().encode() + b'"}'

    assert places(of(b"\n".join(lines) + b"\n", tmp_path)) == [(3, "RECORD_BROKEN")]


@pytest.mark.parametrize("cut", [1, 50, -1])
def test_a_line_that_a_crash_cut_short_is_set_aside_and_the_chain_goes_on(
    whole: bytes, tmp_path: Path, cut: int
) -> None:
    last = len(whole.split(b"\n")[-2]) + 1
    file = tmp_path / "publications.jsonl"
    file.write_bytes(whole[:-last] + whole[-last:-1][:cut])

    torn = read(file)
    assert (len(torn.lines), torn.faults) == (LINES - 1, ())
    assert torn.torn == (cut if cut > 0 else last - 2)

    line = append(file, entry())
    after = read(file)
    assert (line.number, after.faults, after.torn, len(after.lines)) == (LINES, (), 0, LINES)
    assert json.loads(file.read_bytes().split(b"\n")[-2])["torn"] is True


def test_a_changed_line_is_no_torn_one_though_more_is_written_after_it(whole: bytes, tmp_path: Path) -> None:
    file = tmp_path / "publications.jsonl"
    file.write_bytes(whole[:-30] + b"x" + whole[-29:])
    append(file, entry())

    assert places(read(file)) == [(LINES, "RECORD_CHANGED")]


def test_a_last_line_without_its_end_alone_is_whole(whole: bytes, tmp_path: Path) -> None:
    file = tmp_path / "publications.jsonl"
    file.write_bytes(whole[:-1])
    append(file, entry())

    record = read(file)
    assert (len(record.lines), record.faults) == (LINES + 1, ())
    assert file.read_bytes().startswith(whole)


@pytest.mark.parametrize(
    "hostile",
    [
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"9" * 10_000,
        b"null",
        b'{"version":2}',
        b'{"version":1}',
        b"{}",
        b"\x00" * 50,
    ],
)
def test_whatever_stands_in_a_line_is_said_and_the_rest_is_read(hostile: bytes, whole: bytes, tmp_path: Path) -> None:
    signed = hostile[:-1] + b',"digest":"' + hashlib.sha256(hostile).hexdigest().encode() + b'"}'
    for line in (hostile, signed):
        found = of(line + b"\n" + whole, tmp_path)

        assert len(found.lines) == LINES
        assert places(found) == [(1, "RECORD_CHANGED")]


def test_values_of_other_kinds_are_refused(whole: bytes, tmp_path: Path) -> None:
    first = json.loads(whole.split(b"\n")[0])
    del first["digest"]
    for key in first:
        for value in (None, [1], {"a": 1}, True, "9" * 3, -1.5):
            body = json.dumps({**first, key: value}).encode()
            line = body[:-1] + b',"digest":"' + hashlib.sha256(body).hexdigest().encode() + b'"}'
            found = of(line + b"\n", tmp_path)
            if type(value) is not type(first[key]):
                assert places(found) == [(1, "RECORD_CHANGED")], key


def test_an_endless_line_is_said_and_not_kept(whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "LARGEST_LINE", 10_000)
    line = b"x" * 100_001

    assert places(of(line + b"\n" + whole, tmp_path)) == [(1, "RECORD_CHANGED")]
    assert of(whole + line, tmp_path).torn > 0


def test_a_link_or_a_folder_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")

    for name in ("link", "folder", "pipe", "nowhere/file"):
        with pytest.raises(ReleaseError):
            append(tmp_path / name, entry())
    for name in ("link", "folder", "pipe"):
        with pytest.raises(ReleaseError):
            read(tmp_path / name)
    assert not (tmp_path / "elsewhere").exists()


def test_many_writing_at_once_make_one_chain(tmp_path: Path) -> None:
    file = tmp_path / "publications.jsonl"
    with ThreadPoolExecutor(4) as pool:
        numbers = {line.number for line in pool.map(lambda _: append(file, entry()), range(20))}

    assert numbers == set(range(1, 21))
    assert read(file).faults == ()


def test_another_process_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "publications.jsonl"
    append(file, entry())
    code = "import json, sys; [print(json.loads(line)['act']) for line in open(sys.argv[1], encoding='utf-8')]"

    assert subprocess.check_output([sys.executable, "-c", code, str(file)], text=True) == "publish\n"


def test_ten_thousand_lines_are_read_at_once(tmp_path: Path) -> None:
    data, record = bytearray(), Record()
    for _ in range(10_000):
        line = chain._next(record, entry())
        record = Record((line,), last=line.digest)
        data += line.data + b"\n"
    (tmp_path / "publications.jsonl").write_bytes(data)
    begun = time.perf_counter()
    found = read(tmp_path / "publications.jsonl")
    seconds = time.perf_counter() - begun

    assert (len(found.lines), found.faults) == (10_000, ())
    assert seconds < 2  # a tenth of it, but for a busy machine
