"""A small built site and the two hosts that it goes to."""

from __future__ import annotations

import datetime as dt
import subprocess
from typing import TYPE_CHECKING

from pipeline.built_site import from_folder
from pipeline.cargo import Terms
from pipeline.publish import publish
from pipeline.release import BEIJING

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.outcome import Publication
    from tests.hosts.machines import Network

TREE = {
    "index.html": "首页",
    "zwdt/index.html": "动态",
    "zwdt/通知 [1]/index.html": "通知",
    'a "b".txt': "引号",
    "static/site.0123456789ab.css": "p{}",
}


class Front:
    """A site of the name `site`, built in a folder, and two hosts behind SSH."""

    def __init__(self, net: Network, folder: Path, site: str) -> None:
        self.net, self.site, self.output = net, site, folder / "output"
        self.cache = folder / "cache"
        self.hosts = net.hosts(self.cache)
        self.terms = Terms(who="发布丙", signing=net.signing, keep=2, assets=folder / "assets")
        self.build(**TREE)

    def build(self, **files: str | None) -> None:
        """Write files of the built site; None takes one away."""
        for path, text in files.items():
            place = self.output / self.site / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                place.unlink()
            else:
                place.unlink(missing_ok=True)
                place.write_text(text, encoding="utf-8")

    def publish(self, *, again: bool = False) -> Publication:
        built = from_folder(self.output / self.site, self.site)
        return publish([built], self.hosts, dt.datetime.now(BEIJING), self.terms, again=again)

    def home(self, number: int) -> Path:
        return self.net.machines[number].root / self.site

    def tidied(self, number: int = 0) -> None:
        """Wait until a host has tidied up behind the publisher."""
        subprocess.run(["flock", self.home(number) / ".work", "true"], check=True, timeout=20)

    def files(self, number: int = 0) -> Path:
        """Where a host has what visitors get."""
        return self.home(number) / "current/files"

    def shown(self, path: str = "index.html") -> list[str]:
        places = [self.files(number) / path for number in (0, 1)]
        return [place.read_text("utf-8") if place.is_file() else "" for place in places]

    def close(self) -> None:
        for host in self.hosts:
            host.connection.close()
