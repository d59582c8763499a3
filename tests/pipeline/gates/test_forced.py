"""Publishing by force: by a publisher, with a reason, proven by a signature."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from model.faults import ContentFaults, Fault
from model.people import People
from pipeline.gates.forced import PURPOSE, force
from pipeline.gates.history import checkout, people_at
from pipeline.gates.signatures import sign, signer
from tests.pipeline.gates.repository import AT, EDITOR, OTHER, PUBLISHER, REVIEWER, STRANGER, Repository

Begun = tuple[Repository, str]
PAGE = "content/portal/a.md"
XIN = "xin@yunchuan.gov.cn"


def faults_of(repo: Repository, who: str, **more: str) -> list[Fault]:
    with pytest.raises(ContentFaults) as caught:
        repo.force(who, **more)
    return list(caught.value.faults)


def people(repo: Repository) -> People:
    here = checkout(repo.content)
    return people_at(here, here.commit)


def test_a_publisher_forces_what_nobody_reviewed_and_proves_it(begun: Begun) -> None:
    repo, base = begun
    repo.commit({PAGE: "一"})
    head = repo.commit({PAGE: "二"}, who=OTHER)

    approval = repo.force(PUBLISHER, base=base)

    assert (approval.commit, approval.how, approval.by) == (head, "forced", (PUBLISHER,))
    assert (approval.reason, approval.authors) == ("防汛紧急通知", (EDITOR, OTHER))
    assert approval.statement == (
        f"zhengzhan-force 1\ncommit: {head}\nsites: portal\nreason: 防汛紧急通知\nat: 2026-11-24T09:30:00+08:00\n"
    )
    found = signer(approval.statement, approval.signature, PURPOSE, people(repo))
    assert found
    assert found.email == PUBLISHER


def test_a_signature_is_of_one_statement_for_one_purpose(begun: Begun) -> None:
    repo, base = begun
    forced = repo.force(PUBLISHER, base=base)

    assert signer(forced.statement.replace("portal", "jyj"), forced.signature, PURPOSE, people(repo)) is None
    assert signer(forced.statement, forced.signature, "zhengzhan-review", people(repo)) is None
    assert signer(forced.statement, "不是签名", PURPOSE, people(repo)) is None
    assert signer(forced.statement, forced.signature, PURPOSE, People()) is None


@pytest.mark.parametrize("who", [REVIEWER, EDITOR, STRANGER])
def test_nobody_else_can(begun: Begun, who: str) -> None:
    repo, base = begun

    assert [fault.code for fault in faults_of(repo, who, base=base)] == ["SIGNER"]


def test_a_publisher_of_another_site_cannot(begun: Begun) -> None:
    repo, _ = begun
    base = repo.commit({"content/people.toml": repo.people(xin='publisher = ["jyj"]')})

    assert [fault.code for fault in faults_of(repo, XIN, base=base)] == ["SIGNER"]
    assert repo.force(XIN, "jyj", base=base).by == (XIN,)


def test_a_forced_commit_cannot_name_its_author_a_publisher(begun: Begun) -> None:
    repo, base = begun
    head = repo.commit({"content/people.toml": repo.people(xin='publisher = ["*"]')})

    assert [fault.code for fault in faults_of(repo, XIN, base=base)] == ["SIGNER"]
    assert [fault.code for fault in faults_of(repo, XIN, base=head, trusted=base)] == ["SIGNER"]
    assert repo.force(XIN, base=head).by == (XIN,)
    assert repo.force(XIN).by == (XIN,)  # a platform that never published has nothing else to go by


def test_a_key_that_was_exchanged_since_proves_nothing(begun: Begun) -> None:
    repo, base = begun
    text = repo.people().replace(repo.keys.line(PUBLISHER), repo.keys.line(STRANGER))
    repo.commit({"content/people.toml": text})

    assert [fault.code for fault in faults_of(repo, PUBLISHER, base=base)] == ["SIGNER"]
    assert [fault.code for fault in faults_of(repo, STRANGER, base=base)] == ["SIGNER"]


@pytest.mark.parametrize("reason", ["", "  ", "一\n二", "\x1b[31m", "长" * 501])
def test_a_reason_is_one_line_of_text(begun: Begun, reason: str) -> None:
    repo, base = begun

    assert [fault.code for fault in faults_of(repo, PUBLISHER, base=base, reason=reason)] == ["REASON"]


def test_a_reason_may_have_wide_spaces(begun: Begun) -> None:
    repo, base = begun

    assert repo.force(PUBLISHER, base=base, reason="防汛　紧急" + "长" * 495).reason


def test_what_is_built_must_be_committed_even_so(begun: Begun) -> None:
    repo, base = begun
    repo.write({PAGE: "一"})

    assert {fault.code for fault in faults_of(repo, PUBLISHER, base=base, reason="")} == {"UNCOMMITTED", "REASON"}


def test_the_key_may_be_what_git_signs_with(begun: Begun) -> None:
    repo, base = begun
    repo.git("config", "user.signingkey", str(repo.keys.file(PUBLISHER)))

    assert force(repo.content, ["portal"], {"portal": base}, reason="急", key="", now=AT).by == (PUBLISHER,)


def test_without_a_key_it_is_said_where_to_name_one(begun: Begun) -> None:
    repo, base = begun
    for key in ("", "/nowhere/key"):
        with pytest.raises(ContentFaults, match=r"SIGNATURE.*--key"):
            force(repo.content, ["portal"], {"portal": base}, reason="急", key=key, now=AT)


def test_a_file_that_is_no_key_is_said(begun: Begun) -> None:
    repo, base = begun
    with pytest.raises(ContentFaults, match="SIGNATURE 签不了名"):
        force(repo.content, ["portal"], {"portal": base}, reason="急", key=str(repo.content / "people.toml"), now=AT)


def test_an_agent_signs_where_a_public_key_is_named(
    begun: Begun, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repo, _ = begun
    socket = f"/tmp/{tmp_path.name[-20:]}-{os.getpid()}.agent"
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", socket], stdout=subprocess.PIPE)
    try:
        assert agent.stdout
        agent.stdout.readline()  # it says where it listens, once it does
        monkeypatch.setenv("SSH_AUTH_SOCK", socket)
        subprocess.run(["ssh-add", "-q", str(repo.keys.file(PUBLISHER))], check=True)
        line = repo.keys.line(PUBLISHER)
        (tmp_path / "only.pub").write_text(f"{line}\n", encoding="ascii")

        for key in (str(tmp_path / "only.pub"), line, f"key::{line}"):
            found = signer("一", sign(repo.content, "一", PURPOSE, key), PURPOSE, people(repo))
            assert found
            assert found.email == PUBLISHER
    finally:
        agent.terminate()
        agent.communicate()
