"""The settings of the law's city: its sites with their columns, the platform, the profile, and how they are written to disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Table = dict[str, str]

#: What a site may say in its bottom zone and head, as TOML values.
SETTINGS: tuple[tuple[str, str], ...] = (
    ("sponsor", '"云川市人民政府办公室"'),
    ("sponsor", '"云川市教育局办公室"'),
    ("operator", '"市信息中心"'),
    ("responsible", '"办公室主任"'),
    ("phone", '"0355-0120001"'),
    ("address", '"市府路1号"'),
    ("icp", '"晋ICP备05000001号-1"'),
    ("languages", '["en", "zh"]'),
    ("languages", '["zh", "en"]'),
    ("variants", '["care"]'),
    ("variants", '["care", "zh-Hant"]'),
)
DOMAINS = {
    "portal": ("www.yunchuan.gov.cn", "www.yc.gov.cn"),
    "jyj": ("jyj.yunchuan.gov.cn", "jyj.yc.gov.cn"),
    "xian": ("www.xiuxi.gov.cn", "www.xx.gov.cn"),
}
#: What a column may say of itself.
COLUMN: tuple[tuple[str, str], ...] = (
    ("name", '"栏目"'),
    ("name", '"又名"'),
    ("description", '"放要闻。"'),
    ("description", '"放别的。"'),
    ("keywords", '["甲", "乙"]'),
    ("type", '"工作动态"'),
    ("update_days", "30"),
    ("responsible", '"综合科科长"'),
    ("frozen", "2026-03-02"),
    ("frozen", "2026-12-01"),
)
NEW_COLUMNS = ("yaowen/zhuanti", "yaowen/zhuanti/shen", "gg", "zcwj/guifan")

_COLUMNS = {
    "portal": {
        "yaowen": "news",
        "tzgg": "notice",
        "zcwj": "policy",
        "zcjd": "interpretation",
        "ld": "leader",
        "zjdc": "consultation",
        "zt": "topic",
    },
    "jyj": {"dongtai": "news", "zcwj": "policy", "zcjd": "interpretation"},
    "xian": {"yaowen": "news", "jg": "organisation"},
}


def table(path: str, kind: str) -> Table:
    """A column's table; its name is its path."""
    return {"path": f'"{path}"', "name": f'"栏目{path.replace("/", "之")}"', "kind": f'"{kind}"'}


@dataclass(slots=True)
class SiteFile:
    """A site's `site.toml`, with TOML values as they are written."""

    id: str
    settings: Table
    home: Table = field(default_factory=dict)
    columns: list[Table] = field(default_factory=list)
    translated: list[str] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        """The columns' paths."""
        return [column["path"].strip('"') for column in self.columns]

    def written(self) -> str:
        """The file's text."""
        home = [("[home]", self.home)] if self.home else []
        parts = [("", self.settings), *home, *(("[[columns]]", column) for column in self.columns)]
        return "\n\n".join("\n".join([head, *(f"{key} = {value}" for key, value in of.items())]) for head, of in parts)

    def english(self) -> str:
        """The text of `site.en.toml`; nothing where the site has no such language."""
        if self.settings.get("languages") != '["zh", "en"]' or not self.translated:
            return ""
        home = f'[home]\ncolumns = ["{self.translated[0]}"]'
        columns = (f'[[columns]]\npath = "{path}"\nname = "Column {path}"' for path in self.translated)
        return "\n\n".join((f'name = "Site {self.id}"', home, *columns))

    def kind_of(self, path: str) -> str:
        """The kind of a column's documents."""
        return next(column["kind"].strip('"') for column in self.columns if column["path"] == f'"{path}"')


def standard(site: str) -> SiteFile:
    """A site as it is at first."""
    name = {"portal": "云川市人民政府", "jyj": "云川市教育局", "xian": "岫溪县人民政府"}[site]
    kind = "department" if site == "jyj" else "portal"
    settings = {"name": f'"{name}"', "kind": f'"{kind}"', "domain": f'"{DOMAINS[site][0]}"'}
    return SiteFile(site, settings, {}, [table(path, kind) for path, kind in _COLUMNS[site].items()])


class Hall:
    """All settings of the city, and the content folder that they are saved to."""

    def __init__(self, content: Path) -> None:
        self.content = content
        self.sites: dict[str, SiteFile] = {}
        for site in ("portal", "jyj"):
            self.open(site)

    @property
    def places(self) -> list[str]:
        """Every column's folder, content-relative."""
        return [f"{site.id}/{path}" for site in self.sites.values() for path in site.paths]

    def open(self, site: str) -> None:
        """Write a site with its standard columns."""
        self.sites[site] = standard(site)
        self.save(self.sites[site])

    def save(self, site: SiteFile) -> None:
        """Write a site's settings."""
        self.write(f"{site.id}/site.toml", site.written())
        self.write(f"{site.id}/site.en.toml", site.english())

    def write(self, file: str, text: str) -> None:
        """Write a settings file; an empty text takes it away."""
        place = self.content / file
        if text:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(f"{text}\n", encoding="utf-8")
        else:
            place.unlink(missing_ok=True)

    def speak_english(self, site: SiteFile, paths: list[str]) -> None:
        """Have a site have these columns in English."""
        site.settings["languages"], site.translated = '["zh", "en"]', paths
        self.save(site)

    def kind_of(self, place: str) -> str:
        """The kind of documents in a column's folder."""
        site, _, path = place.partition("/")
        return self.sites[site].kind_of(path)

    def mend(self) -> None:
        """Give every site its standard settings again, and leave it its columns: two may disagree, and one is named."""
        for site in self.sites.values():
            site.settings, site.home = standard(site.id).settings, {}
            if site.translated:
                self.speak_english(site, site.paths)
            self.save(site)
