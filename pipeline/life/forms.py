"""Forms for notices and for the settings of a new site: texts with places such as `${网站名称}`, which a city may replace.

A form in `content/forms/` takes the place of the standard one of the same name. A line with a place that nothing is said of is
left out; `$$` is a dollar.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from model.content_folder import FORMS
from model.faults import ContentFaults, Fault, did_you_mean
from model.front_matter import SourceFaults, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

_STANDARD = Path(__file__).with_name("forms")
_OF_A_SITE = ("网站名称", "层级", "域名", "中文域名", "主办单位")
_OF_A_NOTICE = ("网站", "网站名称", "网址", "中文域名", "主办单位", "联系电话", "发布单位", "日期", "起始日期")
_OF_AN_ACT = (*_OF_A_NOTICE, "结束日期", "原因", "联系渠道", "批准文号")
_OF_A_MOVE = (*_OF_AN_ACT, "迁往网站", "迁往网址")
_OF_THE_REST = ("起始日期", "结束日期", "原因", "联系渠道")
#: The forms, each with the places that it may use.
PLACES = {
    "kaitong.md": (*_OF_A_NOTICE, "批准文号"),
    "xiaxian.md": (*_OF_AN_ACT, "天数"),
    "jinji.md": (*_OF_AN_ACT, "天数"),
    "jinji.html": ("网站名称", "域名", "网站标识码", "主办单位", "联系电话", "图标", "样式", *_OF_THE_REST),
    "qianyi.md": _OF_A_MOVE,
    "guanting.md": _OF_A_MOVE,
    "yuming.md": (*_OF_A_NOTICE, "结束日期", "原因", "联系渠道", "原域名", "新域名", "变更内容"),
    "department.toml": _OF_A_SITE,
    "portal.toml": _OF_A_SITE,
}


class _Places(string.Template):
    """A text with places in braces and nothing else after a dollar."""

    idpattern = "(?!)"
    braceidpattern = r"[^\W\d_]+"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a filled form, with the line of the form that it comes from."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form whose places are all known: its path in faults, and its lines."""

    path: str
    lines: tuple[Line, ...]

    def filled(
        self, said: Mapping[str, str], written: Callable[[str], str], later: Collection[str] = ()
    ) -> tuple[Line, ...]:
        """Return its lines with what is `said` in their places, as `written` in the form's language.

        Places that are filled `later` stay, and so do two dollars that mean one.
        """
        filled = (
            Line(line.number, _filled(line.text, said, written, later)) for line in _said(self.lines, said, later)
        )
        return tuple(_without_gaps(filled))


def read_form(content: Path, name: str) -> Form:
    """Return the city's form of this name, or the standard one; raise `ContentFaults` where the city's is at fault."""
    folder, path = content / FORMS, f"{FORMS}/{name}"
    try:
        if faults := list(_faults_of_place(folder, name)):
            raise ContentFaults(faults)
        file = folder / name if (folder / name).exists() else _STANDARD / name
        return form_of(path, decode(path, file.read_bytes()), PLACES[name])
    except SourceFaults as error:
        raise ContentFaults(error.faults) from None
    except OSError as error:
        fact = f"文件打不开：{error.strerror}"
        raise ContentFaults([Fault(path, 1, "UNREADABLE", fact, "检查文件的权限")]) from None


def faults_of_forms(content: Path) -> Iterator[Fault]:
    """Yield what is wrong with a city's own forms: each by itself, and files that are no form."""
    folder = content / FORMS
    for name in PLACES:
        try:
            read_form(content, name)
        except ContentFaults as error:
            yield from error.faults
    for other in sorted(each.name for each in folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
        if other not in PLACES and not other.startswith(".") and not did_you_mean(other, PLACES):
            yield Fault(f"{FORMS}/{other}", 1, "LIFE_FORM", f"没有叫“{other}”的样式", f"样式有：{'、'.join(PLACES)}")


def form_of(path: str, text: str, places: Collection[str]) -> Form:
    """Return the form that a text is, named `path` in faults; raise `ContentFaults` with every place that is not known."""
    lines = tuple(Line(number, line) for number, line in enumerate(text.rstrip("\n").split("\n"), 1))
    faults = [fault for line in lines for fault in _faults_of_line(path, line, places)]
    if faults:
        raise ContentFaults(faults)
    return Form(path, lines)


def _faults_of_place(folder: Path, name: str) -> Iterator[Fault]:
    """A form is a file in a folder, no link; one whose name is nearly that of this form is not silently passed over."""
    for file, path in ((folder, FORMS), (folder / name, f"{FORMS}/{name}")):
        if file.is_symlink():
            yield Fault(path, 1, "SYMLINK", "这是符号链接，内容文件夹里不用链接", "换成文件本身")
            return
    if (folder / name).exists() and not (folder / name).is_file():
        yield Fault(f"{FORMS}/{name}", 1, "SPECIAL_FILE", "这不是普通文件", "换成文件，或者删去")
    for other in sorted(each.name for each in folder.iterdir()) if folder.is_dir() else ():
        if other not in PLACES and not other.startswith(".") and did_you_mean(other, PLACES) == name:
            yield Fault(f"{FORMS}/{other}", 1, "LIFE_FORM", f"没有叫“{other}”的样式", f"改名为“{name}”，或者移走")


def _faults_of_line(path: str, line: Line, places: Collection[str]) -> Iterator[Fault]:
    listed = "、".join(places)
    for found in _Places.pattern.finditer(line.text):
        if found["invalid"] is not None:
            yield Fault(
                path, line.number, "LIFE_FORM", "有一个“$”读不懂", f"写成“${{…}}”，可以用的有：{listed}；“$”本身写两个"
            )
        elif found["braced"] and found["braced"] not in places:
            nearest = did_you_mean(found["braced"], places)
            remedy = f"是不是“{nearest}”？可以用的有：{listed}" if nearest else f"可以用的有：{listed}"
            yield Fault(path, line.number, "LIFE_FORM", f"没有“{found['braced']}”这一项", remedy)


def _said(lines: Iterable[Line], said: Mapping[str, str], later: Collection[str]) -> Iterator[Line]:
    """The lines of which something is said, or will be."""
    for line in lines:
        names = {found["braced"] for found in _Places.pattern.finditer(line.text) if found["braced"]}
        if all(said.get(name) for name in names - set(later)):
            yield line


def _filled(text: str, said: Mapping[str, str], written: Callable[[str], str], later: Collection[str]) -> str:
    def place(found: re.Match[str]) -> str:
        if not found["braced"]:
            return "$$" if later else "$"
        if found["braced"] in later:
            return found[0]
        value = written(said[found["braced"]])
        return value.replace("$", "$$") if later else value

    return _Places.pattern.sub(place, text)


def _without_gaps(lines: Iterable[Line]) -> Iterator[Line]:
    """One empty line where a line that was left out leaves two."""
    before = Line(0, "-")
    for line in lines:
        if line.text or before.text or line.number == before.number + 1:
            yield line
        before = line
