"""Who may do what: editors, reviewers, publishers and administrators of the sites, in `content/people.toml`.

Source: 办法第十八条（权限分离，SEC-13）、第二十七条（先审后发）. A city without the file has nobody; hosts of its own ask for nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from model import values
from model.faults import Fault, Unreadable, did_you_mean
from model.front_matter import SourceFaults
from model.given import Given, Many, Pairs, Text
from model.public_key import public_key
from model.record import optional, read_record, required
from model.site import SITE_FILE
from model.toml_file import read_toml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

PEOPLE_FILE = "people.toml"
EVERY_SITE = "*"
_EMAIL = re.compile(r"[a-z0-9](?:[a-z0-9._+-]{0,62}[a-z0-9])?@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
_BRANCH = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._/-]{0,198}[A-Za-z0-9_-])?")


class Role(StrEnum):
    """What somebody may do for a site; none of the roles implies another."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    ADMINISTRATOR = "administrator"


def email(text: str) -> str:
    """An e-mail address as git knows somebody by it, in lower case: git's addresses are compared without regard to case."""
    if not _EMAIL.fullmatch(text.lower()) or ".." in text:
        raise Unreadable("PERSON_EMAIL", f"“{text}”不是电子邮箱", "写git提交时用的邮箱，如“bianji@yunchuan.gov.cn”")
    return text.lower()


