from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.faults import ContentFaults, Fault
from pipeline.life.forms import PLACES, Form, form_of, read_form
from tests.pipeline.life.office import GOOD, Office

WORDS = {"网站": "云川市体育局网站", "原因": "", "天数": "20"}


def form(text: str) -> Form:
    return form_of("forms/xiaxian.md", text, PLACES["xiaxian.md"])


def filled(text: str, **more: str) -> str:
    return "\n".join(line.text for line in form(text).filled({**WORDS, **more}, str))


def wrong(text: str) -> list[Fault]:
    with pytest.raises(ContentFaults) as caught:
        form(text)
    return list(caught.value.faults)


@pytest.mark.parametrize("name", PLACES)
def test_every_standard_form_is_right_and_uses_no_unknown_place(tmp_path: Path, name: str) -> None:
    found = read_form(tmp_path, name)

    assert found.path == f"forms/{name}"
    assert found.lines


def test_there_is_a_standard_form_of_every_name_and_no_other() -> None:
    folder = Path(__file__).parents[3] / "pipeline/life/forms"

    assert {file.name for file in folder.iterdir()} == set(PLACES)


def test_places_are_filled_and_two_dollars_are_one() -> None:
    assert filled("${网站}停${天数}天，$$5") == "云川市体育局网站停20天，$5"


def test_a_line_of_which_nothing_is_said_is_left_out_with_its_gap() -> None:
    assert filled("一\n\n${网站}因${原因}\n\n三\n\n\n四") == "一\n\n三\n\n\n四"


def test_what_is_filled_in_is_no_place_itself() -> None:
    assert filled("${原因}", 原因="${网站}$$") == "${网站}$$"


def test_places_of_a_draft_are_filled_later_and_mean_the_same_then() -> None:
    draft = form("${网站}：${天数}、${原因}、$$").filled({**WORDS, "原因": "$1"}, str, later=("天数",))

    assert [line.text for line in draft] == ["云川市体育局网站：${天数}、$$1、$$"]
    assert filled(draft[0].text) == "云川市体育局网站：20、$1、$"


def test_a_line_knows_where_it_stood_in_the_form() -> None:
    lines = form("一\n${原因}\n三").filled(WORDS, str)

    assert [(line.number, line.text) for line in lines] == [(1, "一"), (3, "三")]


def test_an_unknown_place_is_named_with_the_nearest_and_all_that_may_be_used() -> None:
    [fault] = wrong("# 标题\n\n${网站名}停了")

    assert str(fault).startswith(
        "forms/xiaxian.md:3: LIFE_FORM 没有“网站名”这一项（是不是“网站名称”？可以用的有：网站、网站名称、"
    )


@pytest.mark.parametrize("text", ["$", "$网站", "${", "${}", "${网站", "$ {网站}", "${网 站}", "{$}", "$5"])
def test_a_broken_place_is_a_fault_of_its_line(text: str) -> None:
    [fault] = wrong(f"# ${{网站}}\n{text}")

    assert (fault.path, fault.line, fault.code) == ("forms/xiaxian.md", 2, "LIFE_FORM")
    assert "“$”本身写两个" in fault.remedy


def test_every_wrong_place_is_reported() -> None:
    assert [(fault.line, fault.code) for fault in wrong("${甲}\n$\n${乙}")] == [(n, "LIFE_FORM") for n in (1, 2, 3)]


@given(st.text())
def test_any_text_is_a_form_or_has_faults(text: str) -> None:
    try:
        form(text).filled(WORDS, str)
    except ContentFaults as error:
        codes = {fault.code for fault in error.faults}
        if codes != {"LIFE_FORM"}:
            raise


def test_a_citys_form_takes_the_place_of_the_standard_one(office: Office) -> None:
    office.online()
    own = "# ${网站}停机公告\n\n停到${结束日期}。\n"

    office.write({"forms/xiaxian.md": own}).do("offline")

    text = office.text("portal/zwgk/tzgg/2026-07-01-tyj-xiaxian.md")
    assert "title: 云川市体育局网站停机公告" in text
    assert text.endswith("---\n\n停到2026年7月20日。\n")


