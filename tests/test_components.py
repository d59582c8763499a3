"""Every component of the theme: a template that pages use, examples of its own, a style that speaks of nothing else."""

from __future__ import annotations

import re
from functools import cache

import pytest
from lxml import html

from pipeline.build import SETTINGS
from pipeline.pelican_run import declared_components
from plugins.engine.theme_components import template_files
from plugins.engine.theme_examples import Component

THEME = SETTINGS.parent / "theme"
FOLDERS = sorted(path.name for path in (THEME / "components").iterdir())
_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")


@cache
def found() -> dict[str, Component]:
    components, _ = declared_components(SETTINGS)
    return {each.folder: each for each in components}


def classes_of_examples(component: Component) -> set[str]:
    texts = (html.fromstring(f"<div>{each.html}</div>") for each in component.examples)
    return {name for text in texts for each in text.iter() for name in each.get("class", "").split()}


def classes_of_style(text: str) -> set[str]:
    """The classes that the selectors of a style name."""
    plain = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", text, flags=re.DOTALL)
    return set(_CLASS.findall(re.sub(r"@media[^{]*", " ", plain)))


def test_the_classes_of_a_style_are_those_of_its_selectors() -> None:
    style = "/* .a */ .b > li:has(.c) { margin: .5rem; } @media (max-width: 1.5rem) { .d::after { top: 1.e; } }"

    assert classes_of_style(style) == {"b", "c", "d"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_component_has_a_template_and_examples_that_can_be_shown(folder: str) -> None:
    component = found()[folder]

    assert component.fault == ""
    assert (THEME / "components" / folder / f"{folder}.html").is_file()
    assert component.name
    assert component.about.endswith("。")
    assert any(each.html for each in component.examples)
    shows = [each.shows for each in component.examples]
    assert all(shows)
    assert len(set(shows)) == len(shows)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_component_has_only_the_files_that_are_known(folder: str) -> None:
    files = {path.name for path in (THEME / "components" / folder).iterdir()}

    assert files - {f"{folder}.css"} == {f"{folder}.html", "examples.html"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_component_is_used_by_a_template(folder: str) -> None:
    name = f"components/{folder}/{folder}.html"
    users = [user for user, path in template_files(THEME).items() if f'"{name}"' in path.read_text(encoding="utf-8")]

    assert set(users) - {name}


@pytest.mark.parametrize(
    "folder", [each for each in FOLDERS if (THEME / "components" / each / f"{each}.css").is_file()]
)
def test_the_style_of_a_component_names_no_class_that_it_does_not_have(folder: str) -> None:
    style = (THEME / "components" / folder / f"{folder}.css").read_text(encoding="utf-8")

    named = classes_of_style(style)

    assert named
    assert named <= classes_of_examples(found()[folder])


def test_some_examples_are_empty_some_long_and_some_hostile() -> None:
    texts = [each.html for component in found().values() for each in component.examples]

    assert texts.count("") > 10
    assert sum("&lt;b&gt;粗体&lt;/b&gt; &amp;" in text for text in texts) > 15
    assert not any("<b>" in text for text in texts)
