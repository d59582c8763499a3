"""The page that explains the reading tools and their shortcuts; the tools themselves are the theme's.

Source: 互联网网站适老化通用设计规范（字号、对比度、指针、键盘）; WCAG 2.1, 2.1.4 (shortcuts can be switched off).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.variants import CARE
from plugins.engine.registry import VARIED, PageKey, Registry, Subject, View, features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.engine.ask import Ask
    from plugins.engine.registry import Context

_FOLDER = "reading-tools/"


def pages(ask: Ask) -> Iterator[PageKey]:
    """One page a site."""
    yield PageKey(ask.site.place(f"{_FOLDER}index.html"))


def context(ask: Ask, _key: PageKey) -> Context:
    """The frame, and whether the site has the care variant."""
    subject = Subject("reading_tools", f"{ask.site.root}{_FOLDER}", ask.say("阅读工具和快捷键"))
    return {"subject": subject, "care": CARE in ask.site.settings.variants}


def add(registry: Registry) -> None:
    """Declare the page."""
    registry.view(
        View("reading_tools", context, pages, template="pages/reading_tools.html", varied=VARIED, spoken=True)
    )


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
