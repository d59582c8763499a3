"""The preview shows the last good pages, with what is wrong now, and tells open pages to reload."""

from __future__ import annotations

import re
import threading
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError

import pytest

from pipeline.delivery import address
from pipeline.host_server import HostServer
from pipeline.preview import Preview, started
from tests.conftest import DEPARTMENT, document
from tests.law.theme import Theme

if TYPE_CHECKING:
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


def test_the_components_of_the_theme_are_shown_in_both_variants(city: City, tmp_path: Path) -> None:
    preview = Preview(city.content, tmp_path / "scratch")
    preview.rebuild()

    with started(preview, 0) as server:
        page, care = fetched(server, "_components/"), fetched(server, "_components/care/")
        example = fetched(server, "_components/attachments/2/")
        style = fetched(server, re.findall(r'href="/(_components/static/site[^"]+)"', example)[0])

    assert '<h2 id="attachments">附件<code>attachments</code></h2>' in page
    assert '<iframe src="/_components/attachments/2/" title="附件：几个附件' in page
    assert '<iframe src="/_components/care/attachments/2/"' in care
    assert 'data-version="1"></script></body>' in page
    assert '<section class="attachments">' in example
    assert ".attachments" in style
    assert 'url("/_components/static/pointer.' in style


def test_an_edit_of_a_component_is_shown_at_once_and_a_fault_in_its_place(city: City, tmp_path: Path) -> None:
    theme = Theme(tmp_path)
    preview = Preview(city.content, tmp_path / "scratch", settings=theme.settings)
    preview.rebuild()

    with started(preview, 0) as server:
        before = fetched(server, "_components/attachments/1/")
        theme.edit("components/attachments/attachments.html", "某话")
        preview.rebuild()
        after = fetched(server, "_components/attachments/1/")
        (theme.folder / "components/attachments/examples.html").write_text("{{ nothing }}", encoding="utf-8")
        preview.rebuild()
        broken = fetched(server, "_components/")
        (theme.folder / "translations/zh/LC_MESSAGES/messages.po").write_text("坏", encoding="utf-8")
        preview.rebuild()
        worse = fetched(server, "_components/")

    assert "某话" not in before
    assert "某话" in after
    assert "components/attachments/examples.html:1：" in broken
    assert '<iframe src="/_components/about/1/"' in broken
    assert "zh/LC_MESSAGES/messages.po:1：" in worse


def test_the_components_are_in_no_output_and_on_no_host(city: City, tmp_path: Path) -> None:
    preview = Preview(city.content, tmp_path / "scratch")
    preview.rebuild()

    with started(preview, 0) as server:
        fetched(server, "_components/")
    with HostServer(preview, [address(site) for site in preview.sites]) as host, pytest.raises(HTTPError):
        fetched(host, "_components/")

    assert [path for path in preview.output.rglob("*") if "component" in str(path.relative_to(preview.output))] == []
