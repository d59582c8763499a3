from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from model.kinds import KINDS
from model.record import specs
from model.schema import front_matter_schema
from model.vocabulary import KIND_ALIASES
from tests.model.conftest import minimal

SCHEMA = front_matter_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def in_chinese(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The same front matter under the Chinese aliases."""
    return {specs(KINDS[kind])[key].alias: value for key, value in fields.items()}


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("kind", KINDS)
def test_right_front_matter_is_valid_under_english_keys(kind: str) -> None:
    assert VALIDATOR.is_valid({"kind": kind, **minimal(kind)})


@pytest.mark.parametrize(("alias", "kind"), KIND_ALIASES.items())
def test_right_front_matter_is_valid_under_chinese_aliases(alias: str, kind: str) -> None:
    assert VALIDATOR.is_valid({"类型": alias, **in_chinese(kind, minimal(kind))})


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_key_is_refused(kind: str) -> None:
    errors = list(VALIDATOR.iter_errors({"kind": kind, **minimal(kind), "titel": "标题"}))

    assert [error.validator for error in errors] == ["additionalProperties"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_required_field_left_out_is_refused(kind: str) -> None:
    for key, spec in specs(KINDS[kind]).items():
        fields = {"kind": kind, **minimal(kind)}
        if spec.required:
            del fields[key]
            assert not VALIDATOR.is_valid(fields), key


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_model_is_in_the_schema_with_its_meaning(kind: str) -> None:
    properties = SCHEMA["$defs"][kind]["properties"]
    declared = {field.name for field in dataclasses.fields(KINDS[kind])} - {"path", "site", "column"}

    assert set(specs(KINDS[kind])) == declared
    assert set(properties) == {name for key, spec in specs(KINDS[kind]).items() for name in (key, spec.alias)}
    for key, spec in specs(KINDS[kind]).items():
        assert properties[key] == properties[spec.alias]
        assert spec.meaning in properties[key]["description"]


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("news", "date", "2026-05-18"),
        ("news", "draft", "maybe"),
        ("news", "keywords", []),
        ("policy", "issued", "2026/5/10"),
        ("dataset", "update_cycle", "每天"),
        ("report", "year", "3026"),
        ("leader", "order", "一"),
        ("interpretation", "form", "漫画"),
    ],
)
def test_a_value_that_the_model_refuses_is_refused(kind: str, key: str, value: Any) -> None:
    assert not VALIDATOR.is_valid({"kind": kind, **minimal(kind), key: value})


def test_a_list_may_be_written_as_one_value_or_in_pairs() -> None:
    fields = {"kind": "interpretation", **minimal("interpretation")}

    for value in ("云政办发〔2026〕3号", ["../zcwj/a.md"], [{"title": "通知", "url": "https://a.cn/"}]):
        assert VALIDATOR.is_valid({**fields, "interprets": value})
