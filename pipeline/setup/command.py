"""From the options of `invoke hosts.setup` to the files of a host's set-up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from model.faults import ContentFaults
from model.profile import read_profile
from pipeline.release import ReleaseError, reason, shown
from pipeline.setup.facts import SetupFacts
from pipeline.setup.writing import write_setup
from pipeline.ssh.host import ROOT, SshHost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.hosts import SiteAddress
    from pipeline.hosts_file import Hosts

_LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What an operator asked for: a host, a new folder, files of public keys, networks to log in from, the host's root, Brotli."""

    host: str
    to: Path
    keys: tuple[str, ...]
    signers: tuple[str, ...]
    sources: tuple[str, ...]
    root: str
    brotli: bool


def written(content: Path, hosts: Hosts | None, sites: Sequence[SiteAddress], wish: Wish) -> tuple[str, ...]:
    """Write a host's set-up and return what was written.

    Raise `ReleaseError` where `hosts` has no such host, a key cannot be read or a value is none; `ContentFaults` where the profile is wrong.
    """
    names = [each.name for each in hosts.all] if hosts else [wish.host]
    if wish.host not in names:
        raise ReleaseError("--host", f"没有主机“{shown(wish.host)}”", f"写hosts.toml里的name：{'、'.join(names)}")
    profile, faults = read_profile(content)
    if faults:
        raise ContentFaults(faults)
    facts = SetupFacts(
        wish.host,
        tuple(map(_key, wish.keys)),
        tuple(map(_key, wish.signers)),
        root=wish.root or _root(hosts, wish.host),
        from_addresses=wish.sources,
        brotli=wish.brotli,
        log_days=profile["log_days"].value,
    )
    return write_setup(wish.to, sites, facts)


def _root(hosts: Hosts | None, name: str) -> str:
    """The root that `hosts.toml` gives a host, or the usual one."""
    known = {each.name: each.root for each in hosts.all if isinstance(each, SshHost)} if hosts else {}
    return known.get(name, ROOT)


def _key(file: str) -> str:
    """The text of a public key's file."""
    try:
        with Path(file).expanduser().open("rb") as opened:
            return opened.read(_LARGEST).decode()
    except OSError as error:
        raise ReleaseError(shown(file), f"读取失败，{reason(error)}", "给出.pub文件") from error
    except UnicodeDecodeError as error:
        raise ReleaseError(shown(file), "不是文本", "给出.pub文件") from error
