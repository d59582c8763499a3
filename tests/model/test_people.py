"""Who may do what: `people.toml`."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from model.content_folder import read_content
from model.people import People, Person, Role, read_people

CONTENT = Path(__file__).parent.parent.parent / "content"
SITE = '[[columns]]\npath = "a"\nname = "甲"\nkind = "news"\n'


def key(number: int, kind: bytes = b"ssh-ed25519", size: int = 32) -> str:
    """A public key as OpenSSH writes it."""
    parts = (kind, bytes([number]) * size)
    blob = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return f"{kind.decode()} {base64.b64encode(blob).decode()}"


def rsa(bits: int) -> str:
    parts = (b"ssh-rsa", b"\1\0\1", b"\0" + b"\xff" * (bits // 8))
    return "ssh-rsa " + base64.b64encode(b"".join(len(p).to_bytes(4, "big") + p for p in parts)).decode()


def write(folder: Path, text: str) -> Path:
    for site in ("portal", "jyj"):
        (folder / site).mkdir(exist_ok=True)
        (folder / site / "site.toml").write_text(SITE, encoding="utf-8")
    (folder / "people.toml").write_text(text, encoding="utf-8")
    return folder


def person(number: int = 1, more: str = "") -> str:
    return f'[[people]]\nname = "某{number}"\nemail = "ren-{number}@yunchuan.gov.cn"\n{more}\n'


def places(folder: Path, text: str) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in read_people(write(folder, text))[1]]


def test_a_city_without_the_file_has_nobody(tmp_path: Path) -> None:
    assert read_people(tmp_path) == (People(), [])


def test_people_are_read_with_their_roles_in_english_or_chinese(tmp_path: Path) -> None:
    text = f"""protected_branch = "fabu"
