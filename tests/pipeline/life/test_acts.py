from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest

from model.content_folder import read_content
from model.faults import ContentFaults, Fault
from model.lifecycle import CITY, HEAD, IDENTIFIERS, PROVINCE, State
from model.profile import read_profile
from pipeline.life.acts import carry_out
from pipeline.life.commands import perform
from pipeline.life.options import options_of
from plugins.engine.output import OutputError
from tests.pipeline.life.office import DEPARTMENT, GOOD, NOW, PORTAL, Office, approvals, filings, migration

PLANNED: dict[str, Any] = {"name": "", "kind": "", "domain": "", "sponsor": ""}


def offline_twice(office: Office) -> Office:
    office.online().do("offline", date="2026-06-02", begins="2026-06-02", ends="2026-06-05")
    office.do("online", date="2026-06-05", filing=(), test="")
    return office


def planned(office: Office) -> Office:
    return office.write({"tyj/site.toml": DEPARTMENT})


def closed(office: Office) -> Office:
    office.migrating().do("close")
    return office


#: From where, which act, with which options: what is said against it.
BROKEN: list[tuple[Any, str, dict[str, Any], str, str]] = [
    # open
    (Office.approved, "open", PLANNED, "LIFE_STATE", "按办法第七条第一项，网站在“筹建”状态才能开设，2026-03-10时是“获批”"),
    (planned, "open", {**PLANNED, "applicant": ""}, "LIFE_SAYS", "按办法第七条第一项，开设要写明申请单位"),
    (planned, "open", {**PLANNED, "application": ""}, "LIFE_SAYS", "按办法第七条第一项，开设要写明书面申请的文号"),
    *(
        (planned, "open", {**PLANNED, "approval": tuple(each for each in GOOD["open"]["approval"] if level not in each)},
         "LIFE_APPROVAL", f"按办法第七条第一项，开设要经{level}同意，缺日期和文号")
        for level in (HEAD, CITY, PROVINCE)
    ),
    (planned, "open", {**PLANNED, "approval": approvals(HEAD, CITY, PROVINCE, date="2026-03-11")}, "LIFE_APPROVAL",
     "按办法第七条第一项，省政府办公厅2026-03-11才同意，开设从2026-03-10开始"),
    # online
    (planned, "online", {}, "LIFE_STATE", "网站在“获批、下线”状态才能上线，2026-06-01时是“筹建”"),
    *(
        (Office.approved, "online", {"filing": filings(*(each for each in IDENTIFIERS if each != kind))},
         "LIFE_FILING", f"按办法第七条，上线前要取得{kind}，缺编号")
        for kind in IDENTIFIERS
    ),
    (Office.approved, "online", {"test": ""}, "LIFE_TEST", "未通过安全检测的网站不得上线，没有安全检测报告"),
    (Office.approved, "online", {"test": "2026-05-20 晋测1号 未通过"}, "LIFE_TEST", "安全检测晋测1号未通过"),
    (Office.approved, "online", {"test": "2025-05-31 晋测1号 通过"}, "LIFE_TEST",
     "按互联网政务应用安全管理规定第十八条，安全检测365天之内有效，晋测1号是2025-05-31做的"),
    (Office.approved, "online", {"test": "2026-06-02 晋测1号 通过"}, "LIFE_TEST", "晋测1号是2026-06-02做的，上线是2026-06-01"),
    (Office.approved, "online", {"date": "2026-03-09"}, "LIFE_ORDER", "上线是2026-03-09办的，记在2026-03-10的开设后面"),
    # offline
    (Office.approved, "offline", {}, "LIFE_STATE", "网站在“在线、下线”状态才能临时下线，2026-07-01时是“获批”"),
    (Office.resting, "offline", {}, "LIFE_STATE", "2026-07-01时是“下线”"),
    *(
        (Office.online, "offline", {key: ""}, "LIFE_SAYS", f"按办法第八条第二项，临时下线要写明{label}")
        for key, label in {
            "applicant": "申请单位", "application": "书面申请的文号", "reason": "原因", "contact": "联系渠道",
            "begins": "起始日期", "ends": "结束日期",
        }.items()
    ),
    (Office.online, "offline", {"approval": approvals(PROVINCE)}, "LIFE_APPROVAL", "临时下线要经市政府办公室同意"),
    (Office.online, "offline", {"approval": approvals(CITY)}, "LIFE_APPROVAL", "临时下线要经省政府办公厅同意"),
    (Office.online, "offline", {"ends": "2026-07-31"}, "LIFE_TERM", "按办法第八条第二项，临时下线最多30天，这次有31天"),
    (Office.online, "offline", {"ends": "2026-06-30"}, "LIFE_TERM", "临时下线的结束日期2026-06-30早于起始日期2026-07-01"),
    (offline_twice, "offline", {}, "LIFE_TIMES", "按办法第八条第二项，临时下线每年最多1次，2026年已经在2026-06-02下线过"),
    # emergency
    (Office.resting, "emergency", {}, "LIFE_STATE", "网站在“在线、迁移”状态才能紧急关停，2026-07-01时是“下线”"),
    (Office.online, "emergency", {"reason": ""}, "LIFE_SAYS", "按办法第八条第二项，紧急关停要写明原因"),
    (Office.online, "emergency", {"ends": "2026-07-04"}, "LIFE_TERM", "按办法第八条第二项，紧急关停最多3天，这次有4天"),
    # close
    (Office.online, "close", {}, "LIFE_STATE", "网站在“迁移”状态才能关停，2026-07-01时是“在线”"),
    (closed, "close", {}, "LIFE_STATE", "2026-07-01时是“关停”"),
    *(
        (Office.migrating, "close",
         {"filing": filings(*(each for each in (*IDENTIFIERS, "英文域名") if each != kind))},
         "LIFE_FILING", f"按办法第八条第三项，关停要注销{kind}，缺回执号和日期")
        for kind in (*IDENTIFIERS, "英文域名")
    ),
    (Office.migrating, "close", {"approval": ()}, "LIFE_APPROVAL", "关停要经省政府办公厅同意"),
    (Office.migrating, "close", {"ends": "2026-07-30"}, "LIFE_TERM", "关停公告至少保留30天，只保留到2026-07-30"),
    (lambda office: office.migrating(ends="2026-07-02"), "close", {}, "LIFE_TERM",
     "完成迁移才能关停，内容到2026-07-02才搬完"),
    # change
    (Office.approved, "change", {}, "LIFE_STATE", "网站在“在线、下线、迁移”状态才能变更"),
    (Office.online, "change", {"changed": ()}, "LIFE_SAYS", "按办法第八条第五项，变更要写明变更内容"),
    (Office.online, "change", {"filing": ()}, "LIFE_FILING", "按办法第八条第五项，变更要及时备案，缺备案的文号和日期"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "act", "changed", "code", "said"), BROKEN)
