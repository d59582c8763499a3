"""The generators that are compared, ours first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.peers.eleventy import Eleventy
from benchmarks.peers.hugo import Hugo
from benchmarks.peers.nikola import Nikola
from benchmarks.peers.ours import Ours
from benchmarks.peers.pelican import PlainPelican
from benchmarks.peers.zola import Zola

if TYPE_CHECKING:
    from benchmarks.peer import Peer

OURS = Ours()
PEERS: tuple[Peer, ...] = (Hugo(), Zola(), PlainPelican(), Eleventy(), Nikola())
