"""Publishing to hosts behind a real sshd, with real rsync."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from pipeline.hosts import Harm, HostError, Problem
from pipeline.inspection import verify
from pipeline.outcome import State
from pipeline.publish import rollback
from pipeline.publish_text import render
from pipeline.signing import SM2_SIGNATURE, Signing
from pipeline.ssh import transfer
from pipeline.ssh.connection import Connection
from pipeline.ssh.host import SshHost
from tests.hosts.front import TREE, Front
from tests.hosts.machines import make_key, program

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.outcome import Publication


def states(publication: Publication) -> list[State]:
    return [outcome.state for outcome in publication.outcomes]


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


def test_a_first_publication_shows_the_site_on_every_host(front: Front) -> None:
    publication = front.publish()

    assert states(publication) == [State.SWITCHED] * 2, render(publication)
    assert [contents(front.files(number)) for number in (0, 1)] == [TREE, TREE]
    assert [host.verify(front.site, host.current(front.site) or "") for host in front.hosts] == [(), ()]


def test_files_belong_to_the_account_and_nobody_may_write_them(front: Front) -> None:
    front.publish()

    modes = {oct(path.stat().st_mode & 0o7777) for path in front.files().rglob("*") if path.is_file()}
    folders = {oct(path.stat().st_mode & 0o7777) for path in front.files().rglob("*") if path.is_dir()}
    assert (modes, folders) == ({"0o444"}, {"0o755"})
    if os.geteuid() == 0:
        assert len({front.files(number).stat().st_uid for number in (0, 1)}) == 2


def test_an_edit_sends_one_file_and_links_the_rest(front: Front) -> None:
    front.publish()
    before = {path.name: path.stat().st_ino for path in front.files().rglob("*.txt")}
    front.build(**{"zwdt/index.html": "新动态"})

    sent = sent_by(front)

    assert sent == [{"新动态"}] * 2
    assert front.shown("zwdt/index.html") == ["新动态"] * 2
    assert {path.name: path.stat().st_ino for path in front.files().rglob("*.txt")} == before


def sent_by(front: Front) -> list[set[str]]:
    """Publish, and say which contents travelled to each host."""
    sent: list[set[str]] = []

    def watched(connection: Connection, site: str, folder: Path) -> None:
        sent.append({path.read_text("utf-8") for path in folder.iterdir() if len(path.name) == 64})
        transfer.send(connection, site, folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.ssh.host.send", watched)
        assert front.publish().ok
    return sent


def test_a_moved_file_and_a_return_to_an_earlier_state_send_nothing(front: Front) -> None:
    front.publish()
    front.build(**{"zwdt/index.html": None, "moved/to/index.html": "动态"})

    assert sent_by(front) == [set(), set()]
    assert front.shown("moved/to/index.html") == ["动态"] * 2
    assert front.shown("zwdt/index.html") == ["", ""]

    front.build(**{"moved/to/index.html": None, "zwdt/index.html": "动态"})
    assert sent_by(front) == [set(), set()]
    assert not (front.files() / "moved").exists()


def test_both_hosts_give_a_file_the_same_time(front: Front) -> None:
    front.publish()

    assert len({(front.files(number) / "index.html").stat().st_mtime for number in (0, 1)}) == 1


def test_what_is_shown_already_is_left_alone(front: Front) -> None:
    front.publish()

    assert states(front.publish()) == [State.UNCHANGED] * 2


def test_many_publications_keep_the_last_ones_and_throw_away_what_no_release_has(front: Front) -> None:
    for number in range(5):
        front.build(
            **{"index.html": f"首页{number}", f"{number}.txt": str(number), f"{number - 1}.txt": None}
            if number
            else {"0.txt": "0"}
        )
        assert front.publish().ok

    assert [len(host.releases(front.site)) for host in front.hosts] == [2, 2]
    assert contents(front.files()) == TREE | {"index.html": "首页4", "4.txt": "4"}
    front.tidied()
    assert len(list((front.home(0) / "store").iterdir())) <= len(TREE) + 6
    assert front.hosts[0].verify(front.site, front.hosts[0].current(front.site) or "") == ()


def test_a_rollback_and_the_way_forth_again(front: Front) -> None:
    front.publish()
    front.build(**{"index.html": "新首页"})
    second = front.publish().outcomes[0].release

    assert states(rollback([front.site], front.hosts)) == [State.SWITCHED] * 2
    assert front.shown() == ["首页"] * 2
    assert states(rollback([front.site], front.hosts, second)) == [State.SWITCHED] * 2
    assert front.shown() == ["新首页"] * 2


def test_every_harm_on_a_host_is_found(front: Front) -> None:
    front.publish()
    files = front.files()
    for name in ("index.html", "zwdt/index.html", 'a "b".txt'):
        (files / name).unlink()
    (files / "index.html").write_text("篡改")  # as long as it was
    (files / "index.html").chmod(0o444)
    (files / "zwdt/index.html").symlink_to("/etc/passwd")
    (files / "extra.html").write_text("多")
    (files / "zwdt/通知 [1]/index.html").chmod(0o666)
    (files / "zwdt").chmod(0o777)

    found = front.hosts[0].verify(front.site, front.hosts[0].current(front.site) or "")

    assert set(found) == {
        Problem("index.html", Harm.CHANGED),
        Problem('a "b".txt', Harm.MISSING),
        Problem("extra.html", Harm.EXTRA),
        Problem("zwdt/index.html", Harm.SYMLINK),
        Problem("zwdt/通知 [1]/index.html", Harm.MODE),
        Problem("zwdt", Harm.MODE),
    }
    assert front.hosts[1].verify(front.site, front.hosts[1].current(front.site) or "") == ()


@pytest.mark.parametrize("change", ["首頁", ""])
def test_a_byte_changed_or_added_is_found_by_the_host_itself(front: Front, change: str) -> None:
    front.publish()
    (front.files(1) / "index.html").chmod(0o644)
    (front.files(1) / "index.html").write_text(change)
    (front.files(1) / "index.html").chmod(0o444)

    machine = front.net.machines[1]
    done = subprocess.run(
        [machine.folder / "zhengzhan-host", machine.folder / "host.conf", "verify-all"], capture_output=True, text=True
    )

    assert done.returncode == 1
    assert f"{front.site} " in done.stdout
    assert "index.html" in done.stdout
    assert f"告警 {front.site}" in machine.log
    assert not verify([front.site], front.hosts).ok
    assert front.publish(again=True).ok
    assert verify([front.site], front.hosts).ok


def test_a_release_that_was_damaged_is_not_rolled_back_to(front: Front) -> None:
    first = front.publish().outcomes[0].release
    front.build(**{"index.html": "新首页"})
    front.publish()
    page = front.home(1) / "releases" / first / "files/index.html"
    page.unlink()
    for text in (None, "别的"):  # missing, and as long as it was
        if text:
            page.write_text(text)
            page.chmod(0o444)

        publication = rollback([front.site], front.hosts)

        assert states(publication) == [State.HELD, State.FAILED]
        assert f"index.html：{'内容与清单不符' if text else '缺失'}" in render(publication)
        assert front.shown() == ["新首页"] * 2


def test_a_content_that_changed_in_the_store_never_enters_a_release(front: Front) -> None:
    front.publish()
    front.build(**{"zwdt/index.html": "别的"})
    front.publish()
    for blob in (front.home(0) / "store").iterdir():
        if blob.read_text("utf-8") == "动态":
            blob.unlink()
            blob.write_text("改动")
    front.build(**{"zwdt/index.html": "动态"})

    failed = front.publish()
    assert states(failed) == [State.FAILED, State.HELD]
    assert "主机上的文件被动过：zwdt/index.html：缺失" in render(failed)
    assert front.shown("zwdt/index.html") == ["别的"] * 2
    assert front.publish().ok
    assert front.shown("zwdt/index.html") == ["动态"] * 2


def test_without_a_signature_nothing_is_sent(front: Front) -> None:
    front.terms = type(front.terms)(assets=front.terms.assets)

    publication = front.publish()

    assert states(publication) == [State.FAILED] * 2
    assert "没有签名的版本不能发布到这台主机" in render(publication)


def test_a_release_signed_by_another_key_is_refused_by_the_hosts(front: Front, tmp_path: Path) -> None:
    make_key(tmp_path / "other")
    front.terms = type(front.terms)(signing=Signing(tmp_path / "other"), assets=front.terms.assets)

    publication = front.publish()

    assert states(publication) == [State.FAILED] * 2
    assert "清单的签名无效" in render(publication)
    assert front.shown() == ["", ""]


def test_a_key_that_cannot_sign_is_said_before_any_host_is_touched(front: Front, tmp_path: Path) -> None:
    front.terms = type(front.terms)(signing=Signing(tmp_path / "nowhere"))

    with pytest.raises(Exception, match=r"nowhere：不能用这把密钥签名"):
        front.publish()


def test_a_host_with_a_key_for_sm2_wants_that_signature_as_well(front: Front, tmp_path: Path) -> None:
    private, public = tmp_path / "sm2.pem", front.net.machines[0].folder / "sm2.pub"
    subprocess.run([program("openssl"), "ecparam", "-name", "SM2", "-genkey", "-noout", "-out", private], check=True)
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True)
    conf = front.net.machines[0].folder / "host.conf"
    before = conf.read_text()
    conf.write_text(f"{before}sm2={public}\n")
    try:
        assert states(front.publish()) == [State.FAILED, State.HELD]
        front.terms = type(front.terms)(signing=Signing(front.net.signing.key, private), assets=front.terms.assets)
        assert front.publish().ok
        assert (front.home(0) / "current" / SM2_SIGNATURE).is_file()
        (front.home(0) / "current" / SM2_SIGNATURE).unlink()
        [problem] = front.hosts[0].check(front.site, front.hosts[0].current(front.site) or "")
        assert problem.harm is Harm.MANIFEST
    finally:
        conf.write_text(before)


def test_an_unknown_host_key_is_never_accepted(front: Front, tmp_path: Path) -> None:
    machine = front.net.machines[0]
    other = make_key(tmp_path / "other_host_key")
    for text in ("", f"[127.0.0.1]:{machine.port} {other}\n"):
        (tmp_path / "known").write_text(text)
        host = SshHost("front-1", Connection(machine.address(tmp_path / "known", front.net.key)), tmp_path)

        with pytest.raises(HostError, match="主机的密钥不在known里，或者与那里的不同（先查明是不是本来的主机"):
            host.releases(front.site)


def test_a_key_that_the_host_does_not_know_is_said_so(front: Front, tmp_path: Path) -> None:
    make_key(tmp_path / "key")
    address = front.net.machines[0].address(front.net.known_hosts, tmp_path / "key")

    with pytest.raises(HostError, match="主机不认这把密钥"):
        SshHost("front-1", Connection(address), tmp_path).releases(front.site)


def test_two_publishers_of_a_site_are_told_apart(front: Front, tmp_path: Path) -> None:
    other = Front(front.net, tmp_path / "other", front.site)
    with front.hosts[0].lock([front.site], "甲从10:19起") as left:
        assert left == ""
        with pytest.raises(HostError, match=f"front-1：{front.site}已被占用：甲从10:19起正在发布"):
            other.publish()
        with other.hosts[0].lock(["elsewhere"], "乙"):
            pass
    assert other.publish().ok
    other.close()


def test_a_publisher_that_died_leaves_the_lock_free_and_its_name(front: Front) -> None:
    with pytest.raises(KeyboardInterrupt), front.hosts[0].lock([front.site], "甲"):
        raise KeyboardInterrupt

    with front.hosts[0].lock([front.site], "乙") as left:
        assert left == "甲"
    with front.hosts[0].lock([front.site], "丙") as left:
        assert left == ""


def test_a_record_is_left_on_the_host_and_only_grows(front: Front) -> None:
    front.hosts[0].record('{"number": 1, "说明": "发布"}')
    front.hosts[0].record('{"number": 2}')

    assert front.hosts[0].recorded(2) == ('{"number": 1, "说明": "发布"}', '{"number": 2}')


def test_a_host_is_reached_through_another(front: Front, tmp_path: Path) -> None:
    jump, target = front.net.machines
    (tmp_path / "jump_config").write_text(
        (jump.folder / "sshd_config")
        .read_text()
        .replace(f"Port {jump.port}", "Port {port}")
        .replace("authorized_keys", "jump_keys")
    )
    (jump.folder / "jump_keys").write_text(f"restrict,port-forwarding {front.net.key.with_suffix('.pub').read_text()}")
    conf = jump.folder / "sshd_config"
    before = conf.read_text()
    conf.write_text(before.replace("authorized_keys", "jump_keys"))
    jump.stop()
    jump.start()
    try:
        address = target.address(front.net.known_hosts, front.net.key, jump=f"{jump.user}@127.0.0.1:{jump.port}")
        host = SshHost("front-2", Connection(address), tmp_path)
        assert host.releases(front.site) == ()
        host.connection.close()
    finally:
        conf.write_text(before)
        jump.stop()
        jump.start()
