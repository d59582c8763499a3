"""What going online does to notices that stand already: the opening is announced, the notices of a rest leave with it.

Source: 长治市政府网站管理办法第七条第四项、第八条第二项.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from model.faults import ContentFaults, Fault
from model.reading import read_document
from pipeline.life.edits import with_fields
from pipeline.life.forms import PLACES, Form, form_of
from pipeline.life.notice_text import markdown_text, said_of
from pipeline.life.notices import OPENING, announced
from pipeline.life.record import record_path
from pipeline.sources.front_lines import FrontLines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from model.document import Document
    from model.lifecycle import Act
    from model.site import Column
    from pipeline.life.notices import Notice
    from pipeline.life.occasion import Occasion


@dataclass(frozen=True, slots=True)
class Edits:
    """Notices with new bytes, by path; and what is wrong with them."""

    files: dict[str, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Standing:
    """A notice that an act wrote and that is still there: its bytes, its column, and what it says."""

    path: str
    data: bytes
    column: Column
    document: Document


def standing(occasion: Occasion, acts: list[Act], faults: list[Fault]) -> list[Standing]:
    """Return the notices of these acts that are there; one that cannot be read goes to `faults`, one that was removed nowhere."""
    found: list[Standing] = []
    for path in (path for act in acts for path in act.notices):
        try:
            found += _standing(occasion, path)
        except ContentFaults as error:
            faults += error.faults
        except OSError as error:
            faults.append(Fault(path, 1, "UNREADABLE", f"文件打不开：{error.strerror}", "检查文件的权限"))
    return found


def _standing(occasion: Occasion, path: str) -> Iterator[Standing]:
    content = occasion.content
    publisher, _, within = path.partition("/")
    column = publisher in content.sites and content.sites[publisher].column(within.rpartition("/")[0])
    if not column or not path.endswith(".md"):
        fact = f"记下的公告“{path}”不在网站的栏目里"
        raise ContentFaults(
            [Fault(record_path(occasion.site.id), 1, "LIFE_NOTICE", fact, "核对这一行，写公告文件现在的路径")]
        )
    file = content.folder / path
    if faults := list(in_the_way(content.folder, path)):
        raise ContentFaults(faults)
    if file.exists():
        reading = read_document(path, data := file.read_bytes(), publisher, column)
        if reading.document is None:
            raise ContentFaults(reading.faults)
        yield Standing(path, data, column, reading.document)


def in_the_way(content: Path, path: str) -> Iterator[Fault]:
    """Yield what keeps a file from standing at a path: a link on the way, a file where a folder should be."""
    place, *parents = (content / path, *(content / path).parents)
    for each in (place, *parents[: path.count("/")]):
        shown = each.relative_to(content).as_posix()
        if each.is_symlink():
            yield Fault(shown, 1, "SYMLINK", "这是符号链接，内容文件夹里不用链接", "换成文件本身")
        elif each.exists() and not (each.is_file() if each == place else each.is_dir()):
            yield Fault(shown, 1, "SPECIAL_FILE", f"这里要放{'公告' if each == place else '公告的文件夹'}", "移走")


def rests_end(occasion: Occasion) -> Edits:
    """Return the notices of rests that going online ends before their time: they leave at that minute."""
    edits, back = Edits(), announced(occasion.act.effective, occasion.now)
    rests = [each for each in occasion.life.acts if each.act in {"offline", "emergency"}]
    begun = [each for each in rests if each.effective <= occasion.act.effective]
    for notice in standing(occasion, begun, edits.faults):
        if notice.document.expires_at is None or notice.document.expires_at > back:
            leaves = max(back, notice.document.appears + dt.timedelta(minutes=1))
            _edit(edits, notice, {"expires_at": leaves})
    return edits


def opening(occasion: Occasion, notice: Notice) -> Edits | None:
    """Return the drafts of the opening notice, put into effect as `notice` says; None where no such notice stands.

    One that is no draft any more was published by hand, and stays as it is.
    """
    edits, opened = Edits(), occasion.life.latest(occasion.act.effective, "open")
    found = standing(occasion, [opened] if opened else [], edits.faults)
    for draft in found:
        if draft.document.draft:
            _announce(edits, draft, occasion, notice)
    return edits if found or edits.faults else None


def _announce(edits: Edits, draft: Standing, occasion: Occasion, notice: Notice) -> None:
    said, domain = said_of(occasion, notice), occasion.site.settings.domain
    try:
        title, body = _filled_title(draft, said), _filled_body(draft, said)
    except ContentFaults as error:
        edits.faults.extend(error.faults)
        return
    if domain not in body:
        fact = f"开通公告里没有网站现在的域名“{domain}”"
        edits.faults.append(Fault(draft.path, 1, "LIFE_NOTICE", fact, "核对公告里的网址"))
    changes = {"title": title} if title != draft.document.title else {}
    _edit(edits, draft, {**changes, "draft": None, "date": notice.date, "publish_at": notice.publish_at}, body)


def _filled_title(draft: Standing, said: dict[str, str]) -> str:
    form = form_of(draft.path, draft.document.title, PLACES[OPENING])
    return "".join(line.text for line in form.filled(said, str))


def _filled_body(draft: Standing, said: dict[str, str]) -> str:
    """The draft's text with the places filled that were left open; editors may have changed the rest."""
    lines = FrontLines(draft.data, type(draft.document))
    above = lines.text.count("\n", 0, lines.body)
    text = lines.text[lines.body :]
    form = form_of(draft.path, "\n" * above + text, PLACES[OPENING])
    filled = Form(draft.path, form.lines[above:]).filled(said, markdown_text)
    return "\n".join([*(line.text for line in filled), ""])


def _edit(edits: Edits, notice: Standing, changes: dict[str, object], body: str | None = None) -> None:
    try:
        edits.files[notice.path] = with_fields(notice.data, notice.path, notice.column, changes, body)
    except ContentFaults as error:
        edits.faults.extend(error.faults)
