from __future__ import annotations

import pytest

from model.faults import Unreadable
from model.identifiers import Domain
from model.site import RESERVED, Column, Home, Site, SiteSettings, column_path

COLUMNS = ("zwgk", "zwgk/zcwj", "zwgk/zcwj/guizhang", "hdjl/liuyan", "hdjl/liuyan/dafu")


@pytest.fixture
def site() -> Site:
    settings = SiteSettings(name="云川市人民政府", kind="portal", domain=Domain.parse("www.yunchuan.gov.cn"))
    return Site("portal", settings, tuple(Column(path=path, name=path) for path in COLUMNS), Home())


def paths(columns: tuple[Column, ...]) -> list[str]:
    return [column.path for column in columns]


def test_a_site_knows_its_address_and_its_columns(site: Site) -> None:
    assert site.address == "https://www.yunchuan.gov.cn"
    assert site.column("zwgk/zcwj") is site.columns[1]
    assert site.column("zwgk/elsewhere") is None


def test_a_column_knows_its_address_and_its_top(site: Site) -> None:
    assert site.columns[2].url == "/zwgk/zcwj/guizhang/"
    assert site.columns[2].top == "zwgk"


def test_a_trail_leads_from_the_top_down(site: Site) -> None:
    assert paths(site.trail("zwgk/zcwj/guizhang")) == ["zwgk", "zwgk/zcwj", "zwgk/zcwj/guizhang"]


def test_a_trail_leaves_out_folders_that_are_no_columns(site: Site) -> None:
    assert paths(site.trail("hdjl/liuyan/dafu")) == ["hdjl/liuyan", "hdjl/liuyan/dafu"]
    assert paths(site.trail("zwgk/elsewhere")) == ["zwgk"]


def test_children_stand_under_the_nearest_declared_column(site: Site) -> None:
    assert paths(site.children("")) == ["zwgk", "hdjl/liuyan"]
    assert paths(site.children("zwgk")) == ["zwgk/zcwj"]
    assert paths(site.children("zwgk/zcwj/guizhang")) == []


@pytest.mark.parametrize("path", ["a", "zwdt/yaowen", "2026", "zw-gk/a-1/b"])
def test_a_column_path_is_lower_case_ascii(path: str) -> None:
    assert column_path(path) == path


@pytest.mark.parametrize("path", ["", "/a", "a/", "a//b", "A", "要闻", "a b", "-a", "a.b", "../a", "a_b", "a\\b"])
def test_another_column_path_is_refused(path: str) -> None:
    with pytest.raises(Unreadable) as caught:
        column_path(path)

    assert caught.value.code == "COLUMN_PATH"


@pytest.mark.parametrize(
    "path",
    [
        "https://tyj.yunchuan.gov.cn/zwdt",
        "//tyj.yunchuan.gov.cn",
        "www.yunchuan",
        "WWW.yunchuan.gov.cn",
        "tyj.example.com",
        "tyj.example.com/zwdt",
        "tyj.example.com:8080",
        "体育.政务",
    ],
)
def test_a_column_path_that_is_an_address_is_told_apart(path: str) -> None:
    with pytest.raises(Unreadable) as caught:
        column_path(path)

    assert caught.value.code == "COLUMN_HOST"
    assert "办法第六条第六项" in caught.value.message


@pytest.mark.parametrize("path", ["index.html", "zwdt/index.shtml", "v1.2", "a.md", "zwdt/a.com"])
def test_a_dot_alone_makes_no_address(path: str) -> None:
    with pytest.raises(Unreadable) as caught:
        column_path(path)

    assert caught.value.code == "COLUMN_PATH"


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_the_engines_own_folders_are_no_columns(name: str) -> None:
    for path in (name, f"{name}/yaowen"):
        with pytest.raises(Unreadable) as caught:
            column_path(path)
        assert caught.value.code == "COLUMN_PATH"
