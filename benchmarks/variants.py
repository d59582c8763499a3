"""What variants cost: `python -m benchmarks.variants [N]` builds N documents from nothing, without variants and with, and prints a table.

Seconds are those of the processor, in one process; the ratio is to the build without variants, for each variant switched on.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pipeline.build as building
from benchmarks.corpus import AS_OF
from benchmarks.peers.ours import Ours
from plugins.engine.make import Maker

if TYPE_CHECKING:
    from collections.abc import Callable

#: What is switched on in `site.toml`, and how many variants of a page that makes.
CHOICES = (((), 0), (("care",), 1), (("zh-Hant",), 1), (("care", "zh-Hant"), 3))


class Stopwatch:
    """Seconds of the processor in which a page is rendered, or derived from a finished one."""

    def __init__(self) -> None:
        self.rendering = self.deriving = 0.0
        self.rendered = self.derived = 0

    def render(self, function: Callable[..., bytes]) -> Callable[..., bytes]:
        """Return the function that renders a page, timed."""

        def timed(*given: Any, **more: Any) -> bytes:
            begun = time.process_time()
            data = function(*given, **more)
            self.rendering += time.process_time() - begun
            self.rendered += 1
            return data

        return timed

    def derive(self, function: Callable[..., Callable[[str, str], str]]) -> Callable[..., Callable[[str, str], str]]:
        """Return the function that gives the way to a variant, with the way timed."""

        def way(*given: Any, **more: Any) -> Callable[[str, str], str]:
            derive = function(*given, **more)

            def timed(text: str, file: str) -> str:
                begun = time.process_time()
                made = derive(text, file)
                self.deriving += time.process_time() - begun
                self.derived += 1
                return made

            return timed

        return way


def measure(documents: int) -> list[tuple[str, float, int, Stopwatch]]:
    """Build a corpus with each choice; return what was chosen, the seconds, how many variants, and the times of pages."""
    render, derived = Maker._render, Maker._derived
    found: list[tuple[str, float, int, Stopwatch]] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        Ours().write_corpus(folder, documents)
        plain = {site: site.read_text(encoding="utf-8") for site in folder.glob("content/*/site.toml")}
        for chosen, variants in CHOICES:
            for site, text in plain.items():
                line = f"variants = {json.dumps(chosen)}\n" if chosen else ""
                site.write_text(line + text, encoding="utf-8")
            watch, begun = Stopwatch(), time.process_time()
            Maker._render, Maker._derived = watch.render(render), watch.derive(derived)  # type: ignore[method-assign]
            building.build(folder / "content", folder / f"output-{len(found)}", as_of=AS_OF, jobs=1)
            found.append((" + ".join(chosen) or "none", time.process_time() - begun, variants, watch))
    Maker._render, Maker._derived = render, derived  # type: ignore[method-assign]
    return found


def table(documents: int, found: list[tuple[str, float, int, Stopwatch]]) -> str:
    """Return the table."""
    without = found[0][1]
    head = f"| variants, {documents:,} documents, one process | s | more, for each, × cold | rendering, µs a page | deriving, µs a page |"
    lines = [head, "|---|---:|---:|---:|---:|"]
    for chosen, seconds, variants, watch in found:
        more = f"{(seconds - without) / variants / without:.2f}" if variants else "—"
        deriving = f"{1e6 * watch.deriving / watch.derived:.0f}" if watch.derived else "—"
        lines.append(
            f"| {chosen} | {seconds:.2f} | {more} | {1e6 * watch.rendering / watch.rendered:.0f} | {deriving} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(table(many, measure(many)))
