from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import values
from model.faults import ContentFaults
from model.lifecycle import ACT_NAMES, IDENTIFIERS, LEVELS, Act, Approval, Filing, SecurityTest, read_lifecycle
from pipeline.life import record
from plugins.engine.output import OutputError
from tests.pipeline.life.office import Office

DAY = dt.date(2026, 7, 1)
#: What a file of the content may hold: text without control characters and marks of direction.
CHARACTERS = st.characters(
    exclude_categories=("Cs", "Cc", "Cf"), exclude_characters="\ufffe\uffff", include_characters="\n\t"
)
TEXTS = st.text(CHARACTERS, min_size=1).map(str.strip).filter(bool)
LINES = TEXTS.map(lambda text: values.line(text[:300].strip()))
DAYS = st.dates()
ACTS = st.builds(
    Act,
    act=st.sampled_from([*ACT_NAMES]),
    date=DAYS,
    applicant=st.just("") | LINES,
    application=st.just("") | LINES,
    begins=st.none() | DAYS,
    ends=st.none() | DAYS,
    reason=st.just("") | TEXTS,
    contact=st.just("") | TEXTS,
    target=st.just("") | LINES,
    approvals=st.lists(st.builds(Approval, level=st.sampled_from(LEVELS), date=DAYS, number=LINES)).map(tuple),
    filings=st.lists(st.builds(Filing, kind=st.sampled_from([*IDENTIFIERS]), number=LINES, date=DAYS)).map(tuple),
    security_test=st.none() | st.builds(SecurityTest, date=DAYS, number=LINES, result=st.just("通过")),
    changes=st.lists(LINES).map(tuple),
    old_domain=st.just("") | LINES,
    notices=st.lists(LINES).map(tuple),
)


def act(**more: object) -> Act:
    return Act(act="change", date=DAY, **more)  # type: ignore[arg-type]


def bytes_of(office: Office) -> bytes:
    return (office.content / "tyj/lifecycle.toml").read_bytes()


@given(st.lists(ACTS, min_size=1, max_size=3))
def test_what_is_recorded_reads_back_the_same(acts: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder)
        (content / "tyj").mkdir()

        for each in acts:
            record.append(content, "tyj", each)

        life, faults = read_lifecycle(content / "tyj")
        assert faults == []
        assert life.acts == tuple(acts)


def test_a_record_is_a_file_that_people_can_read(office: Office) -> None:
    office.record(
        act(
            applicant="云川市体育局",
            approvals=(Approval(level="市政府办公室", date=DAY, number="云政办函〔2026〕3号"),),
            security_test=SecurityTest(date=DAY, number="晋测1号", result="通过"),
            changes=("负责人变更", "电话变更"),
        )
    )

    assert office.text("tyj/lifecycle.toml") == record.HEAD + (
        "\n[[acts]]\n"
        'act = "change"\n'
        "date = 2026-07-01\n"
        'applicant = "云川市体育局"\n'
        "approvals = [\n"
        '  { level = "市政府办公室", date = 2026-07-01, number = "云政办函〔2026〕3号" },\n'
        "]\n"
        'security_test = { date = 2026-07-01, number = "晋测1号", result = "通过" }\n'
        "changes = [\n"
        '  "负责人变更",\n'
        '  "电话变更",\n'
        "]\n"
    )


@pytest.mark.parametrize(
    "old",
    [
        b'# \xe6\x89\x8b\xe5\xb7\xa5\xe5\x86\x99\xe7\x9a\x84\n[[acts]]\r\n"act"="change"\r\ndate="2026-06-01"\r\n',
        b'[[acts]]\nact = "change"\ndate = 2026-06-01',
        b'\xef\xbb\xbf[[acts]]\nact = "change"\ndate = 2026-06-01\n\n\n# end\n',
        b"",
    ],
)
def test_what_stands_in_a_record_stays_byte_for_byte(office: Office, old: bytes) -> None:
    office.write({"tyj/lifecycle.toml": old}).record(act(reason="一"), act(reason="二"))

    assert bytes_of(office).startswith(old)
    assert [each.reason for each in read_lifecycle(office.content / "tyj")[0].acts][-2:] == ["一", "二"]


@pytest.mark.parametrize(
    "text", ["---", "<script>", "${x}", '"""', "a\nb", "\\u0041", "]\n[[acts]]", "'" * 9, "字" * 9000]
)
def test_hostile_texts_stay_texts(office: Office, text: str) -> None:
    office.record(act(reason=text))

    assert read_lifecycle(office.content / "tyj")[0].acts == (act(reason=text),)


@pytest.mark.parametrize(
    ("text", "code"), [("a\x07b", "CONTROL_CHARACTER"), ("a\u202eb", "CONTROL_CHARACTER"), ("a\udc80b", "ENCODING")]
)
def test_a_text_that_no_file_may_hold_is_refused(office: Office, text: str, code: str) -> None:
    before = office.bytes()
    for wrong in (act(contact=text), act(filings=(Filing(kind="ICP备案", number=text, date=DAY),))):
        with pytest.raises(ContentFaults) as caught:
            office.record(wrong)
        assert [(fault.path, fault.code) for fault in caught.value.faults] == [("tyj/lifecycle.toml", code)]
    assert office.bytes() == before


@pytest.mark.parametrize(
    ("old", "code"),
    [
        (b"acts = [\n", "TOML"),
        (b"[[acts]]\nact = 'opne'\ndate = 2026-01-01\n", "ACT"),
        (b"\xff", "ENCODING"),
        (b"x = 1\n", "SHAPE"),
    ],
)
def test_a_record_at_fault_takes_no_more_acts(office: Office, old: bytes, code: str) -> None:
    office.write({"tyj/lifecycle.toml": old})

    with pytest.raises(ContentFaults) as caught:
        office.record(act())

    assert [fault.code for fault in caught.value.faults] == [code]
    assert bytes_of(office) == old


def test_a_record_that_is_a_link_is_not_followed(office: Office, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_text("", encoding="utf-8")
    (office.content / "tyj").mkdir()
    (office.content / "tyj/lifecycle.toml").symlink_to(tmp_path / "elsewhere.toml")

    with pytest.raises(ContentFaults) as caught:
        office.record(act())

    assert [fault.code for fault in caught.value.faults] == ["SYMLINK"]
    assert (tmp_path / "elsewhere.toml").read_bytes() == b""


def test_a_record_that_cannot_be_written_is_said_in_a_line_and_stays(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.record(act())
    before = office.bytes()
    monkeypatch.setattr(Path, "replace", _full)

    with pytest.raises(
        OutputError, match=r"^tyj/lifecycle.toml：写不进去，.*（检查磁盘空间和文件夹的权限，再办一次）$"
    ):
        office.record(act(reason="二"))

    assert office.bytes() == before


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")
