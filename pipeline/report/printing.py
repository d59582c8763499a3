"""A report on paper: its document is built alone with the site's own theme, and a browser prints the page into a PDF."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from pipeline.build import build
from pipeline.sources.writing import write_all
from plugins.engine.output import OutputError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_SECONDS = 120
#: The code at the foot of a page, and the address beside it.
_ADDRESS = re.compile(rb'<figure class="?page-code"?.*?</figure>', re.DOTALL)
#: What a site's folder has besides its settings that names files which are not there.
_LEFT_OUT = frozenset({"lifecycle.toml", "exceptions.toml"})


def printed(content: Path, files: Mapping[str, bytes], document: str, now: dt.datetime, *, public: bool) -> bytes:
    """Return the PDF of the page of a document, one of `files` (content-relative), as of `now`.

    One that is not `public` has no address for others to open. Raises `OutputError` without a browser or where it fails, and `ContentFaults` where the document cannot be built.
    """
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise OutputError("没有找到chromium，不能做PDF（装上chromium，或者不写--pdf）")
    with tempfile.TemporaryDirectory(prefix="zhengzhan-pdf-") as scratch:
        folder, site = Path(scratch), document.partition("/")[0]
        _copy_settings(content, folder / "content")
        write_all(folder / "content", files)
        build(folder / "content", folder / "output", site=site, as_of=now, jobs=1)
        path = document.partition("/")[2].removesuffix(".md")
        if not public:
            _without_address(folder / "output" / site / path / "index.html")
        with _served(folder / "output" / site) as address:
            return _print(browser, f"{address}/{path}/", folder)


def _without_address(page: Path) -> None:
    page.write_bytes(_ADDRESS.sub(b"", page.read_bytes()))


def _copy_settings(content: Path, to: Path) -> None:
    """The settings of all sites, without what they publish."""
    for file in [*content.glob("*.toml"), *content.glob("*/*.toml")]:
        if file.name not in _LEFT_OUT and not file.is_symlink():
            (to / file.relative_to(content)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, to / file.relative_to(content))


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served to this machine, for a block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    """Says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep no log."""


def _print(browser: str, url: str, folder: Path) -> bytes:
    file = folder / "page.pdf"
    root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses its sandbox to root
    given = ["--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder / 'browser'}", *root]
    try:
        subprocess.run(  # noqa: S603 (a browser that was found, and our own arguments)
            [browser, *given, f"--print-to-pdf={file}", url], capture_output=True, check=True, timeout=_SECONDS
        )
        return file.read_bytes()
    except (subprocess.SubprocessError, OSError) as error:
        raise OutputError(f"chromium没有做出PDF，{error.__class__.__name__}（单独运行chromium看看）") from error
