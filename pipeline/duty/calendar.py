"""The duty list as a calendar that other programs subscribe to (RFC 5545): a whole day for each duty, always by the same name."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pipeline.release import is_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.duty.duty import Duty, DutyList

_LONGEST = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def render(found: DutyList, host: str = "zhengzhan") -> str:
    """Return the calendar; lines end as the standard has it and are folded by octets. `host` is what the names of events end with."""
    stamp = dt.datetime.combine(found.today, dt.time())
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Zhengzhan//Duty//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:值班清单",
        "X-WR-TIMEZONE:Asia/Shanghai",
    ]
    for each in found.duties:
        lines += _event(each, found, f"{each.id}@{host}", stamp)
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _event(duty: Duty, found: DutyList, uid: str, stamp: dt.datetime) -> Iterator[str]:
    """The lines of one event. The stamp is midnight in Beijing of the list's day, told in UTC."""
    site = found.names.get(duty.site, "")
    about = "\n".join(filter(None, (site, duty.owner, duty.place, duty.clause)))
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{stamp - dt.timedelta(hours=8):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(duty.due)}"
    if duty.due < dt.date.max:
        yield f"DTEND;VALUE=DATE:{_day(duty.due + dt.timedelta(days=1))}"
    yield f"SUMMARY:{_text(f'{duty.kind}：{duty.what}' + (f'（{site}）' if site else ''))}"
    yield f"DESCRIPTION:{_text(about)}"
    yield f"CATEGORIES:{_text(duty.kind)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: dt.date) -> str:
    """A day in eight digits, in any century."""
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """A text with what has a meaning of its own written so that it has none; control characters are left out."""
    plain = "".join(each for each in text.replace("\r\n", "\n") if each == "\n" or is_shown(each))
    return plain.translate(_ESCAPED)


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, never within a character."""
    pieces: list[str] = []
    piece, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > _LONGEST:
            pieces.append(piece)
            piece, size = "", 1  # the space that a piece begins with
        piece, size = piece + character, size + width
    return "\r\n ".join([*pieces, piece])
