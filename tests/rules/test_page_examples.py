"""Each rule on pages finds what its example breaks, nothing else does, and what its example keeps is found by none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from model.content_folder import read_content
from model.profile import read_profile
from pipeline.audit import inspect, inspect_page, setting_of
from pipeline.audit.setting import Setting
from pipeline.build import build
from pipeline.rules.book import book
from pipeline.rules.rule import Edited, Example, Rule, Subject

CONTENT = Path(__file__).parent.parent.parent / "content"
PAGES = [rule for rule in book().values() if rule.subject is Subject.PAGE and rule.find]
BETWEEN = [
    rule
    for rule in book().values()
    if rule.subject is Subject.OUTPUT or (rule.subject is Subject.PAGE and not rule.find)
]


@cache
def setting(site: str) -> Setting:
    content, (profile, _) = read_content(CONTENT), read_profile(CONTENT)
    return setting_of(content.sites[site], (each.settings.domain for each in content.sites.values()), profile)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration city, built, its pages known to the audit."""
    output = tmp_path_factory.mktemp("city") / "output"
    build(CONTENT, output)
    return output


def changed(before: bytes, change: object) -> bytes:
    match change:
        case Edited(old, new):
            text = before.decode()
            assert old in text, old
            return text.replace(old, new, 1).encode()
        case str():
            return change.encode()
        case made if callable(made):
            return bytes(made())
    raise AssertionError(change)


def found_in(city: Path, example: Example) -> list[str]:
    """The rules that a changed page breaks."""
    [(path, change)] = example.files.items()
    place = city / path
    site, _, file = path.partition("/")
    data = changed(place.read_bytes(), change)
    return sorted({each.rule for each in inspect_page(data, file, setting(site))})


def test_the_demonstration_breaks_no_rule(city: Path) -> None:
    found = [each for site in ("portal", "jyj", "wlj", "xiuxi") for each in inspect(city / site, setting(site), jobs=1)]

    assert [f"{each.path}:{each.line} {each.rule} {each.fact}" for each in found] == []


@pytest.mark.parametrize("rule", PAGES, ids=lambda rule: rule.code)
def test_an_example_breaks_its_rule_alone(city: Path, rule: Rule) -> None:
    assert rule.breaks
    assert [found_in(city, each) for each in rule.breaks] == [[rule.code]] * len(rule.breaks)


@pytest.mark.parametrize("rule", PAGES, ids=lambda rule: rule.code)
def test_an_example_keeps_all_rules(city: Path, rule: Rule) -> None:
    assert rule.keeps
    assert [found_in(city, each) for each in rule.keeps] == [[]] * len(rule.keeps)


@contextmanager
def planted(city: Path, example: Example) -> Iterator[Path]:
    """The portal's output, with the example in it for a while."""
    before = {city / path: (city / path).read_bytes() if (city / path).exists() else None for path in example.files}
    for path, change in example.files.items():
        place = city / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(changed(before[place] or b"", change))
    yield city / "portal"
    for place, data in before.items():
        if data is None:
            shutil.rmtree(place.parent)
        else:
            place.write_bytes(data)


@pytest.mark.parametrize("rule", BETWEEN, ids=lambda rule: rule.code)
def test_an_example_between_pages_breaks_its_rule(city: Path, rule: Rule) -> None:
    for example in rule.breaks:
        with planted(city, example) as site:
            assert rule.code in {each.rule for each in inspect(site, setting("portal"), jobs=1)}
    for example in rule.keeps:
        with planted(city, example) as site:
            assert rule.code not in {each.rule for each in inspect(site, setting("portal"), jobs=1)}
