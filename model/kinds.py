"""The fifteen kinds of document, each with the fields that its pages must show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from model import values
from model.document import Document
from model.identifiers import DocumentNumber, IndexNumber
from model.language import MAIN_LANGUAGE
from model.phrases import msg
from model.record import optional, required
from model.references import Reference, reference, reference_pairs
from model.vocabulary import IN_FORCE, state
from model.vocabulary import subject as subject_class


@dataclass(frozen=True, slots=True)
class Policy(Document):
    """政策文件, with its official table (政府网站发展指引 附件)."""

    document_number: str = required("发文字号", DocumentNumber.parse, "写成“云政办发〔2026〕3号”")
    issuer: str = required("发文机关", values.line, "写制发机关的全称")
    issued: dt.date = required("成文日期", values.day, "写成“2026-05-10”")
    index_number: str = optional("索引号", IndexNumber.parse, "机构代码/年份-五位序号", "")
    subject: str = optional("主题分类", subject_class, "国务院公文主题分类", "")
    status: str = optional("有效性", state, "现行有效、已修改、失效、废止之一", IN_FORCE)
    effective: dt.date | None = optional("施行日期", values.day, "开始施行的日子", None)
    expires: dt.date | None = optional("失效日期", values.day, "有效期届满的日子", None)
    repeals: tuple[Reference, ...] = optional(
        "废止文件", reference, "被本文废止的文件：文号或者路径", (), many=True, read_pairs=reference_pairs
    )

    @property
    def note(self) -> str:
        """The document number."""
        return self.document_number


_TEXT = msg("文字")


@dataclass(frozen=True, slots=True)
class Interpretation(Document):
    """政策解读, shown on the policy's page and showing it (长治市政府网站管理办法第十一条)."""

    interprets: tuple[Reference, ...] = required(
        "解读对象", reference, "写被解读文件的文号或者路径", many=True, read_pairs=reference_pairs
    )
    form: str = optional(
        "解读形式",
        values.OneOf("FORM", _TEXT, msg("图解"), msg("问答"), msg("音频"), msg("视频")),
        "文字、图解、问答、音频、视频之一",
        _TEXT,
    )

    @property
    def note(self) -> str:
        """The form of the interpretation; that it is a text goes without saying in other languages."""
        return self.form if self.lang == MAIN_LANGUAGE or self.form != _TEXT else ""


@dataclass(frozen=True, slots=True)
class News(Document):
    """政务动态."""


@dataclass(frozen=True, slots=True)
class Notice(Document):
    """通知公告."""


@dataclass(frozen=True, slots=True)
class Topic(Document):
    """专题, which gathers documents instead of opening a site of its own (长治市政府网站管理办法第六条第三项)."""

    documents: tuple[str, ...] = required("收录文件", values.document_path, "一行一个.md文件的相对路径", many=True)


@dataclass(frozen=True, slots=True)
class Leader(Document):
    """负责人信息: post, duties; the body is the CV."""

    post: str = required("职务", values.line, "写职务全称")
    duties: tuple[str, ...] = required("分工", values.paragraph, "写分管的工作", many=True)
    order: int = optional("排序", values.whole_number, "栏目里的次序，小的在前", 0)

    @property
    def note(self) -> str:
        """The post."""
        return self.post


@dataclass(frozen=True, slots=True)
class Organisation(Document):
    """机构职能: duties, address, hours, telephone (政府信息公开条例第二十条)."""

    address: str = required("地址", values.line, "写办公地址")
    phone: str = required("联系电话", values.line, "写对外电话")
    hours: str = required("办公时间", values.line, "写工作日的起止时间")
    duties: tuple[str, ...] = required("职责", values.paragraph, "写主要职责", many=True)
    head: str = optional("负责人", values.line, "写负责人姓名", "")
    order: int = optional("排序", values.whole_number, "栏目里的次序，小的在前", 0)

    @property
    def note(self) -> str:
        """The telephone."""
        return self.phone


@dataclass(frozen=True, slots=True)
class Guide(Document):
    """办事指南; the title is the item's name, the first of the eight elements (国办秘函〔2019〕19号单项否决6)."""

    legal_basis: tuple[str, ...] = required("设定依据", values.paragraph, "写依据的法规条款", many=True)
    conditions: tuple[str, ...] = required("申请条件", values.paragraph, "写什么人可以申请", many=True)
    materials: tuple[str, ...] = required("办理材料", values.paragraph, "写需要带的材料", many=True)
    location: str = required("办理地点", values.paragraph, "写窗口地址")
    hours: str = required("办理时间", values.line, "写工作日的起止时间")
    phone: str = required("联系电话", values.line, "写咨询电话")
    procedure: tuple[str, ...] = required("办理流程", values.paragraph, "写每一步", many=True)
    fee: str = optional("收费标准", values.line, "不收费写“不收费”", "")
    time_limit: str = optional("办结时限", values.line, "写工作日数", "")
    audience: str = optional("服务对象", values.line, "自然人、法人等", "")
    complaint_phone: str = optional("投诉电话", values.line, "写监督投诉电话", "")
    online_level: str = optional(
        "网上可办理程度",
        values.OneOf("ONLINE_LEVEL", msg("全程网办"), msg("网上预审"), msg("咨询指引")),
        "全程网办、网上预审、咨询指引之一",
        "",
    )
    service_url: str = optional("在线办理网址", values.address, "政务服务平台中这一事项的网址", "")

    @property
    def note(self) -> str:
        """How much of the item can be done online."""
        return self.online_level


