"""Who a duty is for, where nothing says it more exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.site import Column, Site


def owner(site: Site, column: Column | None = None) -> str:
    """Return who answers for a column, or the office that runs a site: its operator, or else its sponsor, or else its name."""
    settings = site.settings
    return (column.responsible if column else "") or settings.operator or settings.sponsor or settings.name
