"""Sign manifests, so that a front-end host accepts nothing else: Ed25519 as `ssh-keygen -Y` does it, SM2 with SM3 beside it on request.

The private keys stay outside of the repository; a key that an agent holds is named by its public half.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.manifest import SIGNATURE
from pipeline.release import ReleaseError

NAMESPACE = "zhengzhan-release"
SIGNER = "release"
SM2_SIGNATURE = "manifest.sm2"
#: The identity that GB/T 32918 signs with where nobody says another (GM/T 0009).
_SM2_IDENTITY = "distid:1234567812345678"
_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Signing:
    """With what to sign: a file of an SSH key, and of an SM2 key in PEM where there is one."""

    key: Path
    sm2_key: Path | None = None


def signatures(data: bytes, signing: Signing | None) -> dict[str, bytes]:
    """Return the signatures of `data` by the names of their files; none where there is nothing to sign with.

    Raise `ReleaseError` where a key cannot be used.
    """
    if signing is None:
        return {}
    made = {SIGNATURE: _ssh(data, signing.key)}
    return made | ({SM2_SIGNATURE: _sm2(data, signing.sm2_key)} if signing.sm2_key else {})


def is_signed(data: bytes, signature: bytes, signers: Path) -> bool:
    """Say whether a signature of `data` is of one of the release keys in `signers`, a file of allowed signers."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(signature)
        file.flush()
        command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", SIGNER, "-n", NAMESPACE, "-s", file.name]
        return _run(command, data, str(signers)).returncode == 0


def is_ours(data: bytes, signature: bytes, signing: Signing) -> bool:
    """Say whether a signature of `data` is of the key that releases are signed with here; raise `ReleaseError`."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(f'{SIGNER} namespaces="{NAMESPACE}" '.encode() + _public(signing.key))
        file.flush()
        return is_signed(data, signature, Path(file.name))


def _public(key: Path) -> bytes:
    """The public half of a key: what its file is where an agent holds the key, what stands beside it, or what it gives."""
    for file in (key, key.with_name(f"{key.name}.pub")):
        with suppress(OSError):
            text = file.read_bytes()[:10_000]
            if text.startswith((b"ssh-", b"sk-", b"ecdsa-")):
                return text
    done = _run(["ssh-keygen", "-y", "-P", "", "-f", str(key)], b"", str(key))
    if done.returncode:
        raise _unusable(key, done, "核对密钥的路径、权限（0600）；旁边放上.pub文件")
    return done.stdout


def _ssh(data: bytes, key: Path) -> bytes:
    done = _run(["ssh-keygen", "-Y", "sign", "-n", NAMESPACE, "-f", str(key)], data, str(key))
    if done.returncode or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
        raise _unusable(key, done, "核对密钥的路径、权限（0600）；有口令的密钥放进ssh-agent，这里写公钥")
    return done.stdout


def _sm2(data: bytes, key: Path) -> bytes:
    with tempfile.NamedTemporaryFile() as file:  # pkeyutl signs what it finds in a file, not what it is told
        file.write(data)
        file.flush()
        options = ("-rawin", "-digest", "sm3", "-pkeyopt", _SM2_IDENTITY)
        done = _run(["openssl", "pkeyutl", "-sign", "-inkey", str(key), *options, "-in", file.name], b"", str(key))
    if done.returncode or not done.stdout:
        raise _unusable(key, done, "用openssl ecparam -name SM2 -genkey做一把")
    return done.stdout


def _run(command: list[str], data: bytes, place: str) -> subprocess.CompletedProcess[bytes]:
    """Run a program that must not ask anybody for anything."""
    surroundings = {**os.environ, "SSH_ASKPASS_REQUIRE": "never"}
    surroundings.pop("DISPLAY", None)
    try:
        return subprocess.run(  # noqa: S603
            command,
            input=data,
            capture_output=True,
            env=surroundings,
            start_new_session=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise ReleaseError(place, f"没有{command[0]}，不能签名、核对签名", "安装openssh-client和openssl") from None
    except subprocess.TimeoutExpired:
        raise ReleaseError(place, f"{command[0]}没有回答", "检查ssh-agent") from None


def _unusable(key: Path, done: subprocess.CompletedProcess[bytes], remedy: str) -> ReleaseError:
    said = done.stderr.decode(errors="replace").strip().splitlines()
    return ReleaseError(str(key), f"不能用这把密钥签名（{said[-1] if said else '没有说明'}）", remedy)
