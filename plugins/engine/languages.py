"""Templates in the languages of a site: one environment for each, compiled with the texts of its language in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jinja2.ext import Extension
from jinja2.lexer import Token

from model.language import MAIN_LANGUAGE
from plugins.engine.templates import TemplateCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import Environment
    from jinja2.lexer import TokenStream

    from plugins.engine.words import Words

#: `_("跳到正文")`
_CALL = ("name", "lparen", "string", "rparen")


class Translated(Extension):
    """`_("…")` in a template stands for the text in the language of its environment; it is put in when the template is compiled."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Put a text in the place of each call; Babel finds these calls, too, when it collects the texts of the theme."""
        tokens = list(stream)
        say = self.environment.words.say  # type: ignore[attr-defined]  # given by `speak`
        at = 0
        while at < len(tokens):
            if tuple(each.type for each in tokens[at : at + 4]) == _CALL and tokens[at].value == "_":
                yield Token(tokens[at].lineno, "string", say(tokens[at + 2].value))
                at += 4
            else:
                yield tokens[at]
                at += 1


def speak(environment: Environment, words: Words) -> None:
    """Have a template environment speak a language: its texts, and how it writes dates."""
    environment.words = words  # type: ignore[attr-defined]
    environment.add_extension(Translated)
    said = {
        "say": words.say,
        "marked": words.marked,
        "long_day": words.long_day,
        "day": words.day,
        "minute": words.minute,
    }
    environment.filters = {**environment.filters, **said}


@dataclass(slots=True)
class Environments:
    """The template environments of a site by language; that of the main language is Pelican's own.

    `words` gives the texts of a language, `epoch` says of which code and catalogue compiled templates must be.
    """

    base: Environment
    words: Callable[[str], Words]
    epoch: Callable[[str], str]
    _made: dict[str, Environment] = field(default_factory=dict)

    def of(self, lang: str) -> Environment:
        """Return the environment of a language."""
        if lang == MAIN_LANGUAGE:
            return self.base
        if lang not in self._made:
            environment = self.base.overlay(bytecode_cache=TemplateCode(self.epoch(lang), lang))
            speak(environment, self.words(lang))
            self._made[lang] = environment
        return self._made[lang]
