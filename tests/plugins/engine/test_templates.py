"""What every template has from the engine: dates, plain escaping, macros that are called once."""

from __future__ import annotations

import datetime as dt

import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, UndefinedError

from plugins.engine import templates
from plugins.engine.formats import chinese_day, day, escaped, machine_time, minute
from plugins.engine.templates import Once, prepare

MOMENT = dt.datetime(2026, 5, 8, 10, 9)


def environment(**texts: str) -> Environment:
    made = Environment(autoescape=True, loader=DictLoader(texts))
    prepare(made, {})
    return made


@given(st.one_of(st.text(), st.text().map(markupsafe.Markup), st.integers(), st.none()))
def test_a_value_is_escaped_as_the_library_does(value: object) -> None:
    assert escaped(value) == markupsafe.escape(value)
    assert environment(a="{{ value }}").get_template("a").render(value=value) == str(markupsafe.escape(value))


def test_escaping_goes_on_in_blocks_filters_and_joined_texts() -> None:
    text = "{% set kept %}{{ value }}{% endset %}{{ kept }}{{ value ~ ('<i>' | safe) }}{{ value | replace('a', '<') }}"

    assert environment(a=text).get_template("a").render(value="<a>") == "&lt;a&gt;&lt;a&gt;<i>&lt;&lt;&gt;"


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment(a="{{ value }}").get_template("a").render()


def test_dates_are_written_as_people_and_machines_read_them() -> None:
    assert (minute(MOMENT), day(MOMENT), chinese_day(MOMENT)) == ("2026-05-08 10:09", "2026-05-08", "2026年5月8日")
    assert (machine_time(MOMENT), machine_time(MOMENT.date())) == ("2026-05-08T10:09+08:00", "2026-05-08")


class Macro:
    """A macro that counts its calls."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, *values: object) -> str:
        self.calls += 1
        return " ".join(map(str, values))


def test_a_macro_is_called_once_for_values_that_pages_share() -> None:
    once, macro, shared = Once(), Macro(), ("一", "二")

    assert {once(macro, shared) for _ in range(5)} == {str(shared)}
    assert macro.calls == 1


def test_other_values_and_other_macros_are_not_mixed_up() -> None:
    once, macro, other = Once(), Macro(), Macro()

    found = [once(macro, [number]) for number in range(50)]

    assert found == [f"[{number}]" for number in range(50)]
    assert once(other, "甲") == "甲"


def test_values_without_end_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "_MOST_KEPT", 10)
    once, macro = Once(), Macro()

    for number in range(100):
        assert once(macro, [number]) == f"[{number}]"

    assert len(once._made) <= 10


def test_a_page_has_what_an_imported_macro_makes_of_its_values() -> None:
    made = environment(
        parts="{% macro show(name) %}<b>{{ name }}</b>{% endmacro %}",
        page='{% import "parts" as parts %}{{ parts.show | once(name) }}',
    )

    assert [made.get_template("page").render(name=name) for name in ("甲", "<", "甲")] == [
        "<b>甲</b>",
        "<b>&lt;</b>",
        "<b>甲</b>",
    ]
