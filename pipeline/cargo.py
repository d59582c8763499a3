"""A release on its way: what was built, the assets of earlier releases that stay reachable, the signatures."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import manifest as manifests
from pipeline.built_site import BuiltSite, assets, carried
from pipeline.manifest import file_of, manifest_of
from pipeline.signing import Signing, signatures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.hosts import Source
    from pipeline.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms releases are made: `who` publishes, from which commit, built by what, signed with what.

    A host keeps the newest `keep` releases. Assets of earlier releases stay reachable `asset_days` days; `assets` is a
    folder of this machine that keeps them for hosts which lack them.
    """

    who: str = ""
    commit: str = "-"
    builder: str = ""
    signing: Signing | None = None
    keep: int = 5
    asset_days: int = 30
    assets: Path | None = None


@dataclass(frozen=True, slots=True)
class Cargo:
    """A release on its way: its manifest, the signatures, and where its contents are."""

    manifest: Manifest
    signatures: Mapping[str, bytes]
    source: Source


def loaded(
    built: BuiltSite,
    made: datetime,
    showing: Sequence[Manifest],
    terms: Terms,
    everywhere: Callable[[str], bool],
    *,
    sign: bool,
) -> Cargo:
    """The release that is to be shown: what was built, and the assets of earlier releases that stay reachable.

    An asset can be carried that every host has (`everywhere`), or this machine.
    """
    store = terms.assets / built.site if terms.assets else None
    kept = {
        path: (line, day)
        for path, (line, day) in carried(built, showing, made.date(), terms.asset_days).items()
        if everywhere(line) or (store and (store / file_of(line).sha256).is_file())
    }
    lines = sorted([*built.lines, *(line for line, _ in kept.values())], key=lambda line: line.split(" ", 2)[2])
    days = {path: day for path, (_, day) in kept.items()}
    manifest = manifest_of(built.site, tuple(lines), made, kept=days, commit=terms.commit, builder=terms.builder)
    if sign and store:
        _keep_assets(store, built, kept.values())
    signed = signatures(manifests.to_text(manifest).encode(), terms.signing) if sign else {}
    places = {path: store / file_of(line).sha256 for path, (line, _) in kept.items() if store}
    return Cargo(manifest, signed, lambda path: places.get(path) or built.folder / path)


def _keep_assets(store: Path, built: BuiltSite, kept: Iterable[tuple[str, object]]) -> None:
    """Keep the assets of this build for the time after it, and those that are carried; what nobody needs any more goes."""
    own = {file_of(line).sha256: path for path, line in assets(built.lines).items()}
    staying = own.keys() | {file_of(line).sha256 for line, _ in kept}
    with suppress(OSError):  # it is for convenience: what is not kept is not carried
        store.mkdir(parents=True, exist_ok=True)
        there = {path.name for path in store.iterdir()}
        for digest in there - staying:
            (store / digest).unlink()
        for digest in own.keys() - there:
            os.link(built.folder / own[digest], store / digest)
