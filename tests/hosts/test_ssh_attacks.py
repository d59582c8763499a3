"""What somebody can do with a stolen deploy key: nothing but bring releases that the release key has signed."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest

from pipeline.manifest import from_bytes, manifest_of, to_text
from pipeline.signing import Signing, signatures
from pipeline.ssh.address import ALIAS
from pipeline.ssh.connection import Connection
from tests.hosts.front import Front
from tests.hosts.machines import free_port, make_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.manifest import Manifest
    from tests.hosts.machines import Network

REFUSED = 77


@pytest.fixture(scope="module")
def thief(net: Network) -> Iterator[Connection]:
    """One connection of somebody who has the deploy key."""
    connection = Connection(net.machines[0].address(net.known_hosts, net.key))
    yield connection
    connection.close()


ID = "20260518T101907-0123456789ab"


def test_the_key_itself_is_right(front: Front) -> None:
    done = front.net.ssh(0, "status", front.site)

    assert (done.returncode, done.stdout) == (0, b"current none\n")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "cat /etc/passwd",
        "sh",
        "scp -f /etc/passwd",
        "scp -t /tmp",
        "sftp",
        "internal-sftp",
        "/usr/lib/openssh/sftp-server",
        "status portal; id",
        "status portal && id",
        "status $(id)",
        "status `id`",
        "status portal\nid",
        "status portal > /tmp/x",
        "status ..",
        "status ../../etc",
        "status /etc",
        "status *",
        "status -h",
        "status Portal",
        "status portal extra",
        f"status {'a' * 64}",
        "manifest portal ../../../etc/passwd",
        f"manifest portal {ID}/../../x",
        f"manifest portal {ID}\\n",
        "verify portal current",
        "assemble portal 20260518T101907-0123456789AB",
        "prune portal -1",
        "prune portal 99999",
        "prune portal x",
        "lock",
        "lock ../x",
        "holding root portal",
        "verify-all",
        "records",
        "records 5x",
        "records 9999999",
        "rsync --server --sender -vlogDtpre.iLsfxCIvu . /etc/",
        "rsync --server --sender -rIze.iLsfxCIvu --timeout=60 --partial . incoming/portal/",
        "rsync --server -rIze.iLsfxCIvu --timeout=60 --partial . /etc/",
        "rsync --server -rIze.iLsfxCIvu --timeout=60 --partial . ../../etc/",
        "rsync --server -rIze.iLsfxCIvu --timeout=60 --partial . incoming/../../../etc/",
        "rsync --server -rIze.iLsfxCIvu --timeout=60 --partial . releases/portal/",
        "rsync --server -rlIze.iLsfxCIvu --timeout=60 --partial . incoming/portal/",
        "rsync --server -rDIze.iLsfxCIvu --timeout=60 --partial . incoming/portal/",
        "rsync --server -rIze.iLsfxCIvu --timeout=60 --partial --link-dest=/etc . incoming/portal/",
        "rsync --server -rIze.iLsfxCIvu --partial-dir=/tmp --partial . incoming/portal/",
        "rsync --server --daemon .",
        "git-upload-pack /srv",
        "exec bash",
    ],
)
def test_any_other_command_is_refused_and_logged(net: Network, thief: Connection, words: str) -> None:
    before = net.machines[0].log.count("拒绝")

    done = subprocess.run(
        [*thief.remote_shell(), "-o", "RequestTTY=no", ALIAS, *([words] if words else [])],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=20,
        check=False,
    )

    assert (done.returncode, done.stdout) == (REFUSED, b"")
    assert "拒绝：这把密钥只能接收、核对、切换本机的版本" in done.stderr.decode()
    log = net.machines[0].log
    assert log.count("拒绝") == before + 1
    assert (words.replace("\n", "?") or "（没有命令）") in log.splitlines()[-1]


def test_no_terminal_is_given(front: Front) -> None:
    done = front.net.ssh(0, options=("-tt",))

    assert done.returncode in {REFUSED, 255}
    assert b"$" not in done.stdout


def test_no_subsystem_is_given(front: Front) -> None:
    assert front.net.ssh(0, "sftp", options=("-s",)).returncode == REFUSED


def is_open(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("direction", ["-L", "-R", "-D"])
def test_no_port_is_forwarded(front: Front, direction: str) -> None:
    port, target = free_port(), front.net.machines[1].port
    machine = front.net.machines[0]
    rule = str(port) if direction == "-D" else f"127.0.0.1:{port}:127.0.0.1:{target}"
    options = ("-o", "ExitOnForwardFailure=no", direction, rule)
    command = ["ssh", "-F", "none", "-i", str(front.net.key), "-p", str(machine.port), "-o", "BatchMode=yes"]
    known = ("-o", f"UserKnownHostsFile={front.net.known_hosts}")
    with subprocess.Popen(
        [*command, *known, *options, f"{machine.user}@127.0.0.1", "stay"], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as session:
        assert front.net.ssh(0, "status", front.site).returncode == 0  # by now the first session is there as well
        answer = b""
        if direction != "-R" and is_open(port):  # the client listens, whatever the host then says
            answer = banner(port, b"\x05\x01\x00" if direction == "-D" else b"")
        assert b"SSH-2.0" not in answer
        assert direction != "-R" or not is_open(port)
        session.communicate(b"")


def banner(port: int, hello: bytes) -> bytes:
    """What comes back through a forwarded port; by SOCKS, after asking for this machine's own sshd."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        if hello:
            connection.sendall(hello)
            connection.recv(2)
            connection.sendall(b"\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x16")
        try:
            return connection.recv(100)
        except OSError:
            return b""


