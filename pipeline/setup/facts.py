"""What the set-up of a host is made of, held to strict forms: it goes into scripts, configurations and lists of keys."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from model.faults import Unreadable
from model.identifiers import ChineseDomain, Domain
from pipeline.release import SITE_NAME, ReleaseError, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.hosts import SiteAddress

#: What stands for a site's name in the paths of its certificate and key.
SITE = "<site>"
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?")
_USER = re.compile(r"[a-z_][a-z0-9_-]{0,31}")
_PATH = re.compile(r"(?:/[A-Za-z0-9_][A-Za-z0-9._-]{0,126}|/<site>[A-Za-z0-9._-]{0,64})+")
_KEY = re.compile(r"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}(?: [A-Za-z0-9._@-]{1,100})?")


@dataclass(frozen=True, slots=True)
class Listen:
    """Where nginx listens: its ports, and the addresses as nginx writes them."""

    http: int = 80
    https: int = 443
    addresses: tuple[str, ...] = ("*", "[::]")


@dataclass(frozen=True, slots=True)
class Places:
    """Folders of a host, and the user of nginx's workers: those of Debian."""

    nginx: str = "/etc/nginx"
    modules: str = "/etc/nginx/modules-enabled"
    settings: str = "/etc/zhengzhan"
    programs: str = "/usr/local/lib/zhengzhan"
    logs: str = "/var/log/zhengzhan"
    run: str = "/run"
    temporary: str = "/var/lib/nginx"
    challenges: str = "/var/www/zhengzhan"
    units: str = "/etc/systemd/system"
    rotation: str = "/etc/logrotate.d"
    sshd: str = "/etc/ssh/sshd_config.d"
    web_user: str = "www-data"


@dataclass(frozen=True, slots=True)
class SetupFacts:
    """A front-end host to be set up.

    `deploy_keys` are public keys that may publish, `signers` those whose signatures on releases are believed: several while one takes the
    place of another. `from_addresses` restricts the deploy keys to addresses or networks. `brotli` says that nginx has the module
    `brotli_static`. `certificate` and `certificate_key` are paths in which `<site>` stands for the site. `log_days` is the profile's.
    """

    name: str
    deploy_keys: tuple[str, ...]
    signers: tuple[str, ...]
    root: str = "/srv/zhengzhan"
    user: str = "zhengzhan"
    from_addresses: tuple[str, ...] = ()
    brotli: bool = False
    certificate: str = f"/etc/nginx/tls/{SITE}.pem"
    certificate_key: str = f"/etc/nginx/tls/{SITE}.key"
    keep: int = 5
    log_days: int = 365
    listen: Listen = Listen()
    places: Places = Places()


class SetupError(ReleaseError):
    """All that keeps a set-up from being written; each of `faults` has its place, fact and remedy."""

    def __init__(self, faults: Sequence[ReleaseError]) -> None:
        super().__init__(faults[0].place, faults[0].fact, faults[0].remedy)
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


def require_sound(facts: SetupFacts, sites: Sequence[SiteAddress]) -> None:
    """Raise `SetupError` unless everything has the one form in which it may stand in a script or a configuration."""
    faults = [*_facts_faults(facts), *_sites_faults(facts.name, sites)]
    if faults:
        raise SetupError(faults)


def key_of(text: str) -> str:
    """Return the line that a public key is, without what stands around it."""
    return text.strip(" \n")


def domains_of(site: SiteAddress) -> tuple[str, ...]:
    """Return the names by which a site answers, in the form that browsers send."""
    chinese = (ChineseDomain.parse(site.chinese_domain).ascii,) if site.chinese_domain else ()
    return (site.domain, *chinese)


def former_domains(site: SiteAddress, sites: Sequence[SiteAddress]) -> tuple[str, ...]:
    """Return the names that a site had before and that no site has now, or had later."""
    now = {name for each in sites for name in domains_of(each)}
    last = {name: each.name for each in sites for name in each.former}
    return tuple(name for name in dict.fromkeys(site.former) if name not in now and last[name] == site.name)


