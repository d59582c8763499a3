"""Examples of components: what their file says, what is rendered, what is said of those that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.engine.theme_examples import Component, Example, components
from plugins.engine.words import Words

OPTIONS = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
EXAMPLES = """{% set name = "提示" %}
{% set about = "最上面的提示。" %}
{% call example("一般") %}
{% set note = {"text": "<甲>", "day": date(2026, 5, 8)} %}
{% include "components/note/note.html" %}
{% endcall %}
{% call example("没有") %}
{% set note = none %}
{% include "components/note/note.html" %}
{% endcall %}
"""


def shown(folder: Path, examples: str | None = EXAMPLES) -> Component:
    place = folder / "components" / "note"
    place.mkdir(parents=True)
    (place / "note.html").write_text("{% if note %}\n<p>{{ note.text }} {{ note.day | day }}</p>\n{% endif %}\n")
    if examples is not None:
        (place / "examples.html").write_text(examples, encoding="utf-8")
    [found] = components(folder, {}, Words(), OPTIONS)
    return found


def test_each_example_is_rendered_alone_and_as_pages_are(tmp_path: Path) -> None:
    assert shown(tmp_path) == Component(
        "note", "提示", "最上面的提示。", (Example("一般", "<p>&lt;甲&gt; 2026-05-08</p>"), Example("没有", ""))
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"text": "<甲>", ', "", "components/note/note.html:2：'dict object' has no attribute 'text'"),
        ("{% set note = none %}", "", "components/note/note.html:1：'note' is undefined"),
        ("{% endcall %}", "", "components/note/examples.html:"),
        ("date(2026, 5, 8)", "none", "components/note/examples.html：例子的值不合用"),
        ("note/note.html", "none/none.html", "components/none/none.html"),
    ],
)
def test_what_is_wrong_with_examples_is_said_with_its_place(tmp_path: Path, before: str, after: str, said: str) -> None:
    component = shown(tmp_path, EXAMPLES.replace(before, after, 1))

    assert said in component.fault
    assert component.examples == ()


def test_a_component_without_examples_says_so(tmp_path: Path) -> None:
    assert "components/note/examples.html" in shown(tmp_path, None).fault
