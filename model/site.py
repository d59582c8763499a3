"""Sites, their columns, and the platform that they share: `site.toml`, `platform.toml`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from model import values, vocabulary
from model.faults import Unreadable
from model.identifiers import ChineseDomain, Domain, HostName, IcpNumber, Mark, MarkId, PoliceNumber, SiteCode
from model.language import MAIN_LANGUAGE
from model.messages import MESSAGES_FOLDER
from model.record import optional, required
from model.yearly_files import REPORTS

SITE_FILE = "site.toml"
_COLUMN_PATH = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)*")
#: A path that is written as an address: with a scheme, or with a host in front, such as `tyj.example.com/zwdt`.
_ADDRESS = re.compile(r".*://.*|//.*|www\..*|(?:[\w-]+\.)+(?!(?:s?html?|md)$)[^\W\d_]{2,}(?:[:/].*)?", re.IGNORECASE)
#: First path segments that the engine's own pages stand under.
RESERVED = frozenset({"static", "care", "zh-hant", "sitemap", "reading-tools", "page", "archive", "leave"})

#: The folders of a site's folder that are the office's own.
NOT_PUBLISHED = frozenset({MESSAGES_FOLDER, REPORTS})


def column_path(text: str) -> str:
    """A column's folder and address: lower-case ASCII names joined by `/`, never an address elsewhere (办法第六条第六项)."""
    if _ADDRESS.fullmatch(text):
        raise Unreadable(
            "COLUMN_HOST",
            f"“{text}”是网址，按办法第六条第六项，栏目和网页都在网站自己的域名下面",
            "只写路径，如“zwdt/yaowen”",
        )
    if not _COLUMN_PATH.fullmatch(text):
        raise Unreadable(
            "COLUMN_PATH", f"“{text}”不能用作栏目路径", "用小写字母、数字和连字符，层次用“/”隔开，如“zwdt/yaowen”"
        )
    if RESERVED & set(text.split("/")):
        raise Unreadable("COLUMN_PATH", f"“{text}”里有系统保留的名字", f"避开{'、'.join(sorted(RESERVED))}")
    if text.partition("/")[0] in NOT_PUBLISHED:
        fact = f"“{text}”的文件夹里放留言登记或者年度填报，不发布"
        raise Unreadable("COLUMN_PATH", fact, f"换一个名字；{'、'.join(sorted(NOT_PUBLISHED))}不作栏目")
    return text


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a folder of documents, and the page that lists them."""

    path: str = required("路径", column_path, "栏目的文件夹和网址，如“zwdt/yaowen”")
    name: str = required("名称", values.line, "栏目名称")
    description: str = optional("说明", values.paragraph, "为什么设这个栏目、放什么内容（ColumnDescription）", "")
    keywords: tuple[str, ...] = optional(
        "关键词", values.line, "几个词（ColumnKeywords）", (), many=True, split=",，、；;"
    )
    type: str = optional("栏目类型", vocabulary.column_type, "受控的栏目类型（ColumnType）", "")
    kind: str = optional("文件类型", vocabulary.kind, "栏目里文件的默认类型", "page")
    update_days: int = optional("更新期限", values.whole_number, "多少天之内应当更新", 0)
    responsible: str = optional("责任人", values.line, "这个栏目由谁负责，写科室或者职务，不写个人手机号", "")
    frozen: dt.date | None = optional("停更", values.day, "从哪一天起不再更新；栏目页会写明", None)

    @property
    def url(self) -> str:
        """The column's address on its site."""
        return f"/{self.path}/"

    @property
    def top(self) -> str:
        """The path of the top-level column that this one belongs to."""
        return self.path.split("/")[0]


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page shows: the columns whose newest items it lists, its services and interaction entries."""

    columns: tuple[str, ...] = optional("栏目", column_path, "首页列出最新内容的栏目", (), many=True)
    services: str = optional("办事服务", column_path, "办事服务入口的栏目", "")
    interaction: str = optional("互动交流", column_path, "互动交流入口的栏目", "")


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The plain keys of `site.toml`; only name, kind and domain must be there to build and preview a site."""

    name: str = required("网站名称", values.line, "网站全称，显示在每个页面顶部")
    kind: str = required(
        "网站类型", values.OneOf("SITE_KIND", "portal", "department"), "portal（门户网站）或department（部门网站）"
    )
    level: str = optional("层级", values.OneOf("SITE_LEVEL", "city", "county"), "city（市级）或county（县级）", "city")
    domain: Domain = required("域名", Domain.parse, "英文域名，如“www.yunchuan.gov.cn”")
    chinese_domain: str = optional("中文域名", ChineseDomain.parse, "“□□□.政务”", "")
    code: str = optional("网站标识码", SiteCode.parse, "10位数字", "")
    sponsor: str = optional("主办单位", values.line, "主办单位全称", "")
    operator: str = optional("承办单位", values.line, "承办单位全称", "")
    responsible: str = optional("负责人", values.line, "网站负责人，写职务，不写个人手机号", "")
    address: str = optional("地址", values.line, "主办单位地址", "")
    phone: str = optional("电话", values.line, "主办单位联系电话", "")
    email: str = optional("邮箱", values.line, "主办单位邮箱", "")
    icp: str = optional("ICP备案号", IcpNumber.parse, "如“晋ICP备05000001号-1”", "")
    police: str = optional("公安备案号", PoliceNumber.parse, "如“晋公网安备14040002000001号”", "")
    mark: str = optional("党政机关网站标识", Mark.parse, "CA和21位数字", "")
    mark_id: str = optional("标识证书编号", MarkId.parse, "标识证书网址里的32位十六进制数", "")
    variants: tuple[str, ...] = optional(
        "版本",
        values.OneOf("VARIANT", "care", "zh-Hant"),
        "由标准页面派生的版本：care（关怀版）、zh-Hant（繁体）",
        (),
        many=True,
    )
    languages: tuple[str, ...] = optional(
        "语言", values.language, "网站的语言，第一个是zh，其他语言各有一个site.….toml", ("zh",), many=True
    )
    since: dt.date | None = optional("启用", values.day, "从哪一天起在这个平台上；以前的大半在原来的系统", None)


