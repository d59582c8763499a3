"""What happens to the output between two builds, as rules of the machine of the law: damage, loss, old copies put back."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pipeline.build import LEDGER
from plugins.engine.output import SIGNATURE
from plugins.engine.picture_cache import FOLDER
from tests.law.documents import ANY, Office, edit

if TYPE_CHECKING:
    from pathlib import Path


def files_below(output: Path) -> dict[str, bytes]:
    """Every file of the output by name, but the ledger, the lock and what is being staged."""
    found = {}
    for path in output.rglob("*"):
        name = path.relative_to(output).as_posix()
        if path.is_file() and not name.startswith("."):
            found[name] = path.read_bytes()
    return found


def different(kept: Any, fresh: Any) -> Any:
    """What of two outcomes differs: files by name, or the faults of both; nothing where they are the same."""
    if isinstance(kept, dict) and isinstance(fresh, dict):
        return sorted(name for name in kept.keys() | fresh.keys() if kept.get(name) != fresh.get(name))
    return [] if kept == fresh else [each if isinstance(each, tuple) else "built" for each in (kept, fresh)]


class Outputs(Office):
    """Accidents of the output folder; whatever they were, the next build mends them."""

    def _built(self, which: int) -> Path | None:
        names = sorted(name for name in files_below(self.output) if not name.endswith(f"/{SIGNATURE}"))
        return self.output / names[which * 7 % len(names)] if names else None

    @edit(which=ANY, how=st.sampled_from(["gone", "longer", "other", "empty", "folder", "link"]))
    def damage_a_file(self, which: int, how: str) -> None:
        file = self._built(which)
        if file and not file.is_symlink():
            data = file.read_bytes()
            file.unlink()
            if how == "folder":
                file.mkdir()
                (file / "x").write_text("x")
            elif how == "link":
                file.symlink_to(self.content)
            elif how != "gone":
                file.write_bytes({"longer": data + b" ", "other": data.swapcase()[::-1], "empty": b""}[how])

    @edit(which=ANY)
    def lose_a_folder(self, which: int) -> None:
        file = self._built(which)
        if file and file.parent.parent != self.output:
            shutil.rmtree(file.parent)

    @edit(site=st.sampled_from(["portal", "jyj", "xian"]))
    def lose_a_site(self, site: str) -> None:
        shutil.rmtree(self.output / site, ignore_errors=True)

    @edit(which=ANY)
    def leave_a_stray_file_and_lose_the_ledger(self, which: int) -> None:
        file = self._built(which)
        if file:
            file.with_name("stray.html").write_text("x")
            self.lose_the_ledger()

    @edit(site=st.sampled_from(["portal", "jyj"]))
    def leave_what_a_crash_leaves(self, site: str) -> None:
        staging = self.output / f".{site}.staging"
        staging.mkdir(parents=True, exist_ok=True)
        (staging / "0").write_text("half a pa")

    @edit()
    def lose_the_ledger(self) -> None:
        for file in self.output.glob(f"{LEDGER}*"):
            file.unlink()

    @edit(which=ANY, how=st.sampled_from(["gone", "cut off", "all gone"]))
    def lose_derived_pictures(self, which: int, how: str) -> None:
        kept = sorted((self.output / FOLDER).glob("*"))
        if kept and how == "all gone":
            shutil.rmtree(self.output / FOLDER)
        elif kept:
            file = kept[which % len(kept)]
            data = file.read_bytes()
            file.unlink()
            if how == "cut off":
                file.write_bytes(data[: len(data) // 2])

    @edit()
    def keep_a_copy(self) -> None:
        if self.output.exists():
            shutil.rmtree(self._copy, ignore_errors=True)
            shutil.copytree(self.output, self._copy, symlinks=True)

    @edit(what=st.sampled_from(["all", "ledger", "files"]))
    def put_the_copy_back(self, what: str) -> None:
        """An old ledger beside newer files is also what a crash before the last commit leaves; of files, those that are there."""
        for file in [path for path in self._copy.rglob("*") if path.is_file() and self.output.exists()]:
            place = self.output / file.relative_to(self._copy)
            ledger = place.name.startswith(LEDGER)
            if what == "all" or (ledger if what == "ledger" else not ledger and place.is_file()):
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, place)

    @property
    def _copy(self) -> Path:
        return self.output.with_name("copy")
