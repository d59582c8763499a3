"""A copy of the theme that a test may edit, the settings that name it, and compiled templates kept in between."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from jinja2 import Environment

from plugins.engine.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
#: A template of each sort: the frame, a component of it, one of few pages, macros, one that imports, an heir with and without blocks.
TEMPLATES = (
    "base.html",
    "components/header/header.html",
    "components/footer/footer.html",
    "components/pairing/pairing.html",
    "components/items/items.html",
    "components/picture/picture.html",
    "components/lead/lead.html",
    "documents/base.html",
    "documents/policy.html",
    "documents/topic.html",
    "pages/home.html",
    "pages/column.html",
    "pages/list.html",
    "pages/redirect.html",
)
#: The styles that an edit may change: that of the pages, that of a component, that of a variant.
STYLES = ("static/site.css", "components/items/items.css", "static/care.css")
_INSIDE = re.compile(r"\{% (?:block|macro) .*?%\}\n?")


class Theme:
    """A theme in a folder of its own, with the settings file that names it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "theme"
        self.settings = folder / "themed_settings.py"
        shutil.copytree(ROOT / "theme", self.folder)
        self.settings.write_text(f"from pelicanconf import *\n\nTHEME = {str(self.folder)!r}\n", encoding="utf-8")

    def edit(self, template: str, words: str) -> None:
        """Have a template say something more, where it is seen; without words, have it be as it was."""
        text = _source(template).read_text(encoding="utf-8")
        inside = _INSIDE.search(text) if text.startswith(("{% extends", "{% macro")) else None
        place = inside.end() if inside else len(text)
        said = f"<!-- {words} -->\n" if words else ""
        _place(self.folder, template).write_text(text[:place] + said + text[place:], encoding="utf-8")

    def put(self, template: str, text: str) -> None:
        """Have a template have something in it as it stands, in its first block."""
        whole = _source(template).read_text(encoding="utf-8")
        inside = _INSIDE.search(whole)
        assert inside
        place = _place(self.folder, template)
        place.write_text(f"{whole[: inside.end()]}{text}\n{whole[inside.end() :]}", encoding="utf-8")

    def show(self, part: str, *, shown: bool) -> None:
        """Have the pages of documents show a part, or leave it out."""
        text = (ROOT / "theme" / "templates" / "documents/base.html").read_text(encoding="utf-8")
        include = f'{{% include "components/{part}/{part}.html" %}}\n'
        assert include in text
        text = text if shown else text.replace(include, "")
        (self.folder / "templates" / "documents/base.html").write_text(text, encoding="utf-8")

    def translate(self, lang: str, words: str) -> None:
        """Have the theme's texts in a language say something else for two that templates and plugins show."""
        place = self.folder / "translations" / lang / "LC_MESSAGES" / "messages.po"
        text = (ROOT / place.relative_to(self.folder.parent)).read_text(encoding="utf-8")
        for said in ("跳到正文", "首页"):
            text = re.sub(rf'(msgid "{said}"\nmsgstr ").*?"', rf'\g<1>{words}{said}"', text)
        place.write_text(text, encoding="utf-8")

    def style(self, file: str, words: str) -> None:
        """Have a stylesheet end with one more rule."""
        text = (ROOT / "theme" / file).read_text(encoding="utf-8")
        (self.folder / file).write_text(f'{text}.said::after {{ content: "{words}"; }}\n', encoding="utf-8")

    def more(self, words: str) -> None:
        """Put one more file among the theme's static ones, or take it away."""
        place = self.folder / "static" / "more.txt"
        if words:
            place.write_text(words, encoding="utf-8")
        else:
            place.unlink(missing_ok=True)


def _place(theme: Path, template: str) -> Path:
    """Where a theme has a template."""
    return (theme if template.startswith("components/") else theme / "templates") / template


def _source(template: str) -> Path:
    """A template as it is in the repository."""
    return _place(ROOT / "theme", template)


@contextmanager
def remembering() -> Iterator[None]:
    """Compile no template and draw no code twice in this process: both depend on nothing but their text."""
    compiled: dict[tuple[Any, ...], Any] = {}
    compile_ = Environment.compile

    def once(self: Environment, source: Any, name: Any = None, filename: Any = None, *more: Any, **options: Any) -> Any:
        if more or options or not isinstance(source, str):
            return compile_(self, source, name, filename, *more, **options)
        words = getattr(self, "words", Words())  # put in when a template is compiled
        key = (source, name, filename, self.trim_blocks, self.lstrip_blocks, words.lang, repr(words.texts))
        if key not in compiled:
            compiled[key] = compile_(self, source, name, filename)
        return compiled[key]

    with mock.patch.object(Environment, "compile", once):
        yield
