"""The manifest: what it says, and that nothing else is taken for one."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import manifest as manifests
from pipeline.manifest import Manifest, changes, content_digest, from_text, manifest_of, to_text
from pipeline.release import BEIJING, ReleaseError, time_of

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 5, 18, 10, 19, 7, tzinfo=BEIJING)
A = "a" * 64


def lines(**files: str) -> tuple[str, ...]:
    return tuple(f"{hash_of(text)} {len(text)} {path.replace('_', '/')}.html" for path, text in sorted(files.items()))


def hash_of(text: str) -> str:
    return text.encode().hex().rjust(64, "0")


def given_manifest(body: tuple[str, ...] = (f"{A} 3 index.html",), **changed: str) -> str:
    right = {
        "site": "portal",
        "release": f"20260518T101907-{content_digest(body)[:12]}",
        "made": NOW.isoformat(),
        "commit": "-",
        "builder": "zhengzhan 0.1",
    }
    head = [f"{name}: {value}" for name, value in (right | changed).items()]
    return "\n".join(["zhengzhan-manifest 1", *head, "", *body, ""])


def test_the_id_is_the_wall_time_of_beijing_and_the_content() -> None:
    manifest = manifest_of("portal", lines(index="首页"), NOW.astimezone(UTC))

    assert manifest.release == f"20260518T101907-{manifest.digest[:12]}"
    assert manifest.made == NOW
    assert time_of(manifest.release) == NOW


def test_equal_contents_have_equal_digests_and_differ_by_time() -> None:
    first, second = (manifest_of("portal", lines(a="甲", b="乙"), NOW + timedelta(hours=hours)) for hours in (0, 1))

    assert first.digest == second.digest
    assert first.release < second.release


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        manifest_of("portal", lines(a="甲"), datetime(2026, 5, 18))


def test_a_manifest_reads_back_as_it_was_written(tmp_path: Path) -> None:
    kept = {"a.html": date(2026, 6, 17)}
    manifest = manifest_of("portal", lines(a="甲", b="乙"), NOW, kept=kept, commit="0" * 40, builder="zhengzhan 0.1")
    (tmp_path / "manifest").write_text(to_text(manifest), encoding="utf-8")

    assert manifests.read(tmp_path / "manifest") == manifest
    assert to_text(manifest).splitlines()[:8] == [
        "zhengzhan-manifest 1",
        "site: portal",
        f"release: {manifest.release}",
        "made: 2026-05-18T10:19:07+08:00",
        f"commit: {'0' * 40}",
        "builder: zhengzhan 0.1",
        "kept: 2026-06-17 a.html",
        "",
    ]


def test_the_hostile_examples_start_from_a_right_one() -> None:
    assert from_text(given_manifest()).site == "portal"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "zhengzhan-manifest 1\n\n",
        given_manifest().removesuffix("\n"),
        given_manifest().replace("manifest 1", "manifest 2"),
        given_manifest().replace("commit: -\n", ""),
        given_manifest(extra="1"),
        given_manifest(kept="2026-13-01 a.html"),
        given_manifest(kept="a.html"),
        given_manifest(site="../portal"),
        given_manifest(commit="main"),
        given_manifest(builder="a\x1bb"),
        given_manifest(release="20260518T101907-000000000000"),
        given_manifest(release="20260518T101908-" + "0" * 12),
        given_manifest(made="2026-05-18T10:19:08+08:00"),
        given_manifest(made="2026-05-18T02:19:07+00:00"),
        given_manifest(made="2026-05-18T10:19:07.5+08:00"),
        given_manifest(made="0001-01-01T00:00:00+08:00"),
        given_manifest(made="gestern"),
        given_manifest(body=()),
        given_manifest(body=("",)),
        given_manifest(body=("index.html",)),
        given_manifest(body=(f"{A} a",)),
        given_manifest(body=(f"{A.upper()} 1 a",)),
        given_manifest(body=(f"{A[1:]} 1 a",)),
        given_manifest(body=(f"{A} -1 a",)),
        given_manifest(body=(f"{A} 01 a",)),
        given_manifest(body=(f"{A} 1.0 a",)),
        given_manifest(body=(f"{A} 1 ../a",)),
        given_manifest(body=(f"{A} 1 /a",)),
        given_manifest(body=(f"{A} 1 a//b",)),
        given_manifest(body=(f"{A} 1 a/./b",)),
        given_manifest(body=(f"{A} 1 a\x00",)),
        given_manifest(body=(f"{A} 1 a\rb",)),
        given_manifest(body=(f"{A} 1 a",) * 2),
        given_manifest(body=(f"{A} 1 b", f"{A} 1 a")),
        given_manifest(body=(f"{A} 1 a", f"{A} 1 a/b")),
        given_manifest(body=(f"{A} 1 a", f"{A} 1 a/b/c/d")),
    ],
)
def test_a_manifest_that_somebody_touched_is_refused(text: str) -> None:
    with pytest.raises(ReleaseError):
        from_text(text)


def test_a_manifest_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest").write_bytes(b"\xff")

    with pytest.raises(ReleaseError, match="不是UTF-8"):
        manifests.read(tmp_path / "manifest")


def test_a_manifest_that_is_a_link_or_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    (tmp_path / "real").write_text(given_manifest(), encoding="utf-8")
    (tmp_path / "link").symlink_to("real")
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(ReleaseError, match="清单读取失败"):
        manifests.read(tmp_path / "link")
    with pytest.raises(ReleaseError, match="不是清单"):
        manifests.read(tmp_path / "pipe")


@given(st.text() | st.lists(st.sampled_from([*given_manifest().splitlines(), "", "x"])).map("\n".join))
def test_reading_any_text_gives_a_manifest_or_a_release_error(text: str) -> None:
    try:
        found = from_text(text)
    except ReleaseError:
        return

    assert to_text(found) == text


def test_changes_name_what_visitors_would_see() -> None:
    old = manifest_of("portal", lines(index="首页", site="p", zwdt_index="动态"), NOW)
    new = manifest_of("portal", lines(a="", index="新首页", site="p"), NOW)

    difference = changes(old, new)

    assert difference.added == {"a.html"}
    assert difference.changed == {"index.html"}
    assert difference.removed == {"zwdt/index.html"}
    assert difference.kept == 1


def test_against_nothing_everything_is_added() -> None:
    assert changes(None, manifest_of("portal", lines(a="甲", b="乙"), NOW)).added == {"a.html", "b.html"}


def test_a_manifest_cannot_be_made_wrong() -> None:
    with pytest.raises(ReleaseError, match="版本号"):
        Manifest("portal", "20260518T101907-000000000000", NOW, lines(a="甲"))
