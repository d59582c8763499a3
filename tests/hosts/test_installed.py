"""A host made by nothing but what `invoke hosts.setup` writes: installed by its own script, then published to and read."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.built_site import from_folder
from pipeline.cargo import Terms
from pipeline.publish import publish
from pipeline.publish_text import render
from pipeline.release import BEIJING
from pipeline.setup.writing import write_setup
from pipeline.signing import Signing
from pipeline.ssh.address import ALIAS
from pipeline.ssh.connection import Connection
from pipeline.ssh.host import SshHost
from tests.hosts.machines import Machine, account, free_port, make_key
from tests.hosts.servers import PORTAL, adopt_and_reload, facts_in, issue, make_authority, nginx_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.setup.facts import SetupFacts

SITE = replace(PORTAL, former=())
_SSHD = """
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host_key
PidFile {folder}/sshd.pid
StrictModes no
UsePAM no
LogLevel ERROR
Include {folder}/sshd/*.conf
Subsystem sftp internal-sftp
"""
TREE = {
    "index.html": "首页",
    ".host/moved.map": '"/old/" "/zwdt/";\n',
    ".host/gone.map": "",
    ".host/rest.map": "",
    "zwdt/index.html": "动态",
}

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or Path("/run/systemd/system").exists(), reason="it would set this machine up"
)


@contextmanager
def installed() -> Iterator[tuple[SetupFacts, Machine]]:
    """A host that its own script installed below a folder, and whose sshd runs."""
    folder = Path(tempfile.mkdtemp(prefix="zz-installed-", dir="/tmp"))  # its account must be able to reach it
    folder.chmod(0o755)
    keys = {name: make_key(folder / name) for name in ("deploy_key", "release_key", "host_key")}
    machine = Machine("qianduan-1", account(1), folder, free_port())
    facts = replace(
        facts_in(folder), user=machine.user, deploy_keys=(keys["deploy_key"],), signers=(keys["release_key"],)
    )
    (folder / "sshd_config").write_text(_SSHD.format(port=machine.port, folder=folder))
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{machine.port} {keys['host_key']}\n")
    try:
        _install(facts, folder)
        machine.start()
        yield facts, machine
    finally:
        machine.stop()
        shutil.rmtree(folder)


def _install(facts: SetupFacts, folder: Path) -> None:
    for each in (facts.places.nginx, facts.places.run, "/run/sshd"):
        Path(each).mkdir(exist_ok=True)
    make_authority(folder / "tls")
    issue(folder / "tls", SITE.name, (SITE.domain,))
    write_setup(folder / "setup", [SITE], facts)
    done = subprocess.run(["dash", folder / "setup/install.sh"], capture_output=True, text=True, check=False)
    assert done.stdout.endswith("装好了\n"), done.stderr


def test_a_host_that_the_set_up_made_is_published_to_and_read_and_does_nothing_else(tmp_path: Path) -> None:
    for path, text in TREE.items():
        (tmp_path / "portal" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "portal" / path).write_text(text, encoding="utf-8")

    with installed() as (facts, machine), nginx_for(facts) as visitor:
        folder = machine.folder
        host = SshHost(
            machine.name, Connection(machine.address(folder / "known_hosts", folder / "deploy_key")), tmp_path
        )
        assert visitor.ask("/").status == 503
        terms = Terms(signing=Signing(folder / "release_key"))
        publication = publish([from_folder(tmp_path / "portal", "portal")], [host], dt.datetime.now(BEIJING), terms)
        assert publication.ok, render(publication)
        assert visitor.ask("/").text == "首页"
        assert visitor.ask("/old/").status == 404
        adopt_and_reload(facts)
        assert visitor.ask("/old/").status == 301

        refused = subprocess.run([*host.connection.remote_shell(), ALIAS, "id"], capture_output=True, check=False)
        assert (refused.returncode, refused.stdout) == (77, b"")
        assert "拒绝 id" in Path(facts.places.logs, "host/host.log").read_text(encoding="utf-8")
        verified = subprocess.run(
            [f"{facts.places.programs}/zhengzhan-host", f"{facts.places.settings}/host.conf", "verify-all"], check=False
        )
        assert verified.returncode == 0
        host.connection.close()
