"""The front matter of every kind as JSON Schema (draft 2020-12), for completion and hints in editors."""

from __future__ import annotations

from typing import Any

from model.kinds import KINDS
from model.record import Spec, specs
from model.values import OneOf, day, moment, whole_number, year, yes_or_no
from model.vocabulary import KIND_ALIASES

_PATTERNS = {
    moment: r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$",
    day: r"^\d{4}-\d{2}-\d{2}$",
    whole_number: r"^\d{1,6}$",
    year: r"^(19|20)\d{2}$",
}


def front_matter_schema() -> dict[str, Any]:
    """Return one schema for all kinds: `kind` decides which fields there may and must be."""
    names = {
        english: [english, *(alias for alias, kind in KIND_ALIASES.items() if kind == english)] for english in KINDS
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "政站文档信息区",
        "type": "object",
        "$defs": {english: kind_schema(english) for english in KINDS},
        "allOf": [{"if": _is_kind(forms), "then": {"$ref": f"#/$defs/{english}"}} for english, forms in names.items()],
    }


def _is_kind(forms: list[str]) -> dict[str, Any]:
    return {"anyOf": [{"required": [key], "properties": {key: {"enum": forms}}} for key in ("kind", "类型")]}


def kind_schema(kind: str) -> dict[str, Any]:
    """Return the schema of one kind; a field may be written under its English key or its Chinese alias."""
    fields = specs(KINDS[kind])
    properties = {name: _field(spec) for key, spec in fields.items() for name in (key, spec.alias)}
    required = [
        {"anyOf": [{"required": [key]}, {"required": [spec.alias]}]} for key, spec in fields.items() if spec.required
    ]
    doc = (KINDS[kind].__doc__ or "").strip()
    return {
        "type": "object",
        "description": doc,
        "properties": properties,
        "additionalProperties": False,
        "allOf": required,
    }


def _field(spec: Spec) -> dict[str, Any]:
    one: dict[str, Any] = {"type": "string"}
    if isinstance(spec.read, OneOf):
        one["enum"] = list(spec.read.choices)
    elif spec.read is yes_or_no:
        one = {"enum": ["是", "否", "true", "false", True, False]}
    elif spec.read in _PATTERNS:
        one = {"type": ["string", "integer"], "pattern": _PATTERNS[spec.read]}
    if spec.read_pairs:
        one = {"anyOf": [one, {"type": "object"}]}
    if spec.many:
        one = {"anyOf": [{"type": "array", "items": one, "minItems": 1}, one]}
    return {**one, "description": f"{spec.alias}：{spec.meaning}"}
