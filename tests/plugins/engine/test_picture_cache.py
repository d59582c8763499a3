"""What was derived of pictures is made once: lost, damaged or carried elsewhere, the cache changes nothing but time."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from plugins.engine import files
from plugins.engine.output import OutputError
from plugins.engine.picture_cache import FOLDER, PictureCache
from tests.conftest import City, document
from tests.photos import photo
from tests.test_counts import calls_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DIGEST = "0" * 32
MADE = {"480.avif": b"\x00\n\xff", "960.avif": b"", "480.webp": b"{}"}


def never() -> dict[str, bytes]:
    raise AssertionError("made again")


@pytest.fixture
def cache(tmp_path: Path) -> PictureCache:
    return PictureCache(tmp_path / FOLDER)


@pytest.fixture
def seaside(city: City) -> City:
    """Two pieces of news with a photo each, built once."""
    for name, width in (("a", 700), ("b", 800)):
        text = document(body=f"![河边]({name}.jpg)")
        city.write({f"portal/yaowen/{name}.md": text, f"portal/yaowen/{name}.jpg": photo(width)})
    city.build()
    return city


@pytest.fixture
def derived(seaside: City, monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """A mark for each picture that was worked since the first build."""
    return calls_of(monkeypatch, files, "derive_file")


def kept(city: City) -> list[Path]:
    return sorted((city.output / FOLDER).iterdir())


def test_what_was_made_is_given_as_it_was_made(cache: PictureCache) -> None:
    assert cache.derived(DIGEST, lambda: MADE) == MADE
    assert cache.derived(DIGEST, never) == MADE


def test_that_there_is_nothing_to_derive_is_remembered_too(cache: PictureCache) -> None:
    cache.derived(DIGEST, dict)

    assert cache.derived(DIGEST, never) == {}


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:-1], lambda data: data[:9], lambda _: b"", lambda data: data[:-2] + b"??", lambda data: data + b"x"],
    ids=["cut off", "nearly nothing", "empty", "other bytes", "longer"],
)  # fmt: skip
def test_a_damaged_file_is_made_again(cache: PictureCache, damage: Callable[[bytes], bytes]) -> None:
    cache.derived(DIGEST, lambda: MADE)
    [file] = cache.folder.iterdir()
    file.write_bytes(damage(file.read_bytes()))

    assert cache.derived(DIGEST, lambda: {"480.avif": b"again"}) == {"480.avif": b"again"}
    assert cache.derived(DIGEST, never) == {"480.avif": b"again"}


def test_what_is_not_its_own_is_left_alone(cache: PictureCache) -> None:
    cache.derived(DIGEST, lambda: MADE)
    (cache.folder / "notes.txt").write_text("x")

    cache.keep_only([])

    assert [each.name for each in cache.folder.iterdir()] == ["notes.txt"]


def test_a_cache_that_cannot_be_written_is_named(cache: PictureCache) -> None:
    cache.folder.write_text("a file stands where the folder should")

    with pytest.raises(OutputError, match="写不进去"):
        cache.derived(DIGEST, lambda: MADE)


def test_a_build_from_nothing_works_no_picture_again(seaside: City, derived: list[None]) -> None:
    before = seaside.build().bytes()
    for each in seaside.output.iterdir():
        if each.name != FOLDER:
            shutil.rmtree(each) if each.is_dir() else each.unlink()

    assert seaside.build().bytes() == before
    assert derived == []


def test_an_edit_of_a_text_works_no_picture_and_a_new_picture_is_worked_once(
    seaside: City, derived: list[None]
) -> None:
    seaside.write({"portal/yaowen/a.md": document(body="又一句。\n\n![河边](a.jpg)")}).build()
    assert derived == []

    seaside.write({"portal/yaowen/a.jpg": photo(750)}).build()
    assert len(derived) == 1


def test_a_deleted_or_damaged_cache_changes_nothing(seaside: City, derived: list[None]) -> None:
    before = seaside.build(fresh=True).bytes()

    shutil.rmtree(seaside.output / FOLDER)
    assert seaside.build(fresh=True).bytes() == before
    for file in kept(seaside):
        file.write_bytes(file.read_bytes()[:-100])
    assert seaside.build(fresh=True).bytes() == before

    assert len(derived) == 4


def test_a_damaged_file_of_the_output_is_mended_from_the_cache(seaside: City, derived: list[None]) -> None:
    [file, *_] = sorted(seaside.output.rglob("*.avif"))
    data = file.read_bytes()
    file.write_bytes(b"x")

    seaside.build()

    assert file.read_bytes() == data
    assert derived == []


def test_a_cache_carried_elsewhere_is_as_good(seaside: City, derived: list[None], tmp_path: Path) -> None:
    before = seaside.build().bytes()
    shutil.copytree(seaside.output / FOLDER, tmp_path / "elsewhere" / FOLDER)
    seaside.output = tmp_path / "elsewhere"

    assert seaside.build().bytes() == before
    assert derived == []


def test_what_no_document_shows_any_more_is_forgotten(seaside: City) -> None:
    assert len(kept(seaside)) == 2

    (seaside.content / "portal/yaowen/b.md").unlink()
    (seaside.output / FOLDER / f".{'0' * 32}.17").write_text("left by a process that was killed")
    seaside.build()

    assert len(kept(seaside)) == 1


def test_a_document_that_is_yet_to_come_keeps_its_picture(seaside: City) -> None:
    text = document("标题", "publish_at: 2027-01-01 08:00", body="![河边](b.jpg)")

    seaside.write({"portal/yaowen/b.md": text}).build()

    assert len(kept(seaside)) == 2
