"""What is built of a site, from its folder and from the ledger."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from pipeline.build import LEDGER
from pipeline.built_site import from_folder, from_ledger
from pipeline.release import ReleaseError
from tests.conftest import document

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import City

TREE = {"index.html": "首页", "zwdt/index.html": "动态", "static/site.css": "p{}"}


def built(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def test_a_built_folder_is_described_file_by_file(tmp_path: Path) -> None:
    site = from_folder(built(tmp_path, TREE), "portal")

    assert [line.split(" ")[2] for line in site.lines] == ["index.html", "static/site.css", "zwdt/index.html"]
    assert site.lines[1] == f"{hashlib.sha256(b'p{}').hexdigest()} 3 static/site.css"


def test_the_ledger_says_of_a_build_what_its_folder_does(city: City) -> None:
    city.write({"portal/yaowen/a.md": document("一"), "portal/yaowen/b-1.md": document("二")}).build()

    assert from_ledger(city.output / LEDGER, city.output / "portal", "portal") == from_folder(
        city.output / "portal", "portal"
    )


def test_a_site_that_the_ledger_does_not_know_is_not_built(city: City) -> None:
    city.build()

    with pytest.raises(ReleaseError, match="先构建本站"):
        from_ledger(city.output / LEDGER, city.output / "wlj", "wlj")


def test_symbolic_links_are_refused(tmp_path: Path) -> None:
    (built(tmp_path, TREE) / "zwdt" / "link.html").symlink_to("index.html")

    with pytest.raises(ReleaseError, match=r"“zwdt/link\.html”是符号链接"):
        from_folder(tmp_path, "portal")


def test_linked_folders_are_refused(tmp_path: Path) -> None:
    (built(tmp_path, TREE) / "copy").symlink_to("zwdt")

    with pytest.raises(ReleaseError, match="“copy”是符号链接"):
        from_folder(tmp_path, "portal")


def test_special_files_are_refused_without_waiting_on_them(tmp_path: Path) -> None:
    os.mkfifo(built(tmp_path, TREE) / "pipe")

    with pytest.raises(ReleaseError, match="“pipe”是特殊文件"):
        from_folder(tmp_path, "portal")


@pytest.mark.parametrize("name", [b"a\nb.html", b"\xff.html", b"a\\b.html"])
def test_names_that_no_manifest_can_hold_are_refused_printably(tmp_path: Path, name: bytes) -> None:
    (tmp_path / os.fsdecode(name)).write_text("")

    with pytest.raises(ReleaseError, match="反斜杠或控制字符") as caught:
        from_folder(tmp_path, "portal")

    assert str(caught.value).isprintable()


def test_a_missing_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="“portal”：文件不存在（先构建本站"):
        from_folder(tmp_path / "portal", "portal")


def test_an_empty_build_is_no_release(tmp_path: Path) -> None:
    (tmp_path / "zwdt").mkdir()

    with pytest.raises(ReleaseError, match="没有任何文件"):
        from_folder(tmp_path, "portal")
