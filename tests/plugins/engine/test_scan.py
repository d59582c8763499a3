"""Folders are listed with the stamps of their files, and what is no plain file is named and not followed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from model.content_folder import read_content
from plugins.engine.scan import Folder, folders, misplaced
from plugins.engine.stamps import SUSPICION
from tests.conftest import City, document


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """So long after the files were written that their times may be trusted."""
    monkeypatch.setattr("plugins.engine.scan.trusted_before", lambda: time.time_ns() + SUSPICION)


def scanned(city: City) -> list[Folder]:
    content = read_content(city.content)
    return sorted(folders(content, content.sites["portal"]), key=lambda folder: folder.path)


def faults(city: City) -> list[tuple[str, str]]:
    return sorted((fault.path, fault.code) for folder in scanned(city) for fault in misplaced(folder))


def test_entries_come_in_the_order_of_their_names(city: City) -> None:
    city.write({"portal/yaowen/b.md": "", "portal/yaowen/a.pdf": "", "portal/yaowen/a.md": "", "portal/yaowen/.x": ""})

    folder = scanned(city)[-1]

    assert (folder.path, folder.column and folder.column.name) == ("portal/yaowen", "政务要闻")
    assert [(name, sort) for name, sort, _ in folder.entries] == [("a.md", "f"), ("a.pdf", "f"), ("b.md", "f")]


def test_a_file_that_was_just_written_has_no_stamp_to_trust(city: City) -> None:
    city.write({"portal/yaowen/a.md": document()})

    folder = scanned(city)[-1]

    assert list(folder.entries) == [("a.md", "f", "")]
    assert folder.stamp == ""


@pytest.mark.usefixtures("later")
def test_any_way_of_changing_a_file_changes_the_stamp_of_its_folder(city: City, tmp_path: Path) -> None:
    file = city.write({"portal/yaowen/a.md": document("甲")}).content / "portal/yaowen/a.md"
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    stamps = [scanned(city)[-1].stamp]

    assert stamps[0] == scanned(city)[-1].stamp
    file.write_text(document("乙"), encoding="utf-8")
    os.utime(file, ns=times)
    stamps.append(scanned(city)[-1].stamp)
    (tmp_path / "other").write_text(document("丙"), encoding="utf-8")
    os.utime(tmp_path / "other", ns=times)
    (tmp_path / "other").rename(file)
    stamps.append(scanned(city)[-1].stamp)
    file.rename(file.with_name("b.md"))
    stamps.append(scanned(city)[-1].stamp)

    assert len(set(stamps)) == 4
    assert "" not in stamps


def test_a_document_outside_the_columns_is_named_with_the_nearest(city: City) -> None:
    city.write({"portal/yaowne/a.md": "", "portal/b.md": ""})

    found = [fault for folder in scanned(city) for fault in misplaced(folder)]

    assert [(fault.path, fault.code) for fault in found] == [
        ("portal/b.md", "NO_COLUMN"),
        ("portal/yaowne/a.md", "NO_COLUMN"),
    ]
    assert "“yaowen”" in found[1].remedy


def test_what_is_no_plain_file_is_named_and_not_followed(city: City) -> None:
    city.write({"portal/yaowen/a.md": "", "portal/yaowen/b\nc.md": "", "portal/.d/e.md": ""})
    portal = city.content / "portal"
    (portal / "yaowen/f.md").symlink_to("a.md")
    (portal / "loop").symlink_to(city.content)
    os.mkfifo(portal / "yaowen/g.md")
    Path(os.fsdecode(os.fsencode(portal) + b"/yaowen/\xff.md")).touch()

    assert faults(city) == [
        ("portal/loop", "SYMLINK"),
        ("portal/yaowen/\\udcff.md", "FILE_NAME"),
        ("portal/yaowen/b\\nc.md", "FILE_NAME"),
        ("portal/yaowen/f.md", "SYMLINK"),
        ("portal/yaowen/g.md", "SPECIAL_FILE"),
    ]
    assert [folder.path for folder in scanned(city)] == ["portal", "portal/yaowen"]
