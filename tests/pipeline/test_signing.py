"""Signatures of manifests: by a key in a file, by one that an agent holds, and by nobody else."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from pipeline.manifest import SIGNATURE
from pipeline.release import ReleaseError
from pipeline.signing import Signing, is_ours, signatures
from tests.hosts.machines import make_key, program

if TYPE_CHECKING:
    from pathlib import Path

DATA = "zhengzhan-manifest 1\n政务\n".encode()


def signed(key: Path) -> bytes:
    return signatures(DATA, Signing(key))[SIGNATURE]


def test_what_our_key_signed_is_ours_and_nothing_else_is(tmp_path: Path) -> None:
    make_key(tmp_path / "release")
    make_key(tmp_path / "other")
    ours = Signing(tmp_path / "release")

    assert is_ours(DATA, signed(tmp_path / "release"), ours)
    assert not is_ours(DATA + b"x", signed(tmp_path / "release"), ours)
    assert not is_ours(DATA, signed(tmp_path / "other"), ours)
    assert not is_ours(DATA, b"", ours)


def test_the_public_half_is_had_from_the_key_where_it_does_not_lie_beside_it(tmp_path: Path) -> None:
    make_key(tmp_path / "release")
    signature = signed(tmp_path / "release")
    (tmp_path / "release.pub").unlink()

    assert is_ours(DATA, signature, Signing(tmp_path / "release"))


def test_a_key_that_an_agent_holds_is_named_by_its_public_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_key(tmp_path / "release")
    socket = tmp_path / "agent"
    with subprocess.Popen([program("ssh-agent"), "-D", "-a", socket], stdout=subprocess.DEVNULL) as agent:
        try:
            while not socket.exists():
                assert agent.poll() is None
            monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
            subprocess.run(["ssh-add", "-q", tmp_path / "release"], check=True, env=os.environ)
            (tmp_path / "release").unlink()
            public = tmp_path / "release.pub"
            assert is_ours(DATA, signed(public), Signing(public))
        finally:
            agent.kill()


@pytest.mark.parametrize("text", [None, "", "no key", "-----BEGIN OPENSSH PRIVATE KEY-----\n"])
def test_what_is_no_key_is_said_without_asking_anybody(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "release").write_text(text)
        (tmp_path / "release").chmod(0o600)

    with pytest.raises(ReleaseError, match="release：不能用这把密钥签名"):
        signed(tmp_path / "release")
    with pytest.raises(ReleaseError, match="release：不能用这把密钥签名"):
        is_ours(DATA, b"", Signing(tmp_path / "release"))


def test_a_key_with_a_passphrase_is_not_asked_for(tmp_path: Path) -> None:
    subprocess.run(
        [program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "geheim", "-f", tmp_path / "release"], check=True
    )

    with pytest.raises(ReleaseError, match="有口令的密钥放进ssh-agent"):
        signed(tmp_path / "release")
