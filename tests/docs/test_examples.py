"""What the editors' documentation shows is true: its examples pass the check, its tables are the model's, no code is missing."""

from __future__ import annotations

import ast
import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model.document import Document
from model.kinds import KINDS
from model.record import specs
from model.values import OneOf
from model.vocabulary import KIND_ALIASES
from pipeline.check import check
from pipeline.rules.book import book
from pipeline.rules.rule import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from model.record import Spec

ROOT = Path(__file__).parent.parent.parent
EDITORS = ROOT / "docs" / "editors"
DOCS = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]
NOW = dt.datetime(2026, 11, 24, 9, 0)
_SITE = re.compile(r"^```toml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"^文件`([^`]+)`[^\n]*\n\n```(?:markdown|csv)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_ROW = re.compile(r"^\| `(\w+)` \| (\S+) \| (必填|可以不写) \| (一项|一项或者几项) \| (.+) \|$", re.MULTILINE)
_CODE = re.compile(r"[A-Z][A-Z_]+")
_CODE_ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def kinds_page() -> str:
    return (EDITORS / "kinds.md").read_text(encoding="utf-8")


def sections() -> dict[str, str]:
    """The text below each heading of the page; the headings of the examples do not count."""
    titles = "|".join([*KINDS, "例子所在的网站", "所有文件都有的字段"])
    _, *parts = re.split(rf"^## (?=(?:{titles})$)", kinds_page(), flags=re.MULTILINE)
    return {title: text for title, _, text in (part.partition("\n") for part in parts)}


def rows(fields: Mapping[str, Spec]) -> list[tuple[str, ...]]:
    """The table that the documentation must show for these fields."""
    return [
        (
            key,
            spec.alias,
            "必填" if spec.required else "可以不写",
            "一项或者几项" if spec.many else "一项",
            spec.meaning,
        )
        for key, spec in fields.items()
    ]


@cache
def codes() -> set[str]:
    """Every code that the sources give a fault: an argument of what makes one, or of a controlled list."""
    found = set()
    for room in ("model", "plugins", "pipeline"):
        for path in (ROOT / room).rglob("*.py"):
            found |= set(_codes(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def _codes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"Fault", "Unreadable", "Finding", "OneOf", "fault", "_fault", "_fault_in_text"}:
                yield from _among(node.args)
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):  # the rules of a site's life
            yield from _among(node.value.elts)


def _among(parts: list[ast.expr]) -> Iterator[str]:
    texts = (each.value for each in parts if isinstance(each, ast.Constant))
    yield from (text for text in texts if isinstance(text, str) and _CODE.fullmatch(text))


def test_the_examples_fit_together_without_a_fault_in_the_order_of_the_page(tmp_path: Path) -> None:
    page = kinds_page()
    site = _SITE.search(page)
    assert site
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "site.toml").write_text(site[1], encoding="utf-8")
    files = _FILE.findall(page)
    assert files

    # A data file stands below its document and must be there first.
    for path, text in sorted(files, key=lambda file: file[0].endswith(".md")):
        file = tmp_path / "portal" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

        found = check(tmp_path, NOW).faults
        whole = {rule.code for rule in book().values() if rule.subject is Subject.CONTENT}
        assert [fault for fault in found if fault.code not in {"SITE_INCOMPLETE", *whole}] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_whole_example_and_its_own_table(kind: str) -> None:
    section = sections()[kind]
    own = {key: spec for key, spec in specs(KINDS[kind]).items() if key not in specs(Document)}

    assert _ROW.findall(section) == rows(own)
    assert sum(path.endswith(".md") for path, _ in _FILE.findall(section)) == 1
    assert next(alias for alias, name in KIND_ALIASES.items() if name == kind) in section


def test_the_table_of_all_documents_is_the_models() -> None:
    assert _ROW.findall(sections()["所有文件都有的字段"]) == rows(specs(Document))


def test_every_code_that_the_software_gives_is_explained_and_no_other() -> None:
    explained = _CODE_ROW.findall((EDITORS / "faults.md").read_text(encoding="utf-8"))

    assert len(explained) == len(set(explained))
    assert set(explained) == codes() | failing_pages()


def failing_pages() -> set[str]:
    """The rules on pages that keep a site from being published."""
    return {rule.code for rule in book().values() if rule.subject is Subject.PAGE and rule.severity.fails}


def test_every_controlled_list_is_spelt_out_for_editors() -> None:
    for record in KINDS.values():
        for spec in specs(record).values():
            if isinstance(spec.read, OneOf):
                assert spec.read.code in codes()
                assert all(choice in kinds_page() for choice in spec.read.choices), spec.alias


@pytest.mark.parametrize("page", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    for target, anchor in _LINK.findall(re.sub(r"`[^`\n]*`", "", without_blocks(page))):
        if "://" not in target:
            other = page.parent / target if target else page
            assert other.exists(), f"{page.name}: {target}"
            assert not anchor or anchor in anchors(other), f"{page.name}: {target}#{anchor}"


def without_blocks(page: Path) -> str:
    return re.sub(r"^ *```.*?^ *```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


@cache
def anchors(page: Path) -> set[str]:
    """What the headings of a page may be linked by: their words in lower case, joined by hyphens."""
    titles = _HEADING.findall(without_blocks(page)) if page.is_file() else []
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
