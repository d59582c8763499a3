"""What changed of the sites as people read it: what is to be filed, which old addresses lead where, which are dead."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from model.redirects import REDIRECTS_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.changes.comparison import Changes, SiteChanges
    from pipeline.changes.filing import Item

_BY_HAND = f"在{REDIRECTS_FILE}里写一行：有新内容的写新网址；撤下的不写新网址，在“说明”里写原因"


def render(found: Changes) -> str:
    """Return what changed, site by site."""
    lines = list(_preface(found))
    for site in found.sites:
        lines += _site(site)
    return "\n".join(lines)


def _preface(found: Changes) -> Iterator[str]:
    for when, faults in (("比较的版本", found.before), ("现在的内容", found.after)):
        if faults:
            yield f"{when}有{len(faults)}处要改，读不出来的文件不在比较里，第一处："
            yield f"  {faults[0]}"


def _site(site: SiteChanges) -> Iterator[str]:
    lines = [*_of_the_site(site), *_filing(site), *_addresses(site)]
    yield f"{site.title}（{site.name}）{'' if lines else '：没有变化'}"
    yield from (f"  {line}" for line in lines)


def _of_the_site(site: SiteChanges) -> Iterator[str]:
    if site.rewritten:
        yield str(site.rewritten)
    if site.came:
        yield "新的网站，比较的版本里没有"
    if site.went:
        yield f"网站没有了，它的{len(site.old)}个网址都失效：把文件夹放回来；不再办的网站用invoke site.migrate、site.close"
    if site.rests:
        yield "网站在下线，访客只看到公告，网址等恢复以后再比较"


def _filing(site: SiteChanges) -> Iterator[str]:
    if site.items:
        yield f"变更备案清单（办法第八条第五项，向{site.superior}备案）："
        yield from (f"  {_item(item)}" for item in site.items)
    if site.announce:
        yield f"域名变更要在原网站{site.announce}发布公告（办法第八条第五项），用invoke site.change办理"


def _item(item: Item) -> str:
    change = " → ".join(filter(None, (item.old, item.new))) if "栏目" in item.what else _was_and_is(item)
    filed = f"（已备案，{item.filing.number}，{item.filing.date}）" if item.filing else ""
    return f"{item.what}：{change}{filed}"


def _was_and_is(item: Item) -> str:
    return f"{item.old or '（没有写）'} → {item.new or '（没有写）'}"


def _addresses(site: SiteChanges) -> Iterator[str]:
    led = [f"{unquote(old.url)} → {unquote(old.new)}" for old in site.recognised]
    yield from _part("要转到新网址的旧网址", led)
    mended = (f"第{each.row.line}行{each.row.old}：{each.row.new} → {each.new}" for each in site.corrections)
    yield from _part(f"{REDIRECTS_FILE}里新网址又变了的", list(mended))
    doubtful = (f"{unquote(old.url)} → 可能是{'、'.join(map(unquote, old.candidates))}" for old in site.undecided)
    yield from _part("待定的旧网址", list(doubtful), _BY_HAND)
    if not site.went:
        yield from _part("失效的旧网址", [f"{unquote(old.url)}：{old.why}" for old in site.dead], _BY_HAND)


def _part(heading: str, lines: list[str], remedy: str = "") -> Iterator[str]:
    if lines:
        yield f"{heading}，{len(lines)}个{remedy and '，'}{remedy}："
        yield from (f"  {line}" for line in lines)


def written(tables: Iterable[str], found: Changes) -> str:
    """Return what was written into the tables."""
    rows, mended = sum(len(each.recognised) for each in found.sites), sum(len(each.corrections) for each in found.sites)
    what = f"添加{rows}行" + (f"，改了{mended}行的新网址" if mended else "")
    return f"已写入{'、'.join(tables)}：{what}"


def verdict(found: Changes, *, accepted: bool) -> tuple[str, bool]:
    """Return the last line, and whether nothing is left to do: no address is dead, and the records only grew."""
    acceptable = 0 if accepted else found.acceptable
    said = []
    if found.rewritten:
        said.append(f"{len(found.rewritten)}个网站的记录改动了，记录只在末尾添加")
    if found.left + acceptable:
        said.append(f"共{found.left + acceptable}个旧网址失效")
    if acceptable:
        said.append(f"加--accept把认出来的{acceptable}个写进{REDIRECTS_FILE}")
    if found.left:
        said.append(f"{found.left}个要人工处理")
    return ("；".join(said) or "旧网址都打得开", not said)