@dataclass(frozen=True, slots=True)
class Site:
    """A site in one language: its folder's name, its settings, its columns in their order, its home page; the lines of the settings' keys.

    The site in its main language has the others as its `editions`: the same site with names in that language, and the columns
    that there are in it, which stand below `/en/` and so on. `language` is what a language is called in itself, if the site says so.
    """

    id: str
    settings: SiteSettings
    columns: tuple[Column, ...]
    home: Home
    lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)
    lang: str = MAIN_LANGUAGE
    language: str = ""
    editions: tuple[Site, ...] = ()
    _by_path: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_path", {column.path: column for column in self.columns})

    @property
    def root(self) -> str:
        """The address of the home page in this language: `/`, `/en/`."""
        return "/" if self.lang == MAIN_LANGUAGE else f"/{self.lang}/"

    @property
    def roots(self) -> tuple[str, ...]:
        """Where the site's other languages stand in the output: `en/`."""
        return tuple(each.root[1:] for each in self.editions)

    def place(self, path: str) -> str:
        """Return where a column or file stands in this language: `en/zwgk/zcwj` for `zwgk/zcwj`."""
        return f"{self.root[1:]}{path}"

    def edition(self, lang: str) -> Site | None:
        """Return the site in a language, or nothing where it has no such edition."""
        return next((each for each in (self, *self.editions) if each.lang == lang), None)

    def edition_of(self, file: str) -> Site:
        """Return the edition that a file of the output belongs to, by the first part of its path."""
        first = file.partition("/")[0]
        return next((each for each in self.editions if each.lang == first), self)

    @property
    def address(self) -> str:
        """The site's address without a slash at the end: `https://www.yunchuan.gov.cn`."""
        return f"https://{self.settings.domain}"

    def column(self, path: str) -> Column | None:
        """Return the column at `path`, or nothing."""
        return self._by_path.get(path)

    def children(self, path: str) -> tuple[Column, ...]:
        """Return the columns directly below `path`; of the empty path, those that have no declared parent."""
        return tuple(column for column in self.columns if self.parent_path(column.path) == path)

    def parent_path(self, path: str) -> str:
        """Return the path of the nearest declared column above `path`, or the empty path."""
        while "/" in path:
            path = path.rpartition("/")[0]
            if path in self._by_path:
                return path
        return ""

    def trail(self, path: str) -> tuple[Column, ...]:
        """Return the declared columns from the top level down to `path`, itself included."""
        trail = [column for column in (self.column(path),) if column]
        while above := self.parent_path(path):
            trail.insert(0, self._by_path[above])
            path = above
        return tuple(trail)

    def keeper(self, path: str) -> str:
        """Return who is in charge of the column at `path`, or of the nearest one above it that names somebody (办法第二十七条第一项)."""
        while path:
            column = self.column(path)
            if column and column.responsible:
                return column.responsible
            path = path.rpartition("/")[0]
        return ""


@dataclass(frozen=True, slots=True)
class Platform:
    """What all sites of a city share: the platform's name, which site is the city's portal, and which hosts elsewhere need no question."""

    name: str = optional("平台名称", values.line, "集约化平台的名称", "")
    portal: str = optional("门户网站", values.line, "门户网站的文件夹名", "")
    records_begin: dt.datetime | None = optional(
        "提交记录起点", values.moment, "从这一分钟起，内容随写随提交；以前提交的是整批导入，不核对发布时间", None
    )
    allowed_hosts: tuple[HostName, ...] = optional(
        "直达网址", HostName.parse, "链接到那里不用提示离开本网站的主机名，连同它下面的域名", (), many=True
    )
