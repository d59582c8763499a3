"""Where a picture was taken, as the camera wrote into it."""

from __future__ import annotations

import io
import warnings

#: The EXIF directory of places, and in it the latitude.
_PLACES, _LATITUDE = 0x8825, 2


def tells_its_place(data: bytes) -> bool:
    """Say whether a picture tells the latitude; one that cannot be read tells nothing, and is refused elsewhere."""
    if not any(mark in data for mark in (b"Exif", b"eXIf", b"EXIF")):
        return False
    from PIL import Image  # loaded where there is a picture

    try:
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture,
        ):
            return _LATITUDE in picture.getexif().get_ifd(_PLACES)
    except Exception:  # Pillow fails in its own ways on what it cannot read
        return False
