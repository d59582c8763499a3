"""Every rule's examples are true: one that breaks it brings a finding of it and of no other rule, one that does not brings nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.rules.book import book
from pipeline.rules.rule import Example, Severity, Standing, Subject
from tests.rules.city import PlantedCity

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.rules.rule import Rule

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


def _batches() -> list[list[tuple[Rule, Example]]]:
    """The keeping examples, put together where they touch no file in common and are looked at on the same day: what brings nothing brings nothing with others."""
    batches: list[tuple[tuple[str, str], set[str], list[tuple[Rule, Example]]]] = []
    for rule in _RULES:
        for example in rule.keeps:
            day, files = (example.as_of, example.committed), set(example.files)
            alone = any(each.endswith(".toml") for each in files)
            fit = next((batch for batch in batches if batch[0] == day and not (alone or batch[1] & files)), None)
            if fit and not alone:
                fit[1].update(files)
                fit[2].append((rule, example))
            else:
                batches.append((day, {"*"} | files if alone else files, [(rule, example)]))
    return [together for *_, together in batches]


@pytest.mark.parametrize("batch", _batches(), ids=lambda batch: f"{batch[0][0].code}-and-{len(batch) - 1}")
def test_what_keeps_its_rule_brings_nothing(cities: dict[bool, PlantedCity], batch: list[tuple[Rule, Example]]) -> None:
    first = batch[0][1]
    files = {path: change for _, example in batch for path, change in example.files.items()}
    brought = cities[bool(first.committed)].brought(Example(files, first.as_of, first.committed))

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
