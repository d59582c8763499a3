"""An act that is about to be recorded, with all that its notices and its checklist look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from model.lifecycle import PROVINCE, Lifecycle, State

if TYPE_CHECKING:
    import datetime as dt

    from model.content_folder import Content
    from model.lifecycle import Act
    from model.site import Site


@dataclass(frozen=True, slots=True)
class Occasion:
    """An act of a site as of a minute, and the content with the acts before it."""

    content: Content
    site: Site
    act: Act
    now: dt.datetime

    @property
    def life(self) -> Lifecycle:
        """The acts before this one."""
        return self.content.lives.get(self.site.id, Lifecycle())

    @property
    def portal(self) -> Site | None:
        """The city's portal, as the platform names it."""
        return self.content.sites.get(self.content.platform.portal)

    @property
    def tops_the_platform(self) -> bool:
        """Whether the site is the portal above which there is none of the platform's."""
        settings = self.site.settings
        return self.site.id == self.content.platform.portal or (settings.kind, settings.level) == ("portal", "city")

    @property
    def opens(self) -> bool:
        """Whether the site goes online for the first time."""
        return self.act.act == "online" and self.life.state(self.act.effective) is not State.OFFLINE

    @property
    def target(self) -> Site | None:
        """The site that the content moves to, or moved to before it closes."""
        moving = self.act if self.act.act == "migrate" else self.life.latest(self.act.effective, "migrate")
        return self.content.sites.get(moving.target) if moving else None

    @property
    def approval(self) -> str:
        """The number of the province's approval: of this act, or of the opening where it goes online."""
        opening = self.life.latest(self.act.effective, "open") if self.act.act == "online" else None
        given = (opening or self.act).approvals
        return next((each.number for each in reversed(given) if each.level == PROVINCE), "")

    def of(self, act: Act) -> Occasion:
        """Return the same with another act."""
        return replace(self, act=act)