def branch(text: str) -> str:
    """The name of a branch of git, of plain letters."""
    if not _BRANCH.fullmatch(text) or ".." in text or "//" in text or "/." in text or text.endswith(".lock"):
        raise Unreadable("BRANCH", f"“{text}”不能用作分支名", "写git的分支名，如“main”")
    return text


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, the sites of each role, and the public key that verifies what they sign."""

    name: str = required("姓名", values.line, "姓名")
    email: str = required("邮箱", email, "git提交时用的邮箱")
    editor: tuple[str, ...] = optional("编辑", values.line, "编辑哪些网站", (), many=True)
    reviewer: tuple[str, ...] = optional("审核", values.line, "审核哪些网站", (), many=True)
    publisher: tuple[str, ...] = optional("发布", values.line, "发布哪些网站", (), many=True)
    administrator: tuple[str, ...] = optional("管理", values.line, "管理哪些网站的主机", (), many=True)
    key: str = optional("公钥", public_key, "验证签名的SSH公钥", "")

    def sites(self, role: Role) -> tuple[str, ...]:
        """Return the sites of a role as they are written: names, or `*`."""
        found: tuple[str, ...] = getattr(self, role)
        return found

    def holds(self, role: Role, site: str) -> bool:
        """Say whether somebody has a role for a site."""
        return bool({site, EVERY_SITE} & {*self.sites(role)})


@dataclass(frozen=True, slots=True)
class People:
    """The people of a platform, and the branch whose commits alone are published."""

    persons: tuple[Person, ...] = ()
    protected_branch: str = "main"

    def find(self, address: str) -> Person | None:
        """Return who has an e-mail address, in whatever case it is written."""
        return next((each for each in self.persons if each.email == address.lower()), None)

    def agreed(self, earlier: People) -> People:
        """Return the people with what both they and `earlier` grant them: roles of both, the key where it is the same.

        The branch is that of `earlier`. Where that names nobody, these people are taken as they are.
        """
        if not earlier.persons:
            return self
        pairs = ((each, earlier.find(each.email)) for each in self.persons)
        return People(tuple(_agreed(new, old) for new, old in pairs if old), earlier.protected_branch)


@dataclass(frozen=True, slots=True)
class _Settings:
    protected_branch: str = optional("受保护的分支", branch, "只发布这个分支上的提交", "main")


def read_people(folder: Path) -> tuple[People, list[Fault]]:
    """Return the people of `people.toml` in `folder`, and its faults; without the file there is nobody.

    Whoever's own entry is faulty is left out, and so is who would both edit and review a site.
    """
    file = folder / PEOPLE_FILE
    if not file.is_symlink() and not file.is_file():
        return People(), []
    try:
        given = read_toml(file, PEOPLE_FILE)
        _refuse_unseen(given)
    except SourceFaults as error:
        return People(), list(error.faults)
    plain = Pairs(tuple(entry for entry in given.entries if entry[0].text != "people"), given.line)
    settings, _, faults = read_record(_Settings, plain, PEOPLE_FILE)
    persons, wrong = _read_persons(given, {place.parent.name for place in folder.glob(f"*/{SITE_FILE}")})
    return replace(People(tuple(persons)), **settings), faults + wrong  # type: ignore[arg-type]


def _refuse_unseen(given: Given) -> None:
    """A quoted text may bring in by `\\u001b` what the file itself may not hold, and a terminal would obey it."""
    if isinstance(given, Text) and not given.text.isprintable():
        fault = Fault(PEOPLE_FILE, given.line, "CONTROL_CHARACTER", "里面有看不见的字符", "删去“\\u”“\\n”这样的写法")
        raise SourceFaults(fault)
    parts = given.items if isinstance(given, Many) else ()
    pairs = given.entries if isinstance(given, Pairs) else ()
    for part in (*parts, *(each for pair in pairs for each in pair)):
        _refuse_unseen(part)


def _read_persons(given: Pairs, sites: Collection[str]) -> tuple[list[Person], list[Fault]]:
    tables = next((value for name, value in given.entries if name.text == "people"), Many((), 1))
    if not isinstance(tables, Many) or not all(isinstance(each, Pairs) for each in tables.items):
        return [], [Fault(PEOPLE_FILE, tables.line, "SHAPE", "people应当是几个表", "一人一节“[[people]]”")]
    persons: list[Person] = []
    faults: list[Fault] = []
    for table in tables.items:
        assert isinstance(table, Pairs)
        found, lines, wrong = read_record(Person, _without_empty_lists(table), PEOPLE_FILE)
        if not wrong:
            person = Person(**found)  # type: ignore[arg-type]
            faults += _unknown_sites(person, lines, sites)
            wrong = [*_both_roles(person, table.line), *_twice(person, lines, persons)]
            persons += [person] if not wrong else []
        faults += wrong
    return persons, faults


def _without_empty_lists(table: Pairs) -> Pairs:
    return Pairs(tuple(entry for entry in table.entries if not _is_empty(entry[1])), table.line)


def _is_empty(value: Given) -> bool:
    return isinstance(value, Many) and not value.items


def _unknown_sites(person: Person, lines: dict[str, int], sites: Collection[str]) -> Iterator[Fault]:
    for role in Role:
        for number, site in enumerate(person.sites(role)):
            if site not in sites and site != EVERY_SITE:
                nearest = did_you_mean(site, sites)
                remedy = f"是不是“{nearest}”？" if nearest else f"写网站的文件夹名，全部网站写“{EVERY_SITE}”"
                line = lines.get(f"{role}.{number}", lines[role])
                yield Fault(PEOPLE_FILE, line, "NO_SITE", f"{role}写的网站“{site}”不存在", remedy)


def _both_roles(person: Person, line: int) -> Iterator[Fault]:
    """A site that one person would both edit and review; `*` is every site."""
    edits, reviews = set(person.editor), set(person.reviewer)
    both = edits & reviews | (reviews if EVERY_SITE in edits else set()) | (edits if EVERY_SITE in reviews else set())
    if both:
        named = "、".join(sorted(both)).replace(EVERY_SITE, "全部网站")
        fact = f"“{person.name}”对{named}既是编辑又是审核"
        yield Fault(PEOPLE_FILE, line, "ROLES_MIXED", fact, "编辑和审核由两个人分担（办法第十八条、第二十七条）")


def _twice(person: Person, lines: dict[str, int], before: list[Person]) -> Iterator[Fault]:
    """An e-mail address, or a key, that somebody else has already."""
    for other in before:
        if person.email == other.email:
            fact = f"邮箱“{person.email}”已经是“{other.name}”的"
            yield Fault(PEOPLE_FILE, lines["email"], "SAME_PERSON", fact, "一个人只写一节，各人用自己的邮箱")
        elif person.key and person.key == other.key:
            fact = f"“{person.name}”和“{other.name}”用了同一个公钥"
            yield Fault(PEOPLE_FILE, lines["key"], "SAME_PERSON", fact, "各人用自己的密钥")


def _agreed(new: Person, old: Person) -> Person:
    roles = {role.value: _both(new.sites(role), old.sites(role)) for role in Role}
    return replace(new, **roles, key=new.key if new.key == old.key else "")  # type: ignore[arg-type]


def _both(new: tuple[str, ...], old: tuple[str, ...]) -> tuple[str, ...]:
    if EVERY_SITE in new:
        return old
    return new if EVERY_SITE in old else tuple(site for site in new if site in old)