@dataclass(frozen=True, slots=True)
class Reply(Document):
    """留言答复, with the five facts that must be public; the body is the reply (长治市政府网站管理办法第十三条)."""

    question: str = required("来信内容", values.paragraph, "写来信的主要内容，隐去个人信息")
    received: dt.date = required("受理日期", values.day, "写成“2026-05-10”")
    replied: dt.date = required("答复日期", values.day, "写成“2026-05-12”")
    replier: str = required("答复部门", values.line, "写答复的单位")
    category: str = optional(
        "来信类别",
        values.OneOf("CATEGORY", msg("咨询"), msg("建议"), msg("投诉"), msg("求助")),
        "咨询、建议、投诉、求助之一",
        "",
    )

    @property
    def note(self) -> str:
        """Who replied."""
        return self.replier


@dataclass(frozen=True, slots=True)
class Consultation(Document):
    """征集调查, with its term and, afterwards, its result (长治市政府网站管理办法第十三条)."""

    opens: dt.date = required("开始日期", values.day, "写成“2026-05-10”")
    closes: dt.date = required("截止日期", values.day, "写成“2026-06-10”")
    channel: str = required("反馈方式", values.paragraph, "写意见寄到哪里")
    result: str = optional("反馈结果", values.paragraph, "结果文件的相对路径，或者一段文字", "")

    @property
    def note(self) -> str:
        """The term."""
        return f"{self.opens}{'至' if self.lang == MAIN_LANGUAGE else ' – '}{self.closes}"


@dataclass(frozen=True, slots=True)
class Interview(Document):
    """在线访谈: the guests and the hour; the body is the transcript."""

    guests: tuple[str, ...] = required("访谈嘉宾", values.line, "写姓名和职务", many=True)
    held_at: dt.datetime = required("访谈时间", values.moment, "写成“2026-05-18 15:00”")


@dataclass(frozen=True, slots=True)
class Refutation(Document):
    """辟谣: the rumour and who examined it (长治市政府网站管理办法第十一条)."""

    rumour: str = required("网传内容", values.paragraph, "写传言说了什么")
    verified_by: str = required("核查单位", values.line, "写核实情况的单位")


@dataclass(frozen=True, slots=True)
class Dataset(Document):
    """数据开放: files to download and how often they are renewed."""

    update_cycle: str = required(
        "更新周期",
        values.OneOf("UPDATE_CYCLE", msg("每日"), msg("每周"), msg("每月"), msg("每季度"), msg("每年"), msg("不更新")),
        "每日、每周、每月、每季度、每年、不更新之一",
    )
    provider: str = optional("提供单位", values.line, "写提供数据的单位", "")
    period: str = optional("数据时间", values.line, "数据所属的时间", "")

    @property
    def note(self) -> str:
        """How often the data are renewed."""
        if self.lang != MAIN_LANGUAGE:
            return self.update_cycle
        return f"{self.update_cycle}更新" if self.update_cycle != "不更新" else ""


@dataclass(frozen=True, slots=True)
class Report(Document):
    """年度报告 that a rule asks for."""

    year: int = required("年度", values.year, "报告的年度，如“2025”")
    report_type: str = required(
        "报告种类",
        values.OneOf(
            "REPORT_TYPE",
            msg("政府信息公开工作年度报告"),
            msg("政府网站工作年度报表"),
            msg("政府网站监管年度报表"),
            msg("法治政府建设年度报告"),
            msg("其他"),
        ),
        "写报告的种类",
    )

    @property
    def note(self) -> str:
        """The year."""
        return f"{self.year}年度" if self.lang == MAIN_LANGUAGE else str(self.year)


@dataclass(frozen=True, slots=True)
class PlainPage(Document):
    """A page that needs nothing more: 概况, 指南."""


KINDS: dict[str, type[Document]] = {
    "policy": Policy,
    "interpretation": Interpretation,
    "news": News,
    "notice": Notice,
    "topic": Topic,
    "leader": Leader,
    "organisation": Organisation,
    "guide": Guide,
    "reply": Reply,
    "consultation": Consultation,
    "interview": Interview,
    "refutation": Refutation,
    "dataset": Dataset,
    "report": Report,
    "page": PlainPage,
}
