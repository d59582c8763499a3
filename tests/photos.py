"""Pictures for tests: what a camera or a drawing program would write, made anew each time with the same bytes."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image


def drawn(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture with something to see everywhere."""
    grain = Image.frombytes("RGB", (60, 40), random.Random(1).randbytes(60 * 40 * 3))
    return grain.resize((width, height), Image.Resampling.BICUBIC).convert(mode)


def written(picture: Image.Image, sort: str, **options: Any) -> bytes:
    """Its file."""
    file = io.BytesIO()
    picture.save(file, sort, **options)
    return file.getvalue()


def photo(width: int = 1000, height: int = 500, **options: Any) -> bytes:
    """A photograph of a camera, as JPEG."""
    return written(drawn(width, height), "JPEG", **{"quality": 95, **options})


def read(data: bytes) -> Image.Image:
    """The picture in a file, loaded."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture
