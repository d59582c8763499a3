"""A file of the output that is lost or altered is made again; one that only has another time is left as it is."""

from __future__ import annotations

import os
import shutil

import pytest

from tests.conftest import City, document


@pytest.fixture
def built(city: City) -> City:
    city.write({f"portal/yaowen/n{n}.md": document(f"要闻{n}") for n in range(3)})
    city.build()
    return city


@pytest.fixture(params=[0, 10**6], ids=["in a process of its own", "in the build's"])
def many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.engine.damage._MANY", request.param)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("data", [None, b"", b"x" * 50])
def test_a_damaged_page_is_made_again_and_no_other(built: City, data: bytes | None) -> None:
    page = built.output / "portal/yaowen/n1/index.html"
    whole = page.read_bytes()
    page.unlink()
    if data is not None:
        page.write_bytes(data)

    figures = built.build(explain=True).figures

    assert (figures.written, figures.removed) == (1, 0)
    assert page.read_bytes() == whole


@pytest.mark.usefixtures("many")
def test_a_site_that_was_deleted_comes_back_whole(built: City) -> None:
    before = built.build().bytes()
    shutil.rmtree(built.output / "portal")

    assert built.build().bytes() == before


@pytest.mark.usefixtures("many")
def test_a_page_behind_a_link_is_made_again_in_its_place(built: City) -> None:
    before = built.build().bytes()
    folder = built.output / "portal/yaowen/n1"
    shutil.rmtree(folder)
    folder.symlink_to("../yaowen/n2")

    assert built.build().bytes() == before
    assert not folder.is_symlink()


@pytest.mark.usefixtures("many")
def test_a_copied_output_is_known_by_its_bytes(built: City, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in (built.output / "portal").rglob("*.*"):
        os.utime(file, (1, 1))
    monkeypatch.setattr("plugins.engine.build.Build.make", lambda *_: pytest.fail("nothing is to be made"))

    figures = built.build().figures

    assert (figures.written, figures.removed) == (0, 0)
    assert (built.output / "portal/index.html").stat().st_mtime == 1
