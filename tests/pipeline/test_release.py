import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import release
from pipeline.release import BEIJING, Manifest, ReleasedFile, ReleaseError, changes, describe, fault_of_path

NOW = datetime(2026, 5, 18, 10, 19, 7, tzinfo=BEIJING)
TREE = {"index.html": "首页", "zwdt/index.html": "动态", "static/site.css": "p{}"}


def built(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def given_manifest(**changed: object) -> str:
    files = [{"path": "index.html", "sha256": "a" * 64, "size": 3}]
    digest = release.content_digest([ReleasedFile("index.html", "a" * 64, 3)])
    right = {"site": "portal", "release": f"20260518T101907-{digest[:12]}", "made": NOW.isoformat(), "files": files}
    return json.dumps(right | changed)


def test_a_built_folder_is_described_file_by_file(tmp_path: Path) -> None:
    manifest = describe(built(tmp_path, TREE), "portal", NOW)

    assert [file.path for file in manifest.files] == ["index.html", "static/site.css", "zwdt/index.html"]
    assert manifest.files[1] == ReleasedFile("static/site.css", hashlib.sha256(b"p{}").hexdigest(), 3)


def test_the_id_is_the_wall_time_of_beijing_and_the_content(tmp_path: Path) -> None:
    manifest = describe(built(tmp_path, TREE), "portal", NOW.astimezone(UTC))

    assert manifest.release == f"20260518T101907-{manifest.digest[:12]}"
    assert manifest.made == NOW
    assert release.time_of(manifest.release) == NOW


def test_equal_builds_have_equal_digests_and_differ_by_time(tmp_path: Path) -> None:
    first = describe(built(tmp_path / "a", TREE), "portal", NOW)
    second = describe(built(tmp_path / "b", dict(reversed(TREE.items()))), "portal", NOW + timedelta(hours=1))

    assert first.digest == second.digest
    assert first.release < second.release


def test_a_moment_without_a_time_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        describe(built(tmp_path, TREE), "portal", datetime(2026, 5, 18))


def test_symbolic_links_are_refused(tmp_path: Path) -> None:
    (built(tmp_path, TREE) / "zwdt" / "link.html").symlink_to("index.html")

    with pytest.raises(ReleaseError, match=r"“zwdt/link\.html”是符号链接"):
        describe(tmp_path, "portal", NOW)


def test_linked_folders_are_refused(tmp_path: Path) -> None:
    (built(tmp_path, TREE) / "copy").symlink_to("zwdt")

    with pytest.raises(ReleaseError, match="“copy”是符号链接"):
        describe(tmp_path, "portal", NOW)


def test_special_files_are_refused_without_waiting_on_them(tmp_path: Path) -> None:
    os.mkfifo(built(tmp_path, TREE) / "pipe")

    with pytest.raises(ReleaseError, match="“pipe”是特殊文件"):
        describe(tmp_path, "portal", NOW)


@pytest.mark.parametrize("name", [b"a\nb.html", b"\xff.html", b"a\\b.html"])
def test_names_that_no_manifest_can_hold_are_refused_printably(tmp_path: Path, name: bytes) -> None:
    (tmp_path / os.fsdecode(name)).write_text("")

    with pytest.raises(ReleaseError, match="反斜杠或控制字符") as caught:
        describe(tmp_path, "portal", NOW)

    assert str(caught.value).isprintable()


def test_a_missing_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="“portal”：文件不存在（先构建本站"):
        describe(tmp_path / "portal", "portal", NOW)


def test_an_empty_build_is_no_release(tmp_path: Path) -> None:
    (tmp_path / "zwdt").mkdir()

    with pytest.raises(ReleaseError, match="没有任何文件"):
        describe(tmp_path, "portal", NOW)


