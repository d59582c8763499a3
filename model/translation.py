"""Translations: documents in another language that take from their original whatever is the same in every language.

Source: 长治市政府网站管理办法第二十二条.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from model.given import Pairs, Text
from model.kinds import KINDS, PlainPage
from model.record import keys

#: What a translation has from its original unless it says so itself: times, numbers, states, words from controlled lists, offices.
INHERITED = frozenset(
    {
        *("source", "issuer", "image", "attachments"),
        *("kind", "date", "draft", "archived", "publish_at", "expires_at", "map_approval", "repost_url", "repost_date"),
        *("document_number", "index_number", "issued", "subject", "status", "effective", "expires"),
        *("interprets", "form", "documents", "order", "phone", "complaint_phone", "online_level", "service_url"),
        *("received", "replied", "category", "opens", "closes", "held_at", "update_cycle", "year", "report_type"),
    }
)
_DIGITS = 12
_KINDS: Iterable[Any] = KINDS.values()
#: The English key of every key and alias of every kind.
_KEYS = {name: key for kind in _KINDS for name, key in keys(kind).items()}
_OF_EVERY = keys(PlainPage)


def version_of(body: str) -> str:
    """Return the version of a text: it is another where the text is, and not where only ends of lines and blanks are."""
    lines = (line.rstrip() for line in body.strip().split("\n"))
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()[:_DIGITS]


def written_text(given: Pairs, key: str) -> Text | None:
    """Return what is written for a key of every document, under its own name or its alias; nothing where that is no single text."""
    found = (value for name, value in given.entries if _OF_EVERY.get(name.text) == key)
    return next((value for value in found if isinstance(value, Text)), None)


def named_original(given: Pairs) -> Text | None:
    """Return the original that a document's front matter names; nothing where it is no translation."""
    named = written_text(given, "translation_of")
    return named if named and named.text else None


def keys_in(given: Pairs) -> frozenset[str]:
    """Return the keys that are written, of whatever kind the document is."""
    return frozenset(key for name, _ in given.entries if (key := _KEYS.get(name.text)))


def with_inherited(given: Pairs, original: Pairs) -> Pairs:
    """Return what is written, and after it what is inherited."""
    own = keys_in(given)
    inherited = [
        entry for entry in original.entries if (key := _KEYS.get(entry[0].text)) in INHERITED and key not in own
    ]
    return Pairs((*given.entries, *inherited), given.line)
