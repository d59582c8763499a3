"""The check remembers what it found: it looks again only at what changed, and says the same as one that begins from nothing."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.check import Checked, check, documents
from pipeline.check.taking_in import LEDGER
from tests.conftest import NOW, City, document, policy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "机密★1年"
THREE = {f"portal/yaowen/{name}.md": document(f"市政府召开第{name}次会议") for name in "abc"}


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents on which rules were tried, in their order."""
    paths: list[str] = []
    look = documents._look

    def note(city: object, task: documents.Task) -> object:
        paths.append(task.path)
        return look(city, task)  # type: ignore[arg-type]

    monkeypatch.setattr(documents, "_look", note)
    return paths


def secrets(found: Checked) -> list[str]:
    return [each.path for each in found.findings if each.code == "SECRECY_MARK"]


def again(city: City, now: dt.datetime = NOW) -> Checked:
    """What the check finds with what it remembers; the same as without."""
    found = check(city.content, now, output=city.output)
    assert found == check(city.content, now)
    return found


def test_only_what_changed_is_looked_at_again(city: City, looked: list[str]) -> None:
    city.write(THREE)
    check(city.content, NOW, output=city.output)
    looked.clear()

    check(city.content, NOW, output=city.output)
    assert looked == []

    city.write({"portal/yaowen/b.md": document("市政府召开第b次会议", body=SECRET)})
    found = check(city.content, NOW, output=city.output)
    assert looked == ["portal/yaowen/b.md"]
    assert secrets(found) == ["portal/yaowen/b.md"]


def test_findings_come_go_and_stay_with_their_documents(city: City) -> None:
    city.write(THREE)
    city.write({"portal/yaowen/b.md": document("市政府召开第b次会议", body=SECRET)})
    assert secrets(again(city)) == ["portal/yaowen/b.md"]

    city.write({"portal/yaowen/c.md": document("市政府召开第c次会议", body="已改。")})
    assert secrets(again(city)) == ["portal/yaowen/b.md"]

    (city.content / "portal/yaowen/b.md").rename(city.content / "portal/yaowen/d.md")
    assert secrets(again(city)) == ["portal/yaowen/d.md"]

    (city.content / "portal/yaowen/d.md").unlink()
    assert secrets(again(city)) == []


def test_a_fault_elsewhere_hides_no_finding_and_is_not_remembered(city: City) -> None:
    city.write({**THREE, "portal/yaowen/b.md": document("市政府召开第b次会议", body=SECRET)})
    check(city.content, NOW, output=city.output)

    city.write({"portal/yaowen/a.md": "无信息区"})
    found = again(city)
    assert secrets(found) == ["portal/yaowen/b.md"]
    assert "FRONT_MATTER" in {each.code for each in found.faults}

    assert "FRONT_MATTER" in {each.code for each in again(city).faults}

    city.write(THREE)
    assert secrets(again(city)) == []


def test_other_thresholds_have_every_document_looked_at_again(city: City, looked: list[str]) -> None:
    city.write(THREE)
    check(city.content, NOW, output=city.output)
    looked.clear()

    city.write({"profile.toml": '[repost_hours]\nvalue = 24\nclause = "甲"\nmeaning = "乙"\n'})
    check(city.content, NOW, output=city.output)

    assert sorted(looked) == sorted(THREE)


def test_a_day_later_documents_are_not_looked_at_again(city: City, looked: list[str]) -> None:
    city.write({**THREE, "portal/zcwj/p.md": policy("云政发〔2026〕1号", "办法", "expires: 2026-12-01")})
    check(city.content, NOW, output=city.output)
    looked.clear()

    check(city.content, NOW + dt.timedelta(days=30), output=city.output)

    assert looked == []
    again(city, NOW + dt.timedelta(days=30))
    again(city, NOW)


def test_a_damaged_ledger_is_discarded_and_the_findings_are_the_same(city: City) -> None:
    city.write({**THREE, "portal/yaowen/b.md": document("市政府召开第b次会议", body=SECRET)})
    found = again(city)
    (city.output / LEDGER).write_bytes(b"SQLite format 3\0" + b"x" * 5000)

    assert again(city) == found
    assert again(city) == found


def test_what_is_written_is_committed_or_nothing_is(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that breaks off leaves the ledger as it was."""
    city.write(THREE)
    again(city)
    city.write({"portal/yaowen/b.md": document("市政府召开第b次会议", body=SECRET)})
    with monkeypatch.context() as patched:
        patched.setattr(documents, "spread", _break_off)
        with pytest.raises(KeyboardInterrupt):
            check(city.content, NOW, output=city.output)

    assert secrets(again(city)) == ["portal/yaowen/b.md"]


def _break_off(*_: object) -> Iterator[object]:
    raise KeyboardInterrupt


def test_two_checks_at_once_find_the_same(city: City, tmp_path: Path) -> None:
    """The second does without what is remembered, since the first has it."""
    from pipeline.check.taking_in import taken_in

    city.write({**THREE, "portal/yaowen/b.md": document("市政府召开第b次会议", body=SECRET)})
    found = again(city)
    with taken_in(city.content, NOW, city.output):
        assert check(city.content, NOW, output=city.output) == found


def test_the_builds_ledger_is_not_touched(city: City) -> None:
    city.write(THREE)
    city.build()
    ledger = city.output / ".ledger.sqlite"
    before = ledger.read_bytes()
    city.write({"portal/yaowen/b.md": document("市政府召开第b次会议", body="改。")})

    check(city.content, NOW, output=city.output)

    assert ledger.read_bytes() == before
    with sqlite3.connect(ledger) as database:
        assert database.execute("select count(*) from page where stale is not null").fetchone() == (0,)


#: What a step may do: a document's text, or nothing for its removal.
_TEXTS = st.sampled_from(
    [
        None,
        document("市政府召开会议"),
        document("市政府召开会议", body=SECRET),
        document("市政府召开会议", body="电话13900000000"),
        document("市政府召开会议", "draft: 是", body=SECRET),
        "没有信息区",
        document("", body="没有标题"),
        policy("云政发〔2026〕1号", "办法", "expires: 2026-12-01"),
    ]
)
_PLACES = st.sampled_from(["portal/yaowen/a.md", "portal/yaowen/b.md", "portal/zcwj/a.md"])
_DAYS = st.sampled_from([NOW, NOW + dt.timedelta(days=40)])


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(_PLACES, _TEXTS, _DAYS), min_size=3, max_size=6))
def test_after_any_changes_the_findings_are_those_from_nothing(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str | None, dt.datetime]]
) -> None:
    here = City(tmp_path_factory.mktemp("city"))
    for path, text, now in steps:
        if text is None:
            (here.content / path).unlink(missing_ok=True)
        else:
            here.write({path: text})
        check(here.content, now, output=here.output)
    again(here, steps[-1][2])
