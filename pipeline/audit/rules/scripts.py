"""The rule on the script files of a site: they load no counters of others, and mark no reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.audit.reading import read_file
from pipeline.audit.rules import clauses
from pipeline.audit.rules.cookies import is_following, marks
from pipeline.audit.rules.elsewhere import TRACKING
from pipeline.rules.rule import Example, Found, Severity, output_rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.audit.output import Output

_LARGEST = 2_000_000
_SCRIPT_FILE = "portal/count/count.js"


@output_rule(
    "SCRIPT_FILE",
    title="脚本文件有别人的统计代码，或者记下访客",
    sources=(clauses.PRIVACY,),
    severity=Severity.WARNING,
    remedy="从脚本文件里删去；要统计访问量，用本站的日志",
    breaks=(
        Example({_SCRIPT_FILE: "document.write('<script src=\"https://hm.baidu.com/hm.js?0\"></script>');"}),
        Example(
            {
                _SCRIPT_FILE: 'setCookie("visitor_id", Math.random());\nfunction setCookie(n, v) { document.cookie = n + "=" + v; }'
            }
        ),
    ),
    keeps=(Example({_SCRIPT_FILE: 'document.cookie = "fontsize=large; path=/";'}),),
)
def script_file(output: Output) -> Iterator[Found]:
    """The site's own script files follow nobody; each is read once, however many pages load it. Libraries that only can set cookies set none."""
    for (file,) in output.rows("select file from page where site = :site and file like '%.js' order by file"):
        text = _text_of(output.folder, file)
        if found := TRACKING.search(text):
            yield Found(text.count("\n", 0, found.start()) + 1, f"脚本文件里有统计或者广告代码{found[0]}", path=file)
        elif "ookie" in text and is_following(name := marks(text)):
            yield Found(1, f"脚本文件写入cookie“{name}”，会认出同一个访客", path=file)


def _text_of(folder: Path, file: str) -> str:
    """The text of a script file; nothing of one that is too large for one, or lies elsewhere."""
    place = folder / file
    if place.is_symlink() or (place.is_file() and place.stat().st_size > _LARGEST):
        return ""
    return read_file(folder, file).decode("utf-8", "replace")
