"""What a line of the record must look like, so that whatever reads it can rely on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VERSION = 1
_LINE: Mapping[str, type] = {
    "version": int,
    "number": int,
    "previous": str,
    "torn": bool,
    "at": str,
    "who": dict,
    "act": str,
    "environment": str,
    "commit": str,
    "releases": dict,
    "hosts": list,
    "outcomes": list,
    "problem": str,
    "approval": dict,
    "reviews": list,
    "seconds": float,
}
_WHO: Mapping[str, type] = {"name": str, "email": str, "user": str}
_APPROVAL: Mapping[str, type] = {
    "how": str,
    "by": list,
    "reason": str,
    "authors": list,
    "statement": str,
    "signature": str,
}
_OUTCOME: Mapping[str, type] = {
    "host": str,
    "site": str,
    "state": str,
    "release": str,
    "previous": str,
    "added": int,
    "changed": int,
    "removed": int,
    "problems": list,
}


def fault_of_form(entry: object) -> str:
    """Say in Chinese what is wrong with the form of a line's JSON; empty where nothing is."""
    if not isinstance(entry, dict):
        return "这一行不是一条记录"
    version = entry.get("version")
    if type(version) is int and version > VERSION:
        return f"是更新的程序写的（版本{version}）"
    return "" if _fits(entry, _LINE) and _fits_within(entry) else "各项不全，或者类型不对"


def _fits_within(entry: dict[str, Any]) -> bool:
    outcomes, approval = entry["outcomes"], entry["approval"]
    return (
        _fits(entry["who"], _WHO)
        and _fits(approval, _APPROVAL)
        and all(_fits(outcome, _OUTCOME) for outcome in outcomes)
        and _are(str, entry["hosts"], entry["releases"].values(), approval["by"], approval["authors"])
        and _are(str, *(outcome["problems"] for outcome in outcomes))
        and _are(int, entry["reviews"])
    )


def _fits(value: object, form: Mapping[str, type]) -> bool:
    """Whether a value has exactly the keys of a form, and their kinds: quick, for there are many."""
    return isinstance(value, dict) and dict(zip(value, map(type, value.values()), strict=True)) == form


def _are(kind: type, *lists: Iterable[object]) -> bool:
    return all(type(each) is kind for values in lists for each in values)
