"""The second review of a forced publication: by a reviewer who took no part in it, proven by a signature (办法第二十七条)."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from model.faults import ContentFaults, Fault
from model.people import Role
from pipeline.gates.approval import Approval
from pipeline.gates.forced import fault_of_text, moment, statement_of
from pipeline.gates.history import Checkout, checkout, is_there, people_at
from pipeline.gates.signatures import sign, signer
from pipeline.records.chain import Line, Record, append, read
from pipeline.records.entries import REVIEW, Facts, entry_of_review, who_is
from pipeline.records.past import last_trusted_commit, pending_reviews
from pipeline.release import shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from model.people import People

PURPOSE = "zhengzhan-review"


def approve(content: Path, file: Path, release: str, note: str, *, key: str, now: dt.datetime) -> Line:
    """Record that a reviewer has looked at the forced publications of a release, and return the line; raise `ContentFaults`.

    The reviewer holds the role for all sites of the publication, signs what they say with their key, and is neither
    the publisher nor an author of what was published. Who is a reviewer is what `people.toml` said before the forced
    publication, and says in the commit here.
    """
    record = read(file)
    lines = [line for line in pending_reviews(record) if release in line.entry["releases"].values()]
    faults = fault_of_text("--note", note)
    if not lines:
        fact = f"没有等待复核的强制发布用这个版本“{shown(release)}”"
        faults.append(Fault("--release", 1, "NO_FORCED", fact, "invoke releases列出等待复核的"))
    if faults:
        raise ContentFaults(faults)
    here = checkout(content)
    sites = {site: version for line in lines for site, version in line.entry["releases"].items()}
    named = " ".join(line.digest for line in lines)
    statement = statement_of(PURPOSE, records=named, sites=" ".join(sites), note=note, at=moment(now))
    signature = sign(content, statement, PURPOSE, key)
    person = signer(statement, signature, PURPOSE, _people(here, record, lines))
    if person is None or not all(person.holds(Role.REVIEWER, site) for site in sites):
        fact = f"签名的不是{'、'.join(map(shown, sites))}的审核人员，或者公钥不在people.toml里（以强制发布以前的为准）"
        raise ContentFaults([Fault("--key", 1, "SIGNER", fact, "请有密钥的审核人员签名")])
    if person.email in _took_part(lines):
        fact = f"{person.email}是发布的人，或者写了其中的提交"
        raise ContentFaults([Fault("--key", 1, "REVIEWED_BY_AUTHOR", fact, "换一个没有参与的审核人员")])
    approval = Approval("", REVIEW, (person.email,), note, (), statement, signature)
    environment = lines[0].entry["environment"]
    facts = Facts(now, who_is(content), environment, str(lines[0].entry["commit"]), approval, 0.0)
    return append(file, entry_of_review([line.number for line in lines], sites, facts))


def _people(here: Checkout, record: Record, lines: Sequence[Line]) -> People:
    """Who may review: what the commit here says, as far as the commits before the forced publications said it, too.

    Before a first publication there is nothing: then it is what was published.
    """
    roots = {
        last_trusted_commit(record, line.entry["environment"], site) or str(line.entry["commit"])
        for line in lines
        for site in line.entry["releases"]
    }
    missing = [root for root in sorted(roots) if not is_there(here, root)]
    if missing:
        fact = "发布过的提交不在这个仓库里"
        raise ContentFaults(
            Fault(f"提交{shown(root)[:12]}", 1, "HISTORY_REWRITTEN", fact, "取全历史：git fetch --all")
            for root in missing
        )
    earlier = [people_at(here, root) for root in sorted(roots)]
    return reduce(lambda some, others: some.agreed(others), earlier, people_at(here, here.commit))


def _took_part(lines: Sequence[Line]) -> set[str]:
    return {each for line in lines for key in ("by", "authors") for each in line.entry["approval"][key]}
