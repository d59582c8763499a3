"""The examples of a theme's components: each component shown alone, with given values and no site.

`components/<name>/examples.html` is a template. It sets `name` and `about`, which say in Chinese what the component is, and calls
`example("what it shows")` around each use of it. Besides the filters of pages it has the values of `_GIVEN`: dates are written
`date(2026, 5, 18)` and `moment(2026, 5, 18, 9, 30)`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, TemplateError

from plugins.engine.languages import speak
from plugins.engine.output import OutputError
from plugins.engine.templates import faults_of_theme, loader, prepare
from plugins.engine.theme_components import COMPONENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from plugins.engine.words import Words

EXAMPLES = "examples.html"
_PICTURE = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><rect width="640" height="360" fill="#8fa9c4"/>'
    '<path d="M0 360 220 150 330 260 430 190 640 360z" fill="#12406f"/></svg>'
)

#: What every example may use: dates, the address of a picture, a text that is very long and one that would break a page.
_GIVEN: dict[str, object] = {
    "date": dt.date,
    "moment": dt.datetime,
    "sample_picture": _PICTURE,
    "long_text": "云川市人民政府办公室关于进一步优化政务服务提升行政效能推动“高效办成一件事”的若干措施（试行）及其配套办事指南、办理时限和监督渠道的通知",
    "hostile_text": "<b>粗体</b> & \"引号\" '单引号' </main>",
}


@dataclass(frozen=True, slots=True)
class Example:
    """A use of a component: what it shows, and the HTML that comes of it."""

    shows: str
    html: str


@dataclass(frozen=True, slots=True)
class Component:
    """A component: the name of its folder, what people call it, what it is for, its examples; `fault` says why there are none."""

    folder: str
    name: str = ""
    about: str = ""
    examples: tuple[Example, ...] = ()
    fault: str = ""


def components(
    theme: Path, filters: Mapping[str, Callable[..., Any]], words: Words, options: Mapping[str, Any]
) -> tuple[Component, ...]:
    """Return every component of a theme, by the name of its folder, with its examples rendered as pages are.

    `filters` are those of the features, `words` what the interface says, `options` those of the template environment.
    """
    environment = Environment(**options)  # noqa: S701 (the settings escape)
    environment.loader = ChoiceLoader([loader(theme), FileSystemLoader(theme)])
    prepare(environment, filters)
    speak(environment, words)
    environment.globals.update(_GIVEN)
    folders = sorted(path.name for path in (theme / COMPONENTS).glob("*/"))
    return tuple(_component(environment, folder) for folder in folders)


def _component(environment: Environment, folder: str) -> Component:
    found: list[Example] = []
    file = f"{COMPONENTS}/{folder}/{EXAMPLES}"
    try:
        with faults_of_theme(file):
            said = _said(environment, file, partial(_example, found))
    except OutputError as error:
        return Component(folder, fault=str(error))
    except Exception as error:  # a filter that is given something else fails in its own way
        return Component(folder, fault=f"{file}：例子的值不合用，组件不能显示（{error}）")
    return Component(folder, said.get("name", ""), said.get("about", ""), tuple(found))


def _said(environment: Environment, file: str, example: Callable[..., str]) -> dict[str, Any]:
    """What a file of examples sets, when all of them have been rendered."""
    try:
        return vars(environment.get_template(file).make_module({"example": example}))
    except TemplateError:
        environment.handle_exception()  # which finds the line of the template


def _example(found: list[Example], shows: str, caller: Callable[[], str]) -> str:
    found.append(Example(shows, str(caller()).strip()))
    return ""
