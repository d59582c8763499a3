"""For the examples of the rules on columns: a department's site with more columns than it has."""

from __future__ import annotations

from pipeline.rules.rule import Change, Edited, Example

_SITE = "wlj/site.toml"
_NEXT = '[[columns]]\npath = "bsfw"\n'


def with_columns(number: int, kind: str, type_: str, more: str = "", *, blank: bool = False) -> Example:
    """Return the demonstration city with so many more columns of a kind and type, each with one item of 2026-05-06, or none."""
    tables = "\n".join(
        _table(f"zwgk/bz{each}", f"旅游标准化{each}", kind, type_, more) for each in range(1, number + 1)
    )
    files: dict[str, Change] = {_SITE: Edited(_NEXT, f"{tables}\n{_NEXT}")}
    for each in range(1, number + 1) if not blank else ():
        files[f"wlj/zwgk/bz{each}/2026-05-06-gongshi.md"] = _item(each)
    return Example(files)


def _table(path: str, name: str, kind: str, type_: str, more: str) -> str:
    return (
        f'[[columns]]\npath = "{path}"\nname = "{name}"\ndescription = "公布旅游服务标准的制定和实施情况，方便游客了解和监督。"\n'
        f'keywords = ["旅游标准", "服务质量"]\ntype = "{type_}"\nkind = "{kind}"\nresponsible = "市场管理科科长"\n{more}\n'
    )


def _item(number: int) -> str:
    return (
        f"---\ntitle: 旅游服务标准第{number}批实施情况\ndate: 2026-05-06 10:00\nsource: 云川市文化和旅游局\n---\n"
        f"第{number}批旅游服务标准已在全市景区、旅行社实施，各单位在门口公布服务承诺，接受游客监督。\n"
    )
