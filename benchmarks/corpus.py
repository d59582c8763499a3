"""The documents that every generator is given: made up, the same at every run, each from its number alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from random import Random

from benchmarks.body import make_body, phrase
from benchmarks.columns import COLUMNS, POLICIES, Column
from benchmarks.material import ADDED, TITLES

#: Builds are made as of this minute, which every document precedes.
AS_OF = dt.datetime(2026, 11, 1, 8, 0)
_FIRST_DAY = dt.date(2016, 1, 4)
_DAYS = 3952  # to 2026-10-30
_SHORTEST, _LONGEST, _USUAL = 420, 2650, 800  # Chinese characters that the last block may pass


@dataclass(frozen=True, slots=True)
class Policy:
    """What a policy has beyond other documents: 发文字号, 发文机关, 成文日期."""

    number: str
    issuer: str
    issued: dt.date


@dataclass(frozen=True, slots=True)
class Document:
    """A document before it takes any generator's form; `body` is Markdown that all of them read alike."""

    name: str
    column: Column
    title: str
    date: dt.datetime
    source: str
    author: str
    keywords: tuple[str, ...]
    description: str
    body: str
    policy: Policy | None


def make_document(number: int) -> Document:
    """Return document `number` (from 0), the same in a corpus of any size.

    Columns take turns, so that each has a twentieth of the documents; a tenth of each column has a table.
    """
    random = Random(f"document {number}")  # noqa: S311 (chance that must come out the same)
    column = COLUMNS[number % len(COLUMNS)]
    title = phrase(random, random.choice(TITLES))
    date = _date(random)
    source = "云川" + phrase(random, "{organ}")
    has_table = (number // len(COLUMNS) + number) % 10 == 0
    length = round(random.triangular(_SHORTEST, _LONGEST, _USUAL))
    return Document(
        name=f"{date:%Y%m%d}-{number:06}",
        column=column,
        title=title,
        date=date,
        source=source,
        author=f"编辑{number % 9 + 1}组",
        keywords=(phrase(random, "{matter}"), phrase(random, "{district}"), column.name),
        description=phrase(random, f"{source}就有关工作作出安排，涉及{{district}}和{{group}}，自发布之日起执行。"),
        body=make_body(random, length, has_table, f"{source}\n\n{date.year}年{date.month}月{date.day}日"),
        policy=_policy(number, date) if column.path == POLICIES else None,
    )


def _date(random: Random) -> dt.datetime:
    day = _FIRST_DAY + dt.timedelta(days=random.randrange(_DAYS))
    return dt.datetime.combine(day, dt.time(random.randrange(8, 18), random.randrange(60)))


def _policy(number: int, date: dt.datetime) -> Policy:
    issued = date.date() - dt.timedelta(days=3)
    return Policy(f"云政办发〔{issued.year}〕{number + 1}号", "云川市人民政府办公室", issued)


def edited(document: Document, turn: int) -> Document:
    """Return the document with a paragraph appended, another one at each turn."""
    random = Random(f"edit {turn}")  # noqa: S311
    paragraph = phrase(random, ADDED.replace("{round}", str(turn)))
    return replace(document, body=f"{document.body}\n\n{paragraph}")


def added(number: int, turn: int) -> Document:
    """Return a document that is newer than the whole corpus, and newer at each turn."""
    date = dt.datetime(2026, 10, 31, 9, 0) + dt.timedelta(minutes=turn)
    document = make_document(number)
    policy = _policy(number, date) if document.policy else None
    return replace(document, name=f"{date:%Y%m%d}-{number:06}", date=date, policy=policy)
