"""What citizens wrote to a site, and what became of it: `messages/*.toml` in a site's folder, many messages a file.

The office's register, not a page: nothing in it is published. Sources: 办法第十三条、第二十六条第三项, 国办秘函〔2019〕19号单项否决五.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from model import values
from model.faults import Fault, Unreadable
from model.front_matter import SourceFaults
from model.given import Many, Pairs, Text
from model.record import optional, read_record, required
from model.toml_file import bytes_of, toml_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

MESSAGES_FOLDER = "messages"
#: Some ten thousand messages, more than any office writes in a file.
LARGEST_FILE = 4 * 1024 * 1024
#: No site took messages before.
EARLIEST_YEAR = 1998
#: “我为政府网站找错”, which has a term of its own.
ERROR_REPORT = "找错"
CHANNELS = (ERROR_REPORT, "领导信箱", "咨询投诉", "征集调查", "其他")
CATEGORIES = ("咨询", "建议", "投诉", "求助", "找错", "其他")
_SECONDS = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}):\d{2}", re.ASCII)
_PERSONAL = {
    "手机号码": re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)", re.ASCII),
    "身份证件号码": re.compile(
        r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])", re.ASCII
    ),
    "电子邮箱": re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII),
}


def arrival(text: str) -> dt.datetime:
    """The minute at which a message came, or midnight of the day where the minute is not known."""
    exact = _SECONDS.fullmatch(text)
    if exact:
        return values.moment(f"{exact[1]} {exact[2]}")
    return values.moment(text) if " " in text.strip() else dt.datetime.combine(values.day(text), dt.time())


def impersonal(text: str) -> str:
    """One line that has no telephone, identity number or e-mail address of somebody in it (办法第二十一条)."""
    for what, pattern in _PERSONAL.items():
        if pattern.search(text):
            raise Unreadable("PERSONAL_DATA", f"写了{what}", "个人信息不进登记册：只写事情，隐去姓名、电话、住址")
    return values.line(text)


def reply_place(text: str) -> str:
    """Where a reply is public: the path of its document within the site's folder, or an address."""
    if "://" in text:
        return values.address(text)
    if not text.endswith(".md"):
        raise Unreadable(
            "REPLY_PLACE", f"“{text}”不是文件的路径，也不是网址", "写本网站文件夹里的路径，如“hdjl/ldxx/a.md”"
        )
    return values.file_path(text)


@dataclass(frozen=True, slots=True)
class Message:
    """A citizen's message. Times are Asia/Shanghai, without zone; `site` is a folder, `path` and `line` say where it is recorded."""

    site: str = field(kw_only=True, default="")
    path: str = field(kw_only=True, default="")
    line: int = field(kw_only=True, default=1)

    id: str = required("编号", values.line, "登记的编号，一个网站里不重复")
    channel: str = required("渠道", values.OneOf("CHANNEL", *CHANNELS), f"{'、'.join(CHANNELS)}之一")
    category: str = optional("类别", values.OneOf("CATEGORY", *CATEGORIES), f"{'、'.join(CATEGORIES)}之一", "")
    subject: str = required("摘要", impersonal, "一句话说明事情，不写姓名、电话、住址")
    page: str = optional("网页", values.address, "找错留言指出的网页的网址", "")
    received: dt.datetime = required("收到", arrival, "收到的日子，或者“2026-11-20 10:05”")
    accepted: dt.date | None = optional("受理", values.day, "受理的日子", None)
    due: dt.date | None = optional("期限", values.day, "答复的期限，不写的按渠道计算", None)
    answered: dt.date | None = optional("答复", values.day, "答复的日子", None)
    by: str = optional("办理单位", values.line, "办理和答复的单位", "")
    published: str = optional("公开", reply_place, "公开的答复：本网站文件夹里的路径，或者网址", "")
    withheld: str = optional("不公开的原因", impersonal, "为什么不公开，如“反映的情况不属实”", "")
    valid: bool = optional("有效", values.yes_or_no, "“否”表示无效，同时写明原因", True)
    invalid: str = optional("无效的原因", impersonal, "如“不属实”“重复”“不是本网站的事项”", "")

    @property
    def is_open(self) -> bool:
        """Whether it is valid and waits for an answer."""
        return self.valid and self.answered is None

    @property
    def is_error_report(self) -> bool:
        """Whether it came through “我为政府网站找错”."""
        return self.channel == ERROR_REPORT

    @property
    def has_own_term(self) -> bool:
        """Whether a rule or the record itself sets the last day, not only the platform's usual term."""
        return self.is_error_report or self.due is not None

    def waits(self, day: dt.date) -> bool:
        """Say whether it had come by a day, is valid, and was not answered by then."""
        return self.valid and self.received.date() <= day and (self.answered is None or self.answered > day)


#: What one file of a register says, and what is wrong with it.
Registered = tuple[tuple[Message, ...], tuple[Fault, ...]]


