"""The front-end hosts that show the sites: what publishing asks of any host, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from pipeline.release import ReleaseError, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from pipeline.host_answers import HostAnswers
    from pipeline.manifest import Manifest

    #: Where on this machine the content of a path of a release is.
    Source = Callable[[str], Path]


class HostError(ReleaseError):
    """A host that did not do its part: its name is the place."""

    @property
    def host(self) -> str:
        """The name of the host."""
        return self.place


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """A site as visitors ask for it: its folder's name, its domain, its Chinese domain if it has one, its title.

    By one of its `former` domains they are sent to its domain.
    """

    name: str
    domain: str
    chinese_domain: str | None
    title: str
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Front:
    """Where a host answers visitors: the host's name, `http` or `https`, an IPv4 or IPv6 address or a name, a port.

    `ca` is a file of certificates to trust besides the system's, for an authority that the system does not know.
    """

    host: str
    scheme: str
    address: str
    port: int
    ca: str = ""


class Harm(StrEnum):
    """What can be wrong with a file on a host."""

    CHANGED = "内容与清单不符"
    SIZE = "大小与清单不符"
    MISSING = "缺失"
    EXTRA = "清单上没有"
    SYMLINK = "是符号链接"
    SPECIAL = "是特殊文件"
    MODE = "权限被改动"
    MANIFEST = "清单有误"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One difference between a release on a host and its manifest."""

    path: str
    harm: Harm

    def __str__(self) -> str:
        return f"{shown(self.path)}：{self.harm}"


def manifest_read(host: str, site: str, release_id: str, read: Callable[[], Manifest]) -> Manifest:
    """Return the manifest that `read` gives of a release on a host; raise `HostError` where it is damaged, or another's."""
    remedy = "重新发布本站，或回滚到别的版本"
    try:
        found = read()
    except HostError:
        raise
    except ReleaseError as error:
        raise HostError(host, f"{site}的{release_id}：{error.fact}", remedy) from error
    if (found.site, found.release) != (site, release_id):
        raise HostError(host, f"{site}的{release_id}：清单是另一个版本的", remedy)
    return found


class Host(Protocol):
    """What publishing asks of a front-end host; every operation raises `HostError` where the host fails."""

    @property
    def name(self) -> str:
        """What operators call the host."""

    def lock(self, sites: Sequence[str], who: str) -> AbstractContextManager[str]:
        """Keep other publishers of these sites away while the context lasts; give who left one locked, where somebody died doing so."""

    def releases(self, site: str) -> tuple[str, ...]:
        """Return the ids of the complete releases held for `site`, oldest first."""

    def current(self, site: str) -> str | None:
        """Return the id of the release that visitors get, None where the site is not shown."""

    def manifest(self, site: str, release_id: str) -> Manifest:
        """Return the manifest of a release that the host holds."""

    def answers(self, site: str, release_id: str) -> HostAnswers:
        """Return what a release that the host holds says of its addresses: old ones, and whether the site rests."""

    def upload(self, site: str, manifest: Manifest, signatures: Mapping[str, bytes], source: Source) -> None:
        """Bring a release, with its signatures by the names of their files; only content that the host lacks travels.

        The release is on the list once every file of it is as the manifest says.
        """

    def mend(self, site: str) -> None:
        """Make sure that no content that was changed on the host enters the next release."""

    def withdraw(self, site: str, release_id: str) -> None:
        """Take a release that is not shown off the list; a later upload of the same content takes it up again."""

    def check(self, site: str, release_id: str) -> tuple[Problem, ...]:
        """Return what differs between a release and its manifest, as far as that can be said at once: before every switch."""

    def verify(self, site: str, release_id: str) -> tuple[Problem, ...]:
        """Read every file of a release again and return what differs from its manifest."""

    def switch(self, site: str, release_id: str | None) -> None:
        """Show a release that the host holds, in one step; None shows nothing."""

    def prune(self, site: str, keep: int) -> tuple[str, ...]:
        """Delete all but the newest `keep` releases and the one shown; return the ids of the deleted ones."""