def test_an_act_that_breaks_a_rule_is_refused_with_its_clause_and_writes_nothing(
    office: Office, state: Any, act: str, changed: dict[str, Any], code: str, said: str
) -> None:
    state(office)

    found = office.refused(act, **changed)

    assert [fault for fault in found if fault.code == code and said in fault.message], found
    assert all(fault.path == "tyj/lifecycle.toml" and fault.remedy for fault in found)


def test_a_portal_is_never_closed_or_moved(office: Office) -> None:
    office.do("open", site="portal", **PLANNED)
    office.do("online", site="portal")

    found = office.refused("close", site="portal")

    assert "按办法第八条第一项，政府门户网站不得关停，不能关停" in {fault.message for fault in found}
    assert carrying(office, "portal", migration(target="tyj"))[0].code == "LIFE_PORTAL"


def carrying(office: Office, site: str, act: Any, **more: Any) -> list[Fault]:
    """The reasons against an act that is carried out as it is."""
    content = read_content(office.content)
    before = office.bytes()
    with pytest.raises(ContentFaults) as caught:
        carry_out(content, content.sites[site], act, read_profile(office.content)[0], NOW, **more)
    assert office.bytes() == before
    return list(caught.value.faults)


@pytest.mark.parametrize("target", ["tyj", "wlj"])
def test_a_site_moves_to_another_site_of_the_platform(office: Office, target: str) -> None:
    office.online()

    [fault] = carrying(office, "tyj", migration(target=target))

    assert (fault.code, fault.remedy) == ("LIFE_TARGET", "网站有：portal")


def test_all_reasons_are_said_at_once(office: Office) -> None:
    office.online().write(
        {
            "portal/site.toml": PORTAL.replace('kind = "notice"', 'kind = "page"'),
            "forms/xiaxian.md": "# ${网站}\n\n${甲}\n",
            "profile.toml": '[x]\nvalue = 1\nclause = "x"\nmeaning = "x"\n',
            "tyj/zwgk": "no folder",
        }
    )

    found = office.codes("offline", ends="2026-08-31", reason="", approval=("市政府 2026-03-05 1号",), column="nowhere")

    assert found == [
        ("--approval", "LEVEL"),
        ("--column", "NO_COLUMN"),
        ("forms/xiaxian.md", "LIFE_FORM"),
        ("portal/site.toml", "NO_COLUMN"),
        ("profile.toml", "UNKNOWN_THRESHOLD"),
        *[("tyj/lifecycle.toml", "LIFE_APPROVAL")] * 2,
        ("tyj/lifecycle.toml", "LIFE_SAYS"),
        ("tyj/lifecycle.toml", "LIFE_TERM"),
        ("tyj/zwgk", "SPECIAL_FILE"),
    ]


