"""The duty list as one page, to be shown on a screen in the office or printed: no script, nothing from elsewhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from pipeline.duty.duty import When
from pipeline.duty.text import by_owner, lateness, long_day, short_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.duty.duty import Duty, DutyList

_CLASSES = {When.OVERDUE: "overdue", When.TODAY: "today", When.LATER: "later"}
_NOTHING = {When.OVERDUE: "没有逾期的事。", When.TODAY: "今天没有到期的事。", When.LATER: "这些天没有到期的事。"}
_STYLE = """
:root { --main: #12406f; --deep: #0c2d50; --tint: #eaf0f7; --warn: #9c1c1c; --warn-tint: #fbeeee; --mark: #8a5a00; --mark-tint: #fff6dc;
  --ink: #1c2126; --soft: #4d565f; --paper: #fff; --mist: #f5f6f8; --line: #d5dae0; --focus: #ffbf3f; }
* { box-sizing: border-box; }
html { font-size: 100%; }
body { margin: 0; background: var(--mist); color: var(--ink);
  font: 1rem/1.65 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; padding: .25rem .75rem; background: var(--focus); color: #000; }
a:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
header { background: var(--deep); color: #fff; }
header > div, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
header > div { padding-top: 1.75rem; padding-bottom: 1.25rem; }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.3; letter-spacing: .06em; }
header p { margin: .25rem 0 0; color: #dbe6f2; }
nav ul { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0 0; padding: 0; list-style: none; }
nav a { display: flex; align-items: baseline; gap: .6rem; min-height: 2.75rem; padding: .35rem 1rem .35rem .85rem; border-left: 4px solid currentColor;
  background: var(--paper); text-decoration: none; }
nav a:hover span { text-decoration: underline; }
nav strong { font-size: 1.45rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
.overdue { --tone: var(--warn); --tone-tint: var(--warn-tint); }
.today { --tone: var(--mark); --tone-tint: var(--mark-tint); }
.later { --tone: var(--main); --tone-tint: var(--tint); }
nav a { color: var(--tone); }
main { padding-top: .5rem; padding-bottom: 2.5rem; }
.note { margin: 1rem 0 0; padding: .6rem 1rem; border: 1px solid var(--mark); background: var(--mark-tint); }
section { margin-top: 1.75rem; }
h2 { margin: 0; padding-bottom: .35rem; border-bottom: 3px solid var(--tone); color: var(--tone); font-size: 1.35rem; }
h2 small { margin-left: .35rem; color: var(--soft); font-size: 1rem; font-weight: 400; }
h3 { margin: 1.25rem 0 .5rem; font-size: 1.05rem; }
.none { margin: .75rem 0 0; color: var(--soft); }
ul.list { margin: 0; padding: 0; border: 1px solid var(--line); background: var(--paper); list-style: none; }
ul.list li { display: grid; grid-template-columns: 11.5rem minmax(0, 1fr); gap: .1rem 1rem; padding: .7rem 1rem; border-top: 1px solid var(--line); }
ul.list li:first-child { border-top: 0; }
time { white-space: nowrap; }
.when { grid-row: 1 / span 2; margin: 0; color: var(--tone); font-weight: 700; font-variant-numeric: tabular-nums; }
.when span { display: block; width: fit-content; padding: 0 .5rem; background: var(--tone-tint); font-size: .875rem; }
.what, .more { text-wrap: pretty; }
.what { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.kind { margin-right: .5rem; padding: .05rem .5rem; border: 1px solid var(--tone); color: var(--tone); font-size: .875rem; font-weight: 400;
  white-space: nowrap; }
.more { grid-column: 2; margin: 0; color: var(--soft); font-size: .925rem; overflow-wrap: anywhere; }
.more span + span::before { content: "　"; }
footer { padding-bottom: 2.5rem; color: var(--soft); font-size: .925rem; }
@media (max-width: 40rem) {
  header > div, main, footer { padding-left: 1rem; padding-right: 1rem; }
  h1 { font-size: 1.6rem; }
  nav ul { gap: .5rem; } nav li { flex: 1; } nav a { flex-direction: column; align-items: flex-start; gap: 0; padding: .35rem .6rem; }
  ul.list li { grid-template-columns: minmax(0, 1fr); padding: .7rem .85rem; } .more { grid-column: 1; }
  .when { grid-row: auto; display: flex; gap: .6rem; } .more span { display: block; } .more span + span::before { content: none; }
}
@media print {
  @page { margin: 15mm 14mm; }
  body { background: #fff; color: #000; font-size: 10.5pt; line-height: 1.5; }
  header { background: none; color: #000; border-bottom: 2pt solid #000; } header p { color: #000; }
  header > div, main, footer { max-width: none; padding-left: 0; padding-right: 0; } header > div { padding-top: 0; padding-bottom: 6pt; }
  nav, .skip { display: none; }
  h2, h3, .when, .kind { color: #000; } h2 { border-color: #000; } h2, h3 { break-after: avoid; }
  section { margin-top: 12pt; } h3 { margin: 8pt 0 4pt; }
  ul.list { border-color: #666; } ul.list li { break-inside: avoid; grid-template-columns: 44mm minmax(0, 1fr); padding: 4pt 6pt; border-color: #666; }
  .when::before { content: "□ "; font-weight: 400; } .when span { padding: 0 0 0 1.2em; background: none; } .kind { border-color: #666; }
  .more { color: #333; }
}
"""


def render(found: DutyList) -> str:
    """Return the whole page."""
    counts = "".join(_count(found, when) for when in When)
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in found.notes)
    sections = "".join(_section(found, when) for when in When)
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>值班清单 {found.today.isoformat()}</title>
<style>{_STYLE}</style>
</head>
<body>
<a class="skip" href="#main">跳到清单</a>
<header><div>
<h1>值班清单</h1>
<p><time datetime="{found.today.isoformat()}">{long_day(found.today)}</time>，往后{found.days}天</p>
<nav aria-label="清单的三部分"><ul>{counts}</ul></nav>
</div></header>
<main id="main" tabindex="-1">
{notes}
{sections}
</main>
<footer><p>期限当天也要办完；“超过”按工作日计算。栏目更新、留言答复以内容文件夹为准，改好以后重新列出。</p></footer>
</body>
</html>
"""


def _count(found: DutyList, when: When) -> str:
    kind, number = _CLASSES[when], len(found.of(when))
    return f'<li><a class="{kind}" href="#{kind}"><span>{when}</span><strong>{number}件</strong></a></li>'


def _section(found: DutyList, when: When) -> str:
    kind, several = _CLASSES[when], found.of(when)
    groups = "".join(_group(found, who, theirs) for who, theirs in by_owner(several))
    body = groups or f'<p class="none">{_NOTHING[when]}</p>'
    return f"""<section class="{kind}" aria-labelledby="{kind}">
<h2 id="{kind}">{when}<small>{len(several)}件</small></h2>
{body}
</section>
"""


def _group(found: DutyList, who: str, duties: Iterable[Duty]) -> str:
    return f'<h3>{escape(who)}</h3>\n<ul class="list">{"".join(_item(found, each) for each in duties)}</ul>\n'


def _item(found: DutyList, duty: Duty) -> str:
    late = lateness(duty)
    year = f"{duty.due.year}年" if duty.due.year != found.today.year else ""
    day = f'<time datetime="{duty.due.isoformat()}">{year}{short_day(duty.due)}</time>'
    more = "".join(f"<span>{escape(each)}</span>" for each in (found.names.get(duty.site), duty.place) if each)
    return f"""<li>
<p class="when">{day}{f"<span>{late}</span>" if late else ""}</p>
<p class="what"><span class="kind">{duty.kind}</span>{escape(duty.what)}</p>
<p class="more">{more}<span>依据：{escape(duty.clause)}</span></p>
</li>
"""
