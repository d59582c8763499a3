"""What options name, found: moments, folders, sites, hosts. Raises what `reported` reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from invoke.exceptions import Exit

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.hosts import SiteAddress
    from pipeline.hosts_file import Hosts


def moment_of(text: str) -> dt.datetime | None:
    """Return the moment that `--as-of` says, nothing for no text; end with 2 where it is none."""
    from model import values
    from model.faults import Unreadable

    try:
        return values.moment(text if " " in text else f"{text} 00:00") if text else None
    except Unreadable as error:
        raise Exit(f"--as-of：{error}", code=2) from None


def hosts_of(content: str, output: str, file: str, environment: str) -> Hosts:
    """Return the hosts of an environment; raises `HostError`."""
    from pipeline import delivery

    return delivery.chosen_hosts(Path(content), Path(output), Path(file) if file else None, environment)


def addresses_of(content: str, site: str = "") -> tuple[SiteAddress, ...]:
    """Return how visitors ask for the sites, or for one; raise `ContentFaults` where the content cannot be read."""
    from model.content_folder import content_of
    from pipeline import delivery

    found = content_of(Path(content))
    return tuple(delivery.address(each, found.lives[each.id]) for each in found.sites.values() if site in {"", each.id})
