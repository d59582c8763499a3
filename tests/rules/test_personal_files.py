"""Personal data in what a document attaches: every place of a file is looked at, and what is not is said."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.rules.personal import containers, opening, sheets
from pipeline.rules.personal.findings import findings
from pipeline.rules.personal.samples import MOBILE, card, docx, identity, notice, picture, zipped
from plugins.engine.files import OwnedFile
from tests.rules.written import written

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.rules.rule import Found

ID, CARD = identity(), card()
HEAD = ("序号", "姓名", "身份证号", "联系电话")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def told(name: str, data: bytes) -> dict[str, list[Found]]:
    """What is found in a notice that attaches a file."""
    text = notice("补助对象名单，详见附件。", f"files/{name}")
    many = written(text, "portal/zwgk/tzgg/example.md", {f"portal/zwgk/tzgg/files/{name}": data}).shared(findings)
    return {code: found for code, found in many.items() if found}


def facts(name: str, data: bytes) -> dict[str, str]:
    """The facts by their codes, joined."""
    return {code: "；".join(each.fact for each in many) for code, many in told(name, data).items()}


def seen(kind: str, data: bytes) -> list[str]:
    """What is remarked of a file that is read alone."""
    owned = OwnedFile(f"a/b.{kind}", f"b.{kind}", "", len(data), 0, 0, "", True)
    return [each.code for each in opening.read_file(owned, lambda: data).remarks]


def workbook(fill: Callable[[Workbook], object]) -> bytes:
    """A workbook as another program writes it."""
    book = Workbook()
    book.properties.creator = "openpyxl"
    fill(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rows(book: Workbook, *more: tuple[Any, ...]) -> Any:
    """The first sheet, with a title, a head and these rows."""
    sheet: Any = book.active
    sheet.title = "名单"
    for row in [("补助对象名单",), HEAD, *more]:
        sheet.append(row)
    return sheet


def pdf(*lines: str, author: str = "") -> bytes:
    """A PDF of one page, as short as can be."""
    shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
    stream = f"BT /F 12 Tf 50 700 Td {shown}ET"
    name = author.encode("utf-16").hex() if not author else (b"\xfe\xff" + author.encode("utf-16-be")).hex()
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Author<{name}>>>",
    ]
    text, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj{each}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 6 0 R>>\nstartxref\n{len(text)}\n%%EOF"
    return f"{text}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{tail}".encode("latin-1")


def word(body: str, **parts: str) -> bytes:
    """A docx of this XML, with other parts by name."""
    wrapped = {f"word/{name}.xml": f'<w:x xmlns:w="{WORD}">{text}</w:x>' for name, text in parts.items()}
    space = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    document = f'<w:document xmlns:w="{WORD}" {space}><w:body>{body}</w:body></w:document>'
    return zipped({"word/document.xml": document, **wrapped})


def p(text: str) -> str:
    """A paragraph of Word."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_sheet_is_read_by_its_head_below_a_title() -> None:
    data = workbook(
        lambda book: rows(book, (1, "云望舒", ID, int(MOBILE)), (2, "川某某", identity(2), int(MOBILE) + 1))
    )

    found = told("a.xlsx", data)

    assert {code: [each.fact for each in many] for code, many in found.items()} == {
        "PERSONAL_ID": [f"工作表“名单”C3有身份证号（14*************{ID[-3:]}），这个文件里共2处"],
        "PERSONAL_MOBILE": ["工作表“名单”D3有手机号码（154****0012），这个文件里共2处"],
    }
    assert {each.path for many in found.values() for each in many} == {"portal/zwgk/tzgg/files/a.xlsx"}


def test_a_day_is_known_by_its_style() -> None:
    def fill(book: Workbook) -> None:
        sheet: Any = book.active
        sheet.append(("姓名", "出生日期", "金额"))
        sheet.append(("云望舒", dt.date(1971, 2, 3), 25967))

    assert set(facts("a.xlsx", workbook(fill))) == {"PERSONAL_BIRTH"}


def test_a_clean_sheet_tells_nothing() -> None:
    data = workbook(lambda book: rows(book, (1, "云望舒", f"14*************{ID[-3:]}", "154****0012")))

    assert facts("a.xlsx", data) == {}


def test_hidden_sheets_rows_columns_and_comments_are_found_and_read() -> None:
    def fill(book: Workbook) -> None:
        sheet = rows(book, (1, "云某某", "", ""))
        sheet.column_dimensions["F"].hidden = True
        sheet["F3"] = f"身份证号{ID}"
        sheet.append((2, "川某某", "", ""))
        sheet.row_dimensions[4].hidden = True
        sheet["A1"].comment = Comment(f"公民身份号码{identity(2)}", "")
        book.create_sheet("底册").sheet_state = "veryHidden"
        book["底册"].print_area = "A1:B2"
        book["底册"].append(("姓名", "身份证号"))
        book["底册"].append(("云望舒", identity(3)))

    found = facts("a.xlsx", workbook(fill))

    assert set(found) == {"PERSONAL_ID", "ATTACHMENT_HIDDEN"}
    assert "共3处" in found["PERSONAL_ID"]
    for place in ("“名单”有隐藏的列", "“名单”有隐藏的行", "隐藏的工作表“底册”，里面有4格", "批注"):
        assert place in found["ATTACHMENT_HIDDEN"]