def test_nothing_is_passed_through_standard_input(front: Front) -> None:
    done = front.net.ssh(0, options=("-o", "ClearAllForwardings=no", "-W", f"127.0.0.1:{front.net.machines[0].port}"))

    assert b"administratively prohibited" in done.stderr
    assert b"SSH-2.0" not in done.stdout


def test_no_variable_of_the_client_reaches_the_host(front: Front) -> None:
    os.environ["LC_EVIL"] = "1"
    done = front.net.ssh(
        0, "status", front.site, options=("-o", "SendEnv=LC_EVIL", "-o", "SetEnv=ENV=/tmp/x PATH=/tmp")
    )

    assert done.returncode == 0


# ---- what rsync may be made to do


def pushed(net: Network, folder: Path, target: str, *options: str) -> subprocess.CompletedProcess[bytes]:
    """Send a folder with the real rsync, as somebody would who has the key."""
    machine = net.machines[0]
    shell = f"ssh -F none -i {net.key} -p {machine.port} -o UserKnownHostsFile={net.known_hosts} -o BatchMode=yes"
    command = ["rsync", "-e", shell, *options, f"{folder}/", f"{machine.user}@127.0.0.1:{target}"]
    return subprocess.run(command, capture_output=True, timeout=30, check=False)


ALLOWED = ("--recursive", "--ignore-times", "--partial", "--compress", "--timeout=60")


@pytest.mark.parametrize(
    "options", [("-a",), ("-rl",), (*ALLOWED, "--links"), (*ALLOWED, "--delete"), (*ALLOWED, "--inplace")]
)
def test_rsync_with_other_options_is_refused(front: Front, tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "evil").mkdir()
    (tmp_path / "evil/link").symlink_to("/etc")

    assert pushed(front.net, tmp_path / "evil", f"incoming/{front.site}/", *options).returncode != 0
    assert "拒绝 rsync" in front.net.machines[0].log.splitlines()[-1]


