"""The page about the register of messages: its table is the model's, its example is read."""

from __future__ import annotations

import re
from pathlib import Path

from model.messages import Message, read_messages
from model.record import specs

PAGE = (Path(__file__).parents[2] / "docs/operators/messages.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| `(\w+)` \| (\S+) \| (必填|可以不写) \| (.+) \|$", re.MULTILINE)
_EXAMPLE = re.compile(r"^```toml\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def test_the_table_is_the_models() -> None:
    expected = [
        (key, spec.alias, "必填" if spec.required else "可以不写", spec.meaning) for key, spec in specs(Message).items()
    ]

    assert _ROW.findall(PAGE) == expected


def test_the_example_is_read(tmp_path: Path) -> None:
    [example] = _EXAMPLE.findall(PAGE)
    (tmp_path / "portal/messages").mkdir(parents=True)
    (tmp_path / "portal/messages/2026.toml").write_text(example, encoding="utf-8")

    messages, faults = read_messages(tmp_path / "portal")

    assert not faults
    assert [each.id for each in messages] == ["ZC-2026-1011", "LX-2026-0347"]
