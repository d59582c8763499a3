"""How one document names another: by document number, by the path of its file, or by an outside address."""

from __future__ import annotations

from dataclasses import dataclass

from model import values
from model.faults import Unreadable
from model.given import Pairs, Text
from model.identifiers import DocumentNumber


@dataclass(frozen=True, slots=True)
class Reference:
    """A named document: `number` or `path` is set, or both `number` and `url` for one that is elsewhere; `title` may be."""

    number: str = ""
    path: str = ""
    url: str = ""
    title: str = ""

    def __str__(self) -> str:
        return self.number or self.path or self.title


def reference(text: str) -> Reference:
    """Read a number, a path, or a number with an address behind it."""
    name, _, rest = text.partition(" ")
    if rest.strip().startswith(("http://", "https://")):
        return Reference(number=DocumentNumber.parse(name), url=values.address(rest.strip()))
    if text.endswith(".md"):
        return Reference(path=values.document_path(text))
    return Reference(number=DocumentNumber.parse(text))


def reference_pairs(given: Pairs) -> Reference:
    """Read a reference written as a mapping: `number` (文号), `url` (网址), `title` (标题)."""
    names = {
        "number": "number",
        "文号": "number",
        "发文字号": "number",
        "url": "url",
        "网址": "url",
        "title": "title",
        "标题": "title",
    }
    found: dict[str, str] = {}
    for name, value in given.entries:
        key = names.get(name.text, "")
        if not key or not isinstance(value, Text) or key in found:
            raise Unreadable(
                "REFERENCE", f"“{name.text}”在这里不能用", "分项只写number（文号）、url（网址）、title（标题），各一次"
            )
        found[key] = value.text
    if "url" not in found or not ("number" in found or "title" in found):
        raise Unreadable("REFERENCE", "分项不完整", "写number（文号）和url（网址），没有文号的写title（标题）")
    number = DocumentNumber.parse(found["number"]) if "number" in found else ""
    return Reference(number=number, url=values.address(found["url"]), title=found.get("title", ""))