@pytest.mark.parametrize("target", ["/etc/", "/tmp/", "incoming/../../", "releases/x/", "."])
def test_rsync_to_another_place_is_refused(front: Front, tmp_path: Path, target: str) -> None:
    (tmp_path / "evil").mkdir()
    (tmp_path / "evil/x").write_text("x")

    assert pushed(front.net, tmp_path / "evil", target, *ALLOWED).returncode != 0


def test_rsync_from_a_host_is_refused(front: Front, tmp_path: Path) -> None:
    front.publish()
    machine, net = front.net.machines[0], front.net
    shell = f"ssh -F none -i {net.key} -p {machine.port} -o UserKnownHostsFile={net.known_hosts} -o BatchMode=yes"
    done = subprocess.run(
        ["rsync", "-e", shell, "-r", f"{machine.user}@127.0.0.1:/etc/", tmp_path / "stolen"], capture_output=True
    )

    assert done.returncode != 0
    assert not (tmp_path / "stolen").exists()


def test_what_is_planted_in_the_incoming_folder_reaches_no_release(front: Front, tmp_path: Path) -> None:
    evil = tmp_path / "evil"
    (evil / "files/zwdt").mkdir(parents=True)
    (evil / "files/zwdt/index.html").write_text("篡改")
    (evil / ("a" * 64)).write_text("not what its name says")
    assert pushed(front.net, evil, f"incoming/{front.site}/", *ALLOWED).returncode == 0

    assert front.publish().ok

    assert front.shown("zwdt/index.html") == ["动态"] * 2
    assert not list(front.home(0).rglob("a" * 64))
    assert list((front.home(0) / "incoming").iterdir()) == []


# ---- releases


def offered(
    front: Front,
    folder: Path,
    manifest: Manifest | bytes,
    signing: Signing | None,
    *,
    site: str = "",
    release: str = "",
) -> subprocess.CompletedProcess[bytes]:
    """Send a manifest and have it put together; return what the host says."""
    data = manifest if isinstance(manifest, bytes) else to_text(manifest).encode()
    given = from_bytes(data) if not release else None
    folder.mkdir()
    for name, content in {"manifest": data, **signatures(data, signing)}.items():
        (folder / name).write_bytes(content)
    assert pushed(front.net, folder, f"incoming/{site or front.site}/", *ALLOWED).returncode == 0
    return front.net.ssh(0, "assemble", site or front.site, release or (given.release if given else ""))


def shown_manifest(front: Front) -> Manifest:
    return from_bytes((front.home(0) / "current/manifest").read_bytes())


def test_an_existing_release_is_never_altered(front: Front, tmp_path: Path) -> None:
    front.publish()
    manifest = shown_manifest(front)
    other = manifest_of(front.site, manifest.lines, manifest.made, builder="another")
    assert other.release == manifest.release

    done = offered(front, tmp_path / "offer", other, front.net.signing)

    assert done.returncode == 1
    assert f"版本{manifest.release}已经有了，不能改写" in done.stderr.decode()
    assert shown_manifest(front) == manifest


def test_putting_a_release_together_may_be_asked_twice(front: Front) -> None:
    release = front.publish().outcomes[0].release

    assert front.net.ssh(0, "assemble", front.site, release).returncode == 0
    assert front.shown() == ["首页"] * 2


def test_a_tree_in_which_something_was_planted_makes_no_release(front: Front) -> None:
    first = front.publish().outcomes[0].release
    front.build(**{"index.html": "一"})
    front.publish()
    (front.home(0) / "releases" / first / "files/planted.html").write_text("x")

    front.build(**{"index.html": "二"})
    front.publish()  # puts the first release away as the tree of the next
    front.tidied()

    assert not (front.home(0) / ".spare").exists()
    assert f"告警 {front.site} 备用的文件夹与清单不符，已经删去" in front.net.machines[0].log
    front.build(**{"index.html": "三"})
    assert front.publish().ok
    assert not (front.files() / "planted.html").exists()


