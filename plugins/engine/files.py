"""Pictures and attachments: found beside their document, measured, and refused where they are not what they say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from model import values
from model.faults import Unreadable
from plugins.engine.picture_cache import prefix

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.engine.picture_cache import Derived, PictureCache

LARGEST_FILE = 50 * 1024 * 1024
PICTURES = {"jpg", "jpeg", "png", "webp", "avif", "gif"}
#: What each kind of attachment begins with; an empty tuple where plain text may begin with anything.
ATTACHMENTS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "ofd": (b"PK\x03\x04",),
    "zip": (b"PK\x03\x04", b"PK\x05\x06"),
    "doc": (b"\xd0\xcf\x11\xe0",),
    "xls": (b"\xd0\xcf\x11\xe0",),
    "wps": (b"\xd0\xcf\x11\xe0", b"PK\x03\x04"),
    "et": (b"\xd0\xcf\x11\xe0", b"PK\x03\x04"),
    "rar": (b"Rar!",),
    "7z": (b"7z\xbc\xaf",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "mp4": (),
    "csv": (),
    "txt": (),
    "json": (),
}


@dataclass(frozen=True, slots=True)
class OwnedFile:
    """A file that a document owns: `path` is content-relative, `name` its name in the page's folder.

    `derived` are the files in modern formats that are derived of a picture which is shown, by name, separated by spaces.
    """

    path: str
    name: str
    label: str
    size: int
    width: int
    height: int
    digest: str
    attached: bool
    derived: str = ""


class Files:
    """The files that one document owns, as they are named; each is read once.

    Without a cache of pictures nothing is derived, and only said what could not be.
    """

    def __init__(self, folder: Path, document: str, pictures: PictureCache | None = None) -> None:
        self._folder = folder
        self._document = document
        self._pictures = pictures
        self._shown: set[str] = set()
        self.owned: dict[str, OwnedFile] = {}

    def own(self, written: str, label: str, *, attached: bool) -> OwnedFile:
        """Return the file that the document names `written`; raise `Unreadable` where it cannot be published."""
        relative = values.file_path(written)
        path = f"{self._document.rpartition('/')[0]}/{relative}"
        if path not in self.owned:
            owned = _measure(self._folder / path, path, label or relative.rpartition("/")[2], attached)
            self._refuse_same_name(owned)
            self.owned[path] = owned
        return self.owned[path]

    def show(self, written: str) -> OwnedFile:
        """Return the picture that the document shows, with what is derived of it; raise `Unreadable` as `own` does."""
        path = self.own(written, "", attached=False).path
        if path not in self._shown and self.owned[path].width:
            self._shown.add(path)
            self.owned[path] = replace(self.owned[path], derived=self._derived(self.owned[path]))
        return self.owned[path]

    def _derived(self, owned: OwnedFile) -> str:
        file = self._folder / owned.path
        if not self._pictures:
            _read_through(file)
            return ""
        derived = self._pictures.derived(owned.digest, lambda: derive_file(file, owned.digest))
        return " ".join(f"{prefix(owned.digest)}-{name}" for name in derived)

    def _refuse_same_name(self, owned: OwnedFile) -> None:
        for other in self.owned.values():
            if other.name.lower() == owned.name.lower():
                raise Unreadable("SAME_NAME", f"“{owned.path}”与“{other.path}”同名", "改掉其中一个文件名")


def _measure(file: Path, path: str, label: str, attached: bool) -> OwnedFile:
    name = file.name
    suffix = file.suffix[1:].lower()
    _refuse_elsewhere(file, path)
    size = file.stat().st_size
    if size > LARGEST_FILE:
        raise Unreadable("TOO_LARGE", f"“{name}”有{size:,}字节，超过{LARGEST_FILE:,}字节", "压缩或者拆分")
    data = file.read_bytes()
    width, height = _picture_size(data, name) if suffix in PICTURES else (0, 0)
    if suffix not in PICTURES:
        _refuse_false_type(data, suffix, name)
    return OwnedFile(path, name, label, size, width, height, _digest(data), attached)


def _refuse_elsewhere(file: Path, path: str) -> None:
    """A link anywhere on the way could lead out of the content folder."""
    places = [file, *file.parents[: path.count("/")]]
    try:
        linked, there = any(place.is_symlink() for place in places), file.is_file()
    except OSError:  # a name longer than the file system takes
        linked, there = False, False
    if linked:
        raise Unreadable("SYMLINK", f"“{path}”经过符号链接", "换成文件本身")
    if not there:
        raise Unreadable("MISSING_FILE", f"文件“{path}”不存在", "核对文件名（区分大小写），或者把文件放进来")


def _refuse_false_type(data: bytes, suffix: str, name: str) -> None:
    if suffix not in ATTACHMENTS:
        kinds = "、".join(sorted(ATTACHMENTS))
        raise Unreadable(
            "FILE_TYPE", f"“{name}”的类型不能作附件", f"可用的类型：{kinds}，图片可用{'、'.join(sorted(PICTURES))}"
        )
    beginnings = ATTACHMENTS[suffix]
    if beginnings and not data.startswith(beginnings):
        raise Unreadable("FILE_TYPE", f"“{name}”的内容不是{suffix.upper()}文件", "用相应的软件重新导出")


def _picture_size(data: bytes, name: str) -> tuple[int, int]:
    from plugins.engine.pictures import size_of  # loaded where there is a picture

    return size_of(data, name)


def _read_through(file: Path) -> None:
    from plugins.engine.pictures import read_through

    read_through(_bytes_of(file), file.name)


def derive_file(file: Path, digest: str) -> Derived:
    """Return what is derived of the picture in a file; raise `Unreadable` where that is not the one with this digest any more."""
    from plugins.engine.pictures import derive

    data = _bytes_of(file)
    if _digest(data) != digest:
        raise Unreadable("PICTURE", f"“{file.name}”在构建的时候被改动了", "再构建一次")
    return derive(data, file.name)


def _bytes_of(file: Path) -> bytes:
    """What is in a file that was there a moment ago."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
