"""A front-end host behind SSH: what publishing asks of it, in the words of `zhengzhan-host`."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from model.faults import ContentFaults
from pipeline import manifest as manifests
from pipeline.host_answers import HostAnswers, parsed
from pipeline.hosts import Harm, HostError, Problem, manifest_read
from pipeline.manifest import Manifest, file_of
from pipeline.release import SITE_NAME, ReleaseError, is_release_id, shown
from pipeline.ssh.transfer import send, staged, unprepared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.hosts import Source
    from pipeline.ssh.connection import Connection

#: Where a host keeps its releases, unless the operator says otherwise.
ROOT = "/srv/zhengzhan"
#: With this `assemble` ends where the release that it put together is not as its manifest says.
_NOT_RIGHT = 3


#: Manifests that this process has read, by cache, site and release: the hosts of an environment have the same.
_KNOWN: dict[tuple[str, str, str], Manifest] = {}


@dataclass(frozen=True, slots=True)
class SshHost:
    """A host that is reached by `connection`; `cache` is a folder of this machine for manifests that are known already.

    `root` is where it keeps its releases; its own configuration says so to the programs there.
    """

    name: str
    connection: Connection
    cache: Path
    root: str = ROOT
    _assembled: set[tuple[str, str]] = field(default_factory=set, repr=False, compare=False)
    _mended: set[str] = field(default_factory=set, repr=False, compare=False)
    _locks: list[subprocess.Popen[bytes]] = field(default_factory=list, repr=False, compare=False)

    @contextmanager
    def lock(self, sites: Sequence[str], who: str) -> Iterator[str]:
        """Hold the sites' locks on the host for as long as this process lives; raise `HostError` where somebody has one."""
        session = self.connection.held(" ".join(["lock", *map(self._site, sorted(sites))]))
        assert session.stdout
        try:
            _tell(session, who)
            word, _, text = session.stdout.readline().decode(errors="replace").strip().partition(" ")
            if word != "free":
                raise self._taken(word, text)
            self._locks.append(session)
            yield text
            _tell(session, "done")
        except (ReleaseError, ContentFaults):
            _tell(session, "done")
            raise
        finally:
            self._locks.clear()
            _end(session)

    def releases(self, site: str) -> tuple[str, ...]:
        """Return the ids of the complete releases held for `site`, oldest first."""
        return tuple(sorted(text for word, text in self._status(site) if word == "release" and is_release_id(text)))

    def current(self, site: str) -> str | None:
        """Return the id of the release that visitors get, None where the site is not shown."""
        [current] = [text for word, text in self._status(site) if word == "current"] or ["damaged"]
        if current != "none" and not is_release_id(current):
            raise HostError(self.name, f"{site}的current不是指向本站版本的链接", "删去它，再重新发布或回滚")
        return None if current == "none" else current

    def manifest(self, site: str, release_id: str) -> Manifest:
        """Return the manifest of a release that the host holds: from this machine, where it was published from here."""
        key = (str(self.cache), self._site(site), self._id(release_id))
        if key not in _KNOWN:
            _KNOWN[key] = self._cached(*key[1:]) or self._fetched(*key[1:])
        return _KNOWN[key]

    def signed_manifest(self, site: str, release_id: str) -> tuple[bytes, bytes]:
        """Return the manifest of a release as the host has it, and its signature, which nobody has checked."""
        words = f"{self._site(site)} {self._id(release_id)}"
        return self.connection.run(f"manifest {words}"), self.connection.run(f"signature {words}")

    def answers(self, site: str, release_id: str) -> HostAnswers:
        """Return what a release that the host holds says of its addresses."""
        return parsed(self.connection.run(f"answers {self._site(site)} {self._id(release_id)}"))

    def upload(self, site: str, manifest: Manifest, signatures: Mapping[str, bytes], source: Source) -> None:
        """Bring what the host lacks, named by digest, with the manifest, and have it put the release together."""
        if not signatures:
            raise HostError(self.name, "没有签名的版本不能发布到这台主机", "在hosts.toml的[signing]写key")
        lacking = self._lacking(site, manifest)
        try:
            with staged(self.cache, manifest, signatures, source, lacking) as folder:
                send(self.connection, site, folder)
        except OSError as error:
            raise unprepared(self.name, error) from error
        said = self.connection.run(f"assemble {site} {manifest.release}", allowed=(0, _NOT_RIGHT)).decode(
            errors="replace"
        )
        if said.strip():
            facts = "；".join(map(str, _problems(said)[:5]))
            raise HostError(self.name, f"主机上的文件被动过：{facts}", "先查明原因，再用invoke publish --again换掉")
        self._remember(site, manifest)
        self._assembled.add((site, manifest.release))

    def mend(self, site: str) -> None:
        """Have the host digest all contents that it keeps, and throw away those that were changed."""
        self.connection.run(f"mend {self._site(site)}")
        self._mended.add(site)

    def withdraw(self, site: str, release_id: str) -> None:
        """Take a release that is not shown off the list."""
        self.connection.run(f"withdraw {self._site(site)} {self._id(release_id)}")

    def check(self, site: str, release_id: str) -> tuple[Problem, ...]:
        """Have the host check the signature, and compare with the manifest whatever visitors do not get already.

        A publisher whose lock was lost with the connection hears of it here, before it switches anything.
        """
        if any(session.poll() is not None for session in self._locks):
            raise HostError(self.name, "发布的锁断开了，别人可能正在发布", "检查网络，再发布一次")
        if (site, release_id) in self._assembled:  # the host has just compared it, or it would have no name
            self._assembled.discard((site, release_id))
            return ()
        return _problems(self._asked("check", site, release_id))

    def verify(self, site: str, release_id: str) -> tuple[Problem, ...]:
        """Have the host read every file again."""
        return _problems(self._asked("verify", site, release_id))

    def switch(self, site: str, release_id: str | None) -> None:
        """Show a release that the host holds, by one rename of a link; None takes the link away."""
        self.connection.run(f"switch {self._site(site)} {self._id(release_id) if release_id else 'none'}")

    def prune(self, site: str, keep: int) -> tuple[str, ...]:
        """Delete all but the newest `keep` releases and the one shown, and have a spare tree ready for the next."""
        said = self.connection.run(f"prune {self._site(site)} {keep}").decode(errors="replace")
        gone = tuple(line.removeprefix("pruned ") for line in said.splitlines() if line.startswith("pruned "))
        for release_id in gone:
            self._file(site, release_id).unlink(missing_ok=True)
        return gone

    def record(self, line: str) -> None:
        """Leave a line of the record on the host, which can only be appended to."""
        self.connection.run("record", f"{line}\n".encode())

    def recorded(self, most: int) -> tuple[str, ...]:
        """Return the last lines of the record that the host has, `most` at the most."""
        return tuple(self.connection.run(f"records {most}").decode(errors="replace").split("\n")[:-1])

    def _status(self, site: str) -> list[tuple[str, str]]:
        said = self.connection.run(f"status {self._site(site)}").decode(errors="replace")
        return [(word, text) for word, _, text in (line.partition(" ") for line in said.splitlines())]

    def _asked(self, word: str, site: str, release_id: str) -> str:
        return self.connection.run(f"{word} {self._site(site)} {self._id(release_id)}").decode(errors="surrogateescape")

    def _lacking(self, site: str, manifest: Manifest) -> set[str]:
        """Which contents the host has nowhere; it is asked about those only that it does not show already."""
        current = self.current(site)
        shown_now: set[str] = set()
        if current and site not in self._mended:
            with suppress(HostError):  # of a manifest that is damaged there it is asked about everything
                shown_now = set(self.manifest(site, current).lines)
        wanted = sorted({file_of(line).sha256 for line in manifest.lines if line not in shown_now})
        asked = "".join(f"{digest}\n" for digest in wanted).encode()
        said = self.connection.run(f"lacking {site} {manifest.release}", asked).decode(errors="replace").split()
        return set(said) & set(wanted)

    def _fetched(self, site: str, release_id: str) -> Manifest:
        words = f"manifest {site} {release_id}"
        return manifest_read(self.name, site, release_id, lambda: manifests.from_bytes(self.connection.run(words)))

    def _cached(self, site: str, release_id: str) -> Manifest | None:
        try:
            found = manifests.read(self._file(site, release_id))
        except ReleaseError:
            return None
        return found if (found.site, found.release) == (site, release_id) else None

    def _remember(self, site: str, manifest: Manifest) -> None:
        _KNOWN[str(self.cache), site, manifest.release] = manifest
        file = self._file(site, manifest.release)
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f"{file.name}.{self.name}")
        beside.write_text(manifests.to_text(manifest), encoding="utf-8")
        beside.replace(file)

    def _file(self, site: str, release_id: str) -> Path:
        return self.cache / site / f"{release_id}.manifest"

    def _site(self, site: str) -> str:
        if not SITE_NAME.fullmatch(site):
            raise HostError(self.name, f"“{shown(site)}”不是站点名", "站点名只用小写字母、数字和连字符")
        return site

    def _id(self, release_id: str) -> str:
        if not is_release_id(release_id):
            raise HostError(self.name, f"“{shown(release_id)}”不是版本号", "版本号用releases命令查看")
        return release_id

    def _taken(self, word: str, text: str) -> HostError:
        if word == "held":
            site, _, who = text.partition(" ")
            return HostError(self.name, f"{site}已被占用：{shown(who)}正在发布", "等它结束后再试")
        return HostError(self.name, "加锁失败", "检查主机的磁盘、账户和host.conf，再试")


def _problems(said: str) -> tuple[Problem, ...]:
    """What the host found, from its lines `HARM path`."""
    pairs = (line.partition(" ") for line in said.split("\n") if line)
    return tuple(
        sorted(Problem(path, Harm[word] if word in Harm.__members__ else Harm.MANIFEST) for word, _, path in pairs)
    )


def _tell(session: subprocess.Popen[bytes], line: str) -> None:
    """Say a line to a session; one that has ended hears nothing."""
    assert session.stdin
    with suppress(OSError):
        session.stdin.write(f"{line}\n".encode())
        session.stdin.flush()


def _end(session: subprocess.Popen[bytes]) -> None:
    assert session.stdin
    assert session.stdout
    with suppress(OSError):
        session.stdin.close()
    try:
        session.wait(10)
    except subprocess.TimeoutExpired:
        session.kill()
        session.wait()
    session.stdout.close()
