"""What a host must know besides files: old addresses that lead on (301) or are gone (410), and a site that rests (503).

The folder `.host` travels with a release and is never served: `answers.json` for the embedded hosts, `*.map` for nginx, which takes
only lines of one form over (`pipeline/setup/files/zhengzhan-adopt`), and the file `resting` as long as the site rests.
"""

from __future__ import annotations

import datetime as dt
import json
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from model.lifecycle import Mode
from model.variants import STANDARD, variants_of
from plugins.engine.clock import SHANGHAI
from plugins.engine.registry import PageKey, Registry, View, features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.variants import Variant
    from plugins.engine.ask import Ask
    from plugins.engine.registry import Context

_JSON = ".host/answers.json"
_MOVED = ".host/moved.map"
_GONE = ".host/gone.map"
#: What a URI may hold unescaped (RFC 3986); everything else is written with `%`.
_URI = "/:?#[]@!&'()*+,;=%~"
_REST = ".host/rest.map"
_RESTING = ".host/resting"
#: What no line of a map holds, since nginx would read more than a text in it.
_SPECIAL = frozenset('"\\$\x7f') | frozenset(map(chr, range(32)))
_OLD = ("redirect", "moved", "gone")


def pages(ask: Ask) -> Iterator[PageKey]:
    """One file for the embedded hosts, three for nginx, and one that is there while the site rests."""
    yield from map(PageKey, (_JSON, _MOVED, _GONE, _REST))
    if ask.mode is Mode.RESTING:
        yield PageKey(_RESTING)


def context(ask: Ask, key: PageKey) -> Context:
    """The answers: by file of the old address, where it leads; those that are gone; until when the site rests."""
    ask.life()  # the files are there whatever the hosts show, so that its changes must find them
    rests = ask.mode is Mode.RESTING
    wanted = ("gone",) if key.file == _GONE else _OLD[:2] if key.file == _MOVED else _OLD
    rows = [] if rests or key.file == _REST else ask.pages(*wanted)
    roots = ask.site.roots
    variants = (STANDARD, *variants_of(ask.site.settings.variants))
    moved = [(file, _target(ask, view, of)) for file, view, of in rows if view != "gone"]
    led = ((each.file(file, roots), _within(each, url, roots)) for each in variants for file, url in moved if url)
    return {
        "file": key.file,
        "moved": tuple((file, quote(url, safe=_URI)) for file, url in led),
        "gone": tuple(each.file(file, roots) for each in variants for file, view, _ in rows if view == "gone"),
        "until": _until(ask) if rests else "",
    }


def _target(ask: Ask, view: str, of: str) -> str:
    if view == "redirect":
        return ask.address_of(of)
    link = ask.leads_to(ask.redirect(of)[1])
    return link.url if link else ""


def _within(variant: Variant, url: str, roots: tuple[str, ...]) -> str:
    """Where an old address of a variant leads: to the page in that variant, or to what has none."""
    return variant.address(url, roots) if url.startswith("/") and url.endswith("/") else url


def _until(ask: Ask) -> str:
    """The moment at which the site is to be back, as HTTP writes it (RFC 9110, Retry-After)."""
    act = ask.life().latest(ask.now.date(), "offline", "emergency")
    assert act
    assert act.ends
    back = dt.datetime.combine(act.ends + dt.timedelta(1), dt.time(), SHANGHAI)
    return format_datetime(back.astimezone(dt.UTC), usegmt=True)


def write(_ask: Ask, context: Context) -> bytes:
    """The bytes of one of the files."""
    return _WRITERS[context["file"]](context).encode()


def _json(context: Context) -> str:
    answers = {"until": context["until"], "moved": dict(context["moved"]), "gone": list(context["gone"])}
    return json.dumps(answers, ensure_ascii=False, indent=1) + "\n"


def _moved_map(context: Context) -> str:
    """Lines of a `map $uri $moved { include …; }`."""
    return "".join(f'"{uri}" "{url}";\n' for file, url in context["moved"] for uri in _uris(file))


def _gone_map(context: Context) -> str:
    """Lines of a `map $uri $gone { include …; }`."""
    return "".join(f'"{uri}" 1;\n' for file in context["gone"] for uri in _uris(file))


def _rest_map(context: Context) -> str:
    """The line of a `map $status $retry_after { include …; }`; none where the site does not rest."""
    return f'503 "{context["until"]}";\n' if context["until"] else ""


def _resting(context: Context) -> str:
    return f"{context['until']}\n"


def _uris(file: str) -> tuple[str, ...]:
    """The addresses that mean a file; nginx compares them decoded. None where one cannot be said in a map: there the page leads on."""
    if not _SPECIAL.isdisjoint(file):
        return ()
    folder = file.removesuffix("index.html")
    return (f"/{folder}", f"/{folder[:-1]}", f"/{file}") if folder != file else (f"/{file}",)


_WRITERS = {_JSON: _json, _MOVED: _moved_map, _GONE: _gone_map, _REST: _rest_map, _RESTING: _resting}


def add(registry: Registry) -> None:
    """Declare the files."""
    registry.view(View("host_answers", context, pages, write=write, modes=frozenset(Mode)))


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
