"""A picture of times: groups of horizontal bars on a logarithmic scale, as SVG text."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# All in pixels.
_WIDTH, _NAMES, _RIGHT = 860, 110, 70
_HEAD, _ROW, _BAR, _TITLE, _GAP, _FOOT = 56, 20, 13, 26, 14, 24
_HALO = 'paint-order="stroke" stroke="#fff" stroke-width="4"'
_OURS, _OTHERS, _INK, _LINE = "#12406f", "#9fb6cd", "#1c2126", "#d5dae0"


@dataclass(frozen=True, slots=True)
class Bar:
    """A name and its seconds."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Group:
    """Bars that are compared with each other."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """From seconds to pixels; both ends are powers of ten."""

    low: int
    high: int

    def x(self, seconds: float) -> float:
        """Return how far from the left a time lies."""
        share = (log10(seconds) - self.low) / (self.high - self.low)
        return _NAMES + share * (_WIDTH - _NAMES - _RIGHT)


def draw(title: str, groups: Sequence[Group], highlighted: str) -> str:
    """Return the picture; the bars called `highlighted` stand out."""
    scale = _scale(groups)
    height = _HEAD + sum(_height(group) for group in groups) + _FOOT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'role="img" font-family="system-ui, sans-serif" font-size="12" fill="{_INK}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{_NAMES}" y="22" font-size="15" font-weight="600">{escape(title)}</text>',
        *_axis(scale, height),
    ]
    top = _HEAD
    for group in groups:
        parts += _group(group, top, scale, highlighted)
        top += _height(group)
    return "\n".join((*parts, "</svg>", ""))


def _scale(groups: Sequence[Group]) -> _Scale:
    times = [bar.seconds for group in groups for bar in group.bars] or [1.0]
    low = floor(log10(min(times)))
    return _Scale(low, max(low + 1, ceil(log10(max(times)))))


def _height(group: Group) -> int:
    return _TITLE + _ROW * len(group.bars) + _GAP


def _axis(scale: _Scale, height: int) -> Iterator[str]:
    for power in range(scale.low, scale.high + 1):
        x = scale.x(10.0**power)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_HEAD - 8}" y2="{height - _FOOT}" stroke="{_LINE}"/>'
        yield f'<text x="{x:.1f}" y="{_HEAD - 14}" text-anchor="middle">{10.0**power:g} s</text>'


def _group(group: Group, top: int, scale: _Scale, highlighted: str) -> Iterator[str]:
    yield f'<text x="{_NAMES}" y="{top + 18}" {_HALO} font-weight="600">{escape(group.title)}</text>'
    for number, bar in enumerate(group.bars):
        yield from _bar(bar, top + _TITLE + number * _ROW, scale, highlighted)


def _bar(bar: Bar, top: int, scale: _Scale, highlighted: str) -> Iterator[str]:
    own = bar.name == highlighted
    end, middle = scale.x(bar.seconds), top + _BAR - 2
    weight = ' font-weight="600"' if own else ""
    yield f'<text x="{_NAMES - 8}" y="{middle}" text-anchor="end"{weight}>{escape(bar.name)}</text>'
    width = max(end - _NAMES, 1)
    yield f'<rect x="{_NAMES}" y="{top}" width="{width:.1f}" height="{_BAR}" fill="{_OURS if own else _OTHERS}"/>'
    yield f'<text x="{end + 6:.1f}" y="{middle}" {_HALO}{weight}>{_seconds(bar.seconds)}</text>'


def _seconds(seconds: float) -> str:
    """Three digits are enough."""
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.1f}" if seconds < 100 else f"{seconds:.0f}"
