"""A document: what every kind has in common. The kinds themselves are in `model.kinds`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from posixpath import normpath

from model import values, vocabulary
from model.record import optional, required


@dataclass(frozen=True, slots=True)
class Document:
    """A published item; `path` is its file, relative to the content folder, `site` and `column` are folders.

    All times are Asia/Shanghai, without zone. `kind` and `slug` are filled in when a document is read: the column
    gives the default kind, the file's name the default slug. `column` is where the document stands: one in another language
    is in that edition's column, `en/zwgk/zcwj`.
    """

    path: str = field(kw_only=True)
    site: str = field(kw_only=True)
    column: str = field(kw_only=True)

    title: str = required("标题", values.line, "写文件的全称")
    date: dt.datetime = required("发布时间", values.moment, "写成“2026-05-18 10:19”，24小时制")
    source: str = required("来源", values.line, "写发布单位，转载的写原发布单位")
    kind: str = optional("类型", vocabulary.kind, "栏目默认类型之外的才写", "")
    slug: str = optional("网址名", values.slug, "网址的最后一段，默认用文件名", "")
    author: str = optional("责任编辑", values.line, "写责任编辑或者作者", "")
    keywords: tuple[str, ...] = optional("关键词", values.line, "几个词，用逗号隔开", (), many=True, split=",，、；;")
    description: str = optional("摘要", values.paragraph, "一两句话说明本文内容", "")
    image: str = optional("题图", values.file_path, "图片的相对路径", "")
    attachments: tuple[str, ...] = optional("附件", values.file_path, "附件的相对路径，一行一个", (), many=True)
    lang: str = optional("语言", values.language, "BCP 47语言标记", "zh")
    translation_of: str = optional("译自", values.document_path, "原文.md文件的相对路径", "")
    original_version: str = optional(
        "原文版本", values.version, "译的是原文的哪一稿，由invoke translation.confirm填写", ""
    )
    aliases: tuple[str, ...] = optional("旧网址", values.old_path, "本站的旧路径，访问时转到本文", (), many=True)
    draft: bool = optional("草稿", values.yes_or_no, "“是”表示不发布", False)
    archived: dt.date | None = optional("归档日期", values.day, "归档的日子", None)
    moved_from: str = optional("原网址", values.address, "迁移来的文件原来的网址", "")
    publish_at: dt.datetime | None = optional("上线时间", values.moment, "到这一分钟才出现", None)
    expires_at: dt.datetime | None = optional("下线时间", values.moment, "到这一分钟就撤下", None)
    repost_url: str = optional("转载网址", values.address, "原文的网址", "")
    repost_date: dt.datetime | None = optional("转载来源时间", values.moment, "原文的发布时间", None)
    map_approval: str = optional("审图号", values.line, "正文中地图的审图号", "")

    @property
    def folder(self) -> PurePosixPath:
        """The folder of the document's file, relative to the content folder."""
        return PurePosixPath(self.path).parent

    @property
    def home(self) -> str:
        """The path of the column whose folder the document's file is in, whatever its language."""
        return str(self.folder).partition("/")[2]

    @property
    def original(self) -> str:
        """The path of the document that this one translates; the empty text where it is none."""
        return normpath(f"{self.folder}/{self.translation_of}") if self.translation_of else ""

    @property
    def url(self) -> str:
        """The document's address on its site: `/<column>/<slug>/`."""
        return f"/{self.column}/{self.slug}/"

    @property
    def note(self) -> str:
        """What a list adds to the title: nothing here, a policy's number, a leader's post."""
        return ""

    @property
    def appears(self) -> dt.datetime:
        """The minute from which the document is public: its date, or `publish_at` where that is later."""
        return max(self.date, self.publish_at or self.date)

    def is_public(self, now: dt.datetime) -> bool:
        """Say whether the document is on the site at `now`."""
        return not self.draft and self.appears <= now and not (self.expires_at and self.expires_at <= now)

    def is_archived(self, now: dt.datetime) -> bool:
        """Say whether the document's day of archiving has come (长治市政府网站管理办法第八条第四项)."""
        return self.archived is not None and self.archived <= now.date()