@pytest.mark.parametrize("act", GOOD)
def test_an_act_that_keeps_every_rule_is_recorded(office: Office, act: str) -> None:
    before = {"open": Office.bytes, "online": Office.approved, "close": Office.migrating}.get(act, Office.online)
    before(office)

    carried = office.do(act)

    assert carried.written[-1] == "tyj/lifecycle.toml"
    assert all((office.content / path).is_file() for path in carried.written)
    assert office.life().acts[-1].act == act
    assert carried.todo


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        ("tyj/lifecycle.toml", "acts = [", "TOML"),
        ("tyj/lifecycle.toml", b"\xff\xfe", "ENCODING"),
        ("tyj/site.toml", "name = ", "TOML"),
        ("portal/site.toml", "name = ", "TOML"),
        ("portal/lifecycle.toml", "x = 1", "SHAPE"),
        ("platform.toml", "portal = 'nowhere'", "NO_PORTAL"),
        ("profile.toml", "[offline_day]\nvalue = 99\nclause = 'x'\nmeaning = 'x'", "UNKNOWN_THRESHOLD"),
    ],
)
def test_content_at_fault_is_a_reason_against_every_act(office: Office, file: str, text: str, code: str) -> None:
    office.online().write({file: text})

    assert (file, code) in office.codes("offline")


def test_a_record_that_is_a_link_takes_no_act_and_is_not_followed(office: Office, tmp_path: Path) -> None:
    office.online()
    (office.content / "tyj/lifecycle.toml").rename(tmp_path / "lifecycle.toml")
    (office.content / "tyj/lifecycle.toml").symlink_to(tmp_path / "lifecycle.toml")
    before = (tmp_path / "lifecycle.toml").read_bytes()

    assert ("tyj/lifecycle.toml", "SYMLINK") in office.codes("offline")
    assert (tmp_path / "lifecycle.toml").read_bytes() == before


@pytest.mark.parametrize("make", [Path.touch, lambda path: None])
def test_content_that_is_no_folder_is_said_in_a_line(tmp_path: Path, make: Any) -> None:
    make(tmp_path / "content")

    with pytest.raises(ContentFaults, match=r"NO_CONTENT 内容文件夹不存在（用--content写出）"):
        perform(tmp_path / "content", options_of("offline", site="tyj"), NOW)


