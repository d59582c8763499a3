"""What editors write into a document, kind by kind: the values that the machine of the law chooses from."""

from __future__ import annotations

DATES = (
    "2026-01-01 10:00",
    "2026-03-01 10:00",
    "2026-03-01 10:01",
    "2025-06-01 10:00",
    "2026-11-24 09:01",
    "2026-12-31 08:00",
)
TITLES = ("标题甲", "标题乙<&>", "题", "关于进一步做好有关工作的通知" * 4)
NUMBERS = ("云政发〔2026〕1号", "云政发〔2026〕2号", "云政办发〔2025〕3号")
#: An interpretation of a text elsewhere, and a result in words: what stands where a document of the city is no longer named.
ELSEWHERE = "国发〔2026〕9号 https://www.gov.cn/9.htm"
#: Addresses that lead out of the government's sites, unless the platform allows their hosts.
OUTSIDE = ("https://a.example.com/1", "https://www.example.org/2?a=1&b=2")

TEXTS = (
    "正文。",
    "第一条　甲。\n\n第二条　乙。",
    "## 一、总则\n\n第一条　甲。\n\n## 二、附则\n\n第二条　乙。",
    "正文。" * 40,
    "正文。" * 40 + "末了。",
    "![图](p.png)",
    "见[表](a.csv)和[本条](#art-1)。\n\n第一条　甲。",
    f"见[甲]({OUTSIDE[0]})、[乙]({OUTSIDE[1]})和[又是甲]({OUTSIDE[0]})。",
    f"见[乙]({OUTSIDE[1]})和[国务院](https://www.gov.cn/)。",
)
#: Anchors that some of the texts have and others have not.
FRAGMENTS = ("", "", "", "#art-1", "#art-2")

Field = tuple[str, str]
#: What any document may say; the machine adds, changes and takes away.
COMMON: tuple[Field, ...] = (
    ("slug", "other"),
    ("slug", "c"),
    ("draft", "是"),
    ("draft", "否"),
    ("archived", "2026-12-01"),
    ("archived", "2027-02-01"),
    ("publish_at", "2026-05-01 00:00"),
    ("publish_at", "2026-12-01 08:00"),
    ("expires_at", "2026-12-15 00:00"),
    ("expires_at", "2027-06-01 00:00"),
    ("aliases", "[/old/1.html]"),
    ("aliases", "[/old/2/, /old/3.html]"),
    ("description", "摘要"),
    ("description", "又一个摘要"),
    ("image", "p.png"),
    ("attachments", "[a.csv]"),
    ("attachments", "[p.png, a.csv]"),
    ("keywords", "甲，乙"),
    ("author", "某某"),
    ("lang", "en"),
    ("source", "新华社"),
    ("repost_url", "https://www.gov.cn/1.htm"),
    ("repost_url", OUTSIDE[0]),
    ("map_approval", "晋S（2026）001号"),
)

#: What a kind must say, with the first of its values, and what else it may.
REQUIRED: dict[str, tuple[Field, ...]] = {
    "policy": (("document_number", NUMBERS[0]), ("issuer", "云川市人民政府"), ("issued", "2025-02-20")),
    "interpretation": (),
    "topic": (),
    "leader": (("post", "市长"), ("duties", "[主持工作]")),
    "organisation": (("address", "市府路1号"), ("phone", "0355-1"), ("hours", "9时至17时"), ("duties", "[办公]")),
    "consultation": (("opens", "2026-03-01"), ("closes", "2026-11-30"), ("channel", "写信")),
}
OWN: dict[str, tuple[Field, ...]] = {
    "policy": (
        *(("document_number", number) for number in NUMBERS),
        ("status", "失效"),
        ("status", "现行有效"),
        ("effective", "2026-12-01"),
        ("effective", "2026-01-01"),
        ("expires", "2027-01-01"),
        ("index_number", "11140400/2026-00001"),
        ("repeals", NUMBERS[1]),
        ("repeals", f"[{NUMBERS[2]}, {NUMBERS[0]}]"),
        ("repeals", f"{{number: {NUMBERS[2]}, title: 旧办法}}"),
        ("repeals", f"{{number: {NUMBERS[2]}, url: '{OUTSIDE[0]}'}}"),
    ),
    "interpretation": (
        ("form", "图解"),
        *(("interprets", number) for number in NUMBERS),
        ("interprets", ELSEWHERE),
        ("interprets", f"{NUMBERS[1]} {OUTSIDE[1]}"),
    ),
    "topic": (),
    "leader": (("order", "1"), ("order", "2"), ("order", "3"), ("post", "副市长"), ("duties", "[分管甲, 分管乙]")),
    "organisation": (("order", "1"), ("order", "2"), ("phone", "0355-2"), ("head", "某某")),
    "consultation": (
        ("opens", "2026-12-01"),
        ("closes", "2026-12-10"),
        ("closes", "2026-11-24"),
        ("result", "采纳3条"),
    ),
}
#: The kinds by whose name a document says that it is not of its column's kind.
KINDS = ("news", "notice", "page", *REQUIRED)
#: By what a document of a kind names another document.
NAMES_BY = {
    "policy": "repeals",
    "interpretation": "interprets",
    "topic": "documents",
    "consultation": "result",
}
