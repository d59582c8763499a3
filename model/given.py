"""What an author wrote, as text with the line it stands on: YAML front matter and TOML settings alike, before it is typed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A single value, always text, whatever YAML or TOML would make of it."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Many:
    """A list of values."""

    items: tuple[Given, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """Keys with their values, in the order they were written."""

    entries: tuple[tuple[Text, Given], ...]
    line: int


Given = Text | Many | Pairs
