"""Plain front matter is read without YAML, and comes out as libyaml reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from model.front_matter import _FENCE, SourceFaults, _read_yaml, decode
from model.given import Many, Pairs, Text
from model.plain_pairs import plain_pairs

CONTENT = Path(__file__).parents[2] / "content"
KEYS = ["title", "标题", "document_number", "a-b", "true", "<<", "y"]
VALUES = [
    "云川市", "2026-05-18 10:19", "no", "~", "null", "12:30", "0x10", "1_000", "云政办发〔2026〕3号", "《办法》", "a: b", "a:b", "a:", "甲 # 乙",
    "甲#乙", "# 甲", '"甲"', '"甲: 乙"', '"甲，乙 "', '"甲\\n"', '"甲\\""', '""', '"', "'甲'", "[甲, 乙]", '["甲", "乙"]', '["甲, 乙", 丙]', "[甲,乙,]", "[]",
    "[甲: 乙]", "[[甲]]", "[甲", "{甲: 乙}", "&a", "*a", "甲&乙", "甲*", "!甲", "! 甲", "| ", ">", "", " ", "甲 ", " 甲", "\u3000甲\u3000", "甲\t乙",
    "- 甲", "-甲", "? 甲", "?甲", "%甲", "@甲", "`甲", "https://www.gov.cn/a?b=c#d", "甲\u2028乙", "甲\x85乙", "\ufeff甲", "😀", "甲😀", "=", "<<",
]  # fmt: skip
LINES = st.builds(
    "{}{}{}".format, st.sampled_from(KEYS), st.sampled_from([": "] * 6 + [":", " : ", ":  "]), st.sampled_from(VALUES)
)
ODD = st.sampled_from(["", "  甲", "  - 甲", "# 注", "甲", "...", "\t", "- 甲", "? 甲", "title", " title: 甲"])


def of_libyaml(text: str) -> Pairs | None:
    try:
        return _read_yaml("a.md", text)
    except SourceFaults:
        return None


@given(st.lists(st.one_of(LINES, LINES, LINES, ODD), min_size=1, max_size=5))
@settings(max_examples=1500)
def test_what_is_read_without_yaml_is_what_yaml_gives(lines: list[str]) -> None:
    text = "\n".join((*lines, ""))
    plain = plain_pairs(text)
    event("plain" if plain else "for libyaml")

    assert plain is None or plain == of_libyaml(text)


@given(st.text(st.sampled_from("甲a1 :#,[]{}\"'\\-&*!?|>%@《\u3000。"), max_size=12))
@settings(max_examples=1500)
def test_any_value_is_read_as_yaml_reads_it_or_left_to_it(value: str) -> None:
    text = f"title: {value}\n"
    plain = plain_pairs(text)

    assert plain is None or plain == of_libyaml(text)


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md")), ids=lambda path: path.stem)
def test_documents_of_the_demonstration_are_read_as_yaml_reads_them(path: Path) -> None:
    fence = _FENCE.match(decode(path.name, path.read_bytes()))
    assert fence
    plain = plain_pairs(fence[1])

    assert plain is None or plain == of_libyaml(fence[1])


def test_plain_lines_need_no_yaml() -> None:
    pairs = plain_pairs('title: 关于“三夏”的通知\ndate: 2026-05-18 10:19\nkeywords: [甲, "乙: 丙"]\n')

    assert pairs == Pairs(
        (
            (Text("title", 2), Text("关于“三夏”的通知", 2)),
            (Text("date", 3), Text("2026-05-18 10:19", 3)),
            (Text("keywords", 4), Many((Text("甲", 4), Text("乙: 丙", 4)), 4)),
        ),
        1,
    )


@pytest.mark.parametrize(
    "text", ["", "title: &a 甲\n", "title: 甲 # 注\n", "title:\n  - 甲\n", "title: '甲'\n", "title: 甲\n  乙\n"]
)
def test_other_lines_are_left_to_yaml(text: str) -> None:
    assert plain_pairs(text) is None
