from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from model.reading import read_document
from model.site import Column
from plugins.engine.mentions import Mention, link_target
from plugins.engine.reader import Body, Reader
from plugins.engine.values import Heading

PDF = b"%PDF-1.7\n"


class Folder:
    """A content folder with one document, and what lies beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = path / "portal/yaowen"
        self.place.mkdir(parents=True)

    def picture(self, name: str, width: int = 40, height: int = 30) -> Folder:
        (self.place / name).parent.mkdir(exist_ok=True)
        Image.new("RGB", (width, height)).save(self.place / name)
        return self

    def file(self, name: str, data: bytes = PDF) -> Folder:
        (self.place / name).parent.mkdir(exist_ok=True)
        (self.place / name).write_bytes(data)
        return self

    def read(self, body: str, *front_matter: str, kind: str = "news") -> Body:
        """Read a document whose text begins on line 6, and later with more front matter."""
        head = ["---", "title: 甲", "date: 2026-05-18 10:19", "source: 乙", *front_matter, "---"]
        column = Column(path="yaowen", name="要闻", kind=kind)
        reading = read_document("portal/yaowen/a.md", "\n".join([*head, body]).encode(), "portal", column)
        assert reading.faults == ()
        return Reader(self.path).read(reading)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def places(body: Body) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in body.faults]


def test_a_link_to_a_document_keeps_its_path_until_the_page_is_made(folder: Folder) -> None:
    body = folder.read("见\n[办法](../zcwj/banfa.md#art-2)、[通知](b.md)。")

    assert body.faults == ()
    assert 'href="doc:portal/zcwj/banfa.md#art-2"' in body.html
    assert body.references == (
        Mention(7, "link", "portal/zcwj/banfa.md", "art-2"),
        Mention(7, "link", "portal/yaowen/b.md"),
    )
    assert 'href="/zcwj/banfa/#art-2"' in link_target(body.html, lambda path: (f"/{path[7:-3]}/", ""))


def test_links_elsewhere_stay_as_they_are(folder: Folder) -> None:
    for target in ("https://www.gov.cn/?a=1", "http://a.cn/", "mailto:a@b.cn", "tel:12345"):
        body = folder.read(f"[甲]({target})")
        assert (body.faults, f'href="{target}"' in body.html) == ((), True)


def test_a_link_into_the_text_itself_names_the_document(folder: Folder) -> None:
    body = folder.read("# 总则\n\n[甲](#总则)")

    assert body.anchors == ("总则",)
    assert 'href="#%E6%80%BB%E5%88%99"' in body.html
    assert body.references == (Mention(8, "link", "portal/yaowen/a.md", "总则"),)


def test_anchors_are_those_of_elements_and_not_of_words(folder: Folder) -> None:
    body = folder.read('# 第一章\n\n第一条　甲 id="ghost"。\n\n`<p id="code">`\n\n<p id="own" title="a>b">乙</p>')

    assert body.anchors == ("chap-1", "art-1", "own")


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("/zcwj/banfa/", "LINK"),
        ("http://[a", "LINK"),
        ("https:///a", "ADDRESS"),
        ("//evil.example/a", "FORBIDDEN_LINK"),
        ("javascript:alert(1)", "FORBIDDEN_LINK"),
        ("JaVaScRiPt:alert(1)", "FORBIDDEN_LINK"),
        ("data:text/html,x", "FORBIDDEN_LINK"),
        ("doc:portal/b.md", "FORBIDDEN_LINK"),
        ("../secret.pdf", "FILE_PATH"),
        ("%2e%2e/secret.pdf", "FILE_PATH"),
        ("a%00.pdf", "FILE_PATH"),
        ("none.pdf", "MISSING_FILE"),
        (f"{'a' * 400}.pdf", "MISSING_FILE"),
    ],
)
def test_a_link_that_cannot_be_published_is_named_on_its_line(folder: Folder, link: str, code: str) -> None:
    body = folder.read(f"正文\n\n[甲]({link})")

    assert places(body) == [(8, code)]
    assert "href" not in body.html


def test_what_may_not_be_in_a_text_is_named_on_its_line(folder: Folder) -> None:
    body = folder.read("正文\n\n<script>alert(1)</script>\n\n<p onclick=x>甲</p>\n\n段落\n{: style=color:red }")

    assert places(body) == [(8, "FORBIDDEN_HTML"), (10, "FORBIDDEN_HTML"), (13, "FORBIDDEN_HTML")]
    assert "alert" not in body.html


def test_a_picture_gets_its_size_and_its_address(folder: Folder) -> None:
    body = folder.picture("图 1.png", 40, 30).read("![荷花 > 莲](<图 1.png>)")

    assert body.faults == ()
    assert 'src="/yaowen/a/%E5%9B%BE%201.png"' in body.html
    assert 'width="40" height="30"' in body.html


def test_a_picture_without_alternative_text_is_named(folder: Folder) -> None:
    folder.picture("a.png")

    assert places(folder.read("正文\n\n![](a.png)")) == [(8, "NO_ALT")]
    assert places(folder.read("正文\n\n![ ](a.png)")) == [(8, "NO_ALT")]


@pytest.mark.parametrize(
    "source", ["https://a.cn/a.png", "//a.cn/a.png", "/a.png", "data:image/png;base64,AA", "a.pdf"]
)
def test_a_picture_that_is_none_of_ours_is_refused(folder: Folder, source: str) -> None:
    body = folder.file("a.pdf").read(f"![甲]({source})")

    assert places(body) == [(6, "PICTURE")]
    assert "src" not in body.html


def test_a_picture_that_cannot_be_read_is_refused(folder: Folder) -> None:
    assert places(folder.file("a.png", b"GIF89a").read("![甲](a.png)")) == [(6, "PICTURE")]


def test_a_document_owns_what_it_names(folder: Folder) -> None:
    folder.picture("pictures/a.png").file("b.pdf").file("c.xlsx", b"PK\x03\x04").file("unnamed.pdf")

    body = folder.read(
        "![甲](pictures/a.png) [表](c.xlsx) [再](b.pdf)", "attachments: [b.pdf]", "image: pictures/a.png"
    )

    assert body.faults == ()
    assert [(file.path, file.name, file.size, file.attached) for file in body.files if not file.width] == [
        ("portal/yaowen/b.pdf", "b.pdf", len(PDF), True),
        ("portal/yaowen/c.xlsx", "c.xlsx", 4, False),
    ]
    assert [(file.name, file.width, file.height) for file in body.files if file.width] == [("a.png", 40, 30)]
    assert 'href="/yaowen/a/c.xlsx"' in body.html


def test_each_wrong_attachment_is_named_on_its_line(folder: Folder) -> None:
    folder.file("fake.pdf", b"<html>").file("a.exe", b"MZ").file("b.pdf").file("sub/B.pdf")

    body = folder.read(
        "", "attachments:", *(f"  - {name}" for name in ("fake.pdf", "a.exe", "none.pdf", "b.pdf", "sub/B.pdf"))
    )

    assert places(body) == [(6, "FILE_TYPE"), (7, "FILE_TYPE"), (8, "MISSING_FILE"), (10, "SAME_NAME")]


def test_a_link_in_the_file_system_is_not_followed(folder: Folder) -> None:
    folder.file("b.pdf")
    (folder.place / "c.pdf").symlink_to("b.pdf")
    (folder.place / "sub").symlink_to(folder.place)

    body = folder.read("[甲](c.pdf)\n[乙](sub/b.pdf)")

    assert places(body) == [(6, "SYMLINK"), (7, "SYMLINK")]


def test_a_title_picture_must_be_a_picture(folder: Folder) -> None:
    assert places(folder.file("b.pdf").read("", "image: b.pdf")) == [(5, "PICTURE")]


def test_documents_named_in_the_front_matter_are_references_with_their_lines(folder: Folder) -> None:
    body = folder.read("", "解读对象:", "  - 云政办发〔2026〕3号", "  - ../zcwj/b.md", kind="interpretation")

    assert body.references == (
        Mention(6, "interprets", "云政办发〔2026〕3号"),
        Mention(7, "interprets", "portal/zcwj/b.md"),
    )


def test_an_excerpt_is_the_beginning_of_the_text_or_the_description(folder: Folder) -> None:
    assert folder.read("# 题\n\n正文 &amp; **后**文。").excerpt == "题 正文 & 后文。"
    assert folder.read("字" * 101).excerpt == "字" * 99 + "…"
    assert folder.read("正文。", "description: 摘要").excerpt == "摘要"


def test_a_long_text_of_many_headings_has_a_contents_list(folder: Folder) -> None:
    chapters = "\n\n".join(f"## 第{number}章 题\n\n{'字' * 400}" for number in range(1, 5))

    assert folder.read(chapters).contents == tuple(Heading(2, f"第{n}章 题", f"chap-{n}") for n in range(1, 5))
    assert folder.read(chapters.replace("字" * 400, "字")).contents == ()


@pytest.mark.parametrize(
    ("above", "caption"),
    [
        ("表：各区学位（个）", "各区学位（个）"),
        ("表1　各区学位", "表1　各区学位"),
        ("附表二 各区学位", "附表二 各区学位"),
        ("表2-1：甲 < 乙 & **丙**", "表2-1：甲 &lt; 乙 &amp; 丙"),
    ],
)
def test_the_name_above_a_table_is_its_caption_and_its_frame_is_called_so(
    folder: Folder, above: str, caption: str
) -> None:
    body = folder.read(f"正文。\n\n{above}\n\n| 甲 |\n|--|\n| 乙 |\n")

    label = caption.replace("\u3000", " ")
    assert f'role="group" aria-label="{label}" tabindex="0"><table>' in body.html
    assert body.html.count("<caption>") == 1
    assert body.html.startswith("<p>正文。</p>\n<div")


@pytest.mark.parametrize("above", ["表示感谢。", "表1", "表格如下：", "第一条　表：甲"])
def test_another_paragraph_above_a_table_stays_one(folder: Folder, above: str) -> None:
    body = folder.read(f"{above}\n\n| 甲 |\n|--|\n| 乙 |\n")

    assert "<caption>" not in body.html
    assert 'aria-label="表格1"' in body.html
    assert above in body.html


def test_a_caption_without_its_table_is_a_paragraph(folder: Folder) -> None:
    assert "<p>表：甲</p>" in folder.read("表：甲\n\n正文，`码`。").html


def test_the_caption_that_an_author_wrote_in_html_names_the_frame(folder: Folder) -> None:
    body = folder.read('<table class="x">\n<caption>各区 <b>"学位"</b></caption>\n<tr><td>甲</td></tr>\n</table>')

    assert 'aria-label="各区 &quot;学位&quot;" tabindex="0"><table class="x">' in body.html


def test_a_table_stands_in_a_frame_that_the_keyboard_reaches(folder: Folder) -> None:
    body = folder.read("| 甲 |\n|--|\n| 乙 |\n\n`<table`\n\n| 丙 |\n|--|\n| 丁 |\n")

    assert body.html.count('tabindex="0"><table>') == body.html.count("</table></div>") == 2
    assert 'aria-label="表格2"' in body.html
