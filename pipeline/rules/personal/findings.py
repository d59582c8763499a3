"""All that the rules on personal data find in one document: looked for once, and shared among them."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from model.kinds import Reply
from model.patterns import pattern
from pipeline.rules.personal import masking, numbers
from pipeline.rules.personal.hits import Hit
from pipeline.rules.personal.opening import read_file
from pipeline.rules.personal.rows import in_table
from pipeline.rules.personal.running import in_passages, may_hold
from pipeline.rules.personal.seen import Passage, Seen
from pipeline.rules.personal.tables import read_markdown
from pipeline.rules.personal.verbatim import is_verbatim, lines
from pipeline.rules.rule import Found, Replacement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.rules.written import Written

#: What an office says of itself.
_OFFICES = frozenset({"address", "phone", "complaint_phone", "location", "channel"})
_BEGINS = pattern(r"(?:^|[:\-,\[])\s*$")
_TABLE_WORDS = pattern(
    r"(?:\||<t[dh]\b)(?:[^>\n]{0,40}>)?[^|\n<]{0,6}(?:姓名|户主|名字|患者|考生|学生|[请事护利权租房取益疾保款助证]人|受助|购机者|对象|农户|[贫脱]困?户)[^|\n<]{0,4}(?:\||</t)"
)


def findings(written: Written) -> Mapping[str, list[Found]]:
    """Return the findings in a document and the files that it owns, by the codes of the rules."""
    found: dict[str, list[Found]] = defaultdict(list)
    seen = _read_document(written)
    title = written.document.title
    attached = [read_file(file, partial(written.bytes_of, file), title) for file in written.files]
    for each in _told_apart(_hits(seen)):
        found[each.code].append(_in_text(each, written))
    for file in attached:
        for remark in file.remarks:
            found[remark.code].append(Found(1, remark.fact, path=file.path))
        for code, hits in _by_code(_hits(file)).items():
            found[code].append(_in_file(hits, file.path))
    found["MASK_BROKEN"] += _revealed([seen, *attached])
    return found


def _read_document(written: Written) -> Seen:
    body, title = written.body, written.document.title
    tables = ("|" in body or "<t" in body) and _TABLE_WORDS.search(body)
    seen = read_markdown(body, written.body_line, title) if tables or may_hold(body) else Seen()
    if isinstance(written.document, Reply):
        seen.passages = [each._replace(reply=True) for each in seen.passages]
    seen.passages[:0] = _front_matter(written)
    return seen


def _front_matter(written: Written) -> Iterator[Passage]:
    document = written.document
    letters = ("question", "title") if isinstance(document, Reply) else ()
    texts: list[tuple[str, str]] = []
    kind: Any = type(document)
    for name in _texts(kind):
        value = getattr(document, name)
        if value and isinstance(value, str):
            texts.append((name, value))
        elif value and isinstance(value, tuple):
            texts += [(name, each) for each in value if isinstance(each, str)]
    if may_hold("\n".join([text for _, text in texts])):
        for name, text in texts:
            yield Passage(text, written.line_of(name), letter=name in letters)


@cache
def _texts(kind: Any) -> tuple[str, ...]:
    """The fields of a kind of document that may hold what somebody wrote."""
    return tuple(each.name for each in dataclasses.fields(kind) if each.name not in _OFFICES)


def _hits(seen: Seen) -> Iterator[Hit]:
    yield from in_passages(seen.passages, seen.title)
    for table in seen.tables:
        yield from in_table(table)


def _told_apart(hits: Iterator[Hit]) -> Iterator[Hit]:
    """The hits, with facts that differ where one line has the same twice: what is told of a line once is mended there once."""
    told = Counter[tuple[str, int, str]]()
    for each in hits:
        told[each.code, each.line, each.fact] += 1
        times = told[each.code, each.line, each.fact]
        yield each._replace(fact=f"{each.fact}，这一行第{times}处") if times > 1 and each.mask else each


def _by_code(hits: Iterator[Hit]) -> dict[str, list[Hit]]:
    by_code: dict[str, list[Hit]] = defaultdict(list)
    for each in hits:
        by_code[each.code].append(each)
    return by_code


def _in_text(each: Hit, written: Written) -> Found:
    """The finding for a hit in the document itself, with what `--fix` writes instead."""
    if not each.mask:
        return Found(each.line, each.fact)
    if each.line >= written.body_line:
        return Found(each.line, each.fact, replacement=_in_body(each, written) if each.start >= 0 else None)
    line, start = _place_in_front_matter(each, written)
    instead = Replacement(start, start + len(each.text), each.mask) if start >= 0 else None
    return Found(line, each.fact, replacement=instead)


def _in_body(each: Hit, written: Written) -> Replacement:
    """The mask as it must be written there."""
    plain = "*" not in each.mask or is_verbatim(written, each.line, each.start)
    line = written.shared(lines)[each.line - written.body_line]
    # an address in angle brackets would be a link to its mask
    linked = line[each.start - 1 : each.start] == "<" and line[each.end : each.end + 1] == ">"
    return Replacement(each.start - linked, each.end + linked, each.mask if plain else masking.escaped(each.mask))


def _place_in_front_matter(each: Hit, written: Written) -> tuple[int, int]:
    """The line and column where a value's text stands, or the key's line and -1 where it is written otherwise."""
    try:
        text = (written.city.folder / written.document.path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return each.line, -1
    lines = numbers.plain(text).split("\n")[each.line - 1 : written.body_line - 1]
    for number, line in enumerate(lines, each.line):
        at = line.find(each.text)
        if at >= 0:
            # a star at the beginning of a value would be an alias of YAML
            return number, -1 if each.mask.startswith("*") and _BEGINS.search(line[:at]) else at
    return each.line, -1


def _in_file(hits: list[Hit], path: str) -> Found:
    """One finding for all hits of a rule in an attachment: where the first is, and how many there are."""
    first = hits[0]
    more = f"，这个文件里共{len(hits)}处" if len(hits) > 1 else ""
    return Found(first.line, f"{first.place}{first.fact}{more}", path=path)


def _revealed(files: list[Seen]) -> Iterator[Found]:
    """Yield the mobile numbers that are masked in one place and stand in full in another."""
    texts = [(file, where) for file in files for where in _places(file)]
    masked = {mark for _, where in texts for mark in masking.usual_masks(where.text)}
    if not masked:
        return
    for file, where in texts:
        for span in numbers.mobiles(numbers.plain(where.text)):
            if masking.mask(span.kind, span.text) in masked:
                fact = f"{where.place}写着的号码，在别处遮成{masking.mask(span.kind, span.text)}"
                yield Found(where.line, fact, path=file.path)


def _places(file: Seen) -> Iterator[Passage]:
    yield from file.passages
    for table in file.tables:
        for row in table.rows:
            yield from (Passage(cell.text, cell.line, place=cell.place) for cell in row if cell.text)
