"""What a site's settings say about its pages: what a page is compared with. Without it a page is only held to itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from model.content_folder import Content
    from model.profile import Profile
    from model.site import Site

#: Where the derived variants of a page stand in the output, below the root of their language.
CARE, TRADITIONAL = "care/", "zh-Hant/"
_KILOBYTES, _TOTAL_KILOBYTES = 500, 3000


@dataclass(frozen=True, slots=True)
class Setting:
    """The settings that pages are compared with; what is empty is not compared. Plain data: it goes to other processes.

    `names` are the site's full name by the root of each language in the output (`""`, `"en/"`); `hosts` the domains of the platform's
    sites; `allowed` those hosts elsewhere that need no prompt; `functions` what the home page must lead to, each with its addresses by root;
    `kilobytes` how heavy the HTML of a page may be, `total_kilobytes` it and all that it loads.
    """

    names: tuple[tuple[str, str], ...] = ()
    code: str = ""
    domain: str = ""
    hosts: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    functions: tuple[tuple[str, str], ...] = ()
    kilobytes: int = _KILOBYTES
    total_kilobytes: int = _TOTAL_KILOBYTES

    @property
    def digest(self) -> str:
        """The digest of all of it: with other settings, pages are looked at again."""
        values = [(each.name, getattr(self, each.name)) for each in fields(self)]
        return hashlib.sha256(repr(values).encode()).hexdigest()

    def name(self, file: str) -> str:
        """Return the full name that the page in `file` must show; nothing where it is not known in that script or language."""
        if TRADITIONAL in file:
            return ""
        root = max((root for root, _ in self.names if file.startswith(root)), key=len, default=None)
        return dict(self.names)[root] if root is not None else ""


def setting_of(site: Site, hosts: Iterable[str], profile: Profile, allowed: Iterable[str] = ()) -> Setting:
    """Return the settings that the pages of a site are compared with; `hosts` are the domains of all sites of the platform."""
    editions = (site, *site.editions)
    home = site.home
    functions = (("办事服务", home.services), ("互动交流", home.interaction))
    return Setting(
        names=tuple((each.root[1:], each.settings.name) for each in editions),
        code=site.settings.code,
        domain=str(site.settings.domain),
        hosts=tuple(sorted({str(host) for host in hosts})),
        allowed=tuple(sorted(allowed)),
        functions=tuple((name, path) for name, path in functions if path),
        kilobytes=profile["page_kilobytes"].value if "page_kilobytes" in profile else _KILOBYTES,
        total_kilobytes=profile["page_total_kilobytes"].value
        if "page_total_kilobytes" in profile
        else _TOTAL_KILOBYTES,
    )


def settings_of(content: Content, profile: Profile) -> dict[str, Setting]:
    """Return what the pages of each site of a platform are compared with, by the site's folder name."""
    hosts = {str(site.settings.domain) for site in content.sites.values()}
    allowed = content.platform.allowed_hosts
    return {name: setting_of(site, hosts, profile, allowed) for name, site in content.sites.items()}
