"""Keep the record while publishing: compare it with the hosts' copies before, write a line after, and leave it with every host."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.hosts import HostError
from pipeline.manifest import from_bytes
from pipeline.records.chain import Record, append, read
from pipeline.records.copies import Relation, compare
from pipeline.records.text import render_comparison
from pipeline.release import ReleaseError, reason
from pipeline.signing import Signing, is_ours
from pipeline.ssh.host import SshHost

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from pipeline.hosts import Host
    from pipeline.records.chain import Line

#: How many lines of a copy are compared each time; and how many are fetched where this machine has no record at all.
_RECENT, _ALL = 200, 999_999
_BROKEN = (Relation.OTHER_LONGER, Relation.PARTED)


@dataclass(slots=True)
class Keeping:
    """The record of an environment, and the hosts that keep a copy of it; `behind` are the lines that a host has not yet.

    It is `restored` where this machine had none: then it is as good as the hosts' copies, to which a deploy key can append.
    """

    file: Path
    environment: str
    hosts: tuple[SshHost, ...]
    behind: dict[str, tuple[Line, ...]] = field(default_factory=dict)
    restored: bool = False

    def checked(self) -> Record:
        """Return the record, brought back from a host where this machine has none.

        Raise `ReleaseError` where a host has lines that this machine lacks, or others.
        """
        record = read(self.file)
        if not record.digests and not record.torn:
            record = self._restored()
        with ThreadPoolExecutor(max(len(self.hosts), 1)) as pool:
            copies = list(pool.map(lambda host: host.recorded(_RECENT), self.hosts))
        for host, copy in zip(self.hosts, copies, strict=True):
            found = compare(record, copy, self.environment)
            if found.relation in _BROKEN:
                remedy = f"与主机上的副本比较：{self.file}，见docs/operators/approval.md"
                raise ReleaseError("发布记录", render_comparison(found, host.name), remedy)
            self.behind[host.name] = found.behind
        return record

    def require_signed(self, bases: Mapping[str, str], signing: Signing) -> None:
        """Hold what a restored record says of the commits that visitors get to what is signed on the hosts.

        Raise `ReleaseError` where it says something else; then this machine has no record again.
        """
        for host in self.hosts if self.restored else ():
            for site, commit in bases.items():
                release = host.current(site)
                if release is None:
                    continue
                data, signature = host.signed_manifest(site, release)
                found = from_bytes(data).commit if is_ours(data, signature, signing) else "没有我们的签名"
                if found != commit:
                    fact = f"从主机取回来的记录说{site}是从提交{commit[:12]}发布的，{host.name}上签了名的版本却是{found[:12]}"
                    self.file.unlink()
                    raise ReleaseError(
                        "发布记录", fact, "没有采用；查明主机上的副本是谁加的，见docs/operators/approval.md"
                    )

    def add(self, entry: Mapping[str, Any]) -> tuple[str, ...]:
        """Write a line, and leave it with every host; return what is to be said of hosts that did not take it."""
        line = append(self.file, entry)
        return self._brought((line,))

    def bring_up(self) -> tuple[str, ...]:
        """Leave with every host what it has not yet; return what is to be said of hosts that did not take it."""
        self.checked()
        return self._brought(())

    def _brought(self, more: tuple[Line, ...]) -> tuple[str, ...]:
        return tuple(filter(None, (self._left(host, more) for host in self.hosts)))

    def _left(self, host: SshHost, more: tuple[Line, ...]) -> str:
        try:
            for each in (*self.behind.pop(host.name, ()), *more):
                host.record(each.text)
        except HostError as error:
            return f"发布记录没有留到{host.name}：{error.fact}；下一次发布补上"
        return ""

    def _restored(self) -> Record:
        """The record as the hosts have it, where there is none here."""
        copies = [host.recorded(_ALL) for host in self.hosts]
        longest = max(copies, key=len, default=())
        if longest:
            self.restored = True
            try:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                self.file.write_text("".join(f"{line}\n" for line in longest), encoding="utf-8")
            except OSError as error:
                raise ReleaseError(self.file.name, f"发布记录写不进去，{reason(error)}", "检查路径和权限") from error
        return read(self.file)


def keeping(file: Path, environment: str, hosts: Sequence[Host]) -> Keeping:
    """Return the record in a file, with the hosts behind SSH to keep copies of it."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
    return Keeping(file, environment, tuple(host for host in hosts if isinstance(host, SshHost)))
