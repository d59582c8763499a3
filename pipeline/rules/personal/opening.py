"""Open the files that a document owns, each as its kind asks, and say of which nobody could look inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.rules.personal import numbers, open_formats, pdfs, plain_files, sheets, words
from pipeline.rules.personal.containers import Container, Unopenable
from pipeline.rules.personal.pictures import tells_its_place
from pipeline.rules.personal.seen import Passage, Remark, Seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.engine.files import OwnedFile

_READERS: dict[str, Callable[[Seen, bytes, str], None]] = {
    "docx": words.read_words,
    "pptx": words.read_words,
    "xlsx": sheets.read_sheets,
    "odt": open_formats.read_open_document,
    "ods": open_formats.read_open_document,
    "ofd": open_formats.read_ofd,
    "pdf": pdfs.read_pdf,
    "csv": plain_files.read_csv,
    "txt": plain_files.read_plain,
    "json": plain_files.read_plain,
    "doc": plain_files.read_old,
    "xls": plain_files.read_old,
    "wps": plain_files.read_old,
    "et": plain_files.read_old,
}
_PACKED = frozenset({"rar", "7z"})
_PLACED = frozenset({"jpg", "jpeg", "png", "webp"})
#: How many files of an archive are opened.
_INSIDE = 100


def read_file(file: OwnedFile, load: Callable[[], bytes], title: str = "") -> Seen:
    """Return what was seen of a file that a document of some title owns; pictures and sound are not looked into, but for a picture's place."""
    seen = Seen(file.path, f"{title} {file.path.rpartition('/')[2]}")
    kind = file.path.rpartition(".")[2].lower()
    if kind not in _READERS and kind not in _PACKED and kind not in _PLACED and kind != "zip":
        return seen
    try:
        data = load()
    except OSError:
        seen.unseen("文件读不出来")
        return seen
    if kind in _PLACED:
        seen.remarks += (
            [Remark("PHOTO_PLACE", "图片里写着拍摄的地点，原图会照原样公开")] if tells_its_place(data) else []
        )
    elif kind == "zip":
        _read_archive(seen, data)
    else:
        _read(seen, kind, data, "")
    return seen


def _read(seen: Seen, kind: str, data: bytes, prefix: str) -> None:
    if kind in _PACKED:
        seen.unseen(f"{prefix}是{kind}压缩包，机器看不到内容")
        return
    try:
        _READERS[kind](seen, data, prefix)
    except Unopenable as error:
        seen.unseen(f"{prefix}{error}，机器看不到内容")
    except (RecursionError, MemoryError, OverflowError):
        seen.unseen(f"{prefix}结构过于复杂，机器看不到内容")


def _read_archive(seen: Seen, data: bytes) -> None:
    try:
        container = Container(data)
    except Unopenable as error:
        seen.unseen(f"{error}，机器看不到内容")
        return
    opened = 0
    for member in container.members:
        name = _named(member.filename, bool(member.flag_bits & 0x800))
        kind = name.rpartition(".")[2].lower()
        if any(numbers.ids(name)):
            seen.passages.append(Passage(name, place="压缩包里的文件名"))
        if kind in _READERS or kind in _PACKED:
            opened += 1
            _read_member(seen, container, member.filename, kind, f"压缩包里的“{name.rpartition('/')[2]}”")
        elif kind == "zip":
            seen.unseen(f"压缩包里的“{name.rpartition('/')[2]}”又是压缩包，机器看不到内容")
        if opened >= _INSIDE or container.is_cut:
            seen.unseen("压缩包里的文件太多，没有看完")
            return


def _read_member(seen: Seen, container: Container, member: str, kind: str, called: str) -> None:
    try:
        data = container.read(member)
    except Unopenable as error:
        seen.unseen(f"{called}{error}，机器看不到内容")
        return
    _read(seen, kind, data, called)


def _named(name: str, is_utf8: bool) -> str:
    """A member's name: Chinese programs write it in GB 18030 without saying so."""
    if is_utf8:
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name
