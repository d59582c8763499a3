"""Write the whole set-up of one front-end host into a folder, for an operator to read and to run there."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.release import ReleaseError, reason, shown
from pipeline.setup.access import authorized_keys, host_conf, release_signers
from pipeline.setup.facts import domains_of, former_domains, require_sound
from pipeline.setup.nginx import MAPS, nginx_files
from pipeline.setup.texts import filled, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.hosts import SiteAddress
    from pipeline.setup.facts import SetupFacts

_UNITS = (
    "zhengzhan-verify.service",
    "zhengzhan-verify.timer",
    "zhengzhan-adopt.service",
    "zhengzhan-adopt.path",
    "zhengzhan-adopt.timer",
)
_PROGRAMS = ("zhengzhan-host", "zhengzhan-adopt")
_SCRIPTS = (*_PROGRAMS, "install.sh")


def write_setup(folder: Path, sites: Sequence[SiteAddress], host: SetupFacts) -> tuple[str, ...]:
    """Write the set-up of `host`, which shows `sites`, into a new or empty folder; return the files' paths in it, in order.

    Raise `SetupError` with all that is wrong with the facts before anything is written, `ReleaseError` where the folder is not empty or
    cannot be written.
    """
    files = setup_files(sites, host)
    try:
        if folder.exists() and any(folder.iterdir()):
            raise ReleaseError(shown(str(folder)), "文件夹里已经有东西", "换一个文件夹，或者先清空")
        for path, text in files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            file.chmod(0o755 if path in _SCRIPTS else 0o644)
    except OSError as error:
        raise ReleaseError(shown(str(folder)), f"写不进去，{reason(error)}", "检查路径和权限") from error
    return tuple(sorted(files))


def setup_files(sites: Sequence[SiteAddress], host: SetupFacts) -> dict[str, str]:
    """Return the files of a set-up by their paths; raise `SetupError`."""
    require_sound(host, sites)
    values = _values(sites, host)
    return {
        "README.md": filled("README.md", values),
        "install.sh": filled("install.sh", values),
        "authorized_keys": authorized_keys(host),
        "release_signers": release_signers(host),
        "host.conf": host_conf(host),
        "sshd.conf": filled("sshd.conf", values),
        "logrotate": filled("logrotate", values),
        **{name: plain(name) for name in _PROGRAMS},
        **{f"systemd/{name}": filled(f"systemd/{name}", values) for name in _UNITS},
        **{f"nginx/{path}": text for path, text in nginx_files(host, sites).items()},
    }


def _values(sites: Sequence[SiteAddress], host: SetupFacts) -> dict[str, object]:
    rows = (f"| `{site.name}` | {'、'.join((*domains_of(site), *former_domains(site, sites)))} |" for site in sites)
    return {
        **asdict(host.places),
        "host": host.name,
        "root": host.root,
        "user": host.user,
        "log_days": host.log_days,
        "http": host.listen.http,
        "https": host.listen.https,
        "certificate": host.certificate,
        "certificate_key": host.certificate_key,
        "sources": ", ".join(host.from_addresses) or "0.0.0.0/0",
        "sites": " ".join(site.name for site in sites),
        "site": sites[0].name,
        "domain": sites[0].domain,
        "domains": "\n".join(rows),
        "maps": " ".join(MAPS),
        "watched": "\n".join(f"PathChanged={host.root}/{site.name}" for site in sites),
    }
