"""The gate: nothing leaves for real hosts that is not committed, on the protected branch, and reviewed (办法第二十七条，先审后发)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from model.faults import ContentFaults, Fault
from model.people import PEOPLE_FILE, People, Role
from model.site import SITE_FILE
from pipeline.gates.approval import Approval, How, Stretch, unapproved
from pipeline.gates.history import (
    SHARED,
    Checkout,
    branch_of,
    checkout,
    comes_from,
    commits_since,
    is_there,
    people_at,
    uncommitted,
)
from pipeline.gates.signatures import tag_signers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Situation:
    """What is to be published, as git has it: the stretches of commits since the sites were last published.

    `people` may approve all of it. `rewritten` are faults of histories that do not go on from what was published.
    """

    here: Checkout
    stretches: tuple[Stretch, ...]
    people: People
    rewritten: tuple[Fault, ...]


def gate(
    content: Path, site_ids: Sequence[str], bases: Mapping[str, str], trusted: Mapping[str, str] | None = None
) -> Approval:
    """Return by whom the sites in `content` are approved; raise `ContentFaults` with all that keeps them from leaving.

    `bases` names the commit that each site was last published from. Without one every commit of the site's own folder must have
    been reviewed, and of what sites share none: a platform's code begins before the platform. With one, every commit
    since that changes the site or what sites share. Who may approve is what `people.toml` said in `trusted` (where it
    names no commit: in the base) and still says: nobody makes themselves a reviewer by what they publish. A publisher's signed
    tag on the commit stands for all reviews, for the branch and for a rewritten history, if the publisher wrote none of it.
    """
    found = situation(content, site_ids, bases, trusted or {})
    own = uncommitted(found.here)
    faults = [*found.rewritten, *_off_branch(found)]
    by: set[str] = set()
    for stretch in found.stretches if not found.rewritten else ():
        wrong, reviewers = unapproved(stretch)
        faults += wrong
        by |= reviewers
    signers, about_tags = _tagged(found, site_ids) if faults else ((), [])
    unresolved = [] if signers else [*faults, *about_tags]
    if own or unresolved:
        raise ContentFaults([*own, *unresolved])
    return Approval(found.here.commit, How.TAG if signers else How.REVIEWED, signers or tuple(sorted(by)))


def situation(
    content: Path, site_ids: Sequence[str], bases: Mapping[str, str], trusted: Mapping[str, str]
) -> Situation:
    """Return what git has of the sites since they were last published; raise `ContentFaults` where it cannot say."""
    here = checkout(content)
    roots = {site: trusted.get(site) or bases.get(site, "") for site in site_ids}
    known = {*roots.values(), *(bases.get(site, "") for site in site_ids)} - {""}
    missing = {commit for commit in known if not is_there(here, commit)}
    if missing:
        raise ContentFaults([*map(_missing, sorted(missing)), *uncommitted(here)])
    now = people_at(here, here.commit)
    people = {root: now.agreed(people_at(here, root)) if root else now for root in {*roots.values()}}
    if not now.persons:
        raise ContentFaults([_nobody(), *uncommitted(here)])
    every = tuple(sorted(file.parent.name for file in content.glob(f"*/{SITE_FILE}")))
    groups: dict[tuple[str, str], list[str]] = {}
    for site in dict.fromkeys(site_ids):
        groups.setdefault((bases.get(site, ""), roots[site]), []).append(site)
    stretches = tuple(
        Stretch(
            tuple(sites), commits_since(here, base or None, _paths(here, base, sites)), people[root], here.folder, every
        )
        for (base, root), sites in groups.items()
    )
    parted = [base for base in {base for base, _ in groups} if base and not comes_from(here, base, here.commit)]
    return Situation(here, stretches, reduce(_both, people.values()), tuple(map(_parted, parted)))


def _both(some: People, others: People) -> People:
    return some.agreed(others)


def _paths(here: Checkout, base: str, sites: Iterable[str]) -> tuple[str, ...]:
    """The paths that decide what is published: since a base the whole content and what is shared, else the sites' folders."""
    if base:
        return here.folder or ".", *SHARED
    return tuple(f"{here.folder}/{site}".removeprefix("/") for site in sites)


def _off_branch(found: Situation) -> list[Fault]:
    """A fault for each protected branch that the commit is not on."""
    faults = []
    for name in sorted({stretch.people.protected_branch for stretch in found.stretches}):
        ref = branch_of(found.here, name)
        place, remedy = f"提交{found.here.commit[:12]}", f"合并到{name}以后再发布；刚合并的，先git fetch"
        if ref is None:
            faults.append(
                Fault(place, 1, "NOT_ON_BRANCH", f"没有受保护的分支“{name}”", "核对people.toml的protected_branch")
            )
        elif not comes_from(found.here, found.here.commit, ref):
            faults.append(Fault(place, 1, "NOT_ON_BRANCH", f"不在受保护的分支{_named(ref)}上", remedy))
    return faults


def _named(ref: str) -> str:
    return ref.removeprefix("refs/heads/").removeprefix("refs/remotes/")


def _tagged(found: Situation, site_ids: Sequence[str]) -> tuple[tuple[str, ...], list[Fault]]:
    """Return the publishers whose signed tag counts; or, where there are tags and none counts, why."""
    signers, tags = tag_signers(found.here, found.people)
    authors = frozenset().union(*(stretch.authors for stretch in found.stretches))
    good = {each.email for each in signers if all(each.holds(Role.PUBLISHER, site) for site in site_ids)} - authors
    if good or not tags:
        return tuple(sorted(good)), []
    fact = f"提交上有{tags}个标签，没有一个作数：签名的要是这些网站的发布人员，公钥在{PEOPLE_FILE}里，没有写其中的提交"
    return (), [Fault(f"提交{found.here.commit[:12]}", 1, "TAG_SIGNER", fact, "见docs/operators/approval.md的签名标签")]


def _missing(commit: str) -> Fault:
    fact = "上一次发布的提交不在这个仓库里，看不出改了什么"
    return Fault(
        f"提交{commit[:12]}",
        1,
        "HISTORY_REWRITTEN",
        fact,
        "取全历史：git fetch --all；取不到的，从备份的仓库取回这个提交",
    )


def _parted(commit: str) -> Fault:
    fact = "上一次发布的提交不在现在的历史里：历史改写过，或者现在的提交更早"
    remedy = "检出最新的提交；要回到以前的版本用invoke rollback；改写过的历史，由发布人员核对以后签名标签"
    return Fault(f"提交{commit[:12]}", 1, "HISTORY_REWRITTEN", fact, remedy)


def _nobody() -> Fault:
    fact = "发布到真的主机，要有审核和发布的人员"
    return Fault(PEOPLE_FILE, 1, "NO_PEOPLE", fact, f"写好{PEOPLE_FILE}并提交，见docs/operators/approval.md")
