"""What is to be filed with the superior, what was filed already, and whether the record only grew."""

from __future__ import annotations

import pytest

from tests.conftest import DEPARTMENT, SITE, City
from tests.pipeline.changes.history import Town

RECORD = """
[[acts]]
act = "open"
date = 2025-01-02
applicant = "云川市人民政府办公室"

[[acts]]
act = "online"
date = 2025-03-01
"""
CHANGE = """
[[acts]]
act = "change"
date = 2026-11-20
applicant = "云川市人民政府办公室"
changes = [{changes}]
filings = [{{ kind = "变更备案", number = "云政办备〔2026〕7号", date = 2026-11-21 }}]
"""
NEWS = 'path = "yaowen"\nname = "政务要闻"'
PLAIN = SITE.replace('code = "1404000001"\n', 'code = "1404000001"\nsponsor = "云川市政府办"\nphone = "0355-0120001"\n')


@pytest.fixture
def town(city: City) -> Town:
    return Town(city).write({"portal/site.toml": PLAIN, "portal/lifecycle.toml": RECORD}).commit()


def filed(*changes: str) -> str:
    """The record with one more act."""
    return RECORD + CHANGE.format(changes=", ".join(f'"{each}"' for each in changes))


def covered(town: Town) -> dict[str, str]:
    """The number under which each item was filed, by what it is."""
    return {item.what: item.filing.number if item.filing else "" for item in town.of().items}


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('name = "云川市人民政府"', 'name = "云川市政府"', "网站名称"),
        ('sponsor = "云川市政府办"', 'sponsor = "云川市政府办公室"', "主办单位"),
        ('phone = "0355-0120001"', 'phone = "0355-0120002"', "联系方式（电话）"),
        ('phone = "0355-0120001"', 'phone = "0355-0120001"\nresponsible = "分管副主任"', "负责人"),
        ('phone = "0355-0120001"', 'phone = "0355-0120001"\nemail = "a@yunchuan.gov.cn"', "联系方式（邮箱）"),
        ('phone = "0355-0120001"', 'phone = "0355-0120001"\naddress = "市府路1号"', "联系方式（地址）"),
        ('phone = "0355-0120001"', 'phone = "0355-0120001"\noperator = "市信息中心"', "承办单位"),
        ("www.yunchuan.gov.cn", "www.yunchuanshi.gov.cn", "域名"),
        ('code = "1404000001"', 'code = "1404000001"\nchinese_domain = "云川.政务"', "中文域名"),
    ],
)
def test_each_setting_that_the_superior_keeps_is_to_be_filed(town: Town, old: str, new: str, what: str) -> None:
    assert covered(town.edit("portal/site.toml", old, new)) == {what: ""}


def test_a_site_files_with_the_level_above_it(town: Town) -> None:
    county = SITE.replace("portal", "portal").replace("云川市", "岫溪县").replace("yunchuan", "xiuxi")
    county = county.replace('code = "1404000001"', 'level = "county"')
    town.write({"jyj/site.toml": DEPARTMENT, "xiuxi/site.toml": county}).commit()

    assert {site.name: site.superior for site in town.changes().sites} == {
        "portal": "省政府办公厅",
        "jyj": "市政府办公室",
        "xiuxi": "市政府办公室",
    }


def test_a_domain_must_be_announced_on_the_old_site(town: Town) -> None:
    town.edit("portal/site.toml", "www.yunchuan.gov.cn", "www.yunchuanshi.gov.cn")

    assert town.of().announce == "www.yunchuan.gov.cn"

    told = 'old_domain = "www.yunchuan.gov.cn"\nnotices = ["portal/yaowen/yuming.md"]\n'
    town.write({"portal/lifecycle.toml": filed("域名") + told})

    assert town.of().announce == ""
    assert covered(town) == {"域名": "云政办备〔2026〕7号"}


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("主办单位", True),
        ("主办单位由云川市政府办变更为云川市政府办公室", True),
        ("主办单位电话", False),
        ("负责人", False),
        ("改由云川市政府办公室主办", True),
    ],
)
def test_a_recorded_change_covers_what_it_speaks_of(town: Town, text: str, yes: bool) -> None:
    town.edit("portal/site.toml", '"云川市政府办"', '"云川市政府办公室"').write({"portal/lifecycle.toml": filed(text)})

    assert bool(covered(town)["主办单位"]) is yes


def test_the_chinese_domain_is_not_the_domain(town: Town) -> None:
    town.edit("portal/site.toml", "www.yunchuan.gov.cn", "www.yunchuanshi.gov.cn")
    town.write({"portal/lifecycle.toml": filed("中文域名")})

    assert covered(town) == {"域名": ""}


@pytest.mark.parametrize(
    ("text", "of_news", "of_policies"),
    [
        ("栏目的主体结构", True, True),
        ("栏目“政务要闻”改名", True, False),
        ("栏目zcwj改名", False, True),
        ("栏目“通知”改名", True, True),
        ("栏目“政策解读”改名", False, False),
        ("联系方式", False, False),
    ],
)
def test_a_recorded_change_of_one_column_covers_no_other(
    town: Town, text: str, of_news: bool, of_policies: bool
) -> None:
    town.edit("portal/site.toml", "政务要闻", "要闻").edit("portal/site.toml", 'name = "政策文件"', 'name = "文件"')
    town.write({"portal/lifecycle.toml": filed(text)})

    news, policies = town.of().items

    assert (bool(news.filing), bool(policies.filing)) == (of_news, of_policies)


def test_what_was_filed_before_the_commit_covers_nothing_new(town: Town) -> None:
    town.write({"portal/lifecycle.toml": filed("主办单位")}).commit()
    town.edit("portal/site.toml", '"云川市政府办"', '"云川市政府办公室"')

    assert covered(town) == {"主办单位": ""}


def test_a_change_without_its_filing_covers_nothing(town: Town) -> None:
    record = filed("主办单位").partition("filings")[0]
    town.edit("portal/site.toml", '"云川市政府办"', '"云川市政府办公室"').write({"portal/lifecycle.toml": record})

    assert covered(town) == {"主办单位": ""}


# The record


def test_a_record_may_grow_and_be_written_otherwise(town: Town) -> None:
    town.write({"portal/lifecycle.toml": "# 备注\n" + filed("域名").replace('act = "open"', "act    =  'open'")})

    assert town.of().rewritten is None


@pytest.mark.parametrize(
    ("record", "line", "fact"),
    [
        (RECORD.replace("2025-03-01", "2025-03-02"), 7, "第2条记录（2025-03-01上线）改动或者删去了"),
        (RECORD.replace("act = \"open\"\ndate = 2025-01-02", "act = \"open\"\ndate = 2025-01-03"), 2, "第1条记录（2025-01-02开设）改动或者删去了"),
        (RECORD.rpartition("\n[[acts]]")[0] + "\n", 2, "第2条记录（2025-03-01上线）改动或者删去了"),
        ("", 1, "第1条记录（2025-01-02开设）改动或者删去了"),
    ],
)  # fmt: skip
def test_a_record_that_did_not_only_grow_is_a_fault(town: Town, record: str, line: int, fact: str) -> None:
    found = town.write({"portal/lifecycle.toml": record}).of().rewritten

    assert found
    assert (found.path, found.line, found.code, found.message) == (
        "portal/lifecycle.toml",
        line,
        "LIFE_REWRITTEN",
        fact,
    )
    assert "记录只在末尾添加" in found.remedy


def test_a_record_that_is_gone_is_a_fault(town: Town) -> None:
    found = town.drop("portal/lifecycle.toml").of().rewritten

    assert found
    assert found.line == 1
