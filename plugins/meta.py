"""The META set of every page, and Open Graph.

Source: 政府网站发展指引 附件 网站标签、栏目标签、内容页标签: all pages carry the first three, lists and documents the column's four,
documents the content's; the optional ones are left out where they would be empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from plugins.engine.formats import escaped, machine_time, minute
from plugins.engine.registry import Registry, Subject, features
from plugins.engine.values import Tag

if TYPE_CHECKING:
    from model.document import Document
    from model.site import Column
    from plugins.engine.ask import Ask


def meta(ask: Ask, subject: Subject) -> tuple[Tag, ...]:
    """The tags in the order of the annex."""
    settings = ask.site.settings
    tags = [Tag("SiteName", settings.name), Tag("SiteDomain", settings.domain), Tag("SiteIDCode", settings.code)]
    if subject.view == "home":
        tags.append(Tag("ColumnType", "首页"))
    if subject.trail:
        tags += _column_tags(ask, subject.trail[-1])
    if subject.document:
        tags += _content_tags(ask, subject.document)
    tags.append(Tag("Url", f"{ask.site.address}{subject.url}"))
    return tuple(tag for tag in tags if tag.content)


def _column_tags(ask: Ask, column: Column) -> list[Tag]:
    return [
        Tag("ColumnName", column.name),
        Tag("ColumnDescription", column.description or ask.say("{name}栏目").format(name=column.name)),
        Tag("ColumnKeywords", ",".join(column.keywords) or column.name),
        Tag("ColumnType", column.type),
    ]


def _content_tags(ask: Ask, document: Document) -> list[Tag]:
    picture = ask.picture(document, "")
    return [
        Tag("ArticleTitle", document.title),
        Tag("PubDate", minute(document.date)),
        Tag("ContentSource", document.source),
        Tag("Keywords", ",".join(document.keywords)),
        Tag("Author", document.author),
        Tag("Description", document.description),
        Tag("Image", f"{ask.site.address}{picture.url}" if picture else ""),
    ]


def opengraph(ask: Ask, subject: Subject) -> tuple[Tag, ...]:
    """What other services show of a link to the page."""
    document = subject.document
    tags = [
        Tag("og:site_name", ask.site.settings.name),
        Tag("og:type", "article" if document else "website"),
        Tag("og:title", subject.heading),
        Tag("og:url", f"{ask.site.address}{subject.url}"),
        Tag("og:locale", ask.words.tag.replace("-", "_")),
    ]
    if document:
        tags.append(Tag("og:description", document.description))
        tags.append(Tag("article:published_time", machine_time(document.date)))
        picture = ask.picture(document, "")
        tags.append(Tag("og:image", f"{ask.site.address}{quote(picture.url, safe='/%')}" if picture else ""))
    return tuple(tag for tag in tags if tag.content)


def meta_lines(tags: tuple[Tag, ...], attribute: str = "name") -> Markup:
    """Write the tags, each on a line, named by `name` or `property`; the names are those above, and need no escaping."""
    lines = (f'<meta {attribute}="{tag.name}" content="{escaped(tag.content)}">\n' for tag in tags)
    return Markup("".join(lines))  # noqa: S704 (contents are escaped)


def add(registry: Registry) -> None:
    """Declare the tags of every page, and how they are written."""
    registry.filter("meta_lines", meta_lines)
    registry.part("meta", meta)
    registry.part("opengraph", opengraph)


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
