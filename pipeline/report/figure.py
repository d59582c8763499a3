"""What a report is made of, before it is a document or a workbook: figures with their source, tables, paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

UNKNOWN = "未填报"


class Origin(StrEnum):
    """Where a figure comes from."""

    LEDGER = "台账"
    CHECK = "检查"
    PATROL = "巡查"
    LOGS = "访问日志"
    FILLED = "填报"
    MESSAGES = "留言登记"
    SETTINGS = "网站设置"
    LIFE = "网站记录"
    COMPUTED = "计算"
    NONE = "—"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a form: its name, its unit, its value as it is shown, and its source; `within` is a part of the one before.

    What is not known has no value, and is shown as 未填报.
    """

    name: str
    value: str
    source: str
    unit: str = ""
    within: bool = False

    @property
    def called(self) -> str:
        """Its name as it stands in a form: 其中：…, with the unit behind it."""
        return f"{'其中：' if self.within else ''}{self.name}{f'（{self.unit}）' if self.unit else ''}"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its head, its rows, which of its columns are numbers, its caption; `drawn` also as a chart."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    caption: str = ""
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part of a report: its heading, and what stands in it in turn: a text, a table, or the figures of a form."""

    heading: str
    content: tuple[str | Table | tuple[Figure, ...], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A whole report: its title, whom it is of, the paragraphs before the first part, the parts, and who signs it."""

    title: str
    head: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    opening: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = field(default=())


def filled(name: str, value: int | str | bool | None, unit: str = "", *, within: bool = False) -> Figure:
    """Return a figure that an office fills in: a number, a text, or a yes or no; nothing is 未填报."""
    if value is None or value == "":
        return Figure(name, "", Origin.NONE, unit, within)
    shown = ("是" if value else "否") if isinstance(value, bool) else str(value)
    return Figure(name, shown, Origin.FILLED, unit, within)


def counted(
    name: str, value: int, unit: str = "", *, within: bool = False, more: int | None = None, origin: str = Origin.LEDGER
) -> Figure:
    """Return a figure that was counted, with `more` that an office adds to it."""
    source = f"{origin}{value}，{Origin.FILLED}{more}" if more is not None else str(origin)
    return Figure(name, str(value + (more or 0)), source, unit, within)


def summed(name: str, parts: tuple[int | None, ...], unit: str = "", *, within: bool = False) -> Figure:
    """Return the sum of figures; it is not known where one of them is not."""
    known = [each for each in parts if each is not None]
    if len(known) < len(parts):
        return Figure(name, "", Origin.NONE, unit, within)
    return Figure(name, str(sum(known)), Origin.COMPUTED, unit, within)


def share(name: str, part: int | None, whole: int | None, *, within: bool = False) -> Figure:
    """Return a share in percent with two decimals; it is not known where one is not, and a dash where the whole is 0."""
    if part is None or whole is None:
        return Figure(name, "", Origin.NONE, "%", within)
    return Figure(name, f"{100 * part / whole:.2f}" if whole else "—", Origin.COMPUTED, "%", within)