def test_a_hidden_sheet_that_feeds_a_list_of_choices_hides_nothing() -> None:
    def fill(book: Workbook) -> None:
        sheet = rows(book)
        book.create_sheet("选项").sheet_state = "hidden"
        book["选项"].append(("男",))
        choices = DataValidation(type="list", formula1="选项!$A$1:$A$2")
        sheet.add_data_validation(choices)
        choices.add("B3")

    assert facts("a.xlsx", workbook(fill)) == {}


def test_a_sheet_too_large_is_read_in_part_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_CELLS", 20)
    monkeypatch.setattr(sheets._Book.__init__, "__defaults__", (20,))
    data = workbook(lambda book: rows(book, *((n, "云某某", ID, "") for n in range(20))))

    found = facts("a.xlsx", data)

    assert set(found) == {"PERSONAL_ID", "ATTACHMENT_UNSEEN"}
    assert "没有看完" in found["ATTACHMENT_UNSEEN"]


def test_every_part_of_a_text_is_read() -> None:
    cell = f"<w:tc>{p('姓名')}</w:tc><w:tc>{p('身份证号')}</w:tc>"
    row = f"<w:tc>{p('云望舒')}</w:tc><w:tc>{p(ID)}</w:tc>"
    box = f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{p('公民身份号码' + identity(2))}</w:txbxContent></mc:Choice>"
    box += f"<mc:Fallback>{p('公民身份号码' + identity(2))}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    body = f"<w:tbl><w:tr>{cell}</w:tr><w:tr>{row}</w:tr></w:tbl>{box}"
    parts = {
        name: p(f"身份证{identity(n)}") for n, name in enumerate(("header1", "footer2", "footnotes", "endnotes"), 3)
    }

    assert "第1段" in facts("a.docx", word(body, **parts))["PERSONAL_ID"]
    assert "共6处" in facts("a.docx", word(body, **parts))["PERSONAL_ID"]


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (f"<w:del><w:r><w:delText>身份证号{ID}</w:delText></w:r></w:del>", "修订"),
        (f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>身份证号{ID}</w:t></w:r>", "隐藏"),
    ],
)
def test_what_was_deleted_or_hidden_is_still_there(run: str, said: str) -> None:
    found = facts("a.docx", docx("补助名单", run))

    assert set(found) == {"PERSONAL_ID", "ATTACHMENT_HIDDEN"}
    assert said in found["ATTACHMENT_HIDDEN"]


def test_a_run_split_by_the_program_is_one_number() -> None:
    runs = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in ("身份证号", ID[:6], ID[6:14], ID[14:]))

    assert set(facts("a.docx", docx(runs))) == {"PERSONAL_ID"}


def test_comments_are_found_and_read() -> None:
    found = facts("a.docx", word(p("名单"), comments=p(f"身份证号{ID}")))

    assert set(found) == {"PERSONAL_ID", "ATTACHMENT_HIDDEN"}


@pytest.mark.parametrize(
    ("author", "tells"),
    [("云望舒", True), ("微软用户", False), ("Administrator", False), ("办公室", False), ("user", False)],
)
def test_an_author_is_told_where_it_is_a_persons_name(author: str, tells: bool) -> None:
    assert set(facts("a.docx", docx("名单", author=author))) == ({"ATTACHMENT_AUTHOR"} if tells else set())


