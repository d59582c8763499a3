"""The city's own terms: names that a variant of the pages must not make out by itself, in TOML, a table for each variant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from model.faults import Fault
from model.front_matter import SourceFaults
from model.given import Given, Pairs, Text
from model.toml_file import read_toml
from model.variants import TRADITIONAL

if TYPE_CHECKING:
    from pathlib import Path

TERMS_FILE = "terms.toml"
_CHINESE = re.compile("[㐀-鿿\U00020000-\U0003ffff]")
_WRITE = f'在[{TRADITIONAL}]下面写“简体 = 繁体”，如“"云岭" = "雲嶺"”'


def read_terms(folder: Path) -> tuple[dict[str, str], list[Fault]]:
    """Return the city's terms for traditional characters from `terms.toml` in `folder`, simplified to traditional, and its faults.

    Without the file there are none. A faulty term is left out.
    """
    file = folder / TERMS_FILE
    if not file.is_symlink() and not file.is_file():
        return {}, []
    try:
        given = read_toml(file, TERMS_FILE)
    except SourceFaults as error:
        return {}, list(error.faults)
    terms: dict[str, str] = {}
    faults: list[Fault] = []
    for name, table in given.entries:
        found, wrong = _read_table(name, table)
        terms |= found
        faults += wrong
    return terms, faults


def _read_table(name: Text, table: Given) -> tuple[dict[str, str], list[Fault]]:
    if not isinstance(table, Pairs):
        return {}, [Fault(TERMS_FILE, name.line, "SHAPE", f"“{name.text}”应当是一个表", _WRITE)]
    if name.text != TRADITIONAL:
        return {}, [Fault(TERMS_FILE, name.line, "UNKNOWN_TABLE", f"没有[{name.text}]这个表", _WRITE)]
    faults = [fault for term, text in table.entries for fault in _faults_of(term, text)]
    wrong = {fault.line for fault in faults}
    return {
        term.text: text.text for term, text in table.entries if isinstance(text, Text) and term.line not in wrong
    }, faults


def _faults_of(term: Text, text: Given) -> list[Fault]:
    if not _CHINESE.search(term.text):
        return [Fault(TERMS_FILE, term.line, "TERM", f"“{term.text}”里没有汉字", "等号左边写网页上的简体名称")]
    if not isinstance(text, Text):
        return [Fault(TERMS_FILE, term.line, "SHAPE", f"“{term.text}”应当只有一项", _WRITE)]
    if not text.text:
        return [Fault(TERMS_FILE, term.line, "EMPTY", f"“{term.text}”没有写繁体", _WRITE)]
    return []
