"""Try the rules on the history, and remember how far it was read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.rules.book import rules_on
from pipeline.rules.history.annals import Annals
from pipeline.rules.history.commits import read_history
from pipeline.rules.history.dates import HISTORY_PARTIAL, partial
from pipeline.rules.history.state import state_of
from pipeline.rules.rule import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.books import Books
    from pipeline.rules.history.state import State
    from pipeline.rules.rule import Found, Rule
    from plugins.engine.ledger import Ledger


def in_history(ledger: Ledger, books: Books) -> Iterator[tuple[Rule, Found]]:
    """Yield what the rules find in the history, which is read on from where it was read last, within the running transaction."""
    annals = Annals(books, _read_on(ledger, books))
    yield from ((HISTORY_PARTIAL, found) for found in partial(annals))
    for rule in rules_on(Subject.HISTORY):
        assert rule.find
        yield from ((rule, found) for found in rule.find(annals))


def _read_on(ledger: Ledger, books: Books) -> State | None:
    kept = ledger.database.execute("select state from history").fetchone()
    before = state_of(json.loads(kept[0])) if kept else None
    state = read_history(books.content.folder, before, books.content.people.protected_branch)
    if state and state is not before:
        ledger.database.execute("delete from history")
        ledger.insert("history", [(json.dumps(state.as_json(), ensure_ascii=False),)])
    return state
