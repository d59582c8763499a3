from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.front_matter import LARGEST_DOCUMENT, SourceFaults, take_apart
from model.given import Many, Pairs, Text


def fault_of(data: bytes) -> tuple[int, str]:
    """The line and code of the one fault that a file has."""
    with pytest.raises(SourceFaults) as caught:
        take_apart("portal/yaowen/a.md", data)
    [fault] = caught.value.faults
    assert fault.path == "portal/yaowen/a.md"
    return fault.line, fault.code


def written(value: str) -> object:
    """What a value in the front matter is read as."""
    [(_, given)] = take_apart("a.md", f"---\nkey: {value}\n---\n".encode()).front_matter.entries
    return given


@pytest.mark.parametrize(
    "value", ["12:30", "no", "on", "010", "1.10", "1e3", "0x1F", "null", "~", "2026-05-18", "1_000", "true", "是"]
)
def test_a_scalar_stays_the_text_it_is(value: str) -> None:
    assert written(value) == Text(value, 2)


@pytest.mark.parametrize("value", ['"a: b"', "'a: b'"])
def test_quotes_are_no_part_of_the_text(value: str) -> None:
    assert written(value) == Text("a: b", 2)


def test_a_value_left_out_is_the_empty_text() -> None:
    assert written("") == Text("", 2)


def test_a_file_comes_apart_into_front_matter_body_and_lines() -> None:
    source = take_apart("a.md", "---\ntitle: 标题\n附件:\n  - a.pdf\n  - b.pdf\n---\n\n正文。\n".encode())

    assert source.front_matter == Pairs(
        (
            (Text("title", 2), Text("标题", 2)),
            (Text("附件", 3), Many((Text("a.pdf", 4), Text("b.pdf", 5)), 4)),
        ),
        1,
    )
    assert source.body == "\n正文。\n"
    assert source.body_line == 7


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"---\r\ntitle: a\r\n---\r\ntext\r\n", id="CRLF"),
        pytest.param(b"---\rtitle: a\r---\rtext\r", id="CR"),
        pytest.param(b"\xef\xbb\xbf---\ntitle: a\n---\ntext\n", id="BOM"),
        pytest.param(b"--- \ntitle: a\n---\t\ntext\n", id="white space behind the fence"),
    ],
)
def test_line_ends_and_a_byte_order_mark_make_no_difference(data: bytes) -> None:
    assert take_apart("a.md", data) == take_apart("a.md", b"---\ntitle: a\n---\ntext\n")


def test_a_file_may_end_with_its_fence() -> None:
    source = take_apart("a.md", b"---\ntitle: a\n---")

    assert (source.body, source.body_line) == ("", 3)


def test_a_rule_in_the_body_is_no_fence() -> None:
    source = take_apart("a.md", b"---\ntitle: a\n---\none\n\n---\n\ntwo\n")

    assert source.body == "one\n\n---\n\ntwo\n"


def test_an_empty_front_matter_has_no_entries() -> None:
    assert take_apart("a.md", b"---\n---\n").front_matter == Pairs((), 1)


def test_gbk_is_named_with_its_line() -> None:
    with pytest.raises(SourceFaults) as caught:
        take_apart("a.md", b"---\ntitle: a\n---\n" + "正文".encode("gbk"))

    [fault] = caught.value.faults
    assert (fault.line, fault.code) == (4, "ENCODING")
    assert "GBK" in fault.message


@pytest.mark.parametrize("character", ["\0", "\x08", "\x1b", "\x7f", "\u202e", "\u2066", "\ufffe"])
def test_an_invisible_character_is_named_with_its_line(character: str) -> None:
    with pytest.raises(SourceFaults) as caught:
        take_apart("a.md", f"---\ntitle: a\n---\n\n甲{character}乙\n".encode())

    [fault] = caught.value.faults
    assert (fault.line, fault.code) == (5, "CONTROL_CHARACTER")
    assert f"U+{ord(character):04X}" in fault.message


def test_a_file_over_the_limit_is_refused_and_one_at_it_is_not() -> None:
    head = b"---\ntitle: a\n---\n"
    largest = head + b"x" * (LARGEST_DOCUMENT - len(head))

    assert take_apart("a.md", largest).body_line == 4
    assert fault_of(largest + b"x") == (1, "TOO_LARGE")


@pytest.mark.parametrize("text", ["", "正文。\n", "\n---\ntitle: a\n---\n", "---\ntitle: a\n", "----\ntitle: a\n---\n"])
def test_a_missing_or_open_fence_is_named(text: str) -> None:
    assert fault_of(text.encode()) == (1, "FRONT_MATTER")


@pytest.mark.parametrize(
    ("front_matter", "line"),
    [
        pytest.param("title: a\n\tsource: b\n", 3, id="tab"),
        pytest.param("title: a\nsource: b: c\n", 3, id="colon in the text"),
        pytest.param("title: a\nsource b\n", 3, id="no colon"),
        pytest.param("title: a\ndate: b\nsource: 'c\n", 4, id="open quote"),
        pytest.param("title: a\nsource: [b\n", 3, id="open bracket"),
        pytest.param("title: a\nsource: &x b\n", 3, id="anchor"),
        pytest.param("title: a\nsource: *x\n", 3, id="alias"),
        pytest.param("title: a\nsource: !!python/name:os.system b\n", 3, id="tag"),
        pytest.param("title: a\nx: {b: {c: {d: {e: {f: g}}}}}\n", 3, id="deep"),
        pytest.param("title: a\n? [b]\n: c\n", 3, id="a list as key"),
        pytest.param("- title\n", 2, id="a list"),
        pytest.param("title\n", 2, id="a text"),
    ],
)
def test_broken_yaml_is_named_with_its_line(front_matter: str, line: int) -> None:
    assert fault_of(f"---\n{front_matter}---\n".encode()) == (line, "YAML")


@pytest.mark.parametrize("opening", [b"[", b"{a: ", b"- ", b"? ", b"[ &", b"'&'\n["])
def test_nesting_without_end_is_refused(opening: bytes) -> None:
    assert fault_of(b"---\nx: " + opening * 100_000 + b"\n---\n")[1] == "YAML"


def test_entities_of_growth_are_refused() -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20))]

    assert fault_of("\n".join(["---", *lines, "---", ""]).encode()) == (2, "YAML")


@given(st.binary(max_size=400))
def test_any_bytes_come_apart_or_are_refused(data: bytes) -> None:
    for file in (data, b"---\n" + data + b"\n---\n"):
        with contextlib.suppress(SourceFaults):
            take_apart("a.md", file)


@given(st.text("ab:-[]{}?!&*#|>'\"%@` \n\t,0~<", max_size=80))
def test_any_marks_of_yaml_are_read_or_refused(text: str) -> None:
    with contextlib.suppress(SourceFaults):
        take_apart("a.md", f"---\n{text}\n---\n".encode())
