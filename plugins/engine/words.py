"""What the interface says in each language: Babel's catalogues in `theme/translations/`, and dates by CLDR.

The texts of templates and plugins are Chinese, and are the keys of the catalogues; a language without a catalogue, and a text
without a translation, are shown in Chinese.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from model.language import MAIN_LANGUAGE
from plugins.engine.formats import chinese_day, day, minute
from plugins.engine.output import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from babel import Locale
    from babel.messages.catalog import Catalog, Message

_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_PAGE_TAGS = {MAIN_LANGUAGE: "zh-CN"}
#: Dates are those of English as the world writes it, 8 May 2026: pages in English are for everybody.
_DATES = {"en": "en-001"}


@dataclass(frozen=True)
class Words:
    """The texts of one language by what they are in Chinese; `lang` is a tag of BCP 47."""

    lang: str = MAIN_LANGUAGE
    texts: Mapping[str, str] = field(default_factory=dict)

    def say(self, text: str) -> str:
        """Return a text of the interface in this language."""
        return self.texts.get(text, text)

    @property
    def direction(self) -> str:
        """Which way its script runs: `ltr`, `rtl` (`dir` of HTML)."""
        return "ltr" if self.lang == MAIN_LANGUAGE else direction(self.lang)

    @property
    def tag(self) -> str:
        """What a page in this language calls it (`lang`)."""
        return _PAGE_TAGS.get(self.lang, self.lang)

    @cached_property
    def _locale(self) -> Locale:
        return _locale_of(_DATES.get(self.lang, self.lang))

    def marked(self, text: str) -> str:
        """Return a text of the content with its language marked where it is Chinese on a page that is not (WCAG 3.1.2)."""
        if self.lang == MAIN_LANGUAGE or not _CHINESE.search(text):
            return text
        return Markup('<span lang="{}">{}</span>').format(_PAGE_TAGS[MAIN_LANGUAGE], text)

    def long_day(self, value: dt.date) -> str:
        """Return a day as a sentence has it: 2026年5月18日 (GB/T 9704-2012 7.3.5.4), May 18, 2026 (CLDR, long)."""
        return chinese_day(value) if self.lang == MAIN_LANGUAGE else self._by_cldr(value, "long")

    def day(self, value: dt.date) -> str:
        """Return a day as a list has it: 2026-05-18, May 18, 2026 (CLDR, medium)."""
        return day(value) if self.lang == MAIN_LANGUAGE else self._by_cldr(value, "medium")

    def minute(self, value: dt.datetime) -> str:
        """Return a minute, in 24 hours: 2026-05-18 10:19, May 18, 2026, 10:19."""
        return minute(value) if self.lang == MAIN_LANGUAGE else f"{self._by_cldr(value, 'medium')}, {value:%H:%M}"

    def _by_cldr(self, value: dt.date, form: str) -> str:
        from babel.dates import format_date  # which a site in one language has no use for

        return format_date(value, form, locale=self._locale)


@cache
def _locale_of(lang: str) -> Locale:
    """CLDR's locale of a language, or of the nearest one that it has; English, which says least that is wrong, for one unknown to it."""
    from babel import Locale
    from babel.core import UnknownLocaleError

    parts = lang.split("-")
    for number in range(len(parts), 0, -1):
        try:
            return Locale.parse("_".join(parts[:number]))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


def own_name(lang: str) -> str:
    """Return what a language is called in itself (CLDR); its tag where CLDR does not say."""
    locale = _locale_of(lang)
    known = locale.language == lang.partition("-")[0]
    return (known and locale.get_display_name(locale)) or lang


def direction(lang: str) -> str:
    """Return `rtl` for a language whose script runs from right to left, else `ltr` (`dir` of HTML)."""
    return "rtl" if _locale_of(lang).character_order == "right-to-left" else "ltr"


def file_of(theme: Path, lang: str) -> Path:
    """Return the file of a language's catalogue, whether there is one or not."""
    return theme / "translations" / lang.replace("-", "_") / "LC_MESSAGES" / "messages.po"


def read_words(theme: Path, lang: str) -> Words:
    """Return what a theme's catalogue says in a language; raise `OutputError` where a catalogue is at fault."""
    file = file_of(theme, lang)
    if not file.is_file():
        return Words(lang)
    catalogue = _read(file)
    said = {str(message.id): str(message.string) for message in _used(catalogue)}
    for message in _used(catalogue):
        if set(_PLACEHOLDER.findall(str(message.id))) != set(_PLACEHOLDER.findall(str(message.string))):
            fact = f"“{message.id}”的译文里花括号中的名字与原文不一样"
            raise _fault(file, message.lineno or 1, fact)
    return Words(lang, said)


def _used(catalogue: Catalog) -> Iterator[Message]:
    """The messages that are translated, and that nobody is in doubt about."""
    yield from (each for each in catalogue if each.id and each.string and not each.fuzzy)


def _read(file: Path) -> Catalog:
    from babel.messages.pofile import PoFileError, read_po

    try:
        with file.open("rb") as opened:
            return read_po(opened, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise _fault(file, getattr(error, "lineno", None) or 1, "读不出来，不是gettext的.po文件") from None


def _fault(file: Path, line: int, fact: str) -> OutputError:
    name = "/".join(file.parts[-4:])
    return OutputError(f"主题的译文{name}:{line}：{fact}（改正译文再构建；上一次的输出没有动）")
