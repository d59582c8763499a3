"""What is sent that no publisher sends: by rsync's protocol written by hand, by paths of a hostile author, by lines without end."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import select
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from pipeline.manifest import manifest_of, to_text
from pipeline.publish import rollback
from pipeline.publish_text import render
from pipeline.release import time_of
from pipeline.signing import signatures
from pipeline.ssh.address import ALIAS
from tests.hosts.sender import COMMAND, DEVICE, FILE, LINK, PIPE, Sender, entry, listed
from tests.hosts.test_ssh_attacks import ALLOWED, REFUSED, offered, pushed, shown_manifest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hosts.front import Front

LISTS = {
    "a name that leads up": listed(entry(b"../zz-escape")),
    "a name that leads up and down": listed(entry(b"a/../../zz-escape")),
    "a name from the root": listed(entry(b"/tmp/zz-escape")),
    "a link": listed(entry(b"zz-escape", LINK, 4)),
    "a device": listed(entry(b"zz-escape", DEVICE, 0)),
    "a pipe": listed(entry(b"zz-escape", PIPE, 0)),
    "a link and a file in it": listed(entry(b"zz-escape", LINK, 4), entry(b"zz-escape/passwd")),
    "a name that goes on": listed(entry(b"a\n" + b"0" * 64), entry(b"zz\0escape")),
    "a size below nothing": listed(entry(b"zz-escape", FILE, 0xFFFF_FFFE)),
    "a kind that is none": listed(entry(b"zz-escape", 0o666)),
    "a list that breaks off": listed(entry(b"zz-escape"))[:-20],
}


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_of_files_that_rsync_would_never_send_brings_nothing(front: Front, kind: str) -> None:
    front.publish()

    sender = Sender(front.hosts[0].connection, front.site)
    sender.end(LISTS[kind])

    assert sender.session.returncode != 0
    assert not list(front.home(0).parent.rglob("zz*escape*"))
    assert not os.path.lexists("/tmp/zz-escape")
    assert list((front.home(0) / "incoming").iterdir()) == []


# ---- between the check of a signature and its use


def test_while_somebody_sends_nothing_is_assembled_and_while_that_is_nobody_sends(front: Front) -> None:
    sender = Sender(front.hosts[0].connection, front.site)
    with subprocess.Popen(
        [*front.hosts[0].connection.remote_shell(), ALIAS, f"assemble {front.site} 20990101T000000-0123456789ab"],
        stderr=subprocess.PIPE,
    ) as assembly:
        with pytest.raises(subprocess.TimeoutExpired):
            assembly.wait(0.5)
        sender.end()
        assert "清单的签名无效" in assembly.communicate(timeout=10)[1].decode()

    with (front.home(0) / ".work").open("w") as work:  # as `assemble` does
        fcntl.flock(work, fcntl.LOCK_EX)
        with subprocess.Popen(
            [*front.hosts[0].connection.remote_shell(), ALIAS, COMMAND.format(site=front.site)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as waiting:
            assert waiting.stdin
            assert waiting.stdout
            waiting.stdin.write(b"\x1d\0\0\0")
            waiting.stdin.flush()
            assert select.select([waiting.stdout], [], [], 0.5) == ([], [], [])
            fcntl.flock(work, fcntl.LOCK_UN)
            assert select.select([waiting.stdout], [], [], 10)[0]


# ---- what stays behind


def test_nothing_that_was_planted_keeps_the_next_publication_away(front: Front, tmp_path: Path) -> None:
    front.publish()
    evil = tmp_path / "evil"
    for folder in ("manifest/a", "manifest.sig/a", "0" * 64 + "/a"):
        (evil / folder).mkdir(parents=True)
        (evil / folder / "x").write_text("x")
        (evil / folder).chmod(0)
    (evil / ("1" * 64)).write_text("x")
    (evil / ("1" * 64)).chmod(0)
    (evil / ("a\n" + "2" * 64)).touch()
    for number in range(300):
        (evil / f"{number:064x}").touch()
    pushed(front.net, evil, f"incoming/{front.site}/", *ALLOWED)
    assert (front.home(0) / "incoming/manifest/a").is_dir()
    assert len(list((front.home(0) / "incoming").iterdir())) > 300

    front.build(**{"index.html": "新首页"})
    publication = front.publish()

    assert publication.ok, render(publication)
    assert front.shown() == ["新首页"] * 2
    assert list((front.home(0) / "incoming").iterdir()) == []


def test_a_link_in_the_incoming_folder_is_not_followed(front: Front, tmp_path: Path) -> None:
    front.publish()
    (tmp_path / "secret").write_text("secret")
    front.build(**{"index.html": "新首页"})
    for name in ("manifest", "manifest.sig", "3" * 64):
        link = front.home(0) / "incoming" / name
        link.symlink_to(tmp_path / "secret")
        os.chown(link, link.parent.stat().st_uid, -1, follow_symlinks=False)

    assert front.publish().ok
    assert (tmp_path / "secret").read_text() == "secret"
    assert front.shown() == ["新首页"] * 2


# ---- releases of other days


def test_a_release_of_an_earlier_day_is_not_taken_again(front: Front, tmp_path: Path) -> None:
    front.publish()
    old = shown_manifest(front)
    for number in range(3):  # the host keeps two
        front.build(**{"index.html": str(number)})
        front.publish()
    assert old.release not in front.hosts[0].releases(front.site)
    front.net.ssh(0, "switch", front.site, "none")
    for release in front.hosts[0].releases(front.site):
        front.net.ssh(0, "withdraw", front.site, release)

    done = offered(front, tmp_path / "offer", old, front.net.signing)

    assert done.returncode == 1
    assert f"版本{old.release}比收到过的" in done.stderr.decode()
    assert front.hosts[0].releases(front.site) == ()
    assert front.publish().ok


def test_a_release_of_the_same_second_is_taken(front: Front, tmp_path: Path) -> None:
    release = front.publish().outcomes[0].release
    same = manifest_of(front.site, shown_manifest(front).lines[:1], time_of(release))

    assert offered(front, tmp_path / "offer", same, front.net.signing).returncode == 0


# ---- an author who chooses paths


def test_a_long_path_is_no_command_to_the_program_that_links(front: Front) -> None:
    before = len(f'-ln ../../store/{"0" * 64} "')
    folders = "/".join(["d" * 200] * 9)
    first = folders + "/" + "e" * (2047 - before - len(folders) - 1)
    path = f"{first}!touch zz-touched #"
    front.build(**{path: "长", "e/" + '"' * 200: "引号"})

    publication = front.publish()

    assert publication.ok, render(publication)
    assert front.shown(path) == ["长"] * 2
    assert not list(front.home(0).rglob("zz-touched"))


HOSTILE = (
    "-", "-rf", "--", "a b/ c", "~", "$(id)", "`id`", "a;b", "a&b", "a|b", "a>b", "*", "?", "[a]", "{a,b}", "'", '"', '"$(id)"',
    "!id", "#", "a: FAILED", "%2e%2e", "..a", "a..", "．．", "云川\u200b", "=", "manifest", "index.html/manifest.sig",
)  # fmt: skip


def test_any_path_that_may_be_published_is_published_and_found_sound(front: Front) -> None:
    front.build(**{"index.html": None}, **{path: f"内容{path}" for path in HOSTILE})

    publication = front.publish()

    assert publication.ok, render(publication)
    shown = {path.relative_to(front.files()).as_posix() for path in front.files().rglob("*") if path.is_file()}
    assert shown >= set(HOSTILE)
    release = publication.outcomes[0].release
    assert front.hosts[0].verify(front.site, release) == ()
    front.build(**dict.fromkeys(HOSTILE))
    assert front.publish().ok
    assert not any((front.files() / path).is_file() for path in HOSTILE)
    assert rollback([front.site], front.hosts).ok
    (front.files() / "-").chmod(0o644)
    (front.files() / "-").write_text("篡改")
    (front.files() / "-").chmod(0o444)
    assert [problem.path for problem in front.hosts[0].verify(front.site, release)] == ["-"]


# ---- lines without end, and those for a terminal


@pytest.mark.parametrize("words", ["lock {}", "record", "lacking {} 20260518T101907-0123456789ab"])
def test_a_line_without_end_is_not_waited_for(front: Front, words: str) -> None:
    session = subprocess.Popen(
        [*front.hosts[0].connection.remote_shell(), ALIAS, words.format(front.site)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert session.stdin
    until = time.monotonic() + 15
    with suppress(BrokenPipeError):
        while session.poll() is None and time.monotonic() < until:
            session.stdin.write(b"a" * 1_000_000)
            session.stdin.flush()
    with suppress(BrokenPipeError):
        session.stdin.close()

    assert time.monotonic() < until
    session.wait(5)


def test_nothing_of_a_refused_command_is_for_the_terminal_of_who_reads_the_log(front: Front) -> None:
    done = front.net.ssh(0, "\x1b]0;a\x07 \u009b2J \u202e\n2026-01-01T00:00:00+0800 10.0.0.5 切换 portal")

    assert done.returncode == REFUSED
    last = front.net.machines[0].log.splitlines()[-1]
    assert last.isprintable()
    assert "切换" not in last
    assert "?]0;a?" in last


def test_a_command_of_any_length_is_refused(front: Front) -> None:
    for length in (5_000, 100_000):
        assert front.net.ssh(0, "status " + "a" * length).returncode == REFUSED
    assert max(map(len, front.net.machines[0].log.splitlines())) < 500


def test_an_old_manifest_with_a_signature_of_another_is_refused(front: Front, tmp_path: Path) -> None:
    front.publish()
    now = shown_manifest(front)
    later = manifest_of(front.site, now.lines, now.made + dt.timedelta(days=1))
    folder = tmp_path / "offer"
    folder.mkdir()
    made = {"manifest": to_text(later).encode(), **signatures(to_text(now).encode(), front.net.signing)}
    for name, data in made.items():
        (folder / name).write_bytes(data)
    pushed(front.net, folder, f"incoming/{front.site}/", *ALLOWED)

    done = front.net.ssh(0, "assemble", front.site, later.release)

    assert (done.returncode, done.stderr.decode().strip()) == (1, "清单的签名无效")
