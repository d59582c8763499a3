"""Records: frozen dataclasses whose fields know their Chinese alias, how their text is read, and what they mean.

One declaration serves reading, messages, the JSON Schema and the documentation.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from model.faults import Fault, Unreadable, did_you_mean
from model.given import Given, Many, Pairs, Text

Read = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Spec:
    """What a field is: alias, reader of one text, whether it is a list, whether it must be there, its meaning."""

    alias: str
    read: Read
    meaning: str
    many: bool = False
    required: bool = False
    read_pairs: Callable[[Pairs], object] | None = None
    split: str = ""


class ItemFaults(Exception):
    """Several texts of one field cannot be read; each with its line."""

    def __init__(self, faults: list[tuple[int, Unreadable]]) -> None:
        super().__init__(str(faults))
        self.faults = faults


def required(alias: str, read: Read, meaning: str, **more: Any) -> Any:
    """Declare a field that must be given."""
    spec = Spec(alias, read, meaning, required=True, **more)
    return dataclasses.field(kw_only=True, metadata={"spec": spec})


def optional(alias: str, read: Read, meaning: str, default: object, **more: Any) -> Any:
    """Declare a field that may be left out and then is `default`."""
    spec = Spec(alias, read, meaning, **more)
    return dataclasses.field(kw_only=True, default=default, metadata={"spec": spec})


def nested(record: Any) -> Callable[[Pairs], object]:
    """Return the reader of a field whose value is itself a record."""

    def read(given: Pairs) -> object:
        found, _, faults = read_record(record, given, "")
        if faults:
            raise ItemFaults([(each.line, Unreadable(each.code, each.message, each.remedy)) for each in faults])
        return record(**found)

    return read


def specs(record: Any) -> Mapping[str, Spec]:
    """Return the declared fields of a record class, by English key, in the order of declaration."""
    return _specs(record)


@cache
def _specs(record: Any) -> Mapping[str, Spec]:
    return {field.name: field.metadata["spec"] for field in dataclasses.fields(record) if "spec" in field.metadata}


@cache
def keys(record: Any) -> Mapping[str, str]:
    """Return the English key of every key and alias that an author may write."""
    return {name: key for key, spec in specs(record).items() for name in (key, spec.alias)}


def read_record(record: Any, given: Pairs, path: str) -> tuple[dict[str, object], dict[str, int], list[Fault]]:
    """Type what was given for a record.

    Returns the values by English key, the line of each key (and of each item of a list), and the faults: unknown, duplicate, missing, unreadable.
    """
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    faults: list[Fault] = []
    for name, value in given.entries:
        key = keys(record).get(name.text, "")
        if not key:
            faults.append(_unknown_key(record, name, path))
        elif key in lines:
            faults.append(_duplicate_key(name, key, lines[key], path))
        else:
            lines.update(_lines(key, name.line, value))
            _read_field(specs(record)[key], key, value, path, values, faults)
    faults += _missing(record, lines, given.line, path)
    return values, lines, faults


def _lines(key: str, line: int, value: Given) -> dict[str, int]:
    """The line of a key, and of each item of a list as `key.0`, `key.1`, …"""
    items = value.items if isinstance(value, Many) else ()
    return {key: line} | {f"{key}.{number}": item.line for number, item in enumerate(items)}


def _read_field(spec: Spec, key: str, value: Given, path: str, values: dict[str, object], faults: list[Fault]) -> None:
    try:
        values[key] = _read_many(spec, value) if spec.many else _read_one(spec, value)
    except ItemFaults as several:
        faults += [_in_field(spec, error).at(path, line) for line, error in several.faults]
    except Unreadable as error:
        faults.append(_in_field(spec, error).at(path, value.line))


def _in_field(spec: Spec, error: Unreadable) -> Unreadable:
    return Unreadable(error.code, f"“{spec.alias}”：{error.message}", error.remedy)


def _read_one(spec: Spec, value: Given) -> object:
    if isinstance(value, Text):
        return spec.read(value.text)
    if isinstance(value, Pairs) and spec.read_pairs:
        return spec.read_pairs(value)
    raise Unreadable(
        "SHAPE", "应当是一项内容，不是列表或者分项", "写在同一行，如“字段: 内容”；内容里有“: ”或以括号开头时加引号"
    )


def _read_many(spec: Spec, value: Given) -> tuple[object, ...]:
    items: list[object] = []
    faults: list[tuple[int, Unreadable]] = []
    for item in _items(spec, value):
        try:
            items.append(_read_one(spec, item))
        except ItemFaults as several:
            faults += several.faults
        except Unreadable as error:
            faults.append((item.line, error))
    if faults:
        raise ItemFaults(faults)
    if not items:
        raise Unreadable("EMPTY", "列表是空的", "填写内容，或者删去这一行")
    return tuple(items)


def _items(spec: Spec, value: Given) -> Iterator[Given]:
    if isinstance(value, Many):
        yield from value.items
    elif isinstance(value, Text) and spec.split:
        for separator in spec.split[1:]:
            value = Text(value.text.replace(separator, spec.split[0]), value.line)
        yield from (Text(part.strip(), value.line) for part in value.text.split(spec.split[0]) if part.strip())
    else:
        yield value


def _unknown_key(record: Any, name: Text, path: str) -> Fault:
    nearest = did_you_mean(name.text, keys(record))
    remedy = f"是不是“{nearest}”？不是就删去" if nearest else "删去这一行；可用的字段见编写说明"
    return Fault(path, name.line, "UNKNOWN_KEY", f"没有“{name.text}”这个字段", remedy)


def _duplicate_key(name: Text, key: str, first: int, path: str) -> Fault:
    return Fault(
        path, name.line, "DUPLICATE_KEY", f"字段“{name.text}”（{key}）写了两次，第一次在第{first}行", "只留一处"
    )


def _missing(record: Any, lines: Mapping[str, int], line: int, path: str) -> Iterator[Fault]:
    for key, spec in specs(record).items():
        if spec.required and key not in lines:
            message = f"缺少必填的“{spec.alias}”（{key}）"
            yield Fault(path, line, "MISSING_KEY", message, f"加一行“{key}: …”，{spec.meaning}")
