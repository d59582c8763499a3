"""The preview shows the last good pages, with what is wrong now, and tells open pages to reload."""

from __future__ import annotations

import threading
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.preview import Preview, started
from tests.conftest import DEPARTMENT, document

if TYPE_CHECKING:
    from pipeline.host_server import HostServer
    from tests.conftest import City


def fetched(server: HostServer, path: str) -> str:
    with urllib.request.urlopen(f"{server.url}{path}", timeout=30) as answer:
        return str(answer.read().decode())


def test_a_page_carries_the_reloading_script(city: City, tmp_path: Path) -> None:
    preview = Preview(city.write({"portal/yaowen/a.md": document("一")}).content, tmp_path / "scratch")
    preview.rebuild()

    with started(preview, 0) as server:
        page = fetched(server, "portal/yaowen/a/")

    assert '<script src="/_preview/reload.js" data-version="1"></script></body>' in page
    assert "要改的地方" not in page


def test_a_fault_is_shown_over_the_last_good_page_and_goes_when_mended(city: City, tmp_path: Path) -> None:
    preview = Preview(city.write({"portal/yaowen/a.md": document("一")}).content, tmp_path / "scratch")
    preview.rebuild()

    with started(preview, 0) as server:
        city.write({"portal/yaowen/a.md": document("<b>二").replace("source", "sorce")})
        preview.rebuild()
        broken = fetched(server, "portal/yaowen/a/")
        city.write({"portal/yaowen/a.md": document("三")})
        preview.rebuild()
        mended = fetched(server, "portal/yaowen/a/")

    assert "portal/yaowen/a.md:4: UNKNOWN_KEY" in broken
    assert "<h1>一</h1>" in broken.replace("\n", "") or "一" in broken
    assert "UNKNOWN_KEY" not in mended
    assert "三" in mended


def test_a_waiting_page_hears_of_the_next_build(city: City, tmp_path: Path) -> None:
    preview = Preview(city.content, tmp_path / "scratch")
    preview.rebuild()
    heard: list[str] = []

    with started(preview, 0) as server:
        waiting = threading.Thread(target=lambda: heard.append(fetched(server, "_preview/wait/1")))
        waiting.start()
        preview.rebuild()
        waiting.join(20)

    assert heard == ["2"]


def test_links_between_the_sites_stay_in_the_preview(city: City, tmp_path: Path) -> None:
    city.write(
        {
            "jyj/site.toml": DEPARTMENT,
            "jyj/zcjd/b.md": document("乙", "kind: page"),
            "portal/yaowen/a.md": document(body="见[那篇](../../jyj/zcjd/b.md)。"),
        }
    )
    preview = Preview(city.content, tmp_path / "scratch")
    preview.rebuild()

    with started(preview, 0) as server:
        page = fetched(server, "portal/yaowen/a/")

    assert 'href="/jyj/zcjd/b/"' in page


def test_a_content_that_was_never_good_shows_its_faults(city: City, tmp_path: Path) -> None:
    city.write({"portal/yaowen/a.md": document("一").replace("source", "sorce")})
    preview = Preview(city.content, tmp_path / "scratch")
    preview.rebuild()

    with started(preview, 0) as server, urllib.request.urlopen(server.url, timeout=30) as answer:
        assert "UNKNOWN_KEY" in answer.read().decode()
