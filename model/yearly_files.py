"""Read what offices filled in for the yearly forms, `reports/2026.toml` of a site and of the content folder, and lay out a new one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from model.faults import Fault
from model.front_matter import SourceFaults
from model.record import read_record, specs
from model.toml_file import read_toml
from model.yearly_form import Earlier, QuarterCheck, SiteYear, SupervisorYear

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: The folder of the forms, in a site's folder and in the content folder; no site may be called so.
REPORTS = "reports"
_LARGEST_FILE = 256 * 1024
_FILE = re.compile(r"20\d\d\.toml", re.ASCII)

Form = TypeVar("Form")


def faults_of_yearly_forms(content: Path, sites: Iterable[str]) -> Iterator[Fault]:
    """Yield what is wrong with the forms of all sites and of the supervising office, and with what lies beside them."""
    rooms: list[tuple[str, type[Any]]] = [
        (REPORTS, SupervisorYear),
        *((f"{site}/{REPORTS}", SiteYear) for site in sites),
    ]
    for room, form in rooms:
        folder = content / room
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            yield Fault(room, 1, "YEARLY_FORM", "这里是放年度填报的文件夹，不是文件或者链接", "换成文件夹")
            continue
        files = sorted(folder.iterdir()) if folder.is_dir() else []
        for file in (each for each in files if not each.name.startswith(".")):
            if not _FILE.fullmatch(file.name):
                shown = file.name.encode("utf-8", "backslashreplace").decode()
                yield Fault(f"{room}/{shown}", 1, "YEARLY_FORM", "不是年度填报的文件", "写成“2026.toml”，别的移走")
            else:
                yield from read_form(file, f"{room}/{file.name}", form)[1]


#: Figures of which one is a part of the other: table, part, whole.
_PARTS = (
    ("services", "online", "items"),
    ("interviews", "answers", "questions"),
    ("security", "mended", "found"),
    ("reports", "closed", "received"),
    ("impostors", "closed", "found"),
    ("earlier", "new_topics", "topics"),
)


def read_form(file: Path, path: str, form: type[Form]) -> tuple[Form | None, list[Fault]]:
    """Read a form from `file`, named `path` in faults: unknown keys, wrong types, parts greater than their whole.

    Nothing and no fault where there is no such file.
    """
    if not file.is_file() and not file.is_symlink():
        return None, []
    try:
        if file.stat(follow_symlinks=False).st_size > _LARGEST_FILE:
            return None, [Fault(path, 1, "TOO_LARGE", f"超过{_LARGEST_FILE // 1024}KB", "只写报表要的各项")]
        given = read_toml(file, path)
    except SourceFaults as error:
        return None, list(error.faults)
    except OSError as error:
        return None, [Fault(path, 1, "UNREADABLE", f"文件打不开：{error.strerror}", "检查文件的权限")]
    found, lines, faults = read_record(form, given, path)
    if not faults:
        made = form(**found)
        faults = [*_wrong_parts(made, lines, path), *_wrong_quarters(made, lines, path)]
    return (made, []) if not faults else (None, faults)


def _wrong_parts(form: Any, lines: dict[str, int], path: str) -> Iterator[Fault]:
    for table, part, whole in _PARTS:
        record = getattr(form, table, None)
        some, all_ = getattr(record, part, None), getattr(record, whole, None)
        if some is not None and all_ is not None and some > all_:
            names = specs(type(record))
            fact = f"“{names[part].alias}”（{some}）多于“{names[whole].alias}”（{all_}）"
            yield Fault(path, lines.get(table, 1), "YEARLY_FORM", fact, "核对这两项")


def _wrong_quarters(form: Any, lines: dict[str, int], path: str) -> Iterator[Fault]:
    seen: set[int] = set()
    for number, each in enumerate(getattr(form, "quarters", ())):
        line = lines.get(f"quarters.{number}", 1)
        if each.quarter not in {1, 2, 3, 4} or each.quarter in seen:
            yield Fault(
                path, line, "YEARLY_FORM", f"没有第{each.quarter}季度，或者写了两次", "季度写1、2、3、4，各一段"
            )
        if each.failed is not None and each.checked is not None and each.failed > each.checked:
            yield Fault(path, line, "YEARLY_FORM", "“不合格网站数”多于“抽查网站数”", "核对这两项")
        seen.add(each.quarter)


def skeleton(form: Any, year: int) -> str:
    """Return a form with every figure named and none filled in."""
    lines = [
        f"# {year}年度报表里要填的项目。填了数的，去掉行首的“#”；不填的，报表里写“未填报”。",
        "# 合计、比率由程序计算。",
    ]
    for key, spec in specs(form).items():
        if key == "notes":
            lines += ["", f"# notes = []  # {spec.alias}：{spec.meaning}"]
            continue
        record = _record_of(form, key)
        note = "，有才写，去掉表名前面的“#”" if key in {"earlier", "quarters"} else ""
        heading = f"[[{key}]]" if spec.many else f"[{key}]"
        lines += ["", f"{'# ' if note else ''}{heading}  # {spec.meaning}{note}"]
        lines += [f"# {name} =   # {each.alias}：{each.meaning}" for name, each in specs(record).items()]
    return "\n".join([*lines, ""])


def _record_of(form: Any, key: str) -> Any:
    """The record class of a table; those that may be missing are no default's class."""
    return {"earlier": Earlier, "quarters": QuarterCheck}.get(key) or type(getattr(form(), key))
