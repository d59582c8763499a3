"""Whether every commit has been reviewed by somebody who may, and who is not its author (办法第二十七条，先审后发).

What a commit says of its reviewers is a claim. It is true as far as nobody can bring a commit onto the protected branch
alone; where that is not so, a publisher's signed tag is what proves a review.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from model.faults import Fault
from model.people import People, Role
from pipeline.gates.history import SHARED, Commit
from pipeline.release import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MOST_COMMITS = 50
#: Folders of the content that are no site's: everybody's samples for notices and new sites.
_FORMS = "forms"
_HOW = "由审核人员看过以后，在提交或者合并的说明末尾加一行“Reviewed-by: 姓名 <邮箱>”，见docs/operators/approval.md"
_DEEPEST = 100
_LONGEST = 300


class How(StrEnum):
    """How a commit came to be allowed out."""

    REVIEWED = "reviewed"
    TAG = "tag"
    FORCED = "forced"
    NONE = "none"  # hosts of one's own, where nobody is asked


@dataclass(frozen=True, slots=True)
class Approval:
    """That a commit may leave: how, and by whom, as e-mail addresses.

    One that is forced has a reason, the authors of what nobody reviewed, and the signed statement that proves it.
    """

    commit: str
    how: str
    by: tuple[str, ...] = ()
    reason: str = ""
    authors: tuple[str, ...] = ()
    statement: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sites that were last published from one commit, and the commits since, newest first.

    `people` may approve them. `folder` is the content's; `every` are the platform's sites, each of which needs a reviewer of
    its own where a commit changes what they share.
    """

    sites: tuple[str, ...]
    commits: tuple[Commit, ...]
    people: People
    folder: str
    every: tuple[str, ...]

    @property
    def authors(self) -> frozenset[str]:
        """Whoever wrote a commit that changes what is published."""
        return frozenset().union(*(each.authors for each in self.commits if self.touched(each)))

    def touched(self, commit: Commit) -> frozenset[str]:
        """Return the sites for which a commit needs a reviewer."""
        if len(commit.parents) > 2:  # git does not tell what such a merge changes by itself
            return frozenset(self.sites)
        return frozenset().union(*(self._touched(path) for path in commit.paths))

    def _touched(self, path: str) -> frozenset[str]:
        within = path.removeprefix(f"{self.folder}/") if self.folder else path
        site, _, below = within.partition("/")
        if self.folder and within == path:
            return frozenset(self.every if path.partition("/")[0] in SHARED else ())
        if below and site != _FORMS:
            return frozenset({site} & {*self.sites})
        return frozenset(self.every)


@dataclass(slots=True)
class _Merge:
    """A merge within a stretch: the merge that brings it in itself, and the authors of all that it brings."""

    commit: Commit
    outer: _Merge | None
    authors: set[str] = field(default_factory=set)


def unapproved(stretch: Stretch) -> tuple[list[Fault], frozenset[str]]:
    """Return a fault for each commit that is not approved, and the reviewers who approved the others.

    A commit is approved for a site by a `Reviewed-by` of a reviewer of that site who is not its author; or by one on a merge
    that brings it in, of a reviewer who is the author of nothing that the merge brings. Of a merge itself, what git
    would not have merged by itself must be reviewed like any commit. What all sites share needs a reviewer of every site.
    """
    within = _merges(stretch.commits)
    faults: list[Fault] = []
    by: set[str] = set()
    for commit in stretch.commits:
        touched = stretch.touched(commit)
        claimed = [*_claims(commit, within.get(commit.id))] if touched else []
        found = {each: _reviewer(each, claimed, stretch.people) for each in touched}
        by |= {reviewer for reviewer in found.values() if reviewer}
        if missing := sorted(site for site, reviewer in found.items() if not reviewer):
            faults.append(_fault_of(commit, missing, claimed))
    more = len(faults) - _MOST_COMMITS
    rest = [Fault("…", 1, "NOT_REVIEWED", f"另有{more}个提交没有审核", "git log列出全部")] * (more > 0)
    return faults[:_MOST_COMMITS] + rest, frozenset(by)


def _reviewer(site: str, claimed: Sequence[tuple[str, bool]], people: People) -> str:
    """Return the first of those claimed who may review a site, and is no author; nothing where nobody is."""
    for address, is_author in claimed:
        person = people.find(address)
        if person and not is_author and person.holds(Role.REVIEWER, site):
            return address
    return ""


def _claims(commit: Commit, merge: _Merge | None) -> Iterator[tuple[str, bool]]:
    """The reviewers that a commit and the merges around it name, each with whether it is one of the authors."""
    yield from ((each, each in commit.authors) for each in commit.reviewers)
    for outer in _around(merge):
        yield from ((each, each in outer.authors) for each in outer.commit.reviewers)


def _fault_of(commit: Commit, sites: list[str], claimed: Sequence[tuple[str, bool]]) -> Fault:
    named = "、".join(sites)
    if not claimed:
        return Fault(str(commit), 1, "NOT_REVIEWED", f"没有人审核，改动了{named}", _HOW)
    names = "、".join(sorted({shown(address) for address, _ in claimed}))[:_LONGEST]
    if all(is_author for _, is_author in claimed):
        return Fault(str(commit), 1, "REVIEWED_BY_AUTHOR", f"是{names}自己写、自己审核的", f"换一个人审核：{_HOW}")
    fact = f"审核的{names}不是{named}的审核人员，或者自己写了其中的提交"
    return Fault(str(commit), 1, "NO_REVIEWER_ROLE", fact, "请people.toml里这些网站的审核人员审核")


def _merges(commits: Sequence[Commit]) -> Mapping[str, _Merge]:
    """Return the innermost merge that brings a commit in, by the commit's id; those on the line itself are left out.

    Along each line of first parents, from its beginning, a merge brings what the line has not yet had.
    """
    known = {commit.id: commit for commit in commits}
    within: dict[str, _Merge] = {}
    seen: set[str] = set()
    waiting: list[tuple[str, _Merge | None]] = [(commits[0].id, None)] if commits else []
    while waiting:
        tip, outer = waiting.pop()
        line = _line(tip, known, seen)
        if outer:
            within.update((commit.id, outer) for commit in line)
            for each in _around(outer):
                each.authors.update(*map(_writers, line))
        merges = [_Merge(commit, outer) for commit in line if len(commit.parents) > 1]
        waiting += [(parent, merge) for merge in merges for parent in merge.commit.parents[1:]]
    return within


def _writers(commit: Commit) -> frozenset[str]:
    """The authors of a commit; whoever only merged wrote nothing."""
    return commit.authors if len(commit.parents) != 2 or commit.paths else frozenset()


def _line(tip: str, known: Mapping[str, Commit], seen: set[str]) -> list[Commit]:
    """Walk along first parents to what was seen before, and return it from the newest to the oldest."""
    line = []
    while tip in known and tip not in seen:
        seen.add(tip)
        line.append(known[tip])
        tip = next(iter(known[tip].parents), "")
    return line


def _around(merge: _Merge | None) -> Iterator[_Merge]:
    """A merge, the merge that brings it, and so on; not without end."""
    for _ in range(_DEEPEST):
        if merge is None:
            return
        yield merge
        merge = merge.outer
