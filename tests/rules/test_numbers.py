"""Numbers that are somebody's, however they are written, and those that only look so."""

from __future__ import annotations

import pytest

from pipeline.rules.personal import numbers
from pipeline.rules.personal.samples import MOBILE, card, identity

NUMBER, CARD = identity(), card()
ENDS_IN_X = next(each for order in range(1, 99) if (each := identity(order)).endswith("X"))
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        ENDS_IN_X,
        ENDS_IN_X.lower(),
        ENDS_IN_X.translate(FULL_WIDTH),
        f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
        f"**{NUMBER}**",
        f"残疾人证号{NUMBER}44",
        f"学籍号：G{NUMBER}",
        f"社会保障号码：{NUMBER}",
        f"号码：{NUMBER}",
        "身份证号：140499010203001",
    ],
)
def test_an_identity_number_is_found_however_it_is_written(text: str) -> None:
    assert len(list(numbers.ids(numbers.plain(text)))) == 1


@pytest.mark.parametrize("territory", ["810000", "820000", "830000"])
def test_residents_of_hong_kong_macao_and_taiwan_have_one(territory: str) -> None:
    first = f"{territory}19010203001"
    assert list(numbers.ids(first + numbers.check_digit(first)))


def test_foreigners_with_permanent_residence_have_one_that_is_called_so() -> None:
    first = "91484019010203012"
    number = first + numbers.check_digit(first)
    assert list(numbers.ids(f"永久居留身份证号码：{number}"))
    assert not list(numbers.ids(f"统一社会信用代码：{number}"))
    assert not list(numbers.ids(number))


@pytest.mark.parametrize(
    "label", ["流水号", "受理号", "追溯码", "缴款码", "取件码", "项目代码", "准考证号", "不动产单元号", "电子监管号"]
)
def test_a_number_that_is_called_something_else_is_no_identity_number(label: str) -> None:
    assert not list(numbers.ids(f"{label}：{NUMBER}"))
    assert not list(numbers.ids(NUMBER, label))


@pytest.mark.parametrize("text", [f"1{NUMBER}", f"{NUMBER}1", "编号140499010203001"])
def test_a_part_of_a_longer_number_is_no_identity_number(text: str) -> None:
    assert not list(numbers.ids(text))


@pytest.mark.parametrize(
    "text",
    [
        MOBILE,
        f"+86{MOBILE}",
        f"+86 {MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}",
        f"{MOBILE[:3]}-{MOBILE[3:]}",
        f"0{MOBILE}",
        f"{MOBILE}转8",
        MOBILE.translate(FULL_WIDTH),
    ],
)
def test_a_mobile_number_is_found_however_it_is_written(text: str) -> None:
    assert len(list(numbers.mobiles(numbers.plain(text)))) == 1


@pytest.mark.parametrize(
    "text", ["4000355123", "400-035-5123", f"{MOBILE}元", f"QQ{MOBILE}", "138****1234", "13800000000"]
)
def test_hotlines_sums_and_masks_are_no_mobile_numbers(text: str) -> None:
    assert not list(numbers.mobiles(numbers.plain(text)))


@pytest.mark.parametrize(
    "text",
    [
        f"卡号{CARD}",
        f"农行{CARD}",
        f"账号{CARD[:6]} {CARD[6:]}",
        f"银行卡{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}",
    ],
)
def test_a_bank_card_is_found_however_it_is_written(text: str) -> None:
    assert len(list(numbers.cards(text))) == 1