def test_the_lines_of_a_pdf_are_read_with_their_page() -> None:
    assert facts("a.pdf", pdf("1", f"No. {ID}")) == {"PERSONAL_ID": f"第1页有身份证号（14*************{ID[-3:]}）"}
    assert set(facts("a.pdf", pdf("abc", author="云望舒"))) == {"ATTACHMENT_AUTHOR"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_plain_tables_are_read_in_their_encodings(encoding: str) -> None:
    text = f"姓名,身份证号,开户行账号\r\n云望舒,{ID},{CARD}\r\n"

    (each,) = told("a.csv", text.encode(encoding))["PERSONAL_ID"]

    assert (each.line, each.fact) == (2, f"第2行有身份证号（14*************{ID[-3:]}）")


def test_a_list_in_plain_text_is_read_by_its_head() -> None:
    persons = f"补助对象名单\n序号 姓名 联系电话\n1 云望舒 {MOBILE}\n"
    duties = f"值班表\n日期 姓名 联系电话\n1 云望舒 {MOBILE}\n"

    assert set(facts("a.txt", persons.encode())) == {"PERSONAL_MOBILE"}
    assert facts("b.txt", duties.encode()) == {}


def test_records_in_json_are_a_table() -> None:
    records = json.dumps([{"姓名": "云望舒", "手机": MOBILE}], ensure_ascii=False)

    assert set(facts("a.json", records.encode())) == {"PERSONAL_MOBILE"}


def test_old_files_are_looked_through_for_identity_numbers() -> None:
    data = (
        b"\xd0\xcf\x11\xe0"
        + bytes(600)
        + ID.encode("utf-16-le")
        + bytes(9)
        + b"\x12\x00\x00"
        + identity(2).encode()
        + bytes(9)
    )

    found = facts("a.xls", data)

    assert set(found) == {"PERSONAL_ID", "ATTACHMENT_UNSEEN"}
    assert "共2处" in found["PERSONAL_ID"]


def test_open_formats_are_read() -> None:
    space = 'xmlns:t="text" xmlns:b="table"'
    cells = "".join(
        f"<b:table-row><b:table-cell><t:p>{a}</t:p></b:table-cell><b:table-cell><t:p>{b}</t:p></b:table-cell></b:table-row>"
        for a, b in (("姓名", "身份证号"), ("云望舒", ID))
    )
    ods = zipped({"content.xml": f'<o {space}><b:table b:name="名单">{cells}</b:table></o>'})
    ofd = zipped({"Doc_0/Pages/Page_0/Content.xml": f"<Page><TextCode>身份证号{ID}</TextCode></Page>"})

    assert facts("a.ods", ods)["PERSONAL_ID"].startswith("表格“名单”第2行")
    assert facts("a.ofd", ofd)["PERSONAL_ID"].startswith("第1页")


def test_what_an_archive_holds_is_read() -> None:
    inner = zipped({"名单.docx": docx(f"身份证号{ID}"), f"{identity(2)}.txt": b"x", "again.zip": zipped({})})

    found = facts("a.zip", inner)

    assert set(found) == {"PERSONAL_ID", "ATTACHMENT_UNSEEN"}
    assert "压缩包里的“名单.docx”" in found["PERSONAL_ID"]
    assert "又是压缩包" in found["ATTACHMENT_UNSEEN"]


def test_a_place_in_a_picture_is_told() -> None:
    assert seen("jpg", picture(latitude=True)) == ["PHOTO_PLACE"]
    assert seen("jpg", picture(latitude=False)) == []


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx", "ods", "ofd", "zip", "pdf", "rar", "7z", "doc"])
@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"%PDF-1.4\n", zipped({}), docx("名单")[:-40], b"\xd0\xcf\x11\xe0"]
)
def test_what_cannot_be_read_is_said(kind: str, data: bytes) -> None:
    empty = (kind, data) == ("zip", zipped({}))

    assert seen(kind, data) == ([] if empty else ["ATTACHMENT_UNSEEN"])


def test_what_is_encrypted_is_said() -> None:
    data = bytearray(zipped({"名单.txt": "x" * 100}))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1

    assert "加了密码" in facts("a.zip", bytes(data))["ATTACHMENT_UNSEEN"]


def test_a_file_that_unpacks_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "_LARGEST", 100_000)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("word/document.xml", b" " * 1_000_000)

    assert "没有看完" in facts("a.docx", file.getvalue())["ATTACHMENT_UNSEEN"]


def test_entities_are_not_expanded() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "0" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE w [{entities}]><w:document xmlns:w="{WORD}"><w:p><w:t>&e8;</w:t></w:p></w:document>'
    outside = f'<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{WORD}"><w:p><w:t>&e;</w:t></w:p></w:document>'

    for text in (bomb, outside):
        assert set(facts("a.docx", zipped({"word/document.xml": text}))) <= {"ATTACHMENT_UNSEEN"}


@given(st.binary(max_size=300), st.sampled_from(sorted(opening._READERS)))
def test_no_bytes_stop_the_search(data: bytes, kind: str) -> None:
    assert set(seen(kind, data)) <= {"ATTACHMENT_UNSEEN", "ATTACHMENT_HIDDEN"}


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=4), st.sampled_from(["docx", "xlsx", "pdf"]))
def test_no_damaged_file_stops_the_search(place: int, noise: bytes, kind: str) -> None:
    whole = {"docx": docx("名单", author="云望舒"), "xlsx": WORKBOOK, "pdf": pdf("abc")}[kind]
    place %= len(whole)

    seen(kind, whole[:place] + noise + whole[place + len(noise) :])


WORKBOOK = workbook(lambda book: rows(book, (1, "云某某", "", "")))
