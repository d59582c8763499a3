from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.engine.output import SIGNATURE, Output, OutputError, files_in

OLD = {SIGNATURE: b"<map/>", "index.html": b"old", "yaowen/a/index.html": b"old a"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a site that was built once."""
    commit(tmp_path / "portal", OLD)
    return tmp_path / "portal"


@dataclass(frozen=True)
class Done:
    written: int
    kept: int
    removed: int


def commit(folder: Path, files: dict[str, bytes]) -> Done:
    """Write these files and no others."""
    out = Output(folder)
    written = [file for file, data in files.items() if not out.stamp(file, data)]
    for file in written:
        out.stage(file, files[file])
    removed = out.commit(written, [file for file in files_in(out.folder) if file not in files])
    return Done(len(written), len(files) - len(written), removed)


def held(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_files_are_written_with_their_folders(folder: Path) -> None:
    assert held(folder) == OLD
    assert not folder.with_name(".portal.staging").exists()


def test_nothing_changes_before_the_commit(folder: Path) -> None:
    out = Output(folder)

    out.stage("index.html", b"new")
    out.stage("b/index.html", b"new b")

    assert held(folder) == OLD


def test_what_is_discarded_leaves_no_trace(folder: Path) -> None:
    out = Output(folder)
    out.stage("index.html", b"new")

    out.discard()

    assert held(folder) == OLD
    assert not folder.with_name(".portal.staging").exists()


def test_the_work_is_counted(folder: Path) -> None:
    files = {SIGNATURE: b"<map/>", "index.html": b"new", "b/index.html": b"b"}

    assert commit(folder, files) == Done(written=2, kept=1, removed=1)
    assert held(folder) == files


def test_a_file_of_the_same_bytes_is_not_touched(folder: Path) -> None:
    before = {path: path.stat() for path in folder.rglob("*") if path.is_file()}

    assert commit(folder, OLD) == Done(written=0, kept=3, removed=0)

    assert {path: (stat.st_ino, stat.st_mtime_ns) for path, stat in before.items()} == {
        path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in before
    }


def test_a_file_that_no_page_makes_goes_with_its_folders(folder: Path) -> None:
    commit(folder, {SIGNATURE: b"<map/>"})

    assert held(folder) == {SIGNATURE: b"<map/>"}
    assert list(folder.iterdir()) == [(folder / SIGNATURE).parent]


def test_a_file_may_become_a_folder_and_back(folder: Path) -> None:
    first = {SIGNATURE: b"<map/>", "index.html/a": b"a", "yaowen": b"file"}

    commit(folder, first)

    assert held(folder) == first
    commit(folder, OLD)
    assert held(folder) == OLD


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder that is none of ours."""
    commit(tmp_path / "elsewhere", {"a": b"theirs", "index.html": b"old a"})
    return tmp_path / "elsewhere"


def test_a_link_in_place_of_a_file_is_replaced_not_followed(folder: Path, elsewhere: Path) -> None:
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(elsewhere / "a")

    commit(folder, {**OLD, "index.html": b"theirs"})

    assert not (folder / "index.html").is_symlink()
    assert held(folder)["index.html"] == b"theirs"
    assert held(elsewhere) == {"a": b"theirs", "index.html": b"old a"}


@pytest.mark.parametrize("data", [b"old a", b"new a"])
def test_a_link_in_place_of_a_folder_is_replaced_not_followed(folder: Path, elsewhere: Path, data: bytes) -> None:
    (folder / "yaowen/a/index.html").unlink()
    (folder / "yaowen/a").rmdir()
    (folder / "yaowen/a").symlink_to(elsewhere)

    commit(folder, {**OLD, "yaowen/a/index.html": data})

    assert not (folder / "yaowen/a").is_symlink()
    assert held(folder) == {**OLD, "yaowen/a/index.html": data}
    assert held(elsewhere) == {"a": b"theirs", "index.html": b"old a"}


def test_a_link_that_no_page_makes_is_removed_and_its_target_stays(folder: Path, elsewhere: Path) -> None:
    (folder / "linked").symlink_to(elsewhere)
    (folder / "broken").symlink_to("nowhere")

    written = commit(folder, OLD)

    assert written.removed == 2
    assert held(folder) == OLD
    assert held(elsewhere) == {"a": b"theirs", "index.html": b"old a"}


@pytest.mark.parametrize("file", ["../outside", "a/../../outside", "/outside", ".", ""])
def test_no_page_is_made_outside_the_output(folder: Path, file: str) -> None:
    with pytest.raises(AssertionError):
        Output(folder).stage(file, b"x")

    assert held(folder) == OLD


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/thesis.doc").touch()

    with pytest.raises(OutputError):
        Output(tmp_path / "home")

    assert (tmp_path / "home/thesis.doc").exists()


def test_an_output_that_is_a_file_is_an_error_for_the_operator(tmp_path: Path) -> None:
    (tmp_path / "portal").write_bytes(b"file")

    with pytest.raises(OutputError, match="portal"):
        commit(tmp_path / "portal", OLD)

    assert (tmp_path / "portal").read_bytes() == b"file"


def test_a_staging_place_that_cannot_be_written_leaves_the_old_files(folder: Path) -> None:
    folder.with_name(".portal.staging").write_bytes(b"file")

    with pytest.raises(OutputError, match="staging"):
        commit(folder, {"index.html": b"new"})

    assert held(folder) == OLD


def test_bytes_lost_on_the_way_are_an_error_and_the_old_files_stay(folder: Path) -> None:
    out = Output(folder)
    out.stage("index.html", b"new")
    (out.staging / "index.html").unlink()

    with pytest.raises(OutputError):
        out.commit(["index.html"], [])

    assert held(folder) == OLD