def test_a_manifest_that_nobody_or_another_key_signed_is_refused(front: Front, tmp_path: Path) -> None:
    front.publish()
    manifest = manifest_of(front.site, shown_manifest(front).lines[:1], shown_manifest(front).made)
    make_key(tmp_path / "other")

    for name, signing in {"a": None, "b": Signing(tmp_path / "other")}.items():
        done = offered(front, tmp_path / name, manifest, signing)
        assert (done.returncode, done.stderr.decode().strip()) == (1, "清单的签名无效")


def test_a_signed_manifest_with_one_other_byte_is_refused(front: Front, tmp_path: Path) -> None:
    front.publish()
    manifest = shown_manifest(front)
    (tmp_path / "offer").mkdir()
    data = to_text(manifest).encode()
    for name, content in {
        "manifest": data.replace(b"index", b"indes", 1),
        **signatures(data, front.net.signing),
    }.items():
        (tmp_path / "offer" / name).write_bytes(content)
    pushed(front.net, tmp_path / "offer", f"incoming/{front.site}/", *ALLOWED)

    done = front.net.ssh(0, "assemble", front.site, ID)

    assert (done.returncode, done.stderr.decode().strip()) == (1, "清单的签名无效")


def test_the_signed_manifest_of_one_site_is_none_of_another(front: Front, tmp_path: Path) -> None:
    front.publish()
    manifest = shown_manifest(front)

    done = offered(front, tmp_path / "offer", manifest, front.net.signing, site="elsewhere")

    assert (done.returncode, done.stderr.decode().strip()) == (1, f"清单不是elsewhere的{manifest.release}")
    assert not (front.net.machines[0].root / "elsewhere/current").is_symlink()


@pytest.mark.parametrize("path", ["../../../escape", "/tmp/escape", "a/../../b", "a//b", "./a"])
def test_even_a_signed_manifest_names_nothing_outside(front: Front, tmp_path: Path, path: str) -> None:
    front.publish()
    manifest = shown_manifest(front)
    line = f"{manifest.lines[0].split(' ')[0]} 1 {path}"
    body = f"{line}\n".encode()
    release = f"29990518T101907-{hashlib.sha256(body).hexdigest()[:12]}"
    head = f"zhengzhan-manifest 1\nsite: {front.site}\nrelease: {release}\nmade: x\ncommit: -\nbuilder: x\n\n".encode()

    done = offered(front, tmp_path / "offer", head + body, front.net.signing, release=release)

    assert (done.returncode, done.stderr.decode().strip()) == (1, "清单里有不合规的行")


def test_the_key_cannot_have_all_releases_deleted(front: Front) -> None:
    for number in range(3):
        front.build(**{"index.html": str(number)})
        front.publish()

    assert front.net.ssh(0, "prune", front.site, "0").returncode == 0

    assert len(front.hosts[0].releases(front.site)) == 2  # the host's own number


def test_the_release_that_is_shown_is_not_withdrawn(front: Front) -> None:
    release = front.publish().outcomes[0].release

    assert front.net.ssh(0, "withdraw", front.site, release).returncode == 1
    assert front.shown() == ["首页"] * 2


@pytest.mark.parametrize("line", [b"", b"no record\n", b'{"a": 1}; rm -rf\n', b"{" + b"a" * 2_000_000 + b"}\n"])
def test_nothing_but_a_line_of_the_record_is_appended(front: Front, line: bytes) -> None:
    file = front.net.machines[0].root / "publications.jsonl"
    before = file.read_bytes() if file.is_file() else b""

    assert front.net.ssh(0, "record", data=line).returncode != 0

    assert (file.read_bytes() if file.is_file() else b"") == before


def test_digests_that_are_none_are_refused(front: Front) -> None:
    for line in (b"../../etc/passwd\n", b"$(id)\n", b"a\n", b"A" * 64 + b"\n"):
        assert front.net.ssh(0, "lacking", front.site, ID, data=line).returncode == REFUSED
