"""What is published of a theme: one style, small, with those of the components; small scripts; names that change with the content."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.engine.theme_files import read_theme_files

ROOT = Path(__file__).parents[3]
FILES = {
    "static/site.css": "/* Tokens */\n.frame { width: calc(1rem + 2px); }\n",
    "static/site.js": "// Why\nconst text = `${1 + 1}  two`;\nconst sign = /[/  ]+/;\n",
    "static/icon.svg": "<svg/>",
    "components/menu/menu.css": 'nav a { cursor: url("icon.svg") 1 1, auto; }\n',
    "components/items/items.css": "@media (max-width: 40rem) { main :is(a, b) { color: red; } }\n",
    "components/items/other.css": "i { color: blue; }\n",
}


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def published(theme: Path, name: str) -> str:
    files = read_theme_files(theme).files
    [found] = [data for file, data in files.items() if re.sub(r"\.\w{12}\.", ".", file) == f"static/{name}"]
    return found.decode()


def test_the_style_has_those_of_the_components_in_the_order_of_their_names(theme: Path) -> None:
    style = published(theme, "site.css")

    assert re.sub(r"\.\w{12}\.", ".", style) == (
        ".frame{width:calc(1rem + 2px)}@media (max-width:40rem){main :is(a,b){color:red}}"
        'nav a{cursor:url("/static/icon.svg") 1 1,auto}'
    )


def test_scripts_lose_their_comments_and_nothing_that_counts(theme: Path) -> None:
    assert published(theme, "site.js") == "const text=`${1 + 1}  two`;const sign=/[/  ]+/;"


def test_an_edited_style_of_a_component_has_another_address(theme: Path) -> None:
    before = read_theme_files(theme).assets

    (theme / "components/menu/menu.css").write_text("nav { color: red; }", encoding="utf-8")

    after = read_theme_files(theme).assets
    assert after.stylesheet != before.stylesheet
    assert after.script == before.script


@pytest.mark.parametrize("name", ["site.css", "site.js", "care.css", "care.js"])
def test_what_is_published_of_our_theme_is_a_tenth_smaller_and_has_no_comment(name: str) -> None:
    source = (ROOT / "theme" / "static" / name).read_bytes()
    if name == "site.css":
        source = b"".join((source, *(path.read_bytes() for path in (ROOT / "theme").glob("components/*/*.css"))))

    text = published(ROOT / "theme", name)

    assert len(text.encode()) < len(source) * 0.9
    assert "/*" not in text
    assert not re.search(r"(?m)^\s*//", text)
