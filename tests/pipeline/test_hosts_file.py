"""hosts.toml: which hosts there are, and what is said where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.hosts import Front, HostError
from pipeline.hosts_file import Hosts, read_hosts
from pipeline.local_host import LocalHost
from pipeline.release import ReleaseError
from pipeline.ssh.host import SshHost

LOCAL = '[[hosts]]\nname = "a"\nkind = "local"\nroot = "a"\n'
SSH = """[[hosts]]
name = "qianduan-1"
kind = "ssh"
address = "10.0.0.11"
user = "zhengzhan"
known_hosts = "known_hosts"
"""
SIGNING = '[signing]\nkey = "release_key"\n'


def read(folder: Path, text: str, environment: str = "production") -> Hosts:
    (folder / "hosts.toml").write_text(text, encoding="utf-8")
    (folder / "known_hosts").write_text("")
    return read_hosts(folder / "hosts.toml", folder / "cache", environment)


def test_directories_of_this_machine_need_no_approval(tmp_path: Path) -> None:
    text = LOCAL + '[[hosts]]\nname = "b"\nkind = "local"\nroot = "/srv/b"\nserves = "http://127.0.0.1:8080"\n'

    hosts = read(tmp_path, text)

    assert hosts.all == (LocalHost("a", tmp_path / "a"), LocalHost("b", Path("/srv/b")))
    assert hosts.fronts == (Front("b", "http", "127.0.0.1", 8080),)
    assert (hosts.approval, hosts.embedded) == (False, False)


def test_a_host_behind_ssh_is_read_with_everything_it_can_have(tmp_path: Path) -> None:
    more = 'port = 2222\nkey = "deploy"\njump = "yunwei@10.0.0.1:22"\nserves = "https://[2001:db8::1]"\nca = "ca.pem"\n'

    hosts = read(tmp_path, SIGNING + SSH + more)

    [host] = hosts.all
    assert isinstance(host, SshHost)
    address = host.connection.address
    assert (address.address, address.user, address.port) == ("10.0.0.11", "zhengzhan", 2222)
    assert (address.known_hosts, address.key) == (tmp_path / "known_hosts", tmp_path / "deploy")
    assert hosts.fronts == (Front("qianduan-1", "https", "2001:db8::1", 443, str(tmp_path / "ca.pem")),)
    assert hosts.approval
    assert hosts.signing
    assert hosts.signing.key == tmp_path / "release_key"


def test_only_the_hosts_of_the_environment_are_chosen(tmp_path: Path) -> None:
    text = LOCAL + LOCAL.replace('"a"', '"b"') + 'environment = "preview"\n'

    assert [host.name for host in read(tmp_path, text).all] == ["a"]
    assert [host.name for host in read(tmp_path, text, "preview").all] == ["b"]
    with pytest.raises(HostError, match="没有“test”环境的主机（用--environment写：preview、production"):
        read(tmp_path, text, "test")


def test_the_settings_for_openssh_allow_no_unknown_key_no_password_and_no_forwarding(tmp_path: Path) -> None:
    [host] = read(tmp_path, SIGNING + SSH + 'key = "100% mine"\njump = "yunwei@10.0.0.1"\n').all
    assert isinstance(host, SshHost)

    lines = [line.strip() for line in host.connection.address.settings(10).splitlines()]

    assert {
        "StrictHostKeyChecking yes",
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "ForwardAgent no",
        "ClearAllForwardings yes",
        "GlobalKnownHostsFile /dev/null",
        "ConnectTimeout 10",
        "IdentitiesOnly yes",
        "ProxyJump yunwei@10.0.0.1",
        f'IdentityFile "{tmp_path}/100%% mine"',
    } <= set(lines)
    assert lines.index("Host *") < lines.index("StrictHostKeyChecking yes")  # for the host between as well


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("", "一节或多节"),
        ("hosts = []", "一节或多节"),
        ("hosts = [1]", "应当是文字"),
        ("[[hosts]", "不是TOML"),
        ("extra = 1\n" + LOCAL, "一节或多节"),
        (LOCAL + "serves = 1", "serves应当是文字"),
        (LOCAL + 'rot = "b"', "不认识“rot”（改为“root”）"),
        (LOCAL + 'password = "b"', "不认识“password”（只能写"),
        ('[[hosts]]\nname = "a"\nkind = "local"', "缺少root"),
        ('[[hosts]]\nname = "a"\nroot = "a"', "不认识“root”"),
        (LOCAL.replace("local", "ftp"), "不认识主机种类“ftp”"),
        (LOCAL.replace('"a"', '"a b"', 1), "不能作主机名"),
        (LOCAL + 'environment = "A"', "不能作环境名"),
        (LOCAL + 'serves = "ftp://a"', "serves的写法不对"),
        (LOCAL + 'serves = "https://a/b"', "serves的写法不对"),
        (LOCAL + 'serves = "https://a:99999"', "serves的写法不对"),
        (LOCAL + 'serves = "https://[::1"', "serves的写法不对"),
        (LOCAL * 2, "同名或同目录"),
        (LOCAL + LOCAL.replace('name = "a"', 'name = "b"'), "同名或同目录"),
        (SSH, "没有写用什么密钥签名"),
        ("[signing]\nsm2_key = 'a'\n" + SSH, "[signing]缺少key"),
        (SIGNING + SSH + SSH.replace("qianduan-1", "qianduan-2"), "同名或同目录"),
        (SIGNING + SSH + "port = '22'", "port应当是数"),
        (SIGNING + SSH + "port = 0", "port的写法不对"),
        (SIGNING + SSH.replace('"zhengzhan"', '"root"'), "user的写法不对"),
        (SIGNING + SSH.replace('"zhengzhan"', '"-oProxyCommand=id"'), "user的写法不对"),
        (SIGNING + SSH.replace("10.0.0.11", "-oProxyCommand=id"), "address的写法不对"),
        (SIGNING + SSH.replace("10.0.0.11", "a\\nProxyCommand id"), "address的写法不对"),
        (SIGNING + SSH + 'jump = "yunwei@a b"', "jump的写法不对"),
        (SIGNING + SSH + "key = 'a\"b'", "key的写法不对"),
        (SIGNING + SSH.replace('"known_hosts"', '"nowhere"'), "没有known_hosts文件"),
    ],
)
def test_a_wrong_hosts_file_is_explained(tmp_path: Path, text: str, fact: str) -> None:
    with pytest.raises(HostError) as caught:
        read(tmp_path, text)

    assert fact in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_hosts_file_that_is_no_text_is_explained(tmp_path: Path) -> None:
    (tmp_path / "hosts.toml").write_bytes(b"\xff\xfe")

    with pytest.raises(HostError, match="不是TOML"):
        read_hosts(tmp_path / "hosts.toml", tmp_path)


def test_a_missing_hosts_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="文件不存在"):
        read_hosts(tmp_path / "hosts.toml", tmp_path)