def _facts_faults(facts: SetupFacts) -> Iterator[ReleaseError]:
    place = shown(facts.name)
    if not _NAME.fullmatch(facts.name):
        yield ReleaseError(place, "主机名不合规", "用字母、数字、点和连字符写")
    for user in (facts.user, facts.places.web_user):
        if not _USER.fullmatch(user):
            yield ReleaseError(place, f"“{shown(user)}”不是账户名", "用小写字母、数字、连字符和下划线写")
    yield from _path_faults(facts)
    yield from _number_faults(facts)
    yield from _address_faults(facts)
    yield from _key_faults(place, "部署公钥", facts.deploy_keys)
    yield from _key_faults(place, "签名公钥", facts.signers)
    if {key.split()[1] for key in facts.deploy_keys if _fits(key)} & {
        key.split()[1] for key in facts.signers if _fits(key)
    }:
        yield ReleaseError(place, "部署公钥和签名公钥是同一把", "各用一把：偷到一把的人不能既登录又签名")


def _path_faults(facts: SetupFacts) -> Iterator[ReleaseError]:
    folders = [getattr(facts.places, each.name) for each in fields(Places) if each.name != "web_user"]
    for path in (facts.root, *folders):
        if not _PATH.fullmatch(path) or SITE in path:
            yield ReleaseError(shown(facts.name), f"“{shown(path)}”不能作文件夹", _PLAIN_PATH)
    for path in (facts.certificate, facts.certificate_key):
        if not _PATH.fullmatch(path):
            yield ReleaseError(
                shown(facts.name), f"“{shown(path)}”不能作证书的路径", f"{_PLAIN_PATH}，网站名写作{SITE}"
            )


_PLAIN_PATH = "从/写起，用字母、数字、点、连字符和下划线，不以/结尾"


def _number_faults(facts: SetupFacts) -> Iterator[ReleaseError]:
    listen = facts.listen
    for port in (listen.http, listen.https):
        if not 0 < port < 65536:
            yield ReleaseError(shown(facts.name), f"端口{port}不合规", "写1到65535")
    for number, what in ((facts.keep, "保留版本的数目"), (facts.log_days, "日志保存的天数")):
        if not 0 < number < 100_000:
            yield ReleaseError(shown(facts.name), f"{what}{number}不合规", "写正整数")


def _address_faults(facts: SetupFacts) -> Iterator[ReleaseError]:
    for address in facts.listen.addresses:
        if address != "*" and not _reads(ip_address, address.removeprefix("[").removesuffix("]")):
            yield ReleaseError(shown(facts.name), f"“{shown(address)}”不是监听的地址", "写*、IPv4地址或者[IPv6地址]")
    for address in facts.from_addresses:
        if not _reads(ip_network, address):
            yield ReleaseError(shown(facts.name), f"“{shown(address)}”不是IP地址或网段", "写如10.0.0.5或10.0.0.0/24")


def _reads(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return "%" not in text  # a zone is no part of an address here


def _key_faults(place: str, what: str, keys: Sequence[str]) -> Iterator[ReleaseError]:
    if not keys:
        yield ReleaseError(place, f"没有{what}", "用ssh-keygen -t ed25519生成，给出.pub文件")
    for key in keys:
        if "PRIVATE KEY" in key:
            yield ReleaseError(place, f"{what}里是私钥", "给出.pub文件；私钥不要离开它所在的机器")
        elif not _fits(key):
            yield ReleaseError(place, f"{what}不是一行Ed25519公钥", "用ssh-keygen -t ed25519生成，给出.pub文件")


def _fits(key: str) -> bool:
    return _KEY.fullmatch(key_of(key)) is not None


def _sites_faults(host: str, sites: Sequence[SiteAddress]) -> Iterator[ReleaseError]:
    if not sites:
        yield ReleaseError(shown(host), "没有网站", "给出有网站的内容文件夹")
    taken: dict[str, str] = {}
    for site in sites:
        if not SITE_NAME.fullmatch(site.name):
            yield ReleaseError(shown(site.name), "不是网站的文件夹名", "用小写字母、数字和连字符写")
        faults = list(_domain_faults(site))
        yield from faults
        for name in () if faults else domains_of(site):
            if taken.setdefault(name, site.name) != site.name:
                yield ReleaseError(shown(site.name), f"域名“{name}”也是{taken[name]}的", "一个域名只给一个网站")


def _domain_faults(site: SiteAddress) -> Iterator[ReleaseError]:
    chinese = [(ChineseDomain.parse, site.chinese_domain)] if site.chinese_domain else []
    for parse, name in ((Domain.parse, site.domain), *chinese, *((Domain.parse, name) for name in site.former)):
        try:
            parse(name)
        except Unreadable as error:
            yield ReleaseError(shown(site.name), shown(error.message), error.remedy)
