"""Who made a file, as its properties tell: a person's name there is published with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.rules.personal.containers import local, xml
from pipeline.rules.personal.names import is_name
from pipeline.rules.personal.seen import Remark

if TYPE_CHECKING:
    from pipeline.rules.personal.containers import Container
    from pipeline.rules.personal.seen import Seen


def note_author(seen: Seen, names: dict[str, str]) -> None:
    """Remark on what makes known a person: `names` are by what they are called (作者, 最后修改者)."""
    told = [f"{called}“{name[0]}{'某' * (len(name) - 1)}”" for called, name in names.items() if is_name(name)]
    if told:
        seen.remarks.append(Remark("ATTACHMENT_AUTHOR", f"文件属性里有{'、'.join(told)}"))


def note_properties(seen: Seen, container: Container) -> None:
    """Remark on the author that the properties of an office file name."""
    if "docProps/core.xml" not in container.names:
        return
    found = {local(each): (each.text or "").strip() for each in xml(container.read("docProps/core.xml"))}
    note_author(seen, {"作者": found.get("creator", ""), "最后修改者": found.get("lastModifiedBy", "")})
