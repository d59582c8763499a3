"""The configuration of nginx for a front-end host, whole and static: it names no file that the deploy account could write.

What a release says of old addresses and of rest is in maps of root's, which `zhengzhan-adopt` copies line by line. Sources:
互联网政务应用安全管理规定（加密传输、日志）；国办函〔2018〕55号（域名）.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.answers import TEXTS, TYPES
from pipeline.setup.facts import SITE, domains_of, former_domains, require_sound
from pipeline.setup.texts import filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.hosts import SiteAddress
    from pipeline.setup.facts import SetupFacts

#: The maps that a site's configuration includes, and `zhengzhan-adopt` writes.
MAPS = ("moved.map", "gone.map", "rest.map")
#: What a page may load and who may frame it; the embedded hosts say the same (`pipeline/host_server.py`).
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'; "
    "form-action 'self'"
)
_SHARED = "zhengzhan/zhengzhan.conf"
_EVERY = "zhengzhan/every-server.conf"


def nginx_files(facts: SetupFacts, sites: Sequence[SiteAddress]) -> dict[str, str]:
    """Return the files of `/etc/nginx` by their paths in it, the empty maps of a host that has no release yet among them.

    Raise `SetupError` where something has not the form in which it may stand there.
    """
    require_sound(facts, sites)
    files = {"nginx.conf": filled("nginx/nginx.conf", _values(facts)), _SHARED: _shared(facts), _EVERY: _every_server()}
    for site in sites:
        files[f"zhengzhan/sites/{site.name}.conf"] = _site(facts, site, former_domains(site, sites))
        files |= {f"zhengzhan/maps/{site.name}/{name}": "" for name in MAPS}
    return files


def _values(facts: SetupFacts) -> dict[str, object]:
    return {**asdict(facts.places), "root": facts.root}


def _shared(facts: SetupFacts) -> str:
    types = dict.fromkeys(TYPES.values())
    rows = (f"    {kind} {' '.join(end for end in TYPES if TYPES[end] == kind)};" for kind in types)
    listen = (
        _listen(facts, facts.listen.http, "default_server"),
        _listen(facts, facts.listen.https, "ssl http2 default_server"),
    )
    more = {
        "types": "\n".join(rows),
        # nginx always counts text/html among them
        "texts": " ".join(kind for kind in types if TEXTS.fullmatch(kind) and kind != "text/html"),
        "listen_default": "\n".join(listen),
    }
    return filled("nginx/zhengzhan.conf", _values(facts) | more)


def _every_server() -> str:
    refused = _page("不支持这种请求", "本站只提供阅读。")
    return filled("nginx/every-server.conf", {"policy": POLICY, "refused": refused})


def _site(facts: SetupFacts, site: SiteAddress, former: tuple[str, ...]) -> str:
    """A site's maps and servers: HTTPS for its names, HTTP that leads there, and both for names that it had before."""
    domains = " ".join(domains_of(site))
    values = _values(facts) | {
        "name": site.name,
        "variable": site.name.replace("-", "_"),
        "domains": domains,
        "listen_https": _listen(facts, facts.listen.https, "ssl http2"),
        "certificate": facts.certificate.replace(SITE, site.name),
        "certificate_key": facts.certificate_key.replace(SITE, site.name),
        "brotli": "        brotli_static on;\n" if facts.brotli else "",
        "nothing": _page("暂时不能访问", "这个网站还没有发布到这台主机，请稍后再来。"),
    }
    port = "" if facts.listen.https == 443 else f":{facts.listen.https}"
    plain_http = {"listen": _listen(facts, facts.listen.http), "certificates": ""}
    servers = [values | plain_http | {"names": domains, "place": f"$host{port}"}]
    if former:
        away = {"names": " ".join(former), "place": f"{site.domain}{port}"}
        secured = {"listen": values["listen_https"], "certificates": filled("nginx/certificates.conf", values)}
        servers += [values | plain_http | away, values | secured | away]
    return filled("nginx/site.conf", values) + "".join(filled("nginx/away.conf", server) for server in servers)


def _listen(facts: SetupFacts, port: int, *more: str) -> str:
    return "\n".join(f"    listen {' '.join((f'{address}:{port}', *more))};" for address in facts.listen.addresses)


def _page(title: str, text: str) -> str:
    """A short page of the host's own, in one line without quotes: it stands in a string of nginx's."""
    return filled("nginx/page.html", {"title": title, "text": text}).replace("\n", "")
