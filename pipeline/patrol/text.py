"""What a patrol says to whoever runs it, in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.patrol.answered import Unreached
from pipeline.patrol.findings import Finding, Severity
from pipeline.release import BEIJING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from pipeline.patrol.round import Round

_WORDS = {Severity.ALARM: "警报", Severity.WARNING: "提醒"}


def finding(found: Finding) -> str:
    """Say a finding: how grave, where, what, what to do, and why it is asked."""
    return f"{_WORDS[found.severity]} {found.code} {found.place}：{found.fact}（{found.remedy}；依据：{found.clause}）"


def round_lines(done: Round, now: dt.datetime) -> Iterator[str]:
    """Say what a round asked, what is new, what has ended, and how much is still open."""
    unreached = sum(isinstance(visit.answer, Unreached) for visit in done.visits)
    at = now.astimezone(BEIJING)
    yield f"{at:%Y-%m-%d %H:%M:%S} 访问{len(done.visits)}次，{unreached}次没有回答"
    for each in done.new:
        yield finding(each)
    for each in done.ended:
        yield f"恢复 {each.code} {each.place}：已经正常（原来是：{each.fact}）"
    for severity, word in _WORDS.items():
        lasting = [each for each in done.open if each.severity is severity]
        old = sum(each.key not in {new.key for new in done.new} for each in lasting)
        if old:
            yield f"还有{old}项{word}没有恢复：{'、'.join(sorted({each.code for each in lasting}))}"
    if not done.open:
        yield "没有要处理的"
