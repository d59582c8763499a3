from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.faults import Fault
from model.identifiers import Domain
from model.lifecycle import (
    ACT_NAMES,
    CHANGE_FILING,
    CITY,
    ENGLISH_DOMAIN,
    HEAD,
    IDENTIFIERS,
    PROVINCE,
    Act,
    Approval,
    Filing,
    Lifecycle,
    SecurityTest,
)
from model.lifecycle_rules import faults_of_record, refusals
from model.profile import Threshold, read_profile
from model.site import Home, Site, SiteSettings

PROFILE = read_profile(Path())[0]
SITES = frozenset({"tyj", "portal", "wlj"})


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def site(kind: str = "department", level: str = "city") -> Site:
    settings = SiteSettings(name="云川市体育局", kind=kind, level=level, domain=Domain("tyj.yunchuan.gov.cn"))
    return Site("tyj", settings, (), Home())


def approved(*levels: str, on: str = "2026-01-05") -> tuple[Approval, ...]:
    return tuple(Approval(level=level, date=day(on), number="1号") for level in levels)


def filed(*kinds: str) -> tuple[Filing, ...]:
    return tuple(Filing(kind=kind, number="1号", date=day("2026-01-05")) for kind in kinds)


TEST = SecurityTest(date=day("2026-01-20"), number="晋测1号", result="通过")
_ASKED = {"applicant": "云川市体育局", "application": "1号"}
_BOTH = {**_ASKED, "approvals": approved(CITY, PROVINCE)}
_REST = {"reason": "搬迁", "contact": "电话"}
#: For each act, the day on which it keeps every rule, and what it says.
KEPT: dict[str, dict[str, Any]] = {
    "open": {**_ASKED, "date": "2026-01-10", "approvals": approved(HEAD, CITY, PROVINCE)},
    "online": {"date": "2026-02-01", "filings": filed(*IDENTIFIERS), "security_test": TEST},
    "offline": {**_BOTH, **_REST, "date": "2026-03-01", "begins": "2026-03-01", "ends": "2026-03-30"},
    "emergency": {**_ASKED, **_REST, "date": "2026-03-01", "begins": "2026-03-01", "ends": "2026-03-03"},
    "migrate": {**_BOTH, "date": "2026-04-01", "reason": "整合", "begins": "2026-04-01", "ends": "2026-05-01", "target": "portal"},
    "close": {**_BOTH, "date": "2026-05-02", "ends": "2026-06-01", "filings": filed(*IDENTIFIERS, ENGLISH_DOMAIN)},
    "change": {"date": "2026-03-01", "applicant": "云川市体育局", "changes": ("电话",), "filings": filed(CHANGE_FILING)},
    "test": {"date": "2026-03-01", "security_test": TEST},
}  # fmt: skip


def act(name: str, **changed: Any) -> Act:
    """An act that keeps every rule, but for what is changed of it."""
    said = {**KEPT[name], **changed}
    days = {key: day(said[key]) for key in ("date", "begins", "ends") if isinstance(said.get(key), str)}
    return Act(act=name, **{**said, **days})


def life(*acts: Act) -> Lifecycle:
    return Lifecycle(acts, tuple(range(1, 20 * len(acts), 20)))


BEFORE: dict[str, tuple[Act, ...]] = {
    "open": (),
    "online": (act("open"),),
    "close": (act("open"), act("online"), act("migrate")),
}
ONLINE = (act("open"), act("online"))


def against(new: Act, *before: Act, of: Site | None = None, profile: dict[str, Threshold] = PROFILE) -> list[Fault]:
    """The reasons against an act after others; without others, after those that come before it."""
    known = before or BEFORE.get(new.act, ONLINE)
    return refusals(of or site(), life(*known), new, SITES, profile)


def codes(new: Act, *before: Act, **more: Any) -> list[str]:
    return [fault.code for fault in against(new, *before, **more)]


@pytest.mark.parametrize("name", ACT_NAMES)
def test_an_act_that_keeps_every_rule_has_nothing_against_it(name: str) -> None:
    assert against(act(name)) == []