@pytest.mark.parametrize("name", ["", "tjy", "..", "portal/..", "字" * 200])
def test_an_act_of_a_site_that_is_not_there_is_refused(office: Office, name: str) -> None:
    office.online()

    assert office.codes("offline", site=name, date="昨天") == [("--date", "DATE"), ("--site", "NO_SITE")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_only_be_read_is_said_in_a_line(office: Office) -> None:
    office.online()
    before = office.bytes()
    (office.content / "tyj").chmod(0o555)

    with pytest.raises(OutputError, match="写不进去，Permission denied"):
        office.do("offline")

    (office.content / "tyj").chmod(0o755)
    assert office.bytes() == before


def test_a_disk_that_refuses_leaves_everything_as_it_was(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.online()
    before = office.bytes()
    rename = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "lifecycle.toml":
            raise OSError(30, "Read-only file system")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=r"^tyj/lifecycle\.toml：写不进去，Read-only file system，已经写的都撤回了（"):
        office.do("offline")

    assert office.bytes() == before


def test_files_of_the_caller_are_written_with_the_record_or_not_at_all(office: Office) -> None:
    office.online()
    content, files = read_content(office.content), {"tyj/redirects.csv": "旧网址,新网址\n".encode()}
    fault = Fault("map.csv", 2, "CSV", "这一行写法有误", "检查引号是否成对")

    assert carrying(office, "tyj", migration(), files=files, faults=[fault]) == [fault]

    carried = carry_out(content, content.sites["tyj"], migration(), read_profile(office.content)[0], NOW, files=files)

    assert (carried.written[0], carried.written[-1]) == ("tyj/redirects.csv", "tyj/lifecycle.toml")
    assert office.bytes()["tyj/redirects.csv"] == files["tyj/redirects.csv"]
    assert office.life().state(NOW.date()) is State.MIGRATING


# What follows from the settings


def test_numbers_that_stand_in_the_settings_need_not_be_written_again(office: Office) -> None:
    office.approved()
    numbers = (
        'chinese_domain = "云川市体育局.政务"\ncode = "1404000099"\nicp = "晋ICP备05000001号-4"\n'
        'police = "晋公网安备14040002000009号"\nmark = "CA040000000603000000099"\n'
    )
    office.write({"tyj/site.toml": numbers + DEPARTMENT})

    office.do("online", filing=("ICP备案 晋ICP备05000001号-5 2026-04-01",))

    act = office.life().acts[-1]
    assert {filing.kind: filing.number for filing in act.filings} == {
        "ICP备案": "晋ICP备05000001号-5",
        "中文域名": "云川市体育局.政务",
        "党政机关网站标识": "CA040000000603000000099",
        "公安备案": "晋公网安备14040002000009号",
        "网站标识码": "1404000099",
    }
    assert {filing.date for filing in act.filings[1:]} == {dt.date(2026, 6, 1)}


def test_a_site_that_comes_back_obtains_no_numbers(office: Office) -> None:
    office.resting().write({"tyj/site.toml": 'code = "1404000099"\n' + DEPARTMENT})

    office.do("online", date="", filing=(), test="")

    assert office.life().acts[-1].filings == ()


@pytest.mark.parametrize(
    "settings",
    [
        DEPARTMENT,
        DEPARTMENT.replace("\n", "\r\n"),
        DEPARTMENT.replace("domain =", '"域名"='),
        DEPARTMENT.replace('domain = "tyj.yunchuan.gov.cn"', "  'domain'  =  'tyj.yunchuan.gov.cn'"),
        "\ufeff" + DEPARTMENT + 'description = "domain = tyj.yunchuan.gov.cn"\n',
    ],
)
def test_another_domain_changes_one_line_of_the_settings(office: Office, settings: str) -> None:
    office.online().write({"tyj/site.toml": settings})
    old = office.bytes()["tyj/site.toml"]

    office.do("change", domain="tiyu.yunchuan.gov.cn", changed=())

    assert office.bytes()["tyj/site.toml"] == bytes(old).replace(b"tyj.yunchuan", b"tiyu.yunchuan", 1)  # type: ignore[arg-type]
    act = office.life().acts[-1]
    assert (act.old_domain, act.changes) == (
        "tyj.yunchuan.gov.cn",
        ("网站域名由tyj.yunchuan.gov.cn变更为tiyu.yunchuan.gov.cn",),
    )


def test_a_change_that_speaks_of_the_domain_is_not_said_twice(office: Office) -> None:
    office.online()

    office.do("change", domain="tiyu.yunchuan.gov.cn", changed=("负责人变更", "域名改为tiyu.yunchuan.gov.cn"))

    assert office.life().acts[-1].changes == ("负责人变更", "域名改为tiyu.yunchuan.gov.cn")


@pytest.mark.parametrize(
    ("domain", "place", "code"),
    [
        ("https://tiyu.yunchuan.gov.cn/", "--domain", "DOMAIN"),
        ("tiyu.yunchuan.com", "--domain", "DOMAIN_FORM"),
        ("tyj.yunchuan.gov.cn", "--domain", "LIFE_OPTION"),
        ("tiyu.yunshan.gov.cn", "tyj/site.toml", "DOMAIN_PARENT"),
        ("jyj.yunchuan.gov.cn", "tyj/site.toml", "SAME_SITE"),
    ],
)
def test_another_domain_keeps_the_rules_of_domains(office: Office, domain: str, place: str, code: str) -> None:
    other = DEPARTMENT.replace("tyj", "jyj").replace("体育", "教育")
    office.online().write({"jyj/site.toml": other})

    assert office.codes("change", domain=domain) == [(place, code)]


def test_a_domain_that_stands_oddly_is_changed_by_hand(office: Office) -> None:
    office.online().write({"tyj/site.toml": DEPARTMENT.replace('"tyj.yunchuan.gov.cn"', '"""tyj.yunchuan.gov.cn"""')})

    assert office.codes("change", domain="tiyu.yunchuan.gov.cn") == [("tyj/site.toml", "LIFE_DOMAIN")]


def test_a_citys_own_thresholds_hold(office: Office) -> None:
    text = '[offline_days]\nvalue = 10\nclause = "云川市政府网站管理办法第八条"\nmeaning = "临时下线最多多少天"\n'
    office.online().write({"profile.toml": text})

    [fault] = office.refused("offline", ends="2026-07-11")

    assert "按云川市政府网站管理办法第八条，临时下线最多10天，这次有11天" in fault.message


def test_the_end_of_the_calendar_breaks_nothing(office: Office) -> None:
    office.migrating()

    assert {code for _, code in office.codes("close", date="9999-12-20")} == {"LIFE_TERM"}
    office.do("close", ends="9999-12-31")

    assert office.build("2026-07-02 09:00").path("/zwgk/tzgg/2026-07-01-tyj-guanting/").exists()