def test_a_city_may_edit_a_form_on_another_system(office: Office) -> None:
    office.online()

    office.write({"forms/xiaxian.md": b"\xef\xbb\xbf" + "# ${网站}公告\r\n\r\n停。\r\n".encode()}).do("offline")

    assert office.text("portal/zwgk/tzgg/2026-07-01-tyj-xiaxian.md").endswith("---\n\n停。\n")


@pytest.mark.parametrize(
    ("own", "fault"),
    [
        ("# ${网站}\n\n${域名}", (3, "LIFE_FORM")),
        ("没有标题", (1, "LIFE_FORM")),
        ("\n# ${网站}\n正文", (1, "LIFE_FORM")),
        ("# ${网站}\n\n", (1, "LIFE_FORM")),
        ("# \n正文", (1, "LIFE_FORM")),
        ("", (1, "LIFE_FORM")),
        (b"# \xcd\xa8\xb8\xe6", (1, "ENCODING")),
        ("# ${网站}\n正文\x07", (2, "CONTROL_CHARACTER")),
        ("# ${网站}\n" + "字" * 800_000, (1, "TOO_LARGE")),
        ("# ${网站}\n\n正文\n\n<script>alert(1)</script>", (5, "FORBIDDEN_HTML")),
        ("# ${网站}\n\n[点击](javascript:alert)", (3, "FORBIDDEN_LINK")),
        ("# ${网站}\n\n![](a.png)", (3, "NO_ALT")),
    ],
)
def test_a_citys_form_at_fault_refuses_the_act_at_its_line(
    office: Office, own: str | bytes, fault: tuple[int, str]
) -> None:
    office.online().write({"forms/xiaxian.md": own})

    found = office.refused("offline")

    assert ("forms/xiaxian.md", *fault) in {(each.path, each.line, each.code) for each in found}
    assert {each.path for each in found} == {"forms/xiaxian.md"}


def test_a_form_is_no_link_and_no_folder(office: Office, tmp_path: Path) -> None:
    office.online()
    (tmp_path / "own.md").write_text("# ${网站}\n\n正文\n", encoding="utf-8")
    (office.content / "forms").mkdir()
    file = office.content / "forms/xiaxian.md"

    file.symlink_to(tmp_path / "own.md")
    assert office.codes("offline") == [("forms/xiaxian.md", "SYMLINK")]

    file.unlink()
    file.mkdir()
    assert office.codes("offline") == [("forms/xiaxian.md", "SPECIAL_FILE")]

    file.rmdir()
    (office.content / "forms").rmdir()
    (tmp_path / "forms").mkdir()
    (office.content / "forms").symlink_to(tmp_path / "forms")
    assert office.codes("offline") == [("forms", "SYMLINK")]


def test_a_form_under_a_misspelt_name_is_not_passed_over(office: Office) -> None:
    office.online().write({"forms/xiaxain.md": "# ${网站}\n\n正文\n", "forms/说明.txt": "本市的样式"})

    [fault] = office.refused("offline")

    assert str(fault) == "forms/xiaxain.md:1: LIFE_FORM 没有叫“xiaxain.md”的样式（改名为“xiaxian.md”，或者移走）"


def test_forms_are_no_site_and_do_not_disturb_a_build(office: Office) -> None:
    office.online().write({"forms/xiaxian.md": "# ${网站}\n\n${不知道}\n"})

    assert "forms" not in {file.split("/")[0] for file in office.build("2026-07-01 15:00").files()}


@pytest.mark.parametrize("act", ["emergency", "change"])
def test_only_the_forms_that_are_needed_are_read(office: Office, act: str) -> None:
    office.online().write({"forms/xiaxian.md": "坏的${", "forms/kaitong.md": "坏的${"})

    office.do(act, **GOOD[act])
