"""What a template hangs on: its own text, that of all it names, and the values that these show."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.engine.theme_digests import closures, rest_digest, shown, static_digest, templates_digest, words_digests

TEMPLATES = {
    "base.html": '{{ page.title }}{% include "components/foot/foot.html" %}{% block main %}{% endblock %}',
    "components/foot/foot.html": "{{ footer.code }}",
    "components/items/items.html": "{% macro listing(items) %}{{ items }}{{ assets }}{% endmacro %}",
    "pages/list.html": '{% extends "base.html" %}{% import "components/items/items.html" as lists %}{% block main %}{{ lists.listing(listing) }}{% endblock %}',
    "pages/alone.html": "{{ page.heading }}",
}


class Folder:
    """A theme with these templates, to be edited."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in TEMPLATES.items():
            self.write(name if name.startswith("components/") else f"templates/{name}", text)

    def write(self, name: str, text: str) -> Folder:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")
        return self


@pytest.fixture
def theme(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def changed(theme: Folder, name: str, text: str) -> set[str]:
    """The templates that hang on a file, as editing it shows."""
    before, after = closures(theme.folder), closures(theme.write(name, text).folder)
    return {each for each in after if before.get(each) != after[each]}


def test_a_template_changes_with_all_that_it_extends_includes_and_imports(theme: Folder) -> None:
    foot, items = "components/foot/foot.html", "components/items/items.html"

    assert changed(theme, foot, "甲") == {foot, "base.html", "pages/list.html"}
    assert changed(theme, items, "乙") == {items, "pages/list.html"}
    assert changed(theme, "templates/pages/alone.html", "丙") == {"pages/alone.html"}


def test_a_template_shows_its_own_values_and_those_of_all_that_it_names(theme: Folder) -> None:
    found = closures(theme.folder)

    assert shown(found["pages/alone.html"]) == frozenset({"page"})
    assert shown(found["base.html"]) == frozenset({"page", "footer"})
    names = shown(found["pages/list.html"])
    assert names is not None
    assert {"page", "footer", "listing", "assets"} <= names


@pytest.mark.parametrize("text", ["{% include name %}", '{% include "components/none/none.html" %}', "{% if %}"])
def test_what_a_template_shows_that_names_another_by_an_expression_is_not_known(theme: Folder, text: str) -> None:
    found = closures(theme.write("templates/pages/alone.html", text).folder)

    assert shown(found["pages/alone.html"]) is None
    assert "pages/alone.html" in changed(theme, "components/foot/foot.html", "甲")


def test_the_examples_and_other_files_of_a_component_are_not_among_what_pages_are_made_from(theme: Folder) -> None:
    def digests() -> tuple[object, ...]:
        folder = theme.folder
        return closures(folder), templates_digest(folder), static_digest(folder), rest_digest(folder)

    before = digests()

    theme.write("components/foot/examples.html", "甲").write("components/foot/other.html", "乙")

    assert digests() == before


def test_the_style_of_a_component_counts_among_the_static_files(theme: Folder) -> None:
    before = static_digest(theme.write("static/site.css", "a{}").folder), templates_digest(theme.folder)

    theme.write("components/foot/foot.css", "b{}")

    assert static_digest(theme.folder) != before[0]
    assert templates_digest(theme.folder) == before[1]


def test_other_files_of_the_theme_count_as_well(theme: Folder) -> None:
    before = rest_digest(theme.folder)

    assert rest_digest(theme.write("templates/base.html", "甲").write("static/site.css", "乙").folder) == before
    assert rest_digest(theme.write("fonts/licence.txt", "丙").folder) != before


def test_the_texts_of_each_language_have_a_digest_of_their_own(theme: Folder) -> None:
    before = rest_digest(theme.folder)
    catalogue = "translations/{}/LC_MESSAGES/messages.po"

    first = words_digests(theme.write(catalogue.format("en"), "甲").write(catalogue.format("mn_Mong"), "甲").folder)
    second = words_digests(theme.write(catalogue.format("en"), "乙").folder)

    assert first.keys() == {"en", "mn-Mong"}
    assert second["en"] != first["en"]
    assert second["mn-Mong"] == first["mn-Mong"]
    assert rest_digest(theme.folder) == before