def test_reasons_stand_where_the_act_would_stand() -> None:
    assert {(fault.path, fault.line) for fault in against(act("offline", reason=""))} == {("tyj/lifecycle.toml", 22)}


FROM = {
    "open": (),
    "online": ((act("open"),), (*ONLINE, act("emergency"))),
    "offline": (ONLINE, (*ONLINE, act("emergency", date="2026-02-25", begins="2026-02-25", ends="2026-02-26"))),
    "emergency": (ONLINE, (*ONLINE, act("migrate", date="2026-02-10", begins="2026-02-10"))),
    "migrate": (ONLINE,),
    "close": (BEFORE["close"],),
    "change": (ONLINE, (*ONLINE, act("emergency")), (*ONLINE, act("migrate", date="2026-02-10", begins="2026-02-10"))),
}


@pytest.mark.parametrize(("name", "before"), [(name, before) for name, states in FROM.items() for before in states])
def test_a_site_goes_along_the_arrows(name: str, before: tuple[Act, ...]) -> None:
    assert "LIFE_STATE" not in codes(act(name, date="2026-05-02" if name == "close" else "2026-03-01"), *before)


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("open", (act("open"),)),
        ("open", ONLINE),
        ("online", ONLINE),
        ("offline", (act("open"),)),
        ("offline", (*ONLINE, act("offline", begins="2026-02-10", ends="2026-02-12", date="2026-02-10"))),
        ("offline", (*ONLINE, act("migrate", date="2026-02-10", begins="2026-02-10"))),
        ("emergency", (*ONLINE, act("emergency", date="2026-02-10", begins="2026-02-10", ends="2026-02-11"))),
        ("migrate", (act("open"),)),
        ("close", ONLINE),
        ("change", (act("open"),)),
        ("change", (*BEFORE["close"], act("close"))),
    ],
)
def test_a_site_goes_no_other_way(name: str, before: tuple[Act, ...]) -> None:
    late = {"date": "2026-05-03", "begins": "2026-05-03", "ends": "2026-06-02"} if len(before) > 3 else {}

    assert "LIFE_STATE" in codes(act(name, **late), *before)


def test_an_emergency_that_lasts_becomes_a_rest_whatever_was_changed_between() -> None:
    emergency = act("emergency", date="2026-02-25", begins="2026-02-25", ends="2026-02-27")
    change = act("change", date="2026-02-26")

    assert against(act("offline"), *ONLINE, emergency, change) == []


@pytest.mark.parametrize("level", ["city", "county"])
@pytest.mark.parametrize("name", ["migrate", "close"])
def test_a_portal_is_never_closed(name: str, level: str) -> None:
    assert "LIFE_PORTAL" in codes(act(name), of=site("portal", level))


@pytest.mark.parametrize(
    ("name", "level"),
    [("open", HEAD), ("open", CITY), ("open", PROVINCE)]
    + [(name, level) for name in ("offline", "migrate", "close") for level in (CITY, PROVINCE)],
)
def test_every_level_approves_by_the_day_on_which_the_act_holds(name: str, level: str) -> None:
    whole = KEPT[name]["approvals"]
    others = tuple(each for each in whole if each.level != level)

    [missing] = against(act(name, approvals=others))
    assert (missing.code, level in missing.message) == ("LIFE_APPROVAL", True)

    effective = act(name).effective
    assert codes(act(name, approvals=(*others, *approved(level, on=f"{effective}")))) == []
    assert codes(act(name, approvals=(*others, *approved(level, on=f"{effective + dt.timedelta(1)}")))) == [
        "LIFE_APPROVAL"
    ]


def test_the_citys_portal_has_no_city_above_it() -> None:
    rest = act("offline", approvals=approved(PROVINCE))

    assert codes(rest, of=site("portal", "city")) == []
    assert codes(rest, of=site("portal", "county")) == ["LIFE_APPROVAL"]


