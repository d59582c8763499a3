"""What a person writes on the command line for an act, and how it is read: every text that cannot be read is a fault of its option."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from model.faults import Fault, Unreadable
from model.lifecycle import Act, Approval, Filing, SecurityTest
from model.record import Read, specs
from model.values import OneOf

#: How the options of several words are written.
APPROVAL = "省政府办公厅 2026-03-05 晋政办函〔2026〕12号"
FILING = "ICP备案 晋ICP备05000001号-4 2026-05-01"
TEST = "2026-05-20 晋测〔2026〕88号 通过"


@dataclass(frozen=True, slots=True)
class Options:
    """The options of the commands `site.…` as they were written; what was not given is empty. `act` is the act's name."""

    act: str
    site: str = ""
    date: str = ""
    applicant: str = ""
    application: str = ""
    approval: tuple[str, ...] = ()
    filing: tuple[str, ...] = ()
    test: str = ""
    begins: str = ""
    ends: str = ""
    reason: str = ""
    contact: str = ""
    target: str = ""
    map: str = ""
    changed: tuple[str, ...] = ()
    column: str = ""
    name: str = ""
    kind: str = ""
    level: str = ""
    domain: str = ""
    chinese_domain: str = ""
    sponsor: str = ""


def options_of(act: str, **given: Any) -> Options:
    """Return what was given for an act, white space around it folded, lists as tuples; a name that is no option is an error."""
    known = {field.name: field.default for field in fields(Options)}
    return Options(act, **{name: _clean(value, known[name]) for name, value in given.items()})


def _clean(value: Any, default: Any) -> Any:
    if isinstance(default, tuple):
        return tuple(text for each in value or () if (text := _text(each)))
    return _text(value or "")


def _text(given: str) -> str:
    """What was given without the white space around it; bytes that are no text become a sign that they were."""
    return given.encode(errors="surrogateescape").decode(errors="replace").strip()


def option(name: str) -> str:
    """Return the option's name as a person writes it."""
    return f"--{name.replace('_', '-')}"


def read_act(options: Options, today: dt.date) -> tuple[Act, list[Fault]]:
    """Return the act that the options say, dated today where they say no date, and what cannot be read.

    A stand-in takes the place of what cannot be read, so that the rules speak only of the rest.
    """
    reading = _Reading(options)
    date = reading.text("date", today) or today
    begins = reading.text("begins", date)
    reading.day = begins or date
    act = Act(
        act=options.act,
        date=date,
        applicant=reading.text("applicant") or "",
        application=reading.text("application") or "",
        begins=begins,
        ends=reading.text("ends", dt.date.max if options.act in {"migrate", "close"} else reading.day),
        reason=reading.text("reason") or "",
        contact=reading.text("contact") or "",
        target=reading.text("target") or "",
        approvals=tuple(reading.words("approval", Approval, APPROVAL)),
        filings=tuple(reading.words("filing", Filing, FILING)),
        security_test=next(reading.words("test", SecurityTest, TEST), None),
        changes=tuple(reading.lines("changed", "changes")),
    )
    return act, [*_not_text(options), *reading.faults]


def _not_text(options: Options) -> Iterator[Fault]:
    """What came from a terminal that does not write UTF-8."""
    for field in fields(options):
        given = getattr(options, field.name)
        for number, text in enumerate((given,) if isinstance(given, str) else given, 1):
            if "\ufffd" in text:
                yield Fault(option(field.name), number, "ENCODING", "内容里有不是UTF-8的字节", "用UTF-8的终端重新填写")


class _Reading:
    """Reads options by the declarations of an act and its parts, and collects what is wrong.

    `day` stands in for a day within an option that cannot be read.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self.day = dt.date.min
        self.faults: list[Fault] = []

    def text(self, key: str, otherwise: object = None) -> Any:
        """The value of an option of one text, `otherwise` if it cannot be read; None where it is not given."""
        given = getattr(self._options, key)
        return self._read(key, 1, given, specs(Act)[key].read, otherwise) if given else None

    def lines(self, name: str, key: str) -> Iterator[str]:
        """The values of an option that may be given several times."""
        for number, given in enumerate(getattr(self._options, name), 1):
            yield self._read(name, number, given, specs(Act)[key].read)

    def words(self, name: str, record: Any, sample: str) -> Iterator[Any]:
        """The records that an option's words are, each of three: those that hold a day and a number of several words."""
        given = getattr(self._options, name)
        for number, text in enumerate((given,) if isinstance(given, str) else given, 1):
            if text:
                yield from self._record(name, number, text, record, sample)

    def _record(self, name: str, number: int, text: str, record: Any, sample: str) -> Iterator[Any]:
        keys = tuple(specs(record))
        words = _three(text, keys.index("number"))
        if len(words) != len(keys):
            wanted = " ".join(spec.alias for spec in specs(record).values())
            fact, remedy = f"“{text}”不是三项", f"依次写“{wanted}”，用空格隔开，如“{sample}”"
            self.faults.append(Fault(option(name), number, "LIFE_OPTION", fact, remedy))
            return
        found = {
            key: self._read(name, number, word, specs(record)[key].read, self.day if key == "date" else None)
            for key, word in zip(keys, words, strict=True)
        }
        yield record(**found)

    def _read(self, name: str, number: int, text: str, read: Read, otherwise: object = None) -> Any:
        try:
            return read(text)
        except Unreadable as error:
            self.faults.append(error.at(option(name), number))
            return otherwise or (read.choices[0] if isinstance(read, OneOf) else text[:100])


def _three(text: str, wide: int) -> tuple[str, ...]:
    """Three words; the one at place `wide` may have spaces within."""
    words = text.split()
    after = 2 - wide
    parts = (words[:wide], words[wide : len(words) - after], words[len(words) - after :])
    flat: Iterable[str] = (*parts[0], " ".join(parts[1]), *parts[2])
    return tuple(word for word in flat if word)