def messages_of(path: str, data: bytes) -> Registered:
    """Return the messages in the bytes of one file, and what is wrong; faulty ones are left out. `path` is content-relative."""
    try:
        given = toml_of(data, path)
    except SourceFaults as error:
        return (), error.faults
    messages: list[Message] = []
    faults: list[Fault] = []
    for table in _tables(given, path, faults):
        values_, lines, wrong = read_record(Message, table, path)
        wrong = wrong or list(_contradictions(values_, lines, table.line, path))
        faults += wrong
        site = path.partition("/")[0]
        messages += [] if wrong else [Message(site=site, path=path, line=table.line, **values_)]  # type: ignore[arg-type]
    return tuple(messages), tuple(faults)


def read_messages(
    site_folder: Path, read: Callable[[str, bytes], Registered] = messages_of
) -> tuple[tuple[Message, ...], list[Fault]]:
    """Return the messages of a site in the order of files and places, and what is wrong; faulty ones are left out.

    Faults name the content-relative path. A site without the folder has no messages. `read` gives what `messages_of` does.
    """
    folder = site_folder / MESSAGES_FOLDER
    where = f"{site_folder.name}/{MESSAGES_FOLDER}"
    if folder.is_symlink():
        return (), [Fault(where, 1, "SYMLINK", "这是符号链接，内容文件夹里不用链接", "换成文件夹本身")]
    if not folder.is_dir():
        return (), []
    messages: list[Message] = []
    faults: list[Fault] = []
    try:
        files = sorted(each for each in folder.iterdir() if not each.name.startswith("."))
    except OSError as error:
        return (), [Fault(where, 1, "UNREADABLE", f"文件夹打不开：{error.strerror}", "检查文件夹的权限")]
    for file in files:
        found, wrong = _read_file(file, site_folder.name, read)
        messages += found
        faults += wrong
    kept, twice = _once(messages)
    return kept, faults + twice


def _read_file(file: Path, site: str, read: Callable[[str, bytes], Registered]) -> Registered:
    path = f"{site}/{MESSAGES_FOLDER}/{file.name.encode('utf-8', 'backslashreplace').decode()}"
    if file.suffix != ".toml" or (not file.is_symlink() and not file.is_file()):
        return (), (Fault(path, 1, "MESSAGE_FILE", "不是登记留言的文件", "这里只放.toml文件，别的移走"),)
    try:
        if file.lstat().st_size > LARGEST_FILE:
            return (), (Fault(path, 1, "TOO_LARGE", f"超过{LARGEST_FILE // 1024 // 1024}MB", "一个月或者一年一个文件"),)
        return read(path, bytes_of(file, path))
    except SourceFaults as error:
        return (), error.faults
    except OSError as error:
        return (), (Fault(path, 1, "UNREADABLE", f"文件打不开：{error.strerror}", "检查文件的权限"),)


def _tables(given: Pairs, path: str, faults: list[Fault]) -> Iterator[Pairs]:
    """The tables under `[[messages]]`; anything else in the file is a fault."""
    for name, value in given.entries:
        if name.text not in {"messages", "留言"} or not isinstance(value, Many):
            faults.append(_shape(path, name))
            continue
        for each in value.items:
            if isinstance(each, Pairs):
                yield each
            else:
                faults.append(_shape(path, name))


def _shape(path: str, name: Text) -> Fault:
    return Fault(path, name.line, "SHAPE", f"“{name.text}”在这里不能用", "只写[[messages]]，一件一段")


def _contradictions(given: dict[str, object], lines: dict[str, int], line: int, path: str) -> Iterator[Fault]:
    """What one message says against itself."""

    def fault(key: str, code: str, fact: str, remedy: str) -> Fault:
        return Fault(path, lines.get(key, line), code, fact, remedy)

    received = given["received"]
    assert isinstance(received, dt.datetime)
    if received.year < EARLIEST_YEAR:
        yield fault("received", "MESSAGE_DATES", f"收到的日子是{received.date()}", "核对日期")
    for key, label in (("accepted", "受理"), ("due", "期限"), ("answered", "答复")):
        day = given.get(key)
        if isinstance(day, dt.date) and day < received.date():
            yield fault(key, "MESSAGE_DATES", f"{label}（{day}）比收到（{received.date()}）早", "核对日期")
    if given.get("answered") and not given.get("by"):
        yield fault("answered", "MISSING_KEY", "答复了，没有写“办理单位”（by）", "加一行“by”，写答复的单位")
    if given.get("published") and given.get("withheld"):
        yield fault("withheld", "MESSAGE_PUBLIC", "写了公开的答复，又写了不公开的原因", "只留一个")
    if (given.get("valid", True) is False) != bool(given.get("invalid")):
        remedy = '无效的写valid = false和invalid = "原因"，有效的两个都不写'
        yield fault("valid", "MESSAGE_VALID", "“有效”与“无效的原因”不一致", remedy)


def _once(messages: Iterable[Message]) -> tuple[tuple[Message, ...], list[Fault]]:
    first: dict[str, Message] = {}
    faults: list[Fault] = []
    for each in messages:
        same = first.setdefault(each.id, each)
        if same is not each:
            fact = f"编号“{each.id}”在{same.path}第{same.line}行已经有了"
            faults.append(Fault(each.path, each.line, "SAME_MESSAGE", fact, "一件一个编号，重复登记的删去"))
    return tuple(first.values()), faults
