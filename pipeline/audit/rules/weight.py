"""The rule on how much a page has a browser fetch before it is there: itself, its styles, scripts and pictures that lie in the output."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.audit.addresses import address_of, target_of
from pipeline.audit.markup import read_markup
from pipeline.audit.reading import read_file
from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import ARTICLE
from pipeline.rules.rule import Edited, Example, Found, Severity, output_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.audit.markup import Markup
    from pipeline.audit.output import Output

_LOADED = ("css", "js", "mjs", "png", "jpg", "jpeg", "gif", "bmp", "webp", "avif", "svg")
#: What pages name of such files, by the blocks that they share.
_NAMED = f"""select link.block, place.file from place join link on link.place = place.id
    where place.site = :site and not place.broken and ({" or ".join(f"place.file like '%.{each}'" for each in _LOADED)})"""  # noqa: S608 no value
_HEAVY = """select page.file from (select part.page as id, sum(weight) as total from temp.weight join part using (block)
    group by part.page having total > :most) join page using (id) where page.site = :site and not page.sends order by page.file"""
#: So many heavy pages are named; their reader looks for the cause in the template.
_MOST = 50
_PICTURE = "portal/heavy/heavy.png"
_SHOWN = '<p><img src="/heavy/heavy.png" alt="图"></p><p>7月6日'


def _heavy() -> bytes:
    return bytes(3_200_000)


@output_rule(
    "TOTAL_WEIGHT",
    title="网页连同图片、样式、脚本太大",
    sources=(clauses.SPEED,),
    severity=Severity.WARNING,
    remedy='压缩、缩小图片，去掉用不到的脚本；下面的图片写loading="lazy"',
    thresholds=("page_total_kilobytes",),
    breaks=(Example({ARTICLE: Edited("<p>7月6日", _SHOWN), _PICTURE: _heavy}),),
    keeps=(
        Example({ARTICLE: Edited("<p>7月6日", _SHOWN.replace("<img", '<img loading="lazy"')), _PICTURE: _heavy}),
        Example({ARTICLE: Edited("<p>7月6日", '<p><a href="/heavy/heavy.png">图</a></p><p>7月6日'), _PICTURE: _heavy}),
    ),
)
def total_weight(output: Output) -> Iterator[Found]:
    """A page and all that it loads at once is there within the time; what is fetched later, or by a click, does not count.

    The memo tells which pages name so much at all; only these are read. Where the HTML alone is too heavy, `PAGE_WEIGHT` says so.
    """
    most = output.setting.total_kilobytes
    size = lru_cache(None)(lambda file: _size_of(output, file))
    named = 0
    for file in _suspects(output, size):
        html, rest = _weights(output, file, size)
        if html + rest > most and not (html > output.setting.kilobytes and rest <= most):
            named += 1
            if named <= _MOST:
                yield Found(1, f"网页连同它的图片、样式、脚本有{html + rest}KB，超过{most}KB", path=file)
    if named > _MOST:
        yield Found(1, f"还有{named - _MOST}个网页也超过{most}KB", path="index.html")


def _suspects(output: Output, size: Callable[[str], int]) -> Iterator[str]:
    """The pages whose parts name files that together are too much, whatever of it is fetched at once."""
    named: defaultdict[int, set[str]] = defaultdict(set)
    for block, file in output.rows(_NAMED):
        named[block].add(file)
    weights = [(block, sum(map(size, files))) for block, files in named.items()]
    output.memo.execute("drop table if exists temp.weight")
    output.memo.execute("create temp table weight (block integer primary key, weight integer not null)")
    output.memo.executemany("insert into temp.weight values (?, ?)", weights)
    most = (output.setting.total_kilobytes - output.setting.kilobytes) * 1000
    yield from (file for (file,) in output.memo.execute(_HEAVY, {"site": output.site, "most": most}))


def _weights(output: Output, file: str, size: Callable[[str], int]) -> tuple[int, int]:
    """The weight of a page's HTML and of what it fetches at once, in kilobytes."""
    data = read_file(output.folder, file)
    fetched = {target_of(address_of(each), file) for each in _fetched(read_markup(data))}
    return len(data) // 1000, sum(map(size, fetched)) // 1000


def _fetched(markup: Markup) -> Iterator[str]:
    """What a browser fetches to show a page. Of the pictures among which it chooses it is taken to fetch none but the one for all browsers."""
    for each in markup.named:
        element = each.element
        styles = element.tag == "link" and "stylesheet" in (element.get("rel") or "").lower()
        shown = (
            element.tag in {"img", "script"}
            and each.attribute == "src"
            and (element.get("loading") or "").lower() != "lazy"
        )
        if (styles or shown) and address_of(each.address).inside:
            yield each.address


def _size_of(output: Output, file: str) -> int:
    try:
        return (output.folder / file).stat().st_size
    except (OSError, ValueError):
        return 0