def test_a_manifest_reads_back_as_it_was_written(tmp_path: Path) -> None:
    manifest = describe(built(tmp_path / "site", TREE), "portal", NOW)

    release.write(manifest, tmp_path / "a.json")
    release.write(release.read(tmp_path / "a.json"), tmp_path / "b.json")

    assert release.read(tmp_path / "b.json") == manifest
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_the_hostile_examples_start_from_a_right_one() -> None:
    assert release.from_text(given_manifest()).site == "portal"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "[" * 100_000,
        '{"site": ' + "9" * 5000 + "}",
        given_manifest(extra=1),
        given_manifest(site="../portal"),
        given_manifest(site=7),
        given_manifest(release="20260518T101907-000000000000"),
        given_manifest(release="20260518T101908-" + "0" * 12),
        given_manifest(made="2026-05-18T10:19:08+08:00"),
        given_manifest(made="2026-05-18T02:19:07+00:00"),
        given_manifest(made="2026-05-18T10:19:07.5+08:00"),
        given_manifest(made="0001-01-01T00:00:00+08:00"),
        given_manifest(made="gestern"),
        given_manifest(files={}),
        given_manifest(files=["index.html"]),
        given_manifest(files=[{"path": "a", "sha256": "a" * 64}]),
        given_manifest(files=[{"path": "a", "sha256": "A" * 64, "size": 1}]),
        given_manifest(files=[{"path": "a", "sha256": "a" * 63, "size": 1}]),
        given_manifest(files=[{"path": "a", "sha256": "a" * 64, "size": -1}]),
        given_manifest(files=[{"path": "a", "sha256": "a" * 64, "size": True}]),
        given_manifest(files=[{"path": "a", "sha256": "a" * 64, "size": 1.0}]),
        given_manifest(files=[{"path": "../a", "sha256": "a" * 64, "size": 1}]),
        given_manifest(files=[{"path": "a\u0000", "sha256": "a" * 64, "size": 1}]),
        given_manifest(files=[{"path": "a", "sha256": "a" * 64, "size": 1}] * 2),
        given_manifest(files=[{"path": path, "sha256": "a" * 64, "size": 1} for path in ("b", "a")]),
        given_manifest(files=[{"path": path, "sha256": "a" * 64, "size": 1} for path in ("a", "a/b")]),
    ],
)
def test_a_manifest_that_somebody_touched_is_refused(text: str) -> None:
    with pytest.raises(ReleaseError):
        release.from_text(text)


def test_a_manifest_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(b"\xff")

    with pytest.raises(ReleaseError, match="不是UTF-8"):
        release.read(tmp_path / "manifest.json")


def test_a_manifest_that_is_a_link_or_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text(given_manifest(), encoding="utf-8")
    (tmp_path / "link.json").symlink_to("real.json")
    os.mkfifo(tmp_path / "pipe.json")

    with pytest.raises(ReleaseError, match="清单读取失败"):
        release.read(tmp_path / "link.json")
    with pytest.raises(ReleaseError, match="不是JSON"):
        release.read(tmp_path / "pipe.json")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["site", "release", "made", "files"]), inner),
)


@given(JSON)
def test_reading_any_json_gives_a_manifest_or_a_release_error(value: object) -> None:
    with pytest.raises(ReleaseError):
        release.from_text(json.dumps(value))


PIECES = st.sampled_from(
    ["..", ".", "/", "//", "\\", "\0", "\n", "\x7f", "\u2028", "\ud800", "a", "政务", " ", "~", "C:"]
)


@given(st.text() | st.lists(PIECES).map("".join))
def test_an_accepted_path_stays_below_its_folder(path: str) -> None:
    if fault_of_path(path):
        return

    assert os.path.normpath(f"/root/{path}") == f"/root/{path}"
    assert PurePosixPath(path).as_posix() == path
    assert not set("\\\0\n\r") & set(path)
    assert path.encode().decode() == path


@given(st.lists(st.from_regex(r"[a-z0-9一-龥 _-]{1,9}(\.html)?", fullmatch=True), min_size=1).map("/".join))
def test_plain_paths_are_accepted(path: str) -> None:
    assert fault_of_path(path) == ""


def test_changes_name_what_visitors_would_see(tmp_path: Path) -> None:
    old = describe(built(tmp_path / "old", TREE), "portal", NOW)
    new = describe(
        built(tmp_path / "new", {"index.html": "新首页", "static/site.css": "p{}", "a.txt": ""}), "portal", NOW
    )

    difference = changes(old, new)

    assert difference.added == {"a.txt"}
    assert difference.changed == {"index.html"}
    assert difference.removed == {"zwdt/index.html"}
    assert difference.kept == {"static/site.css"}


def test_against_nothing_everything_is_added(tmp_path: Path) -> None:
    new = describe(built(tmp_path, TREE), "portal", NOW)

    assert changes(None, new).added == set(TREE)


@pytest.mark.parametrize("text", ["", "20260518T101907", "20261318T101907-" + "a" * 12, "20260518T101907-" + "A" * 12])
def test_what_is_no_release_id_is_known(text: str) -> None:
    assert not release.is_release_id(text)


def test_a_manifest_cannot_be_made_wrong() -> None:
    with pytest.raises(ReleaseError, match="版本号"):
        Manifest("portal", "20260518T101907-000000000000", NOW, ())


def test_an_unknown_reason_is_given_as_the_system_words_it() -> None:
    assert release.reason(OSError(71, "Protocol error")) == "系统报告 Protocol error"
    assert release.reason(OSError(28, "No space left on device", "/a/b.html")) == "“b.html”：磁盘已满"
