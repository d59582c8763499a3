from __future__ import annotations

from pathlib import Path

import pytest

from model.content_folder import read_content
from model.faults import Fault
from model.site import Home

LEAST = """
name = "云川市人民政府"
kind = "portal"
domain = "www.yunchuan.gov.cn"

[[columns]]
path = "yaowen"
name = "政务要闻"
"""


class Folder:
    """A content folder to write into and to read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, files: dict[str, str]) -> Folder:
        for name, text in files.items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return self

    def places(self) -> list[tuple[str, int, str]]:
        return [(fault.path, fault.line, fault.code) for fault in read_content(self.path).faults]

    def only_fault(self) -> Fault:
        [fault] = read_content(self.path).faults
        return fault


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_site_needs_a_name_a_kind_a_domain_and_a_column(folder: Folder) -> None:
    content = read_content(folder.write({"portal/site.toml": LEAST}).path)

    [site] = content.sites.values()
    assert content.faults == ()
    assert (site.id, site.settings.name, site.settings.level) == ("portal", "云川市人民政府", "city")
    assert [(column.path, column.kind, column.update_days) for column in site.columns] == [("yaowen", "page", 0)]
    assert site.home == Home()


def test_settings_may_be_written_under_their_chinese_aliases(folder: Folder) -> None:
    text = LEAST.replace("name =", '"网站名称" =', 1).replace("domain =", '"域名" =')

    content = read_content(folder.write({"portal/site.toml": text}).path)

    assert content.faults == ()
    assert content.sites["portal"].settings.name == "云川市人民政府"


def test_every_fault_of_a_site_is_found_with_its_line(folder: Folder) -> None:
    text = 'nam = "a"\nlevel = "town"\n' + LEAST.replace("www.", "jyj.") + 'type = "要闻"\nkinds = "news"\n'

    places = folder.write({"portal/site.toml": text}).places()

    assert sorted(places) == [
        ("portal/site.toml", 1, "UNKNOWN_KEY"),
        ("portal/site.toml", 2, "SITE_LEVEL"),
        ("portal/site.toml", 6, "DOMAIN_FORM"),
        ("portal/site.toml", 11, "COLUMN_TYPE"),
        ("portal/site.toml", 12, "UNKNOWN_KEY"),
    ]


def test_a_column_without_a_name_is_named_where_it_begins(folder: Folder) -> None:
    folder.write({"portal/site.toml": LEAST + '\n[[columns]]\npath = "zcwj"\n'})

    assert folder.places() == [("portal/site.toml", 10, "MISSING_KEY")]


def test_a_column_twice_is_named_at_the_second(folder: Folder) -> None:
    folder.write({"portal/site.toml": LEAST + '\n[[columns]]\npath = "yaowen"\nname = "要闻"\n'})

    assert folder.places() == [("portal/site.toml", 11, "DUPLICATE_COLUMN")]


@pytest.mark.parametrize("columns", ["", "columns = 3\n", "columns = []\n", 'columns = ["yaowen"]\n'])
def test_a_site_without_columns_is_named(folder: Folder, columns: str) -> None:
    folder.write({"portal/site.toml": columns + LEAST.partition("[[")[0]})

    assert folder.places() == [("portal/site.toml", 1, "NO_COLUMN")]


def test_a_column_under_a_reserved_name_is_refused(folder: Folder) -> None:
    folder.write({"portal/site.toml": LEAST.replace('"yaowen"', '"static/yaowen"')})

    assert folder.places() == [("portal/site.toml", 7, "COLUMN_PATH")]


def test_a_home_page_lists_only_columns_that_there_are(folder: Folder) -> None:
    folder.write({"portal/site.toml": LEAST + '\n[home]\ncolumns = ["yaowen", "yaowne"]\nservices = "bs"\n'})

    faults = read_content(folder.path).faults

    assert [(fault.line, fault.code) for fault in faults] == [(11, "NO_COLUMN"), (12, "NO_COLUMN")]
    assert faults[0].remedy == "是不是“yaowen”？"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('name = "a\n', 1),
        ('name = "a"\nname = "b"\n', 2),
        (f"name = {'9' * 5000}\n", 1),
        (f"name = {'[' * 5000}\n", 1),
    ],
)
def test_broken_toml_is_named_with_its_line(folder: Folder, text: str, line: int) -> None:
    assert folder.write({"portal/site.toml": text}).places() == [("portal/site.toml", line, "TOML")]


def test_blanks_are_no_name(folder: Folder) -> None:
    folder.write({"portal/site.toml": LEAST.replace("云川市人民政府", " \u3000")})

    assert folder.places() == [("portal/site.toml", 2, "EMPTY")]


def test_two_sites_with_one_domain_are_named_at_the_second(folder: Folder) -> None:
    folder.write({"portal/site.toml": LEAST, "second/site.toml": LEAST.replace("云川市", "云山县")})

    fault = folder.only_fault()

    assert (fault.path, fault.code) == ("second/site.toml", "SAME_SITE")
    assert "www.yunchuan.gov.cn" in fault.message
    assert "“portal”" in fault.message


def test_a_folder_without_site_toml_is_named(folder: Folder) -> None:
    folder.write({"portal/site.toml": LEAST, "jyj/yaowen/a.md": ""})

    assert folder.places() == [("jyj", 1, "NO_SITE_FILE")]


@pytest.mark.parametrize("name", ["门户", "Portal", "a b", "a\nb", "-a"])
def test_a_site_folder_has_a_plain_name(folder: Folder, name: str) -> None:
    folder.write({f"{name}/site.toml": LEAST})

    [(_, _, code)] = folder.places()
    assert code == "SITE_NAME"


def test_an_empty_content_folder_has_no_site(folder: Folder) -> None:
    assert folder.places() == [(".", 1, "NO_SITE")]


def test_the_platform_names_its_portal(folder: Folder) -> None:
    folder.write({"portal/site.toml": LEAST, "platform.toml": 'portal = "portla"\n'})

    fault = folder.only_fault()

    assert (fault.path, fault.code) == ("platform.toml", "NO_PORTAL")
    assert fault.remedy.endswith("portal")


def test_the_portal_is_the_first_of_the_sites(folder: Folder) -> None:
    county = LEAST.replace("云川市", "云山县").replace("yunchuan", "yunshan")
    folder.write({"a/site.toml": county, "portal/site.toml": LEAST, "platform.toml": 'portal = "portal"\n'})

    assert list(read_content(folder.path).sites) == ["portal", "a"]


def test_an_unknown_key_of_the_platform_is_named_with_its_line(folder: Folder) -> None:
    folder.write({"portal/site.toml": LEAST, "platform.toml": 'name = "平台"\nportl = "portal"\n'})

    assert folder.places() == [("platform.toml", 2, "UNKNOWN_KEY")]


def test_links_are_refused_and_hidden_files_passed_over(folder: Folder, tmp_path: Path) -> None:
    folder.write({"portal/site.toml": LEAST, ".git/config": ""})
    (tmp_path / "linked").symlink_to(tmp_path / "portal")

    assert folder.places() == [("linked", 1, "SYMLINK")]


def test_a_site_toml_that_is_a_link_is_refused(folder: Folder, tmp_path: Path) -> None:
    folder.write({"portal/other.toml": LEAST})
    (tmp_path / "portal/site.toml").symlink_to("other.toml")

    assert folder.places() == [("portal/site.toml", 1, "SYMLINK")]
