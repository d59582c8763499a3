"""The law of the engine: after any sequence of changes a build gives the bytes of a build from nothing, and no file more."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import HealthCheck, event, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from pelican import Pelican
from pelican.settings import read_settings

from model.faults import ContentFaults
from pipeline.build import build
from plugins.engine.workers import FEW
from tests.conftest import NOW
from tests.law.documents import Documents
from tests.law.fields import NUMBERS
from tests.law.lives import RECORD, TABLE, Lives
from tests.law.outputs import Outputs, different, files_below
from tests.law.papers import Desk
from tests.law.settings import Settings
from tests.law.sites import Hall
from tests.law.theme import Theme, remembering

#: How long a file that was just touched stays under suspicion: as ever, or not at all, so that stamps are relied on.
SUSPICION = "plugins.engine.stamps.SUSPICION"
#: Where plain Pelican learns what time it is.
CLOCK = "plugins.engine.generator.now_in_shanghai"
#: How many pages are worth a process of their own: few, so that a small city is spread as well.
WORTH_A_PROCESS = "plugins.engine.workers.FEW"
#: Where cities are built and forgotten by the thousand: in memory, where Linux offers that.
SCRATCH = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
Outcome = Any


@dataclass(frozen=True, slots=True)
class Plan:
    """How the next build is made: after how many changes, by how many workers, first one site or all at once, …

    `mend` says whether what is wrong is mended at once, so that there is something to compare; `plainly` whether plain Pelican, which
    keeps no ledger, makes each site as well.
    """

    after: int
    jobs: int
    only: str
    fresh: bool
    trusting: bool
    mend: bool
    plainly: bool


PLANS = st.builds(
    Plan,
    after=st.integers(1, 5),
    jobs=st.sampled_from([1, 1, 2]),
    only=st.sampled_from(["", "", "", "portal", "jyj"]),
    fresh=st.sampled_from([False] * 9 + [True]),
    trusting=st.booleans(),
    mend=st.sampled_from([True, True, True, False]),
    plainly=st.sampled_from([False] * 5 + [True]),
)


class Editing(Documents, Settings, Lives, Outputs, RuleBasedStateMachine):
    """A city at work. After a few changes the kept output is compared with one from nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(dir=SCRATCH)))
        self._stack.enter_context(remembering())
        self.content, self.output, self.now = folder / "content", folder / "output", NOW
        self.hall, self.desk, self.theme = Hall(self.content), Desk(self.content), Theme(folder)

    def teardown(self) -> None:
        self._stack.close()

    @initialize(plans=st.lists(PLANS, min_size=1, max_size=8), english=st.booleans())
    def begin(self, plans: list[Plan], english: bool) -> None:
        self.plans = cycle(plans)
        self.plan = next(self.plans)
        for place in self.hall.places:
            self.put_files(place, 1, (1, 1))
        self.desk.add("portal/yaowen", "a", "news", "要闻", "2026-03-01 10:00")
        self.desk.add("portal/zcwj", "a", "policy", "办法", "2026-03-01 10:00")
        interpretation = self.desk.add("jyj/zcjd", "a", "interpretation", "解读", "2026-03-02 10:00")
        interpretation.fields["interprets"] = NUMBERS[0]
        self.desk.save(interpretation)
        if english:
            self.hall.speak_english(self.hall.sites["portal"], ["yaowen", "zcwj"])
            for paper in self.desk.papers[:2]:
                self.into_english(paper, "Title", good=True)

    @invariant()
    def the_output_is_that_of_a_build_from_nothing(self) -> None:
        if self.edits >= self.plan.after:
            plan, self.plan, self.edits = self.plan, next(self.plans), 0
            few = 4 if plan.jobs > 1 else FEW
            with mock.patch(SUSPICION, 0 if plan.trusting else 2_000_000_000), mock.patch(WORTH_A_PROCESS, few):
                only = plan.only if plan.only in self.hall.sites else ""
                outcome = self._compared(only, jobs=plan.jobs, fresh=plan.fresh)
                while plan.mend and isinstance(outcome, tuple):
                    for path in dict.fromkeys(fault.path for fault in outcome):
                        self._mend(path)
                    outcome = self._compared("", jobs=plan.jobs)
            if plan.plainly and isinstance(outcome, dict):
                for site in self.hall.sites:
                    assert different(self._plainly(site), _of(site, outcome)) == []

    def _compared(self, only: str, **options: Any) -> Outcome:
        before = files_below(self.output)
        first = self._outcome(self.output, site=only, **options) if only else {}
        kept = self._outcome(self.output, **options)
        with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
            fresh = self._outcome(Path(folder))
        event("built" if isinstance(fresh, dict) else "refused")
        assert different(kept, fresh) == []
        if isinstance(fresh, tuple):
            assert different(files_below(self.output), before) == []
        elif only:
            assert different(_of(only, first), _of(only, fresh)) == []
        return fresh

    def _outcome(self, output: Path, **options: Any) -> Outcome:
        """The bytes that a build gives, or the faults that stop it."""
        try:
            build(self.content, output, as_of=self.now, settings=self.theme.settings, **options)
        except ContentFaults as error:
            return error.faults
        return files_below(output)

    def _plainly(self, site: str) -> dict[str, bytes]:
        """What Pelican makes of a site by itself, as the command `pelican` runs it."""
        with tempfile.TemporaryDirectory(dir=SCRATCH) as folder, mock.patch(CLOCK, return_value=self.now):
            places = {"PATH": str(self.content / site), "OUTPUT_PATH": f"{folder}/{site}"}
            Pelican(dict(read_settings(str(self.theme.settings), override={"LOG_FILTER": [], **places}))).run()
            return files_below(Path(folder))

    def _mend(self, path: str) -> None:
        """Take away what is wrong, so that there is something to build."""
        [*found] = [paper for paper in self.desk.papers if paper.path == path]
        if found:
            self.desk.plain(found[0])
        elif path in {"platform.toml", "profile.toml", "terms.toml"} or path.endswith((RECORD, TABLE)):
            self.hall.write(path, "")
        else:
            self.hall.mend()


def _of(site: str, outcome: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in outcome.items() if name.startswith(f"{site}/")}


NIGHTLY = settings.get_current_profile_name() == "nightly"
#: How many sequences of how many changes each shift makes: many short ones, and some that go on until a city is old.
SHIFTS = ((16, 12), (16, 12), (3, 40))
#: The same with the profile "nightly", where the sequences are others every time.
NIGHTLY_SHIFTS = ((settings().max_examples // 3, 40),) * 3


def shift(number: int, sequences: int, changes: int) -> Any:
    """The law with a seed of its own, so that several processes share the work."""
    machine: Any = type(f"Editing{number}", (Editing,), {})
    case = (machine if NIGHTLY else seed(number)(machine)).TestCase
    case.settings = settings(
        max_examples=sequences, stateful_step_count=changes, deadline=None, suppress_health_check=list(HealthCheck)
    )
    return case


TestFirstShift, TestSecondShift, TestThirdShift = (
    shift(number, *size) for number, size in enumerate(NIGHTLY_SHIFTS if NIGHTLY else SHIFTS, 1)
)
