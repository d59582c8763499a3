"""The second review of a forced publication."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.faults import ContentFaults
from pipeline.gates.approval import Approval
from pipeline.gates.signatures import signer
from pipeline.outcome import Act, Outcome, Publication, State
from pipeline.records.chain import Line, append, read
from pipeline.records.entries import Facts, Who, entry_of
from pipeline.records.past import last_trusted_commit, pending_reviews
from pipeline.records.second_review import PURPOSE, approve
from tests.pipeline.gates.repository import AT, EDITOR, PUBLISHER, REVIEWER, SECOND, STRANGER, Repository
from tests.pipeline.gates.test_forced import people

Begun = tuple[Repository, str]
RELEASE = "20261124T093158-845718891642"
XIN = "xin@yunchuan.gov.cn"


class Hall:
    """A repository, and the record of what it published."""

    def __init__(self, repo: Repository, base: str, folder: Path) -> None:
        self.repo, self.base, self.file = repo, base, folder / "publications.jsonl"
        self.record(Approval(base, "reviewed", (REVIEWER,)))

    def record(self, approval: Approval, *sites: str, release: str = RELEASE) -> Line:
        outcomes = tuple(Outcome("q", site, State.SWITCHED, release, None) for site in sites or ("portal",))
        facts = Facts(AT, Who("发布甲", PUBLISHER, "fabu@goujian-1"), "production", approval.commit, approval, 1.0)
        return append(self.file, entry_of(Publication(Act.PUBLISH, outcomes), facts))

    def force(self, *sites: str) -> Line:
        """Publish by force what the repository is at."""
        return self.record(self.repo.force(PUBLISHER, *sites, base=self.base), *sites)

    def approve(self, who: str, release: str = RELEASE, note: str = "看过，属实") -> Line:
        return approve(self.repo.content, self.file, release, note, key=str(self.repo.keys.file(who)), now=AT)

    def codes(self, who: str, **more: str) -> list[str]:
        with pytest.raises(ContentFaults) as caught:
            self.approve(who, **more)
        return [fault.code for fault in caught.value.faults]


@pytest.fixture
def hall(begun: Begun, tmp_path: Path) -> Hall:
    repo, base = begun
    repo.commit({"content/portal/a.md": "一"})
    return Hall(repo, base, tmp_path)


def test_a_reviewer_who_took_no_part_settles_it_with_a_signature(hall: Hall) -> None:
    forced = hall.force()
    line = hall.approve(REVIEWER)

    record = read(hall.file)
    assert (record.faults, pending_reviews(record)) == ((), ())
    assert (line.entry["act"], line.entry["reviews"], line.entry["releases"]) == ("review", [2], {"portal": RELEASE})
    approval = line.entry["approval"]
    assert (approval["by"], approval["reason"]) == ([REVIEWER], "看过，属实")
    assert forced.digest in approval["statement"]
    assert signer(approval["statement"], approval["signature"], PURPOSE, people(hall.repo))
    assert last_trusted_commit(record, "production", "portal") == hall.repo.head()


@pytest.mark.parametrize("who", [PUBLISHER, EDITOR, STRANGER, SECOND])
def test_nobody_else_can(hall: Hall, who: str) -> None:
    hall.force()

    assert hall.codes(who) == ["SIGNER"]
    assert len(pending_reviews(read(hall.file))) == 1


def test_a_reviewer_who_wrote_some_of_it_cannot(hall: Hall) -> None:
    hall.repo.commit({"content/portal/b.md": "一"}, who=REVIEWER)
    hall.force()

    assert hall.codes(REVIEWER) == ["REVIEWED_BY_AUTHOR"]


def test_a_publisher_who_reviews_too_cannot_settle_their_own(hall: Hall) -> None:
    text = hall.repo.people().replace('publisher = ["*"]', 'publisher = ["*"]\nreviewer = ["*"]')
    hall.base = hall.repo.commit({"content/people.toml": text})
    hall.record(Approval(hall.base, "reviewed", (REVIEWER,)))
    hall.force()

    assert hall.codes(PUBLISHER) == ["REVIEWED_BY_AUTHOR"]


def test_a_reviewer_named_by_the_forced_commit_cannot(hall: Hall) -> None:
    hall.repo.commit({"content/people.toml": hall.repo.people(xin='reviewer = ["*"]')})
    hall.force()
    hall.record(Approval(hall.repo.head(), "reviewed", (XIN,)), release="20261125T000000-000000000000")

    assert hall.codes(XIN) == ["SIGNER"]
    assert hall.approve(REVIEWER).entry["reviews"] == [2]


def test_a_reviewer_of_all_sites_of_it_is_needed(hall: Hall) -> None:
    hall.force("portal", "jyj")

    assert hall.codes(SECOND) == ["SIGNER"]
    assert hall.approve(REVIEWER).entry["releases"] == {"portal": RELEASE, "jyj": RELEASE}


def test_what_does_not_wait_for_a_review_cannot_be_reviewed(hall: Hall) -> None:
    assert hall.codes(REVIEWER, note="") == ["REASON", "NO_FORCED"]
    hall.force()
    assert hall.codes(REVIEWER, release="\x1b") == ["NO_FORCED"]
    hall.approve(REVIEWER)
    assert hall.codes(REVIEWER) == ["NO_FORCED"]


def test_a_commit_that_the_repository_lost_is_said(hall: Hall) -> None:
    hall.record(Approval("f" * 40, "forced", (PUBLISHER,)), "jyj")

    assert hall.codes(REVIEWER) == ["HISTORY_REWRITTEN"]
