"""Smaller files of a picture, in modern formats: what is derived from its bytes, a pure function of them.

A photograph is delivered once, large; visitors get AVIF or WebP in the width that they need. What is derived has the orientation and the
colours of the picture, and nothing of what a camera wrote into it (place, owner, device).

Loaded where there is a picture: Pillow takes long to load.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError, features

from model.faults import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.ImageFile import ImageFile

MOST_PIXELS = 50_000_000
#: What a suffix promises. Cameras write several pictures into one JPEG file, of which the first is the one.
_TYPES = {
    "jpg": ("JPEG", "MPO"), "jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",), "avif": ("AVIF",), "gif": ("GIF",),
}  # fmt: skip
_READ = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
_SOURCES = {"JPEG", "MPO", "PNG", "WEBP"}
#: A picture of fewer bytes is sent sooner than looked for a smaller one.
WORTH = 10 * 1024
WIDTHS = (480, 960, 1600)
#: A width nearer to the largest than this is left out.
_NEAR = 0.8
#: How each format is written. One thread: bytes are to be the same wherever they are made.
_FORMATS: dict[str, dict[str, object]] = {
    "avif": {"quality": 60, "speed": 8, "max_threads": 1, "codec": "aom"},
    "webp": {"quality": 80, "method": 4},
}
_HIGHEST = {"avif": 65_535, "webp": 16_383}
#: The EXIF tag, and its values that exchange width and height.
_ORIENTATION = 0x0112
_TURNED = {5, 6, 7, 8}
#: What reading a file raises that is not what it says.
_DAMAGE = (
    OSError, ValueError, SyntaxError, EOFError, TypeError, AttributeError, LookupError, ArithmeticError, RuntimeError, struct.error, zlib.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip


class Size(NamedTuple):
    """A picture's size in pixels, as it is shown."""

    width: int
    height: int


def size_of(data: bytes, name: str) -> Size:
    """Return the size of a picture by its head; raise `Unreadable` where it is none, not what its name says, or too large."""
    suffix = name.rpartition(".")[2].lower()
    with _quietly(), _opened(data, name) as picture:
        if picture.format not in _TYPES[suffix]:
            fact = f"“{name}”的内容是{picture.format}，不是{_TYPES[suffix][0]}图片"
            raise Unreadable("PICTURE", fact, "改成相符的扩展名，或者重新导出")
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise Unreadable("PICTURE", f"“{name}”有{width}×{height}像素，太大", "缩小到宽1600像素以内")
        return Size(height, width) if _is_turned(picture) else Size(width, height)


def _is_turned(picture: ImageFile) -> bool:
    """Whether the picture lies on its side in the file, by what the camera wrote, which may be damaged."""
    try:
        return picture.getexif().get(_ORIENTATION) in _TURNED
    except _DAMAGE:
        return False


def derive(data: bytes, name: str) -> dict[str, bytes]:
    """Return what is derived of a picture, by width and suffix (`960.avif`); raise `Unreadable` where it cannot be read to its end.

    Nothing of one that moves, or is of another sort; no format whose largest is not smaller than the picture itself.
    """
    with _quietly(), _loaded(data, name) as picture:
        moves = picture.format != "MPO" and getattr(picture, "is_animated", False)
        if moves or picture.format not in _SOURCES or len(data) < WORTH:
            return {}
        plain = _plain(picture)
    sizes = [plain.resize((width, _scaled(plain, width)), Image.Resampling.LANCZOS) for width in widths(plain.width)]
    return {name: made for suffix in _FORMATS for name, made in _written(sizes, suffix, len(data))}


def read_through(data: bytes, name: str) -> None:
    """Read a picture to its end, and raise `Unreadable` where that cannot be done."""
    with _quietly(), _loaded(data, name):
        pass


def _loaded(data: bytes, name: str) -> ImageFile:
    """A picture that is read to its end; a large photograph not finer than what is derived of it."""
    picture = _opened(data, name)
    try:
        picture.draft(None, (1, WIDTHS[-1]) if _is_turned(picture) else (WIDTHS[-1], 1))
        picture.load()
    except _DAMAGE:
        raise _unreadable(name) from None
    return picture


def widths(width: int) -> tuple[int, ...]:
    """Return the widths in which a picture of this width is derived: never a larger one."""
    largest = min(width, WIDTHS[-1])
    return (*(each for each in WIDTHS if each <= largest * _NEAR), largest)


def _scaled(picture: Image.Image, width: int) -> int:
    return max(1, round(picture.height * width / picture.width))


def _written(sizes: list[Image.Image], suffix: str, most: int) -> Iterator[tuple[str, bytes]]:
    """A format as a whole, or not at all: else a browser that takes it would get none but the small ones."""
    if sizes[-1].height > _HIGHEST[suffix]:
        return
    largest = _encoded(sizes[-1], suffix)
    if len(largest) >= most:
        return
    for size in sizes[:-1]:
        made = _encoded(size, suffix)
        if len(made) < len(largest):
            yield f"{size.width}.{suffix}", made
    yield f"{sizes[-1].width}.{suffix}", largest


def _encoded(picture: Image.Image, suffix: str) -> bytes:
    profile = picture.info.get("icc_profile")
    written = io.BytesIO()
    picture.save(written, suffix.upper(), exif=b"", icc_profile=profile, **_FORMATS[suffix])
    return written.getvalue()


def _plain(picture: ImageFile) -> Image.Image:
    """The picture upright, in RGB with or without alpha, and with no more about it than its colour profile."""
    upright = _upright(picture)
    profile = upright.info.get("icc_profile") or b""
    alpha = "A" in upright.getbands() or "transparency" in upright.info
    if profile[16:20] == b"RGB " and upright.mode in {"RGB", "RGBA", "P", "PA"}:
        plain = upright.convert("RGBA" if alpha else "RGB")
        plain.info = {"icc_profile": profile}
    else:
        plain = _converted(_in_eight_bits(upright), profile).convert("RGBA" if alpha else "RGB")
        plain.info = {}
    return plain


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except _DAMAGE:  # of what the camera wrote, not of the picture
        return picture


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """A grey picture of sixteen bits in eight; its darker and lighter half would be lost by Pillow's own conversion."""
    if not picture.mode.startswith("I"):
        return picture
    return picture.convert("I").point(lambda value: value / 256).convert("L")


def _converted(picture: Image.Image, profile: bytes) -> Image.Image:
    """A picture for print, or a grey one, in the colours of screens as its profile says."""
    if not profile or picture.mode not in {"CMYK", "L"} or "transparency" in picture.info:
        return picture
    try:
        screen = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, io.BytesIO(profile), screen, outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


@contextmanager
def _quietly() -> Iterator[None]:
    """What Pillow finds odd about a picture that it can read is no matter for whoever builds; one that is too large is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def _opened(data: bytes, name: str) -> ImageFile:
    try:
        return Image.open(io.BytesIO(data), formats=_READ)
    except (UnidentifiedImageError, *_DAMAGE):
        raise _unreadable(name) from None


def _unreadable(name: str) -> Unreadable:
    return Unreadable("PICTURE", f"“{name}”不是能读出的图片", "重新导出为PNG、JPEG或WebP")


@cache
def recipe() -> str:
    """Return what the bytes that are derived hang on besides the picture: this file, and the libraries that write."""
    versions = (
        features.version(each) for each in ("pil", "avif", "webp", "jpg", "libjpeg_turbo", "zlib", "littlecms2")
    )
    text = Path(__file__).read_bytes() + " ".join(map(str, versions)).encode()
    return hashlib.blake2b(text, digest_size=16).hexdigest()
