"""The city's own words for the rules on wording: what must be written otherwise, and what is right although it looks wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from model.faults import Fault, did_you_mean
from model.front_matter import SourceFaults
from model.given import Given, Pairs, Text
from model.toml_file import read_toml

if TYPE_CHECKING:
    from pathlib import Path

WORDING_FILE = "wording.toml"
#: Wrong to right, for names and set phrases; wrong to right, for misspellings; a right word to the reason.
OFFICIAL, MISSPELT, ALLOWED = "official", "misspelt", "allowed"
Words = dict[str, dict[str, str]]
_TABLES = {
    OFFICIAL: '在[official]下面写“错的 = 对的”，如“"云川市府办" = "云川市人民政府办公室"”',
    MISSPELT: '在[misspelt]下面写“错的 = 对的”，如“"岫西县" = "岫溪县"”',
    ALLOWED: '在[allowed]下面写“词 = 理由”，如“"云川布署路" = "路名"”',
}
_CHINESE = re.compile("[㐀-鿿\U00020000-\U0003ffff]")


def read_wording(folder: Path) -> tuple[Words, list[Fault]]:
    """Return the tables of `wording.toml` in `folder`, and its faults.

    Without the file there are none. A faulty word is left out.
    """
    file = folder / WORDING_FILE
    if not file.is_symlink() and not file.is_file():
        return {}, []
    try:
        given = read_toml(file, WORDING_FILE)
    except SourceFaults as error:
        return {}, list(error.faults)
    words: Words = {}
    faults: list[Fault] = []
    for name, table in given.entries:
        wrong = _faults_of_table(name, table)
        if not wrong and isinstance(table, Pairs):
            words[name.text], wrong = _read_table(name.text, table)
        faults += wrong
    return words, faults


def _faults_of_table(name: Text, table: Given) -> list[Fault]:
    if not isinstance(table, Pairs):
        return [Fault(WORDING_FILE, name.line, "SHAPE", f"“{name.text}”应当是一个表", _TABLES[OFFICIAL])]
    if name.text not in _TABLES:
        nearest = did_you_mean(name.text, _TABLES)
        remedy = f"是不是[{nearest}]？" if nearest else f"可用的有：{'、'.join(f'[{each}]' for each in _TABLES)}"
        return [Fault(WORDING_FILE, name.line, "UNKNOWN_TABLE", f"没有[{name.text}]这个表", remedy)]
    return []


def _read_table(name: str, table: Pairs) -> tuple[dict[str, str], list[Fault]]:
    words: dict[str, str] = {}
    faults: list[Fault] = []
    for word, text in table.entries:
        fault = _fault_of(name, word, text)
        if fault:
            faults.append(fault)
        elif isinstance(text, Text):
            words[word.text] = text.text
    return words, faults


def _fault_of(name: str, word: Text, text: Given) -> Fault | None:
    def fault(code: str, message: str, remedy: str = _TABLES[name]) -> Fault:
        return Fault(WORDING_FILE, word.line, code, message, remedy)

    if not _CHINESE.search(word.text):
        return fault("TERM", f"“{word.text}”里没有汉字")
    if len(word.text) == 1:
        return fault("TERM", f"“{word.text}”只有一个字", "写整个词，一个字会碰上许多写得对的词")
    if not isinstance(text, Text):
        return fault("SHAPE", f"“{word.text}”应当只有一项")
    if not text.text:
        return fault("EMPTY", f"“{word.text}”等号右边没有写")
    if text.text == word.text and name != ALLOWED:
        return fault("TERM", f"“{word.text}”左右两边一样", "左边写错的，右边写对的")
    return None
