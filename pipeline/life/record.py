"""Record an act of a site's life at the end of its `lifecycle.toml`; what stands there stays byte for byte.

Source: 长治市政府网站管理办法第七条、第八条.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from model.faults import ContentFaults, Fault
from model.front_matter import SourceFaults, decode
from model.lifecycle import LIFECYCLE_FILE, Act, read_lifecycle
from model.record import specs
from pipeline.sources.writing import write_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The head of a new record.
HEAD = """\
# 网站的一生：开设、上线、临时下线、紧急关停、迁移、关停、变更，各有审批、备案和公告。
# 由invoke site.…命令在末尾添加；已经记下的不改。
"""
#: What JSON leaves as it is and a file of the content may not hold: deletions, marks of direction, separators of another sort.
_ODD = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def record_path(site: str) -> str:
    """Return where a site's record is, relative to the content folder."""
    return f"{site}/{LIFECYCLE_FILE}"


def append(content: Path, site: str, act: Act) -> str:
    """Record an act of the site in folder `site`, whatever the rules say of it, and return the record's content-relative path.

    Raises `ContentFaults` where the record is at fault or a text of the act cannot stand in it, `OutputError` where it cannot be
    written; then it is as it was.
    """
    life, faults = read_lifecycle(content / site)
    faults += unwritable(site, act)
    if faults:
        raise ContentFaults(faults)
    write_all(content, {record_path(site): with_act(content, site, act)})
    assert read_lifecycle(content / site)[0].acts == (*life.acts, act), "the record says what was recorded"
    return record_path(site)


def with_act(content: Path, site: str, act: Act) -> bytes:
    """Return the bytes of a site's record with one more act."""
    file = content / record_path(site)
    old = file.read_bytes() if file.is_file() else HEAD.encode()
    return old + (b"\n" if not old or old.endswith(b"\n") else b"\n\n") + act_text(act).encode()


def unwritable(site: str, act: Act) -> Iterator[Fault]:
    """Yield what in the texts of an act no file of the content may hold."""
    for label, text in _texts(act):
        try:
            decode(record_path(site), text.encode())
        except UnicodeEncodeError:
            yield Fault(record_path(site), 1, "ENCODING", f"“{label}”：有不是文字的字节", "用UTF-8的终端重新填写")
        except SourceFaults as error:
            yield from (replace(fault, line=1, message=f"“{label}”：{fault.message}") for fault in error.faults)


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    """The texts of a record and of those within it, each with what its field is called."""
    for key, spec in specs(type(value)).items():
        held = getattr(value, key)
        for each in held if isinstance(held, tuple) else (held,):
            if isinstance(each, str):
                yield spec.alias, each
            elif each is not None and not isinstance(each, dt.date):
                yield from _texts(each)


def act_text(act: Act) -> str:
    """Return an act as a table of the record: keys in English, lists one item a line."""
    lines = ["[[acts]]"]
    for key in specs(Act):
        value = getattr(act, key)
        if value not in ("", None, ()):
            lines.append(f"{key} = {_value(value)}")
    return "\n".join([*lines, ""])


def _value(value: object) -> str:
    if isinstance(value, str):
        return basic_string(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "\n".join(["[", *(f"  {_value(item)}," for item in value), "]"])
    pairs = (f"{key} = {_value(getattr(value, key))}" for key in specs(type(value)))
    return f"{{ {', '.join(pairs)} }}"


def basic_string(text: str) -> str:
    """Return a text as TOML's basic string, on one line."""
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
