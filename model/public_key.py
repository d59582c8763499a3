"""Public keys of OpenSSH, as one line of text: what verifies somebody's signature."""

from __future__ import annotations

import base64
import binascii

from model.faults import Unreadable

_ED25519 = 32
_LEAST_RSA = 256  # bytes: 2048 bits
_KINDS = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
)
_HOW = "把公钥文件（如id_ed25519.pub）里的那一行抄过来"


def public_key(text: str) -> str:
    """Return the kind and the key of a line `ssh-ed25519 AAAA… comment`, without the comment; raise `Unreadable`.

    What is refused is not shown again: it may be a private key.
    """
    if "PRIVATE KEY" in text:
        raise Unreadable("PERSON_KEY", "这是私钥", "立即作废这个密钥，另做一个；这里只写公钥")
    kind, _, rest = " ".join(text.split()).partition(" ")
    key = rest.partition(" ")[0]
    if kind not in _KINDS:
        raise Unreadable("PERSON_KEY", "这不是能用的SSH公钥", f"用{_KINDS[0]}的密钥，{_HOW}")
    parts = _parts(key)
    if len(parts) < 2 or parts[0] != kind.encode():
        raise Unreadable("PERSON_KEY", "公钥不完整，或者抄错了", _HOW)
    _require_strength(kind, parts)
    return f"{kind} {key}"


def _require_strength(kind: str, parts: list[bytes]) -> None:
    if kind == "ssh-ed25519" and (len(parts) != 2 or len(parts[1]) != _ED25519):
        raise Unreadable("PERSON_KEY", "公钥不完整，或者抄错了", _HOW)
    if kind == "ssh-rsa" and len(parts[-1].lstrip(b"\0")) < _LEAST_RSA:
        raise Unreadable("PERSON_KEY", "RSA密钥短于2048位", "换成ssh-ed25519的密钥")


def _parts(key: str) -> list[bytes]:
    """The strings that a key is made of, each with its length before it (RFC 4253 section 6.6); none where it is broken."""
    try:
        data = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return []
    parts = []
    while data:
        length = int.from_bytes(data[:4], "big")
        part, rest = data[4 : 4 + length], data[4 + length :]
        if len(data) < 4 or len(part) != length:
            return []
        parts.append(part)
        data = rest
    return parts
