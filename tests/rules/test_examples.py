"""Every rule's examples are true: one that breaks it brings a finding of it and of no other rule, one that does not brings nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.rules.book import book
from pipeline.rules.rule import Severity, Standing, Subject
from tests.rules.city import PlantedCity

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.rules.rule import Example, Rule

_ON_SOURCES = {Subject.DOCUMENT, Subject.CONTENT, Subject.HISTORY, Subject.SETTINGS}
_RULES = [rule for rule in book().values() if rule.subject in _ON_SOURCES]


def _examples(attribute: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.code}-{number}")
        for rule in _RULES
        for number, example in enumerate(getattr(rule, attribute))
    ]


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, PlantedCity]:
    folder: Path = tmp_path_factory.mktemp("cities")
    return {each: PlantedCity(folder / str(each), committed=each) for each in (False, True)}


@pytest.mark.parametrize(("rule", "example"), _examples("breaks"))
def test_what_breaks_a_rule_is_found_and_nothing_else(
    cities: dict[bool, PlantedCity], rule: Rule, example: Example
) -> None:
    brought = cities[bool(example.committed)].brought(example)

    assert {each.code for each in brought} == {rule.code}, "\n".join(map(str, brought))


@pytest.mark.parametrize(("rule", "example"), _examples("keeps"))
def test_what_keeps_a_rule_brings_nothing(cities: dict[bool, PlantedCity], rule: Rule, example: Example) -> None:
    brought = cities[bool(example.committed)].brought(example)

    assert brought == [], "\n".join(map(str, brought))


def test_every_rule_that_a_check_watches_has_an_example_that_breaks_it() -> None:
    assert [rule.code for rule in _RULES if rule.find and not rule.breaks] == []
    assert [rule.code for rule in _RULES if rule.find and not rule.keeps] == []


def test_the_demonstration_city_is_in_order(cities: dict[bool, PlantedCity]) -> None:
    found = [each for each in cities[False].findings() if each.severity is not Severity.HINT]

    assert found == [], "\n".join(map(str, found))


def test_what_nobody_has_confirmed_is_a_hint() -> None:
    unconfirmed = [r for r in book().values() if all(s.standing is Standing.RECALLED for s in r.sources)]

    assert [rule.code for rule in unconfirmed if rule.severity is not Severity.HINT] == []
