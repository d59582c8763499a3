"""The code of a page is read by a decoder as the address that it was made from."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from zxingcpp import read_barcode

from plugins.qrcode import qr_svg

_LINE = re.compile(r"M(\d+) (\d+)\.5([^M]*)")
_STEP = re.compile(r"([hm])(\d+)")
_SCALE = 4


def photograph(svg: str) -> Image.Image:
    """The drawing as a picture, four pixels a module, with the white of a page around it."""
    side = int(svg.partition('viewBox="0 0 ')[2].partition(" ")[0])
    picture = Image.new("L", (side, side), 255)
    for left, y, steps in _LINE.findall(svg):
        x = int(left)
        for kind, length in _STEP.findall(steps):
            for dark in range(x, x + int(length)) if kind == "h" else ():
                picture.putpixel((dark, int(y)), 0)
            x += int(length)
    return picture.resize((side * _SCALE, side * _SCALE), Image.Resampling.NEAREST)


def read(address: str) -> str:
    seen = read_barcode(photograph(str(qr_svg(address, "网址"))))
    assert seen, "没有看出二维码"
    return seen.text


@settings(max_examples=200)
@given(st.from_regex(r"https://[a-z]{2,20}\.yunchuan\.gov\.cn(/[a-z0-9-]{1,30}){0,5}/", fullmatch=True))
def test_any_address_is_read_as_it_is(address: str) -> None:
    assert read(address) == address


@pytest.mark.parametrize(
    "address", ["https://www.yunchuan.gov.cn/" + "zwgk/" * 40, "https://www.yunchuan.gov.cn/zwgk/%E5%85%AC%E5%91%8A/"]
)
def test_a_long_or_escaped_address_is_read_too(address: str) -> None:
    assert read(address) == address
