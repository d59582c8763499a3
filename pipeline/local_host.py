"""A directory of this machine that stands for a front-end host.

<root>/<site>/releases/<id>/files/…          what visitors get
<root>/<site>/releases/<id>/manifest         what that must be, with manifest.sig where it is signed
<root>/<site>/releases/<id>.partial/         an upload under way, or one that was taken back
<root>/<site>/current -> releases/<id>       what is shown; a switch replaces this link and nothing else
"""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from model.faults import ContentFaults
from pipeline import manifest as manifests
from pipeline import release
from pipeline.host_answers import HostAnswers, answers_of
from pipeline.hosts import Harm, HostError, Problem, manifest_read
from pipeline.manifest import MANIFEST, file_of
from pipeline.release import SITE_NAME, Found, ReleaseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from io import FileIO

    from pipeline.hosts import Source
    from pipeline.manifest import Manifest, ReleasedFile

_PARTIAL = ".partial"
_DOOMED = ".removed"
_FILES = "files"
_CURRENT = "current"
_EXTRA = {Found.FILE: Harm.EXTRA, Found.LINK: Harm.SYMLINK, Found.OTHER: Harm.SPECIAL}


@dataclass(frozen=True, slots=True)
class LocalHost:
    """A directory of this machine as a front-end host."""

    name: str
    root: Path

    @contextmanager
    def lock(self, sites: Sequence[str], who: str) -> Iterator[str]:
        """Hold the sites' lock files; raise `HostError` with who has one, and since when, where somebody does."""
        with ExitStack() as stack:
            files = {site: stack.enter_context(self._lock_file(site)) for site in sorted(sites)}
            found = [self._claim(file, site, who) for site, file in files.items()]
            left = "；".join(filter(None, dict.fromkeys(found)))
            try:
                yield left
            except (ReleaseError, ContentFaults):
                _clear(files.values())  # and not after one that nobody expected: the next publisher hears of it
                raise
            _clear(files.values())

    def releases(self, site: str) -> tuple[str, ...]:
        """Return the ids of the complete releases held for `site`, oldest first."""
        home = self._home(site) / "releases"
        with self._guard("列出版本"):
            names = [path.name for path in home.iterdir() if path.is_dir()] if home.is_dir() else []
        return tuple(sorted(name for name in names if release.is_release_id(name)))

    def current(self, site: str) -> str | None:
        """Return the id of the release that visitors get, None where the site is not shown."""
        link = self._home(site) / _CURRENT
        with self._guard("读取当前版本"):
            if not link.is_symlink() and not link.exists():
                return None
            parent, _, shown = str(link.readlink() if link.is_symlink() else "").rpartition("/")
        if parent != "releases" or not release.is_release_id(shown):
            raise HostError(self.name, f"{site}的current不是指向本站版本的链接", "删去它，再重新发布或回滚")
        return shown

    def files(self, site: str) -> Path | None:
        """Return the folder of the files that visitors get now, None where the site is not shown."""
        shown = self.current(site)
        return self._release(site, shown) / _FILES if shown else None

    def manifest(self, site: str, release_id: str) -> Manifest:
        """Return the manifest of a release that the host holds."""
        file = self._held(site, release_id) / MANIFEST
        return manifest_read(self.name, site, release_id, lambda: manifests.read(file))

    def answers(self, site: str, release_id: str) -> HostAnswers:
        """Return what a release that the host holds says of its addresses."""
        return answers_of(self._held(site, release_id) / _FILES)

    def upload(self, site: str, manifest: Manifest, signatures: Mapping[str, bytes], source: Source) -> None:
        """Bring the release's files from where `source` says: hard links to what the host has, copies of the rest."""
        target = self._release(site, manifest.release)
        with self._guard("上传"):
            if target.is_dir():
                return
            partial = self._partial(target, manifest)
            kept = self._kept(site)
            for file in manifest.files:
                _bring(file, source(file.path), partial / _FILES / file.path, kept.get(file.sha256))
            for name, data in {MANIFEST: manifests.to_text(manifest).encode(), **signatures}.items():
                (partial / name).write_bytes(data)
            partial.rename(target)

    def mend(self, site: str) -> None:
        """Nothing is to be done: what is linked into a release has just been read."""

    def withdraw(self, site: str, release_id: str) -> None:
        """Turn a release that is not shown back into an upload under way."""
        folder = self._held(site, release_id)
        if self.current(site) == release_id:
            raise HostError(self.name, f"{site}正在显示{release_id}，不能撤下", "先切换到别的版本")
        with self._guard("撤下版本"):
            folder.rename(folder.with_name(release_id + _PARTIAL))

    def check(self, site: str, release_id: str) -> tuple[Problem, ...]:
        """Read every file: what is on this machine is read at once."""
        return self.verify(site, release_id)

    def verify(self, site: str, release_id: str) -> tuple[Problem, ...]:
        """Read every file of a release again and return what differs from its manifest, in the order of paths."""
        folder = self._held(site, release_id) / _FILES
        try:
            manifest = self.manifest(site, release_id)
        except HostError:
            return (Problem(MANIFEST, Harm.MANIFEST),)
        with self._guard("校验"):
            if folder.is_symlink():
                return (Problem(_FILES, Harm.SYMLINK),)
            found = dict(release.walk(folder)) if folder.is_dir() else {}
            harms = {file.path: _harm(folder, file, found.get(file.path)) for file in manifest.files}
        harms |= {path: _EXTRA[kind] for path, kind in found.items() if path not in harms}
        return tuple(sorted(Problem(path, harm) for path, harm in harms.items() if harm))

    def switch(self, site: str, release_id: str | None) -> None:
        """Show a release that the host holds, by one rename of a link; None takes the link away."""
        link = self._home(site) / _CURRENT
        target = Path("releases") / self._held(site, release_id).name if release_id else None
        with self._guard("切换"):
            if target is None:
                link.unlink(missing_ok=True)
                return
            beside = link.with_name(".current.next")
            beside.unlink(missing_ok=True)
            beside.symlink_to(target)
            beside.replace(link)

    def prune(self, site: str, keep: int) -> tuple[str, ...]:
        """Delete all but the newest `keep` releases, at least 1, and the one shown; return the ids deleted."""
        if keep < 1:
            raise HostError(self.name, f"不能只保留{keep}个版本", "至少保留1个")
        staying = {self.current(site), *self.releases(site)[-keep:]}
        old = tuple(name for name in self.releases(site) if name not in staying)
        with self._guard("清理旧版本"):
            for name in old:  # renamed first, so that a deletion cut short never looks like a release
                folder = self._release(site, name)
                folder.rename(folder.with_name(name + _DOOMED))
            for folder in (self._home(site) / "releases").glob(f"*{_DOOMED}"):
                _remove(folder)
        return old

    def _home(self, site: str) -> Path:
        if not SITE_NAME.fullmatch(site):
            raise HostError(self.name, f"“{release.shown(site)}”不是站点名", "站点名只用小写字母、数字和连字符")
        return self.root / site

    def _release(self, site: str, release_id: str) -> Path:
        if not release.is_release_id(release_id):
            raise HostError(self.name, f"“{release.shown(release_id)}”不是版本号", "版本号用releases命令查看")
        return self._home(site) / "releases" / release_id

    def _held(self, site: str, release_id: str) -> Path:
        folder = self._release(site, release_id)
        with self._guard("查看版本"):
            held = folder.is_dir() and not folder.is_symlink()
        if not held:
            raise HostError(self.name, f"没有{site}的版本{release_id}", "版本号用releases命令查看")
        return folder

    @contextmanager
    def _guard(self, doing: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            fact = f"{doing}失败，{release.reason(error)}"
            raise HostError(self.name, fact, f"检查磁盘空间和权限后重试：{self.root}") from error

    def _lock_file(self, site: str) -> FileIO:
        with self._guard("加锁"):
            self.root.mkdir(parents=True, exist_ok=True)
            return self._home(site).with_name(f".{site}.lock").open("a+b", buffering=0)

    def _claim(self, file: FileIO, site: str, who: str) -> str:
        """Take a lock; return who left it without having done."""
        with self._guard("加锁"):
            file.seek(0)
            holder = release.shown(file.read().decode(errors="replace"))
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise HostError(
                    self.name, f"{site}已被占用：{holder or '另一个进程'}正在发布", "等它结束后再试"
                ) from None
            file.truncate(0)
            file.write(who.encode())
            return holder

    def _partial(self, target: Path, manifest: Manifest) -> Path:
        """Return the folder to upload into: an interrupted upload of the same content where there is one."""
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(target.name + _PARTIAL)
        interrupted = sorted(target.parent.glob(f"*{_PARTIAL}"))
        usable = [path for path in interrupted if path.stem[-12:] == target.name[-12:] and _is_tidy(path, manifest)][:1]
        for path in interrupted:
            if path not in usable:
                _remove(path)
        for path in usable:
            path.rename(partial)
        (partial / _FILES).mkdir(parents=True, exist_ok=True)
        for known in partial.glob(f"{MANIFEST}*"):
            known.unlink()
        return partial

    def _kept(self, site: str) -> dict[str, Path]:
        """Return where the releases held for `site` have which content."""
        kept: dict[str, Path] = {}
        for release_id in self.releases(site):
            folder = self._release(site, release_id) / _FILES
            with suppress(HostError):  # a release whose manifest is damaged has nothing to offer
                files = map(file_of, self.manifest(site, release_id).lines)
                kept |= {file.sha256: folder / file.path for file in files}
        return kept


def embedded_hosts(root: Path) -> tuple[LocalHost, LocalHost]:
    """Return the default pair of hosts, two directories below `root`."""
    return LocalHost("qianduan-1", root / "qianduan-1"), LocalHost("qianduan-2", root / "qianduan-2")


def _clear(files: Iterable[FileIO]) -> None:
    for file in files:
        file.truncate(0)


def _bring(file: ReleasedFile, source: Path, target: Path, kept: Path | None) -> None:
    """Put a file in its place; never write into one that is there, for it may be linked into another release."""
    if _is(target, file):
        return
    target.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if kept and _is(kept, file) and _is_linked(kept, target):
        return
    with release.open_plain(source) as origin, target.open("xb") as copy:
        os.fchmod(copy.fileno(), 0o444)
        shutil.copyfileobj(origin, copy)


def _is_linked(kept: Path, target: Path) -> bool:
    """Link `target` to `kept`; say no where the file system allows no more links."""
    try:
        target.hardlink_to(kept)
    except OSError:
        return False
    return True


def _is(path: Path, file: ReleasedFile) -> bool:
    """Say whether `path` is a plain file with the content of `file`."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size != file.size:
        return False
    return release.digest_of(path) == (file.sha256, file.size)


def _harm(folder: Path, file: ReleasedFile, found: Found | None) -> Harm | None:
    if found is not Found.FILE:
        return _EXTRA[found] if found else Harm.MISSING
    digest, size = release.digest_of(folder / file.path)
    if size != file.size:
        return Harm.SIZE
    return None if digest == file.sha256 else Harm.CHANGED


def _is_tidy(partial: Path, manifest: Manifest) -> bool:
    """Say whether an interrupted upload holds nothing but plain files of the release, and so is safe to go on with."""
    files = partial / _FILES
    if partial.is_symlink() or files.is_symlink() or not files.is_dir():
        return False
    listed = {file.path for file in manifest.files}
    return all(found is Found.FILE and path in listed for path, found in release.walk(files))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
