"""Send what a host lacks: contents named by their digests, into one flat folder, so that no path of ours is ever used there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import manifest as manifests
from pipeline.hosts import HostError
from pipeline.manifest import MANIFEST, file_of
from pipeline.release import reason
from pipeline.ssh.address import ALIAS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.hosts import Source
    from pipeline.manifest import Manifest
    from pipeline.ssh.connection import Connection

#: rsync gives up where nothing moves for so long, and the whole transfer may take so long.
_STILL_SECONDS = 60
_TRANSFER_SECONDS = 4 * 3600
_TRIES = 3
#: What rsync ends with where a connection broke or stood still: what arrived stays, and it goes on from there.
_BROKEN = (10, 12, 20, 30, 35, 255)
_OPTIONS = ("--recursive", "--ignore-times", "--partial", "--compress", f"--timeout={_STILL_SECONDS}")


@contextmanager
def staged(
    cache: Path, manifest: Manifest, signatures: Mapping[str, bytes], source: Source, lacking: set[str]
) -> Iterator[Path]:
    """Give a folder below `cache` with what is to travel: the `lacking` contents, the manifest, its signatures; raise `OSError`."""
    cache.mkdir(parents=True, exist_ok=True)
    left = set(lacking)
    with tempfile.TemporaryDirectory(dir=cache, prefix="outgoing-") as made:
        folder = Path(made)
        for file in map(file_of, manifest.lines if left else ()):
            if file.sha256 in left:
                left.discard(file.sha256)
                _put(source(file.path), folder / file.sha256)
        for name, data in {MANIFEST: manifests.to_text(manifest).encode(), **signatures}.items():
            (folder / name).write_bytes(data)
        yield folder


def send(connection: Connection, site: str, folder: Path) -> None:
    """Bring the files of a folder to the host; raise `HostError`. A broken connection is made again, a few times."""
    for tries_left in reversed(range(_TRIES)):
        done = rsync(connection, site, folder)
        if done.returncode == 0:
            return
        if done.returncode not in _BROKEN or not tries_left:
            break
    said = done.stderr.decode(errors="replace").strip().splitlines()
    full = any("No space left" in line for line in said)
    fact = "主机的磁盘已满" if full else f"上传失败（rsync：{said[0] if said else done.returncode}）"
    raise connection.failed(fact, f"{'腾出空间' if full else '检查网络'}，再发布一次：传过的不再传")


def rsync(connection: Connection, site: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run rsync once, over the connection that is there."""
    shell = " ".join(f"'{word}'" if " " in word else word for word in connection.remote_shell())
    command = ["rsync", "-e", shell, *_OPTIONS, f"{folder}/", f"{ALIAS}:incoming/{site}/"]
    try:
        return subprocess.run(command, capture_output=True, timeout=_TRANSFER_SECONDS, check=False)  # noqa: S603
    except FileNotFoundError:
        raise connection.failed("没有rsync，不能上传", "安装rsync") from None
    except subprocess.TimeoutExpired:
        raise connection.failed("上传没有在四小时内做完", "检查网络，再发布一次：传过的不再传") from None


def unprepared(host: str, error: OSError) -> HostError:
    """The failure that it is when a file of ours cannot be staged."""
    return HostError(host, f"准备上传失败，{reason(error)}", "重新构建本站，再发布")


def _put(origin: Path, target: Path) -> None:
    """Have a file in another folder as well: a second name where the file system allows it, else a copy; never what a link names."""
    if origin.is_symlink():
        raise OSError(40, "link", str(origin))
    try:
        os.link(origin, target, follow_symlinks=False)
    except OSError:
        shutil.copyfile(origin, target, follow_symlinks=False)