SAYS = {
    "open": ("applicant", "application"),
    "offline": ("applicant", "application", "reason", "contact", "begins", "ends"),
    "emergency": ("applicant", "application", "reason", "contact", "begins", "ends"),
    "migrate": ("applicant", "application", "reason", "begins", "ends", "target"),
    "close": ("applicant", "application", "ends"),
    "change": ("applicant", "changes"),
}


@pytest.mark.parametrize(("name", "key"), [(name, key) for name, keys in SAYS.items() for key in keys])
def test_an_act_says_what_it_must(name: str, key: str) -> None:
    empty: object = {"begins": None, "ends": None, "changes": ()}.get(key, "")

    assert codes(act(name, **{key: empty})) == ["LIFE_SAYS"]


@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_a_site_has_five_identifiers_before_it_first_goes_online(kind: str) -> None:
    others = filed(*(each for each in IDENTIFIERS if each != kind))

    assert codes(act("online", filings=others)) == ["LIFE_FILING"]
    assert codes(act("online", filings=(), security_test=None, date="2026-03-02"), *ONLINE, act("emergency")) == []


@pytest.mark.parametrize(
    ("date", "result", "refused"),
    [
        ("2025-02-01", "通过", False),
        ("2025-01-31", "通过", True),
        ("2026-02-01", "通过", False),
        ("2026-02-02", "通过", True),
        ("2026-01-20", "未通过", True),
    ],
)
def test_a_security_test_was_passed_within_a_year(date: str, result: str, refused: bool) -> None:
    test = SecurityTest(date=day(date), number="1", result=result)

    assert codes(act("online", security_test=test)) == ["LIFE_TEST"] * refused


def test_without_a_security_test_no_site_goes_online() -> None:
    assert codes(act("online", security_test=None)) == ["LIFE_TEST"]


@pytest.mark.parametrize(
    ("name", "begins", "ends", "refused"),
    [
        ("offline", "2026-03-01", "2026-03-30", False),
        ("offline", "2026-03-01", "2026-03-31", True),
        ("offline", "2026-03-02", "2026-03-01", True),
        ("offline", "2026-03-02", "2026-03-02", False),
        ("emergency", "2026-03-01", "2026-03-03", False),
        ("emergency", "2026-03-01", "2026-03-04", True),
        ("migrate", "2026-04-01", "2026-04-02", False),
        ("migrate", "2026-04-01", "2026-04-01", True),
        ("close", "2026-05-02", "2026-06-01", False),
        ("close", "2026-05-02", "2026-05-31", True),
        ("close", "2026-05-01", "2026-05-31", False),
        ("close", "2026-04-30", "2026-06-30", True),
    ],
)
def test_an_act_keeps_its_term(name: str, begins: str, ends: str, refused: bool) -> None:
    date = min(begins, f"{KEPT[name]['date']}")
    before = BEFORE.get(name, ONLINE)

    assert codes(act(name, begins=begins, ends=ends, date=date), *before) == ["LIFE_TERM"] * refused


def test_a_site_rests_once_a_year_and_emergencies_are_not_counted() -> None:
    rest = act("offline", date="2026-02-05", begins="2026-02-05", ends="2026-02-08")
    back = act("online", date="2026-02-08", filings=(), security_test=None)
    emergency = act("emergency", date="2026-02-20", begins="2026-02-20", ends="2026-02-21")
    again = act("online", date="2026-02-21", filings=(), security_test=None)

    assert codes(act("offline"), *ONLINE, rest, back) == ["LIFE_TIMES"]
    assert codes(act("offline", date="2027-01-01", begins="2027-01-01", ends="2027-01-02"), *ONLINE, rest, back) == []
    assert codes(act("offline"), *ONLINE, emergency, again) == []


@pytest.mark.parametrize("kind", [*IDENTIFIERS, ENGLISH_DOMAIN])
def test_a_closure_cancels_every_registration(kind: str) -> None:
    others = filed(*(each for each in (*IDENTIFIERS, ENGLISH_DOMAIN) if each != kind))

    [fault] = against(act("close", filings=others))

    assert (fault.code, kind in fault.message) == ("LIFE_FILING", True)


