"""What a rule is: a clause as a small function, with what it says, how grave it is, and an example that breaks it and one that does not.

One declaration serves the check, the documentation and the tests. A rule without a source cannot be declared, and one whose sources
nobody has seen in their own words is a hint, whatever it says of itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, NamedTuple


class Severity(StrEnum):
    """How grave a finding is: 单项否决 and 错误 end a command with exit code 1, the others fail nothing."""

    VETO = "veto"
    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def fails(self) -> bool:
        """Whether a finding of this severity fails a check."""
        return self in {Severity.VETO, Severity.ERROR}

    @property
    def label(self) -> str:
        """What people read."""
        return {"veto": "单项否决", "error": "错误", "warning": "提醒", "hint": "提示"}[self.value]


class Standing(Enum):
    """How well a source is known: its own words were seen, somebody tells of it, or it is recalled and not to be relied on."""

    CONFIRMED = "原文"
    SECONDARY = "转述"
    RECALLED = "未证实"


@dataclass(frozen=True, slots=True)
class Source:
    """A clause of a document; `article` is its number where the document is the city's own regulation, for the table of articles."""

    document: str
    clause: str
    standing: Standing = Standing.CONFIRMED
    article: int = 0

    def __str__(self) -> str:
        note = "（未证实）" if self.standing is Standing.RECALLED else ""
        return f"{self.document}{self.clause}{note}"


class Subject(Enum):
    """What a rule looks at, and by which command it is watched."""

    DOCUMENT = "一篇文件"  # invoke check: a pure function of one document and the files it owns
    CONTENT = "文件之间、栏目和网站"  # invoke check: a question to the ledger, as of a moment
    HISTORY = "修改历史"  # invoke check: a question to git
    SETTINGS = "设置和信息区"  # invoke check and build: the model's own faults, which stop a build
    PAGE = "一个网页"  # invoke audit: a pure function of one built page
    OUTPUT = "网页之间"  # invoke audit: a question to the audit's memo
    LIVE = "上线的网站"  # invoke patrol, verify, publish


class Replacement(NamedTuple):
    """What `--fix` writes into the finding's line in place of the characters from `start` to `end` (0-based)."""

    start: int
    end: int
    text: str


class Found(NamedTuple):
    """A place where a rule is broken.

    `line` counts from 1. `fact` says what was found, in Chinese, without the remedy; `remedy` is given where it is another than
    the rule's own. `path` is the file (content-relative; of a built page, output-relative) where it is not that of the
    document or page that was looked at; a rule between documents always gives it. `columns` are the columns that it is about
    where that is in the file of their site: whoever is in charge of them has to know.
    """

    line: int
    fact: str
    remedy: str = ""
    path: str = ""
    replacement: Replacement | None = None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edited:
    """An existing file of the demonstration city (or, for a page, of its output) with `old` replaced by `new` once."""

    old: str
    new: str


#: What an example does to a file: its whole text or bytes, an edit, None for its removal, or a function that makes its bytes.
Change = str | bytes | Edited | Callable[[], bytes] | None


@dataclass(frozen=True, slots=True)
class Example:
    """A change to the demonstration city, content-relative paths to what is written there, and the moment at which it is looked at.

    `as_of` is empty for the tests' own present, 2026-11-24 09:00. With `committed` (`YYYY-MM-DD HH:MM`) the files come in by a commit of that moment, and the
    rest of the city by an earlier one. For rules on pages the paths are below the output folder.
    """

    files: Mapping[str, Change]
    as_of: str = ""
    committed: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `code` is stable for ever; `title` says in a few words what is wrong; `remedy` what to do; `thresholds` are names in the profile.

    `find` takes what its subject gives (`Written`, `Books`, …) and yields `Found`; it is None for what the model, the patrol or a command
    watches, of which the rule only gives account. Raises `ValueError` for a rule without a source.
    """

    code: str
    title: str
    sources: tuple[Source, ...]
    severity: Severity
    remedy: str
    subject: Subject
    find: Callable[[Any], Iterable[Found]] | None = None
    thresholds: tuple[str, ...] = ()
    breaks: tuple[Example, ...] = ()
    keeps: tuple[Example, ...] = ()

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"{self.code}: a rule has a source")
        if self.severity is not Severity.HINT and all(each.standing is Standing.RECALLED for each in self.sources):
            raise ValueError(f"{self.code}: what nobody has confirmed is a hint")

    @property
    def clause(self) -> str:
        """The sources in one line."""
        return "；".join(map(str, self.sources))


def _declaring(subject: Subject) -> Callable[..., Callable[[Callable[[Any], Iterable[Found]]], Rule]]:
    """Return a decorator that makes a function the rule which its arguments describe; see `Rule`."""

    def declare(code: str, **described: Any) -> Callable[[Callable[[Any], Iterable[Found]]], Rule]:
        def make(find: Callable[[Any], Iterable[Found]]) -> Rule:
            return Rule(code=code, subject=subject, find=find, **described)

        return make

    return declare


document_rule = _declaring(Subject.DOCUMENT)
content_rule = _declaring(Subject.CONTENT)
history_rule = _declaring(Subject.HISTORY)
page_rule = _declaring(Subject.PAGE)
output_rule = _declaring(Subject.OUTPUT)


def standing_rule(code: str, subject: Subject, **described: Any) -> Rule:
    """Return the rule that gives account of a fault which the model, the patrol or a command finds by itself."""
    return Rule(code=code, subject=subject, **described)
