"""From the options of `invoke duty` to the list in the form that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.content_folder import read_content
from model.faults import ContentFaults, Fault, did_you_mean
from pipeline.duty import calendar, page, text
from pipeline.duty.listing import duty_list
from pipeline.release import ReleaseError, reason, shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.duty.duty import DutyList
    from pipeline.hosts_file import Hosts

FORMS: dict[str, Callable[[DutyList], str]] = {"text": text.render, "html": page.render, "ics": calendar.render}
#: How far ahead a list may look: a year and the reports after it.
DAYS = range(401)


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for: a site or all of them, as of when, how many days ahead, in which form."""

    site: str
    as_of: dt.datetime
    days: int
    form: str


def listed(content: Path, output: Path, hosts: Hosts, wish: Wish) -> str:
    """Return the list; raise `ContentFaults` where there is no such content or site, and `ReleaseError`."""
    sites = read_content(content).sites if content.is_dir() else {}
    if wish.site and sites and wish.site not in sites:
        nearest = did_you_mean(wish.site, sites)
        remedy = f"是不是“{nearest}”？" if nearest else f"写网站的文件夹名：{'、'.join(sites)}"
        raise ContentFaults([Fault("--site", 1, "NO_SITE", f"没有“{shown(wish.site)}”这个网站", remedy)])
    return FORMS[wish.form](duty_list(content, output, hosts, wish.as_of, wish.site, wish.days))


def written(file: Path, said: str) -> None:
    """Write a list to a file, its line ends as they are; raise `ReleaseError` where that cannot be."""
    try:
        file.write_bytes(said.encode())
    except OSError as error:
        raise ReleaseError(file.name, f"写不了，{reason(error)}", "换一个文件夹，或者检查权限") from error
