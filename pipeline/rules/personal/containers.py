"""Open what is packed without being filled up: zip with a limit on what comes out, XML without entities."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How much is unpacked of one file, in bytes; how many members are looked at.
_LARGEST, _MEMBERS = 96 * 1024 * 1024, 2000


class Unopenable(Exception):
    """A file that cannot be read: why, in Chinese."""


class Container:
    """A zip file, of which only so much is unpacked in all."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Unopenable("文件已损坏") from error
        self._left = _LARGEST
        self.members = [each for each in self._zip.infolist() if not each.is_dir()][:_MEMBERS]
        self.names = [each.filename for each in self.members]
        self.is_cut = len(self._zip.namelist()) > _MEMBERS

    def read(self, name: str) -> bytes:
        """Return a member's bytes; raise `Unopenable` for what is encrypted, damaged or too large."""
        try:
            with self._zip.open(name) as member:
                data = member.read(self._left + 1)
        except RuntimeError as error:
            raise Unopenable("加了密码") from error
        except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, OSError, NotImplementedError) as error:
            raise Unopenable("文件已损坏") from error
        if len(data) > self._left:
            raise Unopenable(f"解开以后超过{_LARGEST // 1024 // 1024}兆，没有看完")
        self._left -= len(data)
        return data

    def matching(self, start: str, end: str = ".xml") -> Iterator[str]:
        """Yield the names of members that begin and end so, in order."""
        yield from sorted(name for name in self.names if name.startswith(start) and name.endswith(end))


def xml(data: bytes) -> etree._Element:
    """Return the root of an XML text; entities stay as they are, nothing is fetched; raise `Unopenable`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unopenable("文件已损坏") from error
    if root is None:
        raise Unopenable("文件已损坏")
    return root


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; the empty text for an entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its name without namespace."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
