"""Signatures of people by their SSH keys: of a statement (`ssh-keygen -Y`), and of a tag on a commit."""

from __future__ import annotations

import re
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from model.faults import ContentFaults, Fault
from pipeline.gates.git import answer, ask, said, setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.people import People, Person
    from pipeline.gates.history import Checkout

_KEY_LINE = re.compile(r"(?:key::)?((?:ssh|ecdsa|sk)-\S+ \S+.*)")
_GOOD = re.compile(r'^Good "git" signature for (\S+) with ', re.MULTILINE)
_TAGS = "git"
_MOST_TAGS = 20
_WHERE = "用--key给出密钥文件，或者用git config user.signingkey写好"
#: Tags are verified by OpenSSH alone, whatever else git has been set to.
_SSH_ALONE = ("-c", "gpg.format=ssh", "-c", "gpg.ssh.program=ssh-keygen")
_NO_OTHERS = ("-c", "gpg.program=false", "-c", "gpg.openpgp.program=false", "-c", "gpg.x509.program=false")


def sign(content: Path, statement: str, purpose: str, key: str) -> str:
    """Return the signature of a statement for a purpose (a namespace of `ssh-keygen -Y`); raise `ContentFaults`.

    `key` is a file: a private key, or a public one whose private half an agent holds; where it is empty, what git signs with.
    """
    with tempfile.TemporaryDirectory() as scratch:
        file = _key_file(content, key, Path(scratch))
        done = _keygen("sign", "-f", file, "-n", purpose, given=statement.encode())
    if done.returncode:
        raise ContentFaults([Fault(key or "user.signingkey", 1, "SIGNATURE", f"签不了名：{said(done.stderr)}", _WHERE)])
    return done.stdout.decode("ascii", errors="replace")


def signer(statement: str, signature: str, purpose: str, people: People) -> Person | None:
    """Return who signed a statement for a purpose, None where none of the people did."""
    with tempfile.TemporaryDirectory() as scratch, _allowed(people, purpose) as allowed:
        file = Path(scratch) / "signature"
        file.write_text(signature, encoding="utf-8")
        names = _keygen("find-principals", "-s", str(file), "-f", allowed).stdout.decode(errors="replace").split()
        asked = ("-f", allowed, "-n", purpose, "-s", str(file))
        for name in names:
            if _keygen("verify", "-I", name, *asked, given=statement.encode()).returncode == 0:
                return people.find(name)
    return None


def tag_signers(here: Checkout, people: People) -> tuple[tuple[Person, ...], int]:
    """Return who of the people signed a tag on the checkout's commit, and how many signed or annotated tags stand there."""
    refs = ("for-each-ref", f"--points-at={here.commit}", "--format=%(objecttype) %(refname)", "refs/tags")
    lines = answer(here.top, *refs).decode(errors="surrogateescape").split("\n")
    tags = [name for kind, _, name in (line.partition(" ") for line in lines) if kind == "tag"][:_MOST_TAGS]
    found: list[Person] = []
    with _allowed(people, _TAGS) as allowed:
        for tag in tags:
            settings = (*_SSH_ALONE, *_NO_OTHERS, "-c", f"gpg.ssh.allowedSignersFile={allowed}")
            done = ask(here.top, *settings, "verify-tag", "--raw", tag)
            good = _GOOD.search(done.stderr.decode(errors="replace")) if done.returncode == 0 else None
            person = people.find(good[1]) if good else None
            found += [person] if person else []
    return tuple(found), len(tags)


def _key_file(content: Path, key: str, scratch: Path) -> str:
    """Return the file to sign with; a public key that git has been given as text is written into one."""
    line = _KEY_LINE.fullmatch(key or setting(content, "user.signingkey"))
    if line:
        (scratch / "key.pub").write_text(f"{line[1]}\n", encoding="utf-8")
        return str(scratch / "key.pub")
    file = Path(key).expanduser() if key else Path(setting(content, "user.signingkey", "--type=path"))
    if not file.is_file():
        named = key or "user.signingkey"
        raise ContentFaults([Fault(named, 1, "SIGNATURE", "没有签名用的密钥文件", _WHERE)])
    return str(file.resolve())


@contextmanager
def _allowed(people: People, purpose: str) -> Iterator[str]:
    """A file of who may sign what, as OpenSSH reads it: addresses and keys are of strict forms."""
    lines = [f'{each.email} namespaces="{purpose}" {each.key}\n' for each in people.persons if each.key]
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "allowed_signers"
        file.write_text("".join(lines), encoding="ascii")
        yield str(file)


def _keygen(act: str, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603
            ["ssh-keygen", "-Y", act, *arguments],  # noqa: S607
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError:
        raise ContentFaults(
            [Fault("ssh-keygen", 1, "SIGNATURE", "运行不了ssh-keygen", "安装OpenSSH 8.9以上")]
        ) from None
