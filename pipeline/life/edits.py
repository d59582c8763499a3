"""Change one line of a file that people write: a field of a notice's front matter, a site's domain; all else stays byte for byte."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

from model.document import Document
from model.faults import ContentFaults, Fault, Unreadable
from model.reading import read_document
from model.record import specs
from model.site import SITE_FILE, SiteSettings
from pipeline.sources.front_lines import FrontLines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from model.site import Column, Site

#: What needs no quotes in YAML, wherever it stands.
_PLAIN = re.compile(r"[\w《（“‘〔][\w《》（）“”‘’〔〕、，。；！？·—－…-]*")

_ALIAS = specs(SiteSettings)["domain"].alias
_DOMAIN_KEY = "|".join(f"{quote}{name}{quote}" for name in ("domain", _ALIAS) for quote in ("", '"', "'"))
_ENGLISH = {_ALIAS: "domain"}


def yaml_text(text: str) -> str:
    """Return a text as a value of the front matter, in quotes where it needs them."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def with_fields(
    data: bytes, path: str, column: Column, changes: Mapping[str, object], body: str | None = None
) -> bytes:
    """Return the bytes of the document at `path` with fields changed, to a text or a minute, or taken away by None.

    `body` takes the place of the text, if given. Raises `ContentFaults` where the document is at fault or cannot be changed so.
    """
    before = read_document(path, data, path.split("/")[0], column)
    if before.document is None:
        raise ContentFaults(before.faults)
    try:
        changed = _changed(data, type(before.document), changes, body)
    except Unreadable as error:
        raise ContentFaults([error.at(path, 1)]) from None
    after = read_document(path, changed, path.split("/")[0], column)
    wanted = {key: False if key == "draft" else value for key, value in changes.items()}
    if after.document != replace(before.document, **wanted):  # type: ignore[arg-type]
        raise ContentFaults(after.faults or [_unchanged(path, changes)])
    return changed


def _changed(data: bytes, kind: type[Document], changes: Mapping[str, object], body: str | None) -> bytes:
    lines = FrontLines(data, kind)
    for key, value in changes.items():
        if value is None:
            lines.drop(key)
        else:
            lines.set(key, _written(value))
    if body is not None:
        lines.replace(lines.body, len(lines.text), body)
    return lines.encoded()


def _written(value: object) -> str:
    return value.isoformat(" ", "minutes") if isinstance(value, dt.datetime) else yaml_text(str(value))


def _unchanged(path: str, changes: Mapping[str, object]) -> Fault:
    what = "、".join(specs(Document)[key].alias for key in changes)
    return Fault(path, 1, "LIFE_NOTICE", f"公告的{what}改不了", "把这几项各写在一行里，再办一次")


def with_domain(site: Site, data: bytes, new: str) -> bytes:
    """Return the bytes of a site's `site.toml` with another domain; raise `ContentFaults` where its line is written oddly."""
    old, text = re.escape(site.settings.domain), data.decode()
    lines = re.finditer(rf"""^[ \t]*(?:{_DOMAIN_KEY})[ \t]*=[ \t]*(["'])(?P<old>{old})\1""", text, re.MULTILINE)
    changed = (text[: line.start("old")] + new + text[line.end("old") :] for line in lines)
    wanted = {**_settings(text), "domain": new}
    found = next((each for each in changed if _settings(each) == wanted), None)
    if found is None:
        remedy = f'把这一行写成domain = "{site.settings.domain}"，再办一次'
        place = (f"{site.id}/{SITE_FILE}", site.lines.get("domain", 1))
        raise ContentFaults([Fault(*place, "LIFE_DOMAIN", "域名的写法特别，改不了", remedy)])
    return found.encode()


def _settings(text: str) -> dict[str, object]:
    """What a `site.toml` says, the domain under its English key."""
    return {_ENGLISH.get(key, key): value for key, value in tomllib.loads(text.removeprefix("\ufeff")).items()}
