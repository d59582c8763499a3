"""A sender of rsync's own protocol, written by hand: it may say what the real one never would (protocol 29, before 3.0)."""

from __future__ import annotations

import stat
import struct
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline.ssh.address import ALIAS

if TYPE_CHECKING:
    from pipeline.ssh.connection import Connection

#: What `zhengzhan-host` allows, with nothing negotiated.
COMMAND = "rsync --server -rIze.LsfxCIvu --timeout=10 --partial . incoming/{site}/"
_PROTOCOL = 29
_LONG_NAME, _TOP_DIR = 0x40, 0x01
FOLDER, FILE, LINK = stat.S_IFDIR | 0o755, stat.S_IFREG | 0o644, stat.S_IFLNK | 0o777
DEVICE, PIPE = stat.S_IFBLK | 0o666, stat.S_IFIFO | 0o666


def entry(name: bytes, mode: int = FILE, size: int = 5) -> bytes:
    """An entry of a list of files: a name, a kind with permissions, a size."""
    flags = _LONG_NAME | (_TOP_DIR if name == b"." else 0)
    long = struct.pack("<BI", flags, len(name)) + name
    return long + struct.pack("<III", size, 1_700_000_000, mode)


def listed(*entries: bytes) -> bytes:
    """A whole list of files, below a folder, with its end."""
    return b"".join([entry(b".", FOLDER, 4096), *entries, b"\0", struct.pack("<I", 0)])


class Sender:
    """A session in which rsync listens at the host and nobody honest speaks."""

    def __init__(self, connection: Connection, site: str) -> None:
        self.session = subprocess.Popen(
            [*connection.remote_shell(), ALIAS, COMMAND.format(site=site)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.session.stdin
        assert self.session.stdout
        self.say(struct.pack("<I", _PROTOCOL))
        assert struct.unpack("<I", self.session.stdout.read(4))[0] >= _PROTOCOL
        self.session.stdout.read(4)  # the seed of the checksums

    def say(self, data: bytes) -> None:
        assert self.session.stdin
        self.session.stdin.write(data)
        self.session.stdin.flush()

    def end(self, rest: bytes = b"") -> None:
        """Say the rest, go away, and wait until rsync has ended."""
        with suppress(BrokenPipeError):
            self.say(rest)
        self.session.communicate(timeout=20)
