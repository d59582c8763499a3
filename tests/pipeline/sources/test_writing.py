from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.sources.writing import write_all
from plugins.engine.output import OutputError
from tests.pipeline.life.office import Office

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = {"portal/site.toml": b"new", "portal/a/b/c.md": b"c", "tyj/lifecycle.toml": b"record"}


def after(times: int, call: Callable[..., object]) -> Callable[..., object]:
    """A call of which only the first times succeed."""
    left = iter(range(times))

    def limited(*arguments: object) -> object:
        if next(left, None) is None:
            raise OSError(28, "No space left on device")
        return call(*arguments)

    return limited


def test_all_files_are_written_with_their_folders_and_nothing_else(office: Office) -> None:
    write_all(office.content, FILES)

    assert {
        path: data for path, data in office.bytes().items() if data != "folder" and path != "platform.toml"
    } == FILES


def test_a_file_keeps_its_rights(office: Office) -> None:
    (office.content / "portal/site.toml").chmod(0o640)

    write_all(office.content, FILES)

    assert (office.content / "portal/site.toml").stat().st_mode & 0o777 == 0o640
    assert (office.content / "portal/a/b/c.md").stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_file_may_be_copied(office: Office, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")

    write_all(office.content, {"portal/a.pdf": tmp_path / "a.pdf"})

    assert (office.content / "portal/a.pdf").read_bytes() == b"%PDF"


@pytest.mark.parametrize("times", range(3))
def test_where_a_rename_fails_all_is_as_it_was(office: Office, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    before = office.bytes()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", _failing_once(times))

        with pytest.raises(OutputError, match=f"^{list(FILES)[times]}：写不进去，No space left on device"):
            write_all(office.content, FILES)

    assert office.bytes() == before


def _failing_once(times: int) -> Callable[..., object]:
    """A rename that fails when it is called for the time after these, and works again when things are put back."""
    calls, rename = iter(range(99)), Path.replace

    def replace(self: Path, target: Path) -> Path:
        if next(calls) == times:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    return replace


@pytest.mark.parametrize("times", range(3))
def test_where_a_file_cannot_be_written_all_is_as_it_was(
    office: Office, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    before = office.bytes()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", after(times, os.fsync))

        with pytest.raises(OutputError, match="已经写的都撤回了"):
            write_all(office.content, FILES)

    assert office.bytes() == before


def test_a_file_where_a_folder_should_be_is_said_in_a_line(office: Office) -> None:
    before = office.write({"tyj": "no folder"}).bytes()

    with pytest.raises(OutputError, match=r"^tyj/lifecycle\.toml：写不进去"):
        write_all(office.content, FILES)

    assert office.bytes() == before
