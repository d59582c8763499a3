from __future__ import annotations

from dataclasses import dataclass

from model import values
from model.faults import Fault
from model.front_matter import take_apart
from model.record import keys, optional, read_record, required, specs


@dataclass(frozen=True, slots=True)
class Meeting:
    title: str = required("标题", values.line, "写会议名称")
    people: tuple[int, ...] = required("人数", values.whole_number, "一场一个数", many=True)
    words: tuple[str, ...] = optional("关键词", values.line, "几个词", (), many=True, split="、,")
    draft: bool = optional("草稿", values.yes_or_no, "是或者否", False)


def read(front_matter: str) -> tuple[dict[str, object], dict[str, int], list[Fault]]:
    source = take_apart("a.md", f"---\n{front_matter}---\n".encode())
    return read_record(Meeting, source.front_matter, "a.md")


def places(faults: list[Fault]) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in faults]


def test_a_key_may_be_written_in_english_or_under_its_alias() -> None:
    english, _, _ = read("title: 例会\npeople: [3]\n")
    chinese, _, _ = read("标题: 例会\n人数: [3]\n")

    assert english == chinese == {"title": "例会", "people": (3,)}


def test_every_key_and_alias_leads_to_its_field() -> None:
    assert keys(Meeting) == {
        "title": "title",
        "标题": "title",
        "people": "people",
        "人数": "people",
        "words": "words",
        "关键词": "words",
        "draft": "draft",
        "草稿": "draft",
    }
    assert [key for key, spec in specs(Meeting).items() if spec.required] == ["title", "people"]


def test_lines_are_those_of_keys_and_items() -> None:
    _, lines, _ = read("title: 例会\npeople:\n  - 3\n\n  - 4\n")

    assert lines == {"title": 2, "people": 3, "people.0": 4, "people.1": 6}


def test_one_text_may_stand_for_a_list_of_one() -> None:
    assert read("title: 例会\npeople: 3\n")[0]["people"] == (3,)


def test_a_list_in_one_text_is_split_at_any_of_its_separators() -> None:
    found, _, _ = read("title: 例会\npeople: 3\nwords: 甲、乙,丙 、\n")

    assert found["words"] == ("甲", "乙", "丙")


def test_a_key_and_its_alias_are_the_same_field_twice() -> None:
    _, _, faults = read("title: 例会\npeople: 3\n标题: 例会\n")

    [fault] = faults
    assert (fault.line, fault.code) == (4, "DUPLICATE_KEY")
    assert "第2行" in fault.message


def test_a_key_twice_is_a_fault_and_the_first_counts() -> None:
    found, _, faults = read("title: 甲\ntitle: 乙\npeople: 3\n")

    assert found["title"] == "甲"
    assert places(faults) == [(3, "DUPLICATE_KEY")]


def test_an_unknown_key_near_a_known_one_is_offered_it() -> None:
    _, _, [fault, *_] = read("titel: 例会\n")

    assert (fault.line, fault.code) == (2, "UNKNOWN_KEY")
    assert "“title”" in fault.remedy


def test_an_unknown_key_near_none_is_offered_none() -> None:
    _, _, [fault] = read("title: 例会\npeople: 3\nxyz: 1\n")

    assert (fault.line, fault.code) == (4, "UNKNOWN_KEY")
    assert "是不是" not in fault.remedy


def test_a_missing_key_is_named_at_the_head_with_how_to_write_it() -> None:
    _, _, [fault] = read("people: 3\n")

    assert (fault.line, fault.code) == (1, "MISSING_KEY")
    assert fault.remedy == "加一行“title: …”，写会议名称"


def test_each_wrong_item_of_a_list_is_named_on_its_line() -> None:
    _, _, faults = read("title: 例会\npeople:\n  - 3\n  - 三\n  - [4]\n")

    assert places(faults) == [(5, "NUMBER"), (6, "SHAPE")]
    assert all("“人数”" in fault.message for fault in faults)


def test_a_list_where_one_value_belongs_is_refused() -> None:
    _, _, faults = read("title: [例会]\npeople: 3\ndraft: {a: b}\n")

    assert places(faults) == [(2, "SHAPE"), (4, "SHAPE")]


def test_an_empty_list_is_refused() -> None:
    _, _, faults = read("title: 例会\npeople: []\nwords: 、\n")

    assert places(faults) == [(3, "EMPTY"), (4, "EMPTY")]


def test_all_faults_are_found_in_one_go() -> None:
    found, _, faults = read("title:\nxyz: 1\nwords: [甲]\n关键词: 乙\ndraft: maybe\n")

    assert found == {"words": ("甲",)}
    assert places(faults) == [
        (2, "EMPTY"),
        (3, "UNKNOWN_KEY"),
        (5, "DUPLICATE_KEY"),
        (6, "YES_OR_NO"),
        (1, "MISSING_KEY"),
    ]


def test_a_fault_prints_its_place_code_fact_and_remedy() -> None:
    _, _, [fault] = read("title: 例会\npeople: 三\n")

    assert str(fault) == "a.md:3: NUMBER “人数”：“三”不是整数（写阿拉伯数字，如“10”）"
