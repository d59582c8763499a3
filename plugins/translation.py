"""Translations and their originals say what they are to each other, and which is behind.

Source: 长治市政府网站管理办法第二十二条; the original is what holds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.faults import Fault
from model.language import MAIN_LANGUAGE
from plugins.engine.registry import Registry, Subject, features
from plugins.engine.values import Link
from plugins.engine.words import Words, own_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.engine.ask import Ask, Translated
    from plugins.engine.inquiry import Inquiry


@dataclass(frozen=True, slots=True)
class Translation:
    """Of a translation, its original, and whether that was changed since; of an original, the languages that are behind."""

    original: Link | None = None
    stale: bool = False
    behind: tuple[Link, ...] = ()


def translation(ask: Ask, subject: Subject) -> Translation:
    """What a document's page says of its languages; nothing where it has one."""
    document = subject.document
    assert document
    known = ask.languages_of(document)
    if not document.original:
        return Translation(behind=tuple(_link(ask, each) for each in known if each.stale))
    original = next((each for each in known if each.lang == MAIN_LANGUAGE), None)
    here = next((each for each in known if each.lang == document.lang), None)
    link = Link(original.title, original.url, Words(original.lang).tag) if original else None
    return Translation(link, bool(here and here.stale))


def _link(ask: Ask, translated: Translated) -> Link:
    """A language by its own name."""
    edition = ask.main.edition(translated.lang)
    name = (edition and edition.language) or own_name(translated.lang)
    return Link(name, translated.url, translated.lang)


def check(inquiry: Inquiry) -> Iterator[Fault]:
    """Find a second translation of one text into one language."""
    for path, other, lines in inquiry.rival_translations():
        fact = f"原文已经有这种语言的译文：“{other}”"
        yield Fault(path, json.loads(lines)["translation_of"], "SAME_TRANSLATION", fact, "合成一篇，或者一篇设为草稿")


def add(registry: Registry) -> None:
    """Declare what each document's page says, and the check."""
    registry.part("translation", translation, "document")
    registry.check(check)


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
