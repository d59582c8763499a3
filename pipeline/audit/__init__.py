"""Audit the built pages of a site by the rules on pages: what fails keeps it from being published; only what changed is read again.

What was seen in a page is kept in a memo (`memo.py`) beside the site's folder, under the digest of the bytes in which it was seen.
"""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from model.faults import Fault
from pipeline.audit.judging import findings, judge
from pipeline.audit.keeping import Keeper
from pipeline.audit.looking import look
from pipeline.audit.memo import FILE, MemoDamaged, MemoUnusable, opened
from pipeline.audit.output import Output
from pipeline.audit.present import come, compare, gone, list_present, renew, to_look_at
from pipeline.audit.seeing import inspect_page as inspect_page
from pipeline.audit.setting import Setting
from pipeline.audit.setting import setting_of as setting_of
from pipeline.audit.setting import settings_of as settings_of
from pipeline.rules.book import rules_on
from pipeline.rules.rule import Subject
from plugins.engine.workers import cores, spread

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

Answer = TypeVar("Answer")


class Inspected(NamedTuple):
    """A finding on a page: the rule's code, the page's file below the output folder, the line, the fact, what to do."""

    rule: str
    path: str
    line: int
    fact: str
    remedy: str


def audit(
    folder: Path,
    setting: Setting = Setting(),  # noqa: B008 frozen
    *,
    ledger: Path | None = None,
    jobs: int = 0,
    say: Callable[[str], object] = print,
) -> tuple[Fault, ...]:
    """Return what fails on the pages of a built site in `folder` (the rules whose findings are vetoes or errors), in the order of places.

    Without a `ledger` every file is looked at: one with the stamp that it had when it was audited (both times, size, inode) is
    not read, any other is digested, and only other bytes are parsed; a file that was altered by hand is found. With the ledger
    of a build that has just ended, its digests say what changed, and no other file is touched: the build has compared the stamps of
    all files itself, and mended what was damaged. Where that ledger does not speak of this output, or has not made all of the
    site, the files are looked at.

    `setting` is what the pages are compared with; with other settings than last time they are all read again. `jobs` is how many processes may
    work at once, 0 for as many as there are processors. `say` gets a line where the memo is of
    no use; the findings are the same without it. Raises `OutputError` where a page cannot be
    read, or there is no place for what is seen.
    """
    found = _asked(_failing, folder, setting, ledger, jobs, say) or ()
    return tuple(sorted(Fault(each.path, each.line, each.rule, each.fact, each.remedy) for each in found))


def inspect(
    folder: Path,
    setting: Setting = Setting(),  # noqa: B008 frozen
    *,
    jobs: int = 0,
    say: Callable[[str], object] = print,
    told: Callable[[Iterable[Inspected]], Iterable[Inspected]] = iter,
) -> tuple[Inspected, ...]:
    """Return all findings on a built site, also those that fail nothing, and those between pages, in the order of places.

    Each page is looked at as by `audit`; the questions between pages go over all rows of the memo. What is returned is what `told`
    makes of the findings, which come one after the other: there may be several a page. Raises `OutputError`.
    """
    answer = partial(_of_all, told)
    return _asked(answer, folder, setting, None, jobs, say) or ()


def _asked(
    answer: Callable[[sqlite3.Connection, Path, Setting], Answer],
    folder: Path,
    setting: Setting,
    ledger: Path | None,
    jobs: int,
    say: Callable[[str], object],
) -> Answer | None:
    """Have a memo that knows a site answer; nothing where the site is not built."""
    if not folder.is_dir():
        return None
    place, bring_up = folder.parent / FILE, partial(_brought_up, folder, setting, ledger, jobs or cores())
    try:
        return bring_up(place, answer)
    except MemoDamaged as error:
        say(f"{error}，从头检查")
    except MemoUnusable as error:
        say(f"{error}；这一次从头检查，不记下来")
        return bring_up(None, answer)
    return bring_up(place, answer)


def _brought_up(
    folder: Path,
    setting: Setting,
    ledger: Path | None,
    jobs: int,
    place: Path | None,
    answer: Callable[[sqlite3.Connection, Path, Setting], Answer],
) -> Answer:
    with opened(place) as memo:
        list_present(memo, folder, ledger)
        memo.execute("begin immediate")
        renew(memo, folder.name, setting.digest)
        compare(memo, folder.name)
        _bring_up(memo, folder, setting, jobs)
        judge(memo, folder.name)
        memo.execute("commit")
        return answer(memo, folder, setting)


def _bring_up(memo: sqlite3.Connection, folder: Path, setting: Setting, jobs: int) -> None:
    """Have the memo know the files that are there, and what is in those of other bytes."""
    keeper = Keeper(memo, folder.name)
    for file in gone(memo):
        keeper.forget(file)
    for file in come(memo):
        keeper.keep_name(file)
    for looked in spread(lambda: partial(look, folder, setting), to_look_at(memo), jobs):
        keeper.keep(looked)
    keeper.tidy()


def _failing(memo: sqlite3.Connection, folder: Path, _: Setting) -> tuple[Inspected, ...]:
    return tuple(_of_pages(memo, folder.name, failing_only=True))


def _of_pages(memo: sqlite3.Connection, site: str, *, failing_only: bool) -> Iterator[Inspected]:
    found = findings(memo, site, failing_only=failing_only)
    yield from (Inspected(each.rule, f"{site}/{file}", each.line, each.fact, each.remedy) for file, each in found)


def _of_all(
    told: Callable[[Iterable[Inspected]], Iterable[Inspected]],
    memo: sqlite3.Connection,
    folder: Path,
    setting: Setting,
) -> tuple[Inspected, ...]:
    on_pages = _of_pages(memo, folder.name, failing_only=False)
    return tuple(sorted(told(chain(on_pages, _between(Output(memo, folder, setting))))))


def _between(output: Output) -> Iterator[Inspected]:
    for rule in rules_on(Subject.OUTPUT):
        assert rule.find
        for found in rule.find(output):
            path = f"{output.site}/{found.path}" if found.path else output.site
            yield Inspected(rule.code, path, found.line, found.fact, found.remedy or rule.remedy)