@pytest.mark.parametrize("target", ["tyj", "nowhere"])
def test_content_moves_to_another_site_of_the_platform(target: str) -> None:
    assert codes(act("migrate", target=target)) == ["LIFE_TARGET"]


def test_a_change_is_filed() -> None:
    assert codes(act("change", filings=filed("ICP备案"))) == ["LIFE_FILING"]


def test_acts_are_recorded_in_the_order_of_their_dates() -> None:
    assert codes(act("online", date="2026-01-09", begins="2026-02-01")) == ["LIFE_ORDER"]
    assert codes(act("online", date="2026-01-10", begins="2026-02-01")) == []


def test_a_rest_that_should_be_over_is_reported_in_a_record_and_against_no_act() -> None:
    record = life(*ONLINE, act("emergency"))

    def found(today: str) -> list[tuple[int, str]]:
        return [(each.line, each.code) for each in faults_of_record(site(), record, SITES, PROFILE, day(today))]

    assert found("2026-03-03") == []
    assert found("2026-03-04") == [(41, "LIFE_OVERDUE")]
    assert against(act("online", date="2026-03-09", filings=(), security_test=None), *record.acts) == []
    assert against(act("change", date="2026-03-09"), *record.acts) == []


def test_an_act_that_would_make_an_earlier_one_wrong_is_refused_there() -> None:
    rest = act("offline", date="2026-02-10", begins="2026-04-10", ends="2026-04-20")
    move = act("migrate", date="2026-04-01", begins="2026-04-01")

    [fault] = against(move, *ONLINE, rest)

    assert (fault.line, fault.code) == (41, "LIFE_STATE")
    assert fault.message == "按办法第八条第二项，网站在“在线、下线”状态才能临时下线，2026-04-10时是“迁移”"


def test_a_record_at_fault_already_is_no_reason_against_an_act() -> None:
    wrong = act("online", security_test=None)

    assert against(act("change"), act("open"), wrong) == []


def test_thresholds_come_from_the_profile() -> None:
    own = {**PROFILE, "offline_days": Threshold(value=10, clause="云川市规定第一条", meaning="临时下线最多多少天")}

    [fault] = against(act("offline"), profile=own)

    assert "按云川市规定第一条，临时下线最多10天，这次有30天" in fault.message


@pytest.mark.parametrize("name", ACT_NAMES)
def test_every_reason_names_a_clause_or_two_dates_and_a_remedy(name: str) -> None:
    bare = Act(act=name, date=day("2026-03-01"))

    for fault in refusals(site("portal"), life(act("open")), bare, SITES, PROFILE):
        assert fault.message.startswith("按") or fault.code == "LIFE_ORDER"
        assert fault.remedy
        assert not (fault.message + fault.remedy).endswith("。")


ACTS = st.builds(
    Act,
    act=st.sampled_from([*ACT_NAMES]),
    date=st.dates(),
    begins=st.none() | st.dates(),
    ends=st.none() | st.dates() | st.just(dt.date.max),
    target=st.sampled_from(["", "tyj", "portal"]),
    approvals=st.lists(st.builds(Approval, level=st.sampled_from([HEAD, CITY, PROVINCE]), date=st.dates(), number=st.just("1"))).map(tuple),
    security_test=st.none() | st.builds(SecurityTest, date=st.dates(), number=st.just("1"), result=st.just("通过")),
)  # fmt: skip


@given(st.lists(ACTS, max_size=6), ACTS, st.sampled_from(["portal", "department"]), st.dates())
def test_any_acts_in_any_order_are_judged(acts: list[Act], new: Act, kind: str, today: dt.date) -> None:
    found = [
        *refusals(site(kind), life(*acts), new, SITES, PROFILE),
        *faults_of_record(site(kind), life(*acts), SITES, PROFILE, today),
    ]

    assert all(fault.code.startswith("LIFE_") for fault in found)
