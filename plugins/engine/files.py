"""Pictures and attachments: found beside their document, measured, and refused where they are not what they say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model import values
from model.faults import Unreadable

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE = 50 * 1024 * 1024
MOST_PIXELS = 50_000_000
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
    """A file that a document owns: `path` is content-relative, `name` its name in the page's folder."""

    path: str
    name: str
    label: str
    size: int
    width: int
    height: int
    digest: str
    attached: bool


class Files:
    """The files that one document owns, as they are named; each is read once."""

    def __init__(self, folder: Path, document: str) -> None:
        self._folder = folder
        self._document = document
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
    width, height = _picture_size(file, name) if suffix in PICTURES else (0, 0)
    if suffix not in PICTURES:
        _refuse_false_type(data, suffix, name)
    return OwnedFile(
        path, name, label, size, width, height, hashlib.blake2b(data, digest_size=16).hexdigest(), attached
    )


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


def _picture_size(file: Path, name: str) -> tuple[int, int]:
    from PIL import Image, UnidentifiedImageError  # loaded where there is a picture

    try:
        with Image.open(file) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unreadable("PICTURE", f"“{name}”不是能读出的图片", "重新导出为PNG、JPEG或WebP") from None
    if width * height > MOST_PIXELS:
        raise Unreadable("PICTURE", f"“{name}”有{width}×{height}像素，太大", "缩小到宽1600像素以内")
    return width, height
