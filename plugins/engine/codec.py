"""Typed documents, and other records, as JSON text and back, for the ledger."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from functools import cache
from typing import Any

from model.document import Document
from model.kinds import KINDS
from model.references import Reference


def encode(document: Document) -> str:
    """Return a document as JSON text: its fields by name, those at their default left out."""
    return to_json(fields_of(document))


def fields_of(record: Any) -> dict[str, object]:
    """Return the fields of a record by name, those at their default left out, for `to_json`."""
    kind: Any = type(record)
    fields = ((name, getattr(record, name), default) for name, default in _fields(kind))
    return {name: value for name, value, default in fields if value != default}


@cache
def _fields(kind: Any) -> tuple[tuple[str, object], ...]:
    """The names and defaults of a kind's fields; one without a default differs from what stands for it."""
    return tuple((field.name, field.default) for field in dataclasses.fields(kind))


def _encode_value(value: object) -> dict[str, object]:
    if isinstance(value, dt.datetime):
        return {"minute": value.isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    assert isinstance(value, Reference)
    return {"reference": dataclasses.astuple(value)}


#: Returns a value as JSON text; one encoder for all, since each takes longer to make than to use.
to_json = json.JSONEncoder(ensure_ascii=False, default=_encode_value).encode


def decode(text: str) -> Document:
    """Return the document that `encode` made `text` of."""
    fields = {name: _decode_value(value) for name, value in json.loads(text).items()}
    return KINDS[fields["kind"]](**fields)


def _decode_value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_decode_value, value))
    if isinstance(value, dict):
        [(sort, inner)] = value.items()
        match sort:
            case "minute":
                return dt.datetime.fromisoformat(inner)
            case "day":
                return dt.date.fromisoformat(inner)
            case _:
                return Reference(*inner)
    return value
