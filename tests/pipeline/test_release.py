import os
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import release
from pipeline.release import fault_of_path

PIECES = st.sampled_from(
    ["..", ".", "/", "//", "\\", "\0", "\n", "\x7f", "\u2028", "\ud800", "a", "政务", " ", "~", "C:"]
)


@given(st.text() | st.lists(PIECES).map("".join))
def test_an_accepted_path_stays_below_its_folder(path: str) -> None:
    if fault_of_path(path):
        return

    assert os.path.normpath(f"/root/{path}") == f"/root/{path}"
    assert PurePosixPath(path).as_posix() == path
    assert not set("\\\0\n\r") & set(path)
    assert path.encode().decode() == path


@given(st.lists(st.from_regex(r"[a-z0-9一-龥 _-]{1,9}(\.html)?", fullmatch=True), min_size=1).map("/".join))
def test_plain_paths_are_accepted(path: str) -> None:
    assert fault_of_path(path) == ""


@pytest.mark.parametrize("text", ["", "20260518T101907", "20261318T101907-" + "a" * 12, "20260518T101907-" + "A" * 12])
def test_what_is_no_release_id_is_known(text: str) -> None:
    assert not release.is_release_id(text)


def test_an_unknown_reason_is_given_as_the_system_words_it() -> None:
    assert release.reason(OSError(71, "Protocol error")) == "系统报告 Protocol error"
    assert release.reason(OSError(28, "No space left on device", "/a/b.html")) == "“b.html”：磁盘已满"


def test_the_space_of_chinese_titles_is_shown_and_what_moves_a_terminal_is_not() -> None:
    assert release.shown("云川市　通报\x1b[2J\n\u202e") == "云川市　通报\\x1b[2J\\n\\u202e"
