"""What a template hangs on: its own text, that of all it names, and the values that these show."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.engine.theme_digests import closures, rest_digest, shown

TEMPLATES = {
    "base.html": '{{ page.title }}{% include "parts/foot.html" %}{% block main %}{% endblock %}',
    "parts/foot.html": "{{ footer.code }}",
    "parts/items.html": "{% macro listing(items) %}{{ items }}{{ assets }}{% endmacro %}",
    "pages/list.html": '{% extends "base.html" %}{% import "parts/items.html" as lists %}{% block main %}{{ lists.listing(listing) }}{% endblock %}',
    "pages/alone.html": "{{ page.heading }}",
}


class Folder:
    """A theme with these templates, to be edited."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in TEMPLATES.items():
            self.write(f"templates/{name}", text)

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
    assert changed(theme, "templates/parts/foot.html", "甲") == {"parts/foot.html", "base.html", "pages/list.html"}
    assert changed(theme, "templates/parts/items.html", "乙") == {"parts/items.html", "pages/list.html"}
    assert changed(theme, "templates/pages/alone.html", "丙") == {"pages/alone.html"}


def test_a_template_shows_its_own_values_and_those_of_all_that_it_names(theme: Folder) -> None:
    found = closures(theme.folder)

    assert shown(found["pages/alone.html"]) == frozenset({"page"})
    assert shown(found["base.html"]) == frozenset({"page", "footer"})
    names = shown(found["pages/list.html"])
    assert names is not None
    assert {"page", "footer", "listing", "assets"} <= names


@pytest.mark.parametrize("text", ["{% include name %}", '{% include "parts/none.html" %}', "{% if %}"])
def test_what_a_template_shows_that_names_another_by_an_expression_is_not_known(theme: Folder, text: str) -> None:
    found = closures(theme.write("templates/pages/alone.html", text).folder)

    assert shown(found["pages/alone.html"]) is None
    assert "pages/alone.html" in changed(theme, "templates/parts/foot.html", "甲")


def test_other_files_of_the_theme_count_as_well(theme: Folder) -> None:
    before = rest_digest(theme.folder)

    assert rest_digest(theme.write("templates/base.html", "甲").write("static/site.css", "乙").folder) == before
    assert rest_digest(theme.write("translations/en.toml", "丙").folder) != before
