"""Read a document's file: its bytes as UTF-8, its front matter as text with place marks, its body.

YAML is taken without its traps (YAML 1.2 section 10.1.1, the failsafe schema): every scalar is text, a duplicate key is a
fault, anchors, aliases and tags are refused. libyaml does the parsing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from model.faults import Fault
from model.given import Given, Many, Pairs, Text
from model.plain_pairs import plain_pairs

LARGEST_DOCUMENT = 2 * 1024 * 1024
DEEPEST = 4
_MANY_MARKS = 500
#: What libyaml says of a mistake that it only sees some lines further on.
_BEGINNINGS = ("while scanning a quoted scalar", "while scanning a simple key", "while parsing a flow")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_FENCE = re.compile(r"^---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Source:
    """A file taken apart: front matter, and the Markdown body with the line that it begins on."""

    front_matter: Pairs
    body: str
    body_line: int


class SourceFaults(Exception):
    """A file that cannot be taken apart, with the reasons."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def take_apart(path: str, data: bytes) -> Source:
    """Return the parts of the document at `path` (content-relative) whose bytes are `data`; raise `SourceFaults`."""
    text = decode(path, data)
    fence = _FENCE.match(text)
    if fence is None:
        raise SourceFaults(_no_front_matter(path, text))
    body_line = text.count("\n", 0, fence.end()) + 1
    return Source(plain_pairs(fence[1]) or _read_yaml(path, fence[1]), text[fence.end() :], body_line)


def decode(path: str, data: bytes, largest: int = LARGEST_DOCUMENT) -> str:
    """Return `data` as text with `\\n` line ends; raise `SourceFaults` where it is not clean UTF-8 of at most `largest` bytes."""
    if len(data) > largest:
        raise SourceFaults(
            Fault(path, 1, "TOO_LARGE", f"文件有{len(data):,}字节，超过{largest:,}字节", "拆成几篇，或者改为附件")
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceFaults(
            Fault(path, line, "ENCODING", f"文件不是UTF-8编码{_likely_encoding(data)}", "在编辑器里另存为UTF-8")
        ) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise SourceFaults(_control_fault(path, line, control[0]))
    return text


def _control_fault(path: str, line: int, character: str) -> Fault:
    fact = f"文件里有看不见的控制字符U+{ord(character):04X}"
    return Fault(path, line, "CONTROL_CHARACTER", fact, "删去这个字符")


def _likely_encoding(data: bytes) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "，看来是GBK（GB18030）"


def _no_front_matter(path: str, text: str) -> Fault:
    if text.startswith("---"):
        return Fault(path, 1, "FRONT_MATTER", "开头的信息区没有结束", "在信息区后面单独写一行“---”")
    return Fault(
        path, 1, "FRONT_MATTER", "文件开头没有信息区", "第一行写“---”，写完标题、发布时间、来源后再写一行“---”"
    )


def _read_yaml(path: str, text: str) -> Pairs:
    try:
        _refuse_aliases(path, text)
        node = yaml.compose(text, Loader=_Loader)
        given = Pairs((), 1) if node is None else _given(path, node, 0)
    except yaml.MarkedYAMLError as error:
        raise SourceFaults(
            Fault(
                path,
                _line_of(error),
                "YAML",
                "信息区这一行写法有误",
                "检查冒号后是否有空格、缩进是否用空格、引号是否成对",
            )
        ) from None
    except (yaml.YAMLError, RecursionError):
        raise SourceFaults(Fault(path, 2, "YAML", "信息区无法读出", "对照编写说明里的例子重写")) from None
    if not isinstance(given, Pairs):
        raise SourceFaults(
            Fault(path, 2, "YAML", "信息区不是“字段: 内容”的形式", "每行写一个字段，如“title: 关于……的通知”")
        )
    return Pairs(given.entries, 1)


def _line_of(error: yaml.MarkedYAMLError) -> int:
    """The line to mend: where a quote, a bracket or a word without colon begins, not the end where it is missed."""
    begins = (error.context or "").startswith(_BEGINNINGS)
    mark = (begins and error.context_mark) or error.problem_mark
    return (mark.line if mark else 0) + 2


def _refuse_aliases(path: str, text: str) -> None:
    """Anchors and aliases let a few lines stand for millions, and deep nesting overruns libyaml's stack."""
    if not ("&" in text or "*" in text or "!" in text or sum(map(text.count, "[{-?:")) > _MANY_MARKS):
        return
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor or (tag and tag != "!"):
            line = (event.start_mark.line if event.start_mark else 0) + 2
            raise SourceFaults(
                Fault(path, line, "YAML", "信息区不支持YAML的锚点、引用和标签", "以&、*、!开头的内容请加引号")
            )
        if depth > DEEPEST + 1:
            raise _too_deep(path, (event.start_mark.line if event.start_mark else 0) + 2)


def _too_deep(path: str, line: int) -> SourceFaults:
    return SourceFaults(Fault(path, line, "YAML", "信息区嵌套太深", "对照编写说明里的例子重写"))


def _given(path: str, node: yaml.Node, depth: int) -> Given:
    line = node.start_mark.line + 2
    if depth > DEEPEST:
        raise _too_deep(path, line)
    if isinstance(node, yaml.ScalarNode):
        return Text(_plain(path, node.value, line), line)
    if isinstance(node, yaml.SequenceNode):
        return Many(tuple(_given(path, item, depth + 1) for item in node.value), line)
    assert isinstance(node, yaml.MappingNode)
    return Pairs(tuple(_entry(path, key, value, depth) for key, value in node.value), line)


def _plain(path: str, value: str, line: int) -> str:
    """A scalar's text; a quoted one may have brought in by `\\0` what the file itself may not hold."""
    control = _CONTROL.search(value)
    if control:
        raise SourceFaults(_control_fault(path, line, control[0]))
    return value.strip()


def _entry(path: str, key: yaml.Node, value: yaml.Node, depth: int) -> tuple[Text, Given]:
    line = key.start_mark.line + 2
    if not isinstance(key, yaml.ScalarNode):
        raise SourceFaults(Fault(path, line, "YAML", "字段名必须是文字", "对照编写说明里的例子重写"))
    return Text(_plain(path, key.value, line), line), _given(path, value, depth + 1)
