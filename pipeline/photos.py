"""Advice on the content's photos: the picture itself is published as it is, with the place that a camera wrote into it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from model.faults import Fault

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

#: The EXIF directory of places, and in it the latitude.
_PLACES, _LATITUDE = 0x8825, 2


def advice(database: sqlite3.Connection, folder: Path) -> Iterator[Fault]:
    """Yield a hint for each picture that a document owns and that says where it was taken."""
    for (path,) in database.execute("select distinct path from file where width > 0 order by path"):
        if _tells_its_place(folder / path):
            fact = "图片里写着拍摄的地点，原图会照原样公开"
            yield Fault(path, 1, "PHOTO_PLACE", fact, "不便公开的，去掉位置信息再导出")


def _tells_its_place(file: Path) -> bool:
    from PIL import Image  # loaded where there is a picture

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(file, formats=("JPEG", "PNG", "WEBP")) as picture:
            return _LATITUDE in picture.getexif().get_ifd(_PLACES)
    except (
        Exception
    ):  # Pillow fails in its own ways on what it cannot read; what is wrong with a picture is said elsewhere
        return False
