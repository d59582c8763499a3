"""Exceptions: findings that somebody has allowed for a reason and for a time, in `exceptions.toml` of the content folder or of a site."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from model import values
from model.faults import Fault, Unreadable
from model.front_matter import SourceFaults
from model.given import Many, Pairs
from model.record import optional, read_record, required
from model.toml_file import read_toml

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from model.people import People

EXCEPTIONS_FILE = "exceptions.toml"
_CODE = re.compile(r"[A-Z][A-Z0-9_]+")
_PATH = re.compile(r"(?!/)(?!.*(?:^|/)\.\.?(?:/|$))[^\\\x00-\x1f]+")


def rule_code(text: str) -> str:
    """The code of a rule."""
    if not _CODE.fullmatch(text):
        raise Unreadable("EXCEPTION_RULE", f"“{text}”不是规则的代码", "写检查列出的代码，如“PERSONAL_MOBILE”")
    return text


def place(text: str) -> str:
    """A path below the folder of `exceptions.toml`; of a folder it ends with `/`."""
    if not _PATH.fullmatch(text):
        raise Unreadable("EXCEPTION_PATH", f"“{text}”不是这个文件夹里的路径", "写相对路径；整个文件夹的写到“/”为止")
    return text


@dataclass(frozen=True, slots=True)
class Waiver:
    """One exception: which findings of a rule are let be, why, who allowed it, and until which day (included).

    `file` and `line` are where it is written; `path` is relative to that file's folder, of a folder it ends with `/`.
    """

    rule: str = required("规则", rule_code, "规则的代码")
    path: str = required("文件", place, "哪个文件，或者哪个文件夹（以“/”结尾）")
    text: str = optional("内容", values.line, "只放过说到这些字的", "")
    reason: str = required("理由", values.paragraph, "为什么可以例外，依据是什么")
    who: str = required("批准人", values.line, "谁批准的，写people.toml里的姓名")
    until: dt.date = required("到期", values.day, "到哪一天为止，写成“2026-12-31”")
    file: str = field(default="", kw_only=True)
    line: int = field(default=1, kw_only=True)

    def covers(self, rule: str, path: str, message: str, today: dt.date) -> bool:
        """Say whether it lets a finding be; `path` is content-relative."""
        place = self.file.removesuffix(EXCEPTIONS_FILE) + self.path
        within = path.startswith(place) if place.endswith("/") else path == place
        return self.rule == rule and within and self.text in message and today <= self.until


def read_exceptions(folder: Path, sites: Iterable[str], people: People) -> tuple[tuple[Waiver, ...], list[Fault]]:
    """Return the exceptions of the content folder and of its sites, in this order, and what is wrong with them.

    A faulty one is left out, and so lets nothing be.
    """
    waivers: list[Waiver] = []
    faults: list[Fault] = []
    for name in (EXCEPTIONS_FILE, *(f"{site}/{EXCEPTIONS_FILE}" for site in sites)):
        file = folder / name
        if file.is_file() or file.is_symlink():
            found, wrong = _read(folder, name, people)
            waivers += found
            faults += wrong
    return tuple(waivers), faults


def _read(folder: Path, name: str, people: People) -> tuple[list[Waiver], list[Fault]]:
    try:
        given = read_toml(folder / name, name)
    except SourceFaults as error:
        return [], list(error.faults)
    waivers: list[Waiver] = []
    faults: list[Fault] = []
    for key, value in given.entries:
        if key.text != "exceptions" or not isinstance(value, Many):
            faults.append(Fault(name, key.line, "SHAPE", f"“{key.text}”在这里不能用", "只写[[exceptions]]，一条一段"))
            continue
        for table in (each for each in value.items if isinstance(each, Pairs)):
            found, lines, wrong = read_record(Waiver, table, name)
            wrong += _unknown_person(found, lines, name, people) if not wrong else ()
            faults += wrong
            waivers += [] if wrong else [Waiver(**found, file=name, line=table.line)]  # type: ignore[arg-type]
    return waivers, faults


def _unknown_person(found: dict[str, object], lines: dict[str, int], name: str, people: People) -> Iterator[Fault]:
    """Where the city names its people, one of them has allowed it."""
    known = [each.name for each in people.persons]
    if known and found["who"] not in known:
        fact = f"people.toml里没有“{found['who']}”"
        yield Fault(name, lines["who"], "EXCEPTION_WHO", fact, f"写批准人的姓名：{'、'.join(known)}")
