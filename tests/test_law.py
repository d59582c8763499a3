"""The law of the engine: after any sequence of changes a build gives the bytes of a build from nothing, and no file more."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from model.faults import ContentFaults
from pipeline.build import build
from tests.conftest import DEPARTMENT, SITE, BuiltCity, City, document, policy

NAMES = st.sampled_from(["a", "b", "c"])
PLACES = st.sampled_from(["portal/yaowen", "portal/zcwj", "portal/zcjd", "jyj/zcjd", "jyj/zcwj"])
NUMBERS = st.sampled_from(["云政发〔2026〕1号", "云政发〔2026〕2号"])
DATES = st.sampled_from(
    ["2026-01-01 10:00", "2026-03-01 10:00", "2026-03-01 10:01", "2025-06-01 10:00", "2026-12-31 08:00"]
)
EXTRAS = st.sampled_from(
    [
        "",
        "archived: 2027-02-01",
        "publish_at: 2026-12-01 08:00",
        "expires_at: 2027-06-01 00:00",
        "draft: 是",
        "slug: other",
        "aliases: [/old/1.html]",
        "description: 摘要",
        "attachments: [a.csv]",
        "image: p.png",
    ]
)
BODIES = st.sampled_from(
    [
        "正文。",
        "第一条　甲。\n\n第二条　乙。",
        "正文。\n\n正文。",
        "见[甲](a.md)。",
        "见[乙](../yaowen/b.md)。",
        "![图](p.png)",
    ]
)
DAYS = st.sampled_from(
    [dt.datetime(2026, 11, 24, 9), dt.datetime(2026, 12, 2, 9), dt.datetime(2027, 3, 1, 9), dt.datetime(2027, 7, 1, 9)]
)
PICTURES = st.sampled_from([(1, 1), (2, 3)])


def png(size: tuple[int, int]) -> bytes:
    import io

    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", size).save(data, "PNG")
    return data.getvalue()


class Editing(RuleBasedStateMachine):
    """Editors at work; after each round the kept output is compared with one from nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._scratch = tempfile.TemporaryDirectory()
        self.city = City(Path(self._scratch.name))
        self.city.write({"jyj/site.toml": DEPARTMENT})
        self.now = dt.datetime(2026, 11, 24, 9)
        self.changed = True

    def teardown(self) -> None:
        self._scratch.cleanup()

    def _write(self, place: str, name: str, text: str | bytes) -> None:
        self.city.write({f"{place}/{name}": text})
        self.changed = True

    @rule(place=PLACES, name=NAMES, date=DATES, extra=EXTRAS, body=BODIES, title=st.sampled_from(["甲", "乙<&"]))
    def write_news(self, place: str, name: str, date: str, extra: str, body: str, title: str) -> None:
        more = ["kind: news", *([extra] if extra else [])]
        self._write(place, f"{name}.md", document(title, *more, date=date, body=body))

    @rule(
        name=NAMES,
        number=NUMBERS,
        repeals=st.one_of(st.none(), NUMBERS),
        body=BODIES,
        site=st.sampled_from(["portal", "jyj"]),
    )
    def write_policy(self, name: str, number: str, repeals: str | None, body: str, site: str) -> None:
        more = [f"repeals: {repeals}"] if repeals and repeals != number else []
        self._write(f"{site}/zcwj", f"{name}.md", policy(number, f"办法{name}", *more, body=body))

    @rule(name=NAMES, number=NUMBERS, site=st.sampled_from(["portal", "jyj"]))
    def write_interpretation(self, name: str, number: str, site: str) -> None:
        self._write(f"{site}/zcjd", f"{name}.md", document(f"解读{name}", f"interprets: {number}"))

    @rule(place=PLACES, name=NAMES)
    def break_document(self, place: str, name: str) -> None:
        self._write(place, f"{name}.md", "没有信息区")

    @rule(place=PLACES, name=NAMES)
    def delete(self, place: str, name: str) -> None:
        (self.city.content / place / f"{name}.md").unlink(missing_ok=True)
        self.changed = True

    @rule(origin=PLACES, destination=PLACES, name=NAMES)
    def move(self, origin: str, destination: str, name: str) -> None:
        file = self.city.content / origin / f"{name}.md"
        if file.exists():
            (self.city.content / destination).mkdir(parents=True, exist_ok=True)
            file.rename(self.city.content / destination / f"{name}.md")
            self.changed = True

    @rule(place=PLACES, rows=st.integers(0, 3), size=PICTURES)
    def write_files(self, place: str, rows: int, size: tuple[int, int]) -> None:
        self._write(place, "a.csv", "行\n" * rows)
        self._write(place, "p.png", png(size))

    @rule(name=st.sampled_from(["云川市人民政府", "云川市"]), kind=st.sampled_from(["news", "notice", "page"]))
    def change_site(self, name: str, kind: str) -> None:
        text = SITE.replace('"云川市人民政府"', f'"{name}"', 1).replace('kind = "news"', f'kind = "{kind}"')
        self._write("portal", "site.toml", text)

    @rule(day=DAYS)
    def wait(self, day: dt.datetime) -> None:
        self.now = day
        self.changed = True

    @precondition(lambda self: self.changed)
    @invariant()
    def the_output_is_that_of_a_build_from_nothing(self) -> None:
        self.changed = False
        kept = self._built(self.city.output)
        with tempfile.TemporaryDirectory() as folder:
            fresh = self._built(Path(folder) / "fresh")
        event("built" if isinstance(fresh, dict) else "refused")
        assert kept == fresh

    def _built(self, output: Path) -> Any:
        """The bytes that a build gives, or the faults that stop it."""
        try:
            return BuiltCity(output, build(self.city.content, output, as_of=self.now).figures).bytes()
        except ContentFaults as error:
            return error.faults


TestLaw = Editing.TestCase
TestLaw.settings = settings(
    max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
