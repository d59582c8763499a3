"""`invoke hosts.setup`: from an operator's options to the files of a host's set-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.hosts import SiteAddress
from pipeline.hosts_file import read_hosts
from pipeline.release import ReleaseError
from pipeline.setup.command import Wish, written
from tests.hosts.machines import make_key

if TYPE_CHECKING:
    from pathlib import Path

SITES = [SiteAddress("portal", "www.yunchuan.gov.cn", None, "云川市人民政府")]
HOSTS = """[signing]
key = "release"
[[hosts]]
name = "qianduan-1"
kind = "ssh"
address = "10.0.0.11"
user = "zhengzhan"
root = "/data/zhengzhan"
known_hosts = "known_hosts"
"""


def wish(folder: Path, host: str = "qianduan-1", root: str = "", key: str = "deploy.pub") -> Wish:
    return Wish(host, folder / "setup", (str(folder / key),), (str(folder / "release.pub"),), (), root, False)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    make_key(tmp_path / "deploy")
    make_key(tmp_path / "release")
    (tmp_path / "hosts.toml").write_text(HOSTS, encoding="utf-8")
    (tmp_path / "known_hosts").write_text("")
    return tmp_path


@pytest.mark.parametrize(("root", "expected"), [("", "/data/zhengzhan"), ("/srv/other", "/srv/other")])
def test_the_root_is_what_was_asked_for_or_what_the_hosts_file_says(keys: Path, root: str, expected: str) -> None:
    hosts = read_hosts(keys / "hosts.toml", keys / "cache")

    files = written(keys, hosts, SITES, wish(keys, root=root))

    assert "authorized_keys" in files
    assert f"root={expected}" in (keys / "setup/host.conf").read_text().splitlines()
    assert (keys / "deploy.pub").read_text().split()[1] in (keys / "setup/authorized_keys").read_text()


def test_a_host_that_the_file_does_not_have_is_named_with_those_that_it_has(keys: Path) -> None:
    hosts = read_hosts(keys / "hosts.toml", keys / "cache")

    with pytest.raises(ReleaseError, match=r"没有主机“qianduan-9”（写hosts\.toml里的name：qianduan-1）"):
        written(keys, hosts, SITES, wish(keys, "qianduan-9"))


@pytest.mark.parametrize("data", [None, b"\xff\xfe", b"no key"])
def test_what_is_no_public_key_is_said_and_nothing_is_written(keys: Path, data: bytes | None) -> None:
    if data is not None:
        (keys / "wrong").write_bytes(data)

    with pytest.raises(ReleaseError):
        written(keys, None, SITES, wish(keys, key="wrong"))

    assert not (keys / "setup").exists()
