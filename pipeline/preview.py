"""Preview all sites while they are being written: every change is built, open pages reload, faults are shown in the page."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import watchfiles

from model.content_folder import read_content
from model.faults import ContentFaults, Fault
from pipeline.build import SETTINGS, build
from pipeline.components_page import OVERVIEWS, ROOT, component_pages
from pipeline.delivery import address
from pipeline.host_server import Dressing, HostServer
from plugins.engine.output import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from model.site import Site

_SCRIPT_PATH = "/_preview/reload.js"
_STYLE_PATH = "/_preview/faults.css"
_WAIT_PATH = "/_preview/wait/"
_WAIT_SECONDS = 20.0
_THEME = SETTINGS.parent / "theme"
_SCRIPT = """(async () => {
  const version = document.currentScript.dataset.version;
  for (;;) {
    try {
      const answer = await fetch("/_preview/wait/" + version);
      if ((await answer.text()) !== version) { location.reload(); return; }
    } catch { await new Promise((done) => setTimeout(done, 1000)); }
  }
})();
"""
_PANEL = """.preview-faults {
  position: fixed; inset: auto 0 0 0; z-index: 99; max-height: 45vh; overflow: auto; padding: 1rem 2rem;
  background: #fff4f4; color: #7a0000; border-top: 4px solid #b00020; font: 16px/1.6 sans-serif;
}
"""


@dataclass(slots=True)
class Preview:
    """The last good build of the content, and what is wrong with it now. `version` counts the builds."""

    content: Path
    output: Path
    name: str = "预览"
    version: int = 0
    faults: tuple[Fault | str, ...] = ()
    sites: tuple[Site, ...] = ()
    settings: Path = SETTINGS
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _components: tuple[int, dict[str, tuple[str, bytes]]] = (0, {})

    def rebuild(self) -> None:
        """Build what is there now; a faulty content leaves the last good pages, with the faults."""
        faults: tuple[Fault | str, ...] = ()
        try:
            self.sites = build(self.content, self.output, settings=self.settings).sites
        except ContentFaults as error:
            faults = error.faults
            self.sites = self.sites or self._settings()
        except OutputError as error:
            faults = (str(error),)
        with self._changed:
            self.faults = faults
            self.version += 1
            self._changed.notify_all()

    def _settings(self) -> tuple[Site, ...]:
        """The sites of a content that has never been built."""
        return tuple(read_content(self.content).sites.values()) if self.content.is_dir() else ()

    def files(self, site: str) -> Path | None:
        """Return the folder of a site's last good build."""
        folder = self.output / site
        return folder if folder.is_dir() else None

    def answer(self, path: str) -> tuple[str, bytes] | None:
        """Answer the preview's own addresses: script and style, the wait for the next build, the theme's components."""
        if path == _SCRIPT_PATH:
            return "text/javascript; charset=utf-8", _SCRIPT.encode()
        if path == _STYLE_PATH:
            return "text/css; charset=utf-8", _PANEL.encode()
        if path.startswith(_WAIT_PATH):
            with self._changed:
                self._changed.wait_for(lambda: str(self.version) != path.removeprefix(_WAIT_PATH), _WAIT_SECONDS)
                return "text/plain; charset=utf-8", str(self.version).encode()
        return self._component(path) if path.startswith(ROOT) else None

    def _component(self, path: str) -> tuple[str, bytes] | None:
        """A page of the theme's components as they are in this build, which are rendered when the first is asked for."""
        from pipeline.pelican_run import declared_components

        with self._changed:
            try:
                if self._components[0] != self.version:
                    self._components = (self.version, component_pages(*declared_components(self.settings)))
            except OutputError as error:
                return "text/plain; charset=utf-8", str(error).encode()
            found = self._components[1].get(path)
        return (found[0], self.dress(found[1])) if found and path in OVERVIEWS else found

    def dress(self, html: bytes) -> bytes:
        """Return a page with the reloading script, the faults, and links between the sites kept in the preview."""
        for site in self.sites:
            html = html.replace(f'href="{site.address}/'.encode(), f'href="/{site.id}/'.encode())
        extra = f'{self._panel()}<script src="{_SCRIPT_PATH}" data-version="{self.version}"></script>'
        before, end, after = html.rpartition(b"</body>")
        return before + extra.encode() + end + after if end else html + extra.encode()

    def _panel(self) -> str:
        if not self.faults:
            return ""
        lines = "".join(f"<li>{escape(str(fault))}</li>" for fault in self.faults)
        style = f'<link rel="stylesheet" href="{_STYLE_PATH}">'
        return f'{style}<section class="preview-faults" role="alert"><h2>要改的地方（{len(self.faults)}处）</h2><ol>{lines}</ol></section>'


def serve(content: Path, port: int, say: Callable[[str], object] = print) -> None:
    """Preview `content` at `port` of this machine until interrupted. Raise `HostError` where the port is not to be had."""
    with tempfile.TemporaryDirectory() as scratch:
        preview = Preview(content.resolve(), Path(scratch))
        preview.rebuild()
        with started(preview, port) as server:
            _say_where(preview, server, say)
            for _ in watchfiles.watch(content, _THEME, raise_interrupt=False):
                preview.rebuild()
                say(f"已重新构建，要改的地方{len(preview.faults)}处")


def started(preview: Preview, port: int) -> HostServer:
    """Return the server of a preview, to be used as a context manager."""
    addresses = [address(site) for site in preview.sites]
    return HostServer(preview, addresses, port, Dressing(preview.answer, preview.dress))


def _say_where(preview: Preview, server: HostServer, say: Callable[[str], object]) -> None:
    for fault in preview.faults:
        say(str(fault))
    for site in preview.sites:
        say(f"{site.settings.name}：{server.url}{site.id}/")
    say(f"主题的组件：{server.url}{ROOT[1:]}")
    say("按Ctrl-C停止")
