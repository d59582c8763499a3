"""What happens when a publisher dies, a host goes away, is slow or full: no host is left apart, and the next publication mends all."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from pipeline.hosts import HostError
from pipeline.outcome import State
from pipeline.publish import rollback
from pipeline.publish_text import render
from pipeline.ssh import transfer
from pipeline.ssh.connection import Connection
from pipeline.ssh.host import SshHost
from tests.hosts.front import Front
from tests.hosts.machines import program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.outcome import Publication

#: Of the steps at which a publisher may die, one in so many is tried; all of them with the profile "nightly".
EVERY = 1 if settings.get_current_profile_name() == "nightly" else 4
#: How often a publisher speaks to the hosts of a site in one publication, at the least.
STEPS = 20


def dies_at(front: Front, step: int) -> bool:
    """Publish in a process of its own that is killed right before it speaks to a host for the time `step`; say whether it was."""
    child = os.fork()
    if child == 0:
        spoken = 0
        speak, send = Connection.run, transfer.rsync
        guard = threading.Lock()

        def counted() -> None:
            nonlocal spoken
            with guard:
                spoken += 1
                if spoken == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        def watched_run(self: Connection, *args: object, **more: object) -> bytes:
            counted()
            return speak(self, *args, **more)  # type: ignore[arg-type]

        def watched_rsync(connection: Connection, site: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
            counted()
            return send(connection, site, folder)

        Connection.run = watched_run  # type: ignore[method-assign]
        transfer.rsync = watched_rsync
        with suppress(BaseException):
            front.publish()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_a_publisher_that_is_killed_at_any_step_leaves_whole_releases_and_a_free_lock(front: Front) -> None:
    front.publish()
    front.close()
    for step in range(1, STEPS + 1, EVERY):
        new = f"首页{step}"
        before = front.shown()[0]
        front.build(**{"index.html": new})

        assert dies_at(front, step) or step > STEPS - 4

        assert set(front.shown()) <= {before, new}
        for number in (0, 1):  # whichever it is, it is whole
            assert front.hosts[number].verify(front.site, front.hosts[number].current(front.site) or "") == ()
        publication = published_once_the_lock_is_free(front)
        assert publication.ok, render(publication)
        assert front.shown() == [new, new]


def published_once_the_lock_is_free(front: Front) -> Publication:
    """Publish; a host notices within moments that a publisher is no more."""
    until = time.monotonic() + 10
    while True:
        try:
            return front.publish()
        except HostError as error:
            if "正在发布" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.05)


def test_a_host_that_goes_away_during_the_transfer_leaves_all_on_the_old_release(front: Front) -> None:
    front.publish()
    front.build(**{"index.html": "新首页", "large.txt": "大" * 2_000_000})
    machine = front.net.machines[1]
    send = transfer.rsync

    def cut(connection: Connection, site: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
        if connection.address.host == "front-2":
            threading.Timer(0.1, machine.stop).start()
        return send(connection, site, folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transfer, "rsync", cut)
        publication = front.publish()
    assert [outcome.state for outcome in publication.outcomes] == [State.HELD, State.FAILED]
    assert "front-2" in render(publication)
    assert front.shown() == ["首页"] * 2

    machine.start()
    assert published_once_the_lock_is_free(front).ok
    assert front.shown() == ["新首页"] * 2


def test_a_host_that_is_down_is_named_and_the_others_stay_as_they_are(front: Front) -> None:
    front.publish()
    front.build(**{"index.html": "新首页"})
    front.close()
    front.net.machines[1].stop()
    try:
        with pytest.raises(HostError, match=r"front-2：连不上\[127\.0\.0\.1\]:\d+"):
            front.publish()
        assert front.shown() == ["首页"] * 2
    finally:
        front.net.machines[1].start()
    assert front.publish().ok


def test_a_host_that_cannot_switch_has_the_others_switched_back(front: Front) -> None:
    front.publish()
    front.build(**{"index.html": "新首页"})
    (front.home(1) / ".current.next").mkdir()
    try:
        publication = front.publish()
    finally:
        (front.home(1) / ".current.next").rmdir()

    assert [outcome.state for outcome in publication.outcomes] == [State.RESTORED, State.FAILED]
    assert front.shown() == ["首页"] * 2
    assert front.publish().ok


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to mount a small file system")
def test_a_host_whose_disk_is_full_says_so_and_goes_on_when_there_is_room(front: Front) -> None:
    front.publish()
    home = front.home(1)
    kept = home.with_name(f"{front.site}.kept")
    home.rename(kept)
    home.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m,mode=755", "tmpfs", home], check=True)
    try:
        subprocess.run(["cp", "-a", f"{kept}/.", home], check=True)
        front.net.machines[1].own(home)
        front.build(**{"index.html": "新首页", "large.bin": os.urandom(1_500_000).hex()})
        publication = front.publish()
        assert [outcome.state for outcome in publication.outcomes] == [State.HELD, State.FAILED]
        assert "主机的磁盘已满（腾出空间，再发布一次：传过的不再传）" in render(publication)
        assert front.shown() == ["首页"] * 2
        subprocess.run(["mount", "-o", "remount,size=50m", home], check=True)
        assert front.publish().ok
        assert front.shown() == ["新首页"] * 2
    finally:
        front.close()
        subprocess.run(["umount", "-l", home], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to mount a small file system")
def test_a_host_whose_disk_is_full_is_rolled_back_all_the_same(front: Front, tmp_path: Path) -> None:
    front.publish()
    front.build(**{"index.html": "新首页"})
    front.publish()
    home, image = front.home(1), tmp_path / "disk"
    kept = home.with_name(f"{front.site}.kept")
    home.rename(kept)
    home.mkdir()
    image.touch()
    os.truncate(image, 8 << 20)
    subprocess.run([program("mkfs.ext4"), "-q", "-m", "0", image], check=True)
    subprocess.run(["mount", "-o", "loop", image, home], check=True)
    try:
        subprocess.run(["cp", "-a", f"{kept}/.", home], check=True)
        front.net.machines[1].own(home)
        for size in (1 << 20, 1):
            with suppress(OSError), (home / "store/full").open("ab", buffering=0) as file:
                while True:
                    file.write(b"0" * size)
        with pytest.raises(OSError, match="No space left"):
            (home / "one more").mkdir()

        assert rollback([front.site], front.hosts).ok
        assert front.shown() == ["首页"] * 2
    finally:
        front.close()
        subprocess.run(["umount", "-l", home], check=True)


@contextmanager
def slow_way(port: int, delay: float) -> Iterator[int]:
    """A way to a port that takes `delay` seconds for every piece; gives the port at which it begins."""
    listener = socket.create_server(("127.0.0.1", 0))
    ends: list[socket.socket] = [listener]

    def passes(origin: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := origin.recv(16384):
                time.sleep(delay)
                target.sendall(piece)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def accepts() -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", port))
                ends.extend((near, far))
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=passes, args=pair, daemon=True).start()

    threading.Thread(target=accepts, daemon=True).start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def reached_by(front: Front, tmp_path: Path, port: int, seconds: int = 60) -> SshHost:
    """The second host, reached at another port."""
    machine = front.net.machines[1]
    key = (machine.folder / "host_key.pub").read_text()
    (tmp_path / "known").write_text(f"[127.0.0.1]:{port} {key}")
    address = machine.address(tmp_path / "known", front.net.key)
    moved = type(address)(address.host, address.address, address.user, address.known_hosts, port, address.key)
    return SshHost(machine.name, Connection(moved, seconds), front.cache)


def test_a_slow_host_makes_the_others_wait_and_all_switch(front: Front, tmp_path: Path) -> None:
    with slow_way(front.net.machines[1].port, 0.01) as port:
        front.hosts = (front.hosts[0], reached_by(front, tmp_path, port))
        assert front.publish().ok
        front.hosts[1].connection.close()

    assert front.shown() == ["首页"] * 2


def test_a_host_that_does_not_answer_in_time_is_given_up(front: Front, tmp_path: Path) -> None:
    machine = front.net.machines[1]
    program_file = machine.folder / "zhengzhan-host"
    text = program_file.read_text()
    host = reached_by(front, tmp_path, machine.port, seconds=1)
    host.releases(front.site)
    program_file.write_text(text.replace("set -efu\n", "set -efu\nsleep 5\n"))
    try:
        with pytest.raises(HostError, match="front-2：1秒没有做完“status”"):
            host.releases(front.site)
    finally:
        program_file.write_text(text)
        host.connection.close()


def test_somebody_who_takes_the_connection_and_says_nothing_is_given_up(
    front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.ssh.connection.CONNECT_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = reached_by(front, tmp_path, int(silent.getsockname()[1]))

        with pytest.raises(HostError, match="front-2：连不上"):
            host.releases(front.site)


def test_a_lost_connection_is_made_again(front: Front) -> None:
    front.publish()
    [first, _] = front.hosts
    assert first.connection._master
    first.connection._master.kill()
    first.connection._master.wait()

    assert len(first.releases(front.site)) == 1


def test_a_publisher_that_lost_its_lock_switches_nothing(front: Front) -> None:
    front.publish()
    front.build(**{"index.html": "新首页"})
    upload = SshHost.upload

    def then_cut(host: SshHost, *args: object) -> None:
        upload(host, *args)  # type: ignore[arg-type]
        for session in host._locks:
            session.kill()
            session.wait()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SshHost, "upload", then_cut)
        publication = front.publish()

    assert "发布的锁断开了，别人可能正在发布" in render(publication)
    assert front.shown() == ["首页"] * 2


def test_two_publishers_at_once_do_not_mix(front: Front, tmp_path: Path) -> None:
    front.publish()
    other = Front(front.net, tmp_path / "other", front.site)
    front.build(**{"index.html": "甲的首页"})
    other.build(**{"index.html": "乙的首页"})
    results: list[str] = []

    def tries(publisher: Front) -> None:
        try:
            results.append("ok" if publisher.publish().ok else "failed")
        except HostError as error:
            results.append("held" if "正在发布" in str(error) else str(error))

    threads = [threading.Thread(target=tries, args=(each,)) for each in (front, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert "ok" in results
    assert set(results) <= {"ok", "held"}
    assert len(set(front.shown())) == 1
    other.close()


def test_a_rollback_while_somebody_publishes_waits_for_nobody(front: Front) -> None:
    front.publish()
    front.build(**{"index.html": "新首页"})
    front.publish()
    with front.hosts[0].lock([front.site], "甲"), pytest.raises(HostError, match="正在发布"):
        rollback([front.site], front.hosts)

    assert front.shown() == ["新首页"] * 2