[[people]]
name = "编辑甲"
email = "Bianji-Jia@yunchuan.gov.cn"
editor = ["portal", "jyj"]
reviewer = []
[[people]]
"姓名" = "审核乙"
"邮箱" = "shenhe-yi@yunchuan.gov.cn"
"审核" = ["*"]
key = "{key(1)} 审核乙的密钥"
"""
    people, faults = read_people(write(tmp_path, text))

    assert faults == []
    assert people == People(
        (
            Person(name="编辑甲", email="bianji-jia@yunchuan.gov.cn", editor=("portal", "jyj")),
            Person(name="审核乙", email="shenhe-yi@yunchuan.gov.cn", reviewer=("*",), key=key(1)),
        ),
        "fabu",
    )
    assert people.find("BIANJI-jia@yunchuan.gov.cn") == people.persons[0]


def test_a_role_is_held_for_the_sites_named_and_no_role_implies_another() -> None:
    somebody = Person(name="某", email="a@b", editor=("portal",), administrator=("*",))

    assert somebody.holds(Role.EDITOR, "portal")
    assert not somebody.holds(Role.EDITOR, "jyj")
    assert somebody.holds(Role.ADMINISTRATOR, "jyj")
    assert not somebody.holds(Role.REVIEWER, "jyj")


@pytest.mark.parametrize(
    "roles",
    [
        'editor = ["portal"]\nreviewer = ["jyj", "portal"]',
        'editor = ["*"]\nreviewer = ["portal"]',
        'editor = ["portal"]\nreviewer = ["*"]',
        'editor = ["*"]\nreviewer = ["*"]',
    ],
)
def test_nobody_both_edits_and_reviews_a_site(tmp_path: Path, roles: str) -> None:
    people, faults = read_people(write(tmp_path, person(1, roles)))

    assert people.persons == ()
    assert [(fault.line, fault.code) for fault in faults] == [(1, "ROLES_MIXED")]


def test_one_may_edit_a_site_and_review_another(tmp_path: Path) -> None:
    assert places(tmp_path, person(1, 'editor = ["portal"]\nreviewer = ["jyj"]\npublisher = ["*"]')) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (person(1, 'editor = [\n  "portal",\n  "jyy"]'), [(4, "NO_SITE")]),
        (person(1, 'editor = ["../x"]'), [(4, "NO_SITE")]),
        (person(1) + person(1).upper().replace("PEOPLE", "people").replace("NAME", "name").replace("EMAIL", "email"),
         [(7, "SAME_PERSON")]),
        (person(1, f'key = "{key(1)}"') + person(2, f'key = "{key(1)} b"'), [(8, "SAME_PERSON")]),
        (person(1, 'email = "x"'), [(4, "TOML")]),
        ('[[people]]\nname = "某"\nemail = "a,*@b"\n', [(3, "PERSON_EMAIL")]),
        ('[[people]]\nname = "某"\nemail = "a@b.cn\\nc"\n', [(3, "CONTROL_CHARACTER")]),
        ('[[people]]\nname = "\\u001b[31m"\nemail = "a@b.cn"\n', [(2, "CONTROL_CHARACTER")]),
        ('[[people]]\nname = "某"\n', [(1, "MISSING_KEY")]),
        (person(1, 'edits = ["portal"]'), [(4, "UNKNOWN_KEY")]),
        ('protected_branch = "a..b"\n', [(1, "BRANCH")]),
        ('protected_branch = "-x"\n', [(1, "BRANCH")]),
        ('protectd = "main"\n', [(1, "UNKNOWN_KEY")]),
        ('people = "x"\n', [(1, "SHAPE")]),
        ("people = [1]\n", [(1, "SHAPE")]),
        ("[people]\n", [(1, "SHAPE")]),
        ("[[people]\n", [(1, "TOML")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, expected: list[tuple[int, str]]) -> None:
    assert places(tmp_path, text) == expected


@pytest.mark.parametrize(
    "wrong",
    [
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        key(1)[:-8],
        key(1) + "AAAA",
        key(1, size=31),
        key(1).replace("ssh-ed25519 ", "ssh-rsa "),
        key(1, b"ssh-dss"),
        rsa(1024),
        'namespaces="*" ' + key(1),
        "-----BEGIN OPENSSH PRIVATE KEY----- b3BlbnNzaC1rZXk",
    ],
)
def test_a_key_that_verifies_nothing_is_refused_and_not_shown(tmp_path: Path, wrong: str) -> None:
    people, [fault] = read_people(write(tmp_path, person(1, f"key = '{wrong}'")))

    assert (people.persons, fault.line, fault.code) == ((), 4, "PERSON_KEY")
    assert wrong[-8:] not in str(fault) or wrong == "ssh-ed25519"


def test_a_long_rsa_key_is_taken(tmp_path: Path) -> None:
    assert places(tmp_path, person(1, f'key = "{rsa(3072)} a comment"')) == []


def test_others_stay_beside_a_wrong_one(tmp_path: Path) -> None:
    people, _ = read_people(write(tmp_path, person(1, 'key = "x"') + person(2)))

    assert [each.name for each in people.persons] == ["某2"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.toml").symlink_to(tmp_path / "elsewhere.toml")

    assert [fault.code for fault in read_people(tmp_path)[1]] == ["SYMLINK"]


def test_people_are_part_of_the_content(tmp_path: Path) -> None:
    found = read_content(write(tmp_path, person(1) + person(1)))

    assert [each.name for each in found.people.persons] == ["某1"]
    assert ("people.toml", "SAME_PERSON") in [(fault.path, fault.code) for fault in found.faults]


def test_what_counts_is_what_was_granted_before_and_still_is() -> None:
    old = People(
        (
            Person(name="甲", email="a@b", reviewer=("*",), key="1"),
            Person(name="乙", email="b@b", reviewer=("portal",), publisher=("*",), key="1"),
            Person(name="丙", email="c@b", reviewer=("*",)),
        )
    )
    new = People(
        (
            Person(name="甲", email="a@b", reviewer=("portal",), key="1"),
            Person(name="乙", email="b@b", reviewer=("*",), publisher=("jyj",), key="2"),
            Person(name="丁", email="d@b", reviewer=("*",)),
        ),
        "other",
    )

    assert new.agreed(old) == People(
        (
            Person(name="甲", email="a@b", reviewer=("portal",), key="1"),
            Person(name="乙", email="b@b", reviewer=("portal",), publisher=("jyj",)),
        )
    )
    assert new.agreed(People()) == new


def test_the_people_of_the_demonstration_are_right() -> None:
    people, faults = read_people(CONTENT)

    assert faults == []
    assert {role for role in Role for each in people.persons if each.sites(role)} == {*Role}
