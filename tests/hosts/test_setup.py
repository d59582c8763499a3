"""The folder that an operator gets for a host: what is in it, what the machine's own programs say of it, what is refused."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.hosts import SiteAddress
from pipeline.release import ReleaseError
from pipeline.setup.facts import Listen, SetupError, SetupFacts
from pipeline.setup.writing import setup_files, write_setup
from tests.hosts.machines import program
from tests.hosts.servers import DEPLOY, JYJ, PORTAL, SIGNER, facts_in, issue, make_authority, nginx_for

HOST = SetupFacts("qianduan-1", (DEPLOY,), (SIGNER,))
SITES = (PORTAL, JYJ)


def test_the_set_up_is_whole_and_tells_what_each_file_is(tmp_path: Path) -> None:
    written = write_setup(tmp_path / "setup", SITES, HOST)

    assert set(written) == {
        path.relative_to(tmp_path / "setup").as_posix() for path in (tmp_path / "setup").rglob("*") if path.is_file()
    }
    readme = (tmp_path / "setup/README.md").read_text(encoding="utf-8")
    assert not [name for name in written if "/" not in name and name != "README.md" and f"`{name}`" not in readme]
    assert all(domain in readme for domain in ("www.yunchuan.gov.cn", "yunchuan.gov.cn", "jyj.yunchuan.gov.cn"))
    assert not [name for name in written if "@{" in (tmp_path / "setup" / name).read_text(encoding="utf-8")]


def test_a_deploy_key_is_for_one_program_and_from_where_the_operator_says() -> None:
    files = setup_files(
        SITES, replace(HOST, from_addresses=("10.0.0.5", "2001:db8::/32"), deploy_keys=(f"{DEPLOY}\n",))
    )

    program_ = 'command="/usr/local/lib/zhengzhan/zhengzhan-host /etc/zhengzhan/host.conf",restrict'
    assert files["authorized_keys"] == f'from="10.0.0.5,2001:db8::/32",{program_} {DEPLOY}\n'
    assert setup_files(SITES, HOST)["authorized_keys"] == f"{program_} {DEPLOY}\n"


def test_the_signers_are_believed_for_releases_alone_and_two_while_one_follows_the_other() -> None:
    second = SIGNER.replace("BBB", "CCC")
    files = setup_files(SITES, replace(HOST, signers=(SIGNER, second)))

    assert files["release_signers"] == "".join(
        f'release namespaces="zhengzhan-release" {key}\n' for key in (SIGNER, second)
    )


def test_the_hosts_programs_are_told_where_everything_is() -> None:
    assert setup_files(SITES, HOST)["host.conf"].splitlines() == [
        "root=/srv/zhengzhan",
        "signers=/etc/zhengzhan/release_signers",
        "keep=5",
        "log=/var/log/zhengzhan/host/host.log",
        "user=zhengzhan",
        "nginx=/etc/nginx",
    ]


def test_a_name_that_another_site_has_now_leads_nowhere_else() -> None:
    taken = replace(PORTAL, former=(JYJ.domain, "old.yunchuan.gov.cn"))

    conf = setup_files((taken, JYJ), HOST)["nginx/zhengzhan/sites/portal.conf"]

    assert "server_name old.yunchuan.gov.cn;" in conf
    assert JYJ.domain not in conf


@pytest.mark.parametrize(
    ("wrong", "fact"),
    [
        ({"name": "a;b"}, "主机名不合规"),
        ({"name": "a\nb"}, "主机名不合规"),
        ({"root": "/srv/zhengzhan; rm -rf /"}, "不能作文件夹"),
        ({"root": "/srv/../etc"}, "不能作文件夹"),
        ({"root": "srv"}, "不能作文件夹"),
        ({"root": "/srv/"}, "不能作文件夹"),
        ({"root": "/srv/$(id)"}, "不能作文件夹"),
        ({"user": "zheng zhan"}, "不是账户名"),
        ({"user": "-u"}, "不是账户名"),
        ({"certificate": "/etc/tls/<site>.pem;"}, "不能作证书的路径"),
        ({"certificate_key": '/etc/tls/"<site>"'}, "不能作证书的路径"),
        ({"deploy_keys": ()}, "没有部署公钥"),
        ({"deploy_keys": (f"{DEPLOY}\n{SIGNER}",)}, "部署公钥不是一行Ed25519公钥"),
        ({"deploy_keys": (f'command="sh" {DEPLOY}',)}, "部署公钥不是一行Ed25519公钥"),
        ({"deploy_keys": ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB",)}, "部署公钥不是一行Ed25519公钥"),
        ({"deploy_keys": (SIGNER,)}, "部署公钥和签名公钥是同一把"),
        ({"signers": ("-----BEGIN OPENSSH PRIVATE KEY-----",)}, "签名公钥里是私钥"),
        ({"from_addresses": ('10.0.0.5",no-pty',)}, "不是IP地址或网段"),
        ({"from_addresses": ("*",)}, "不是IP地址或网段"),
        ({"from_addresses": ("fe80::1%eth0",)}, "不是IP地址或网段"),
        ({"listen": Listen(http=0)}, "端口0不合规"),
        ({"listen": Listen(addresses=("127.0.0.1; deny all",))}, "不是监听的地址"),
        ({"keep": 0}, "保留版本的数目0不合规"),
        ({"log_days": -1}, "日志保存的天数-1不合规"),
    ],
)
def test_what_could_break_out_of_its_place_is_refused(tmp_path: Path, wrong: dict[str, Any], fact: str) -> None:
    with pytest.raises(SetupError) as caught:
        write_setup(tmp_path / "setup", SITES, replace(HOST, **wrong))

    assert [fact in fault.fact for fault in caught.value.faults] == [True]
    assert all(fault.place and fault.remedy for fault in caught.value.faults)
    assert not (tmp_path / "setup").exists()


@pytest.mark.parametrize(
    "site",
    [
        replace(PORTAL, name="../etc"),
        replace(PORTAL, name="a b"),
        replace(PORTAL, domain="www.yunchuan.gov.cn; return 200"),
        replace(PORTAL, domain="www.yunchuan.gov.cn\nwww.example.com"),
        replace(PORTAL, domain="*.gov.cn"),
        replace(PORTAL, domain="WWW.yunchuan.gov.cn"),
        replace(PORTAL, chinese_domain="云川 {}.政务"),
        replace(PORTAL, former=("old.yunchuan.gov.cn\n}",)),
        replace(PORTAL, domain=JYJ.domain),
    ],
)
def test_a_site_that_could_not_stand_in_a_configuration_is_refused(site: SiteAddress) -> None:
    with pytest.raises(SetupError) as caught:
        setup_files((site, JYJ), HOST)

    assert len(caught.value.faults) == 1
    assert "\n" not in str(caught.value)


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(SetupError) as caught:
        setup_files((), replace(HOST, name="", signers=("",)))

    assert str(caught.value).count("\n") == 2


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()

    with pytest.raises(ReleaseError, match="文件夹里已经有东西"):
        write_setup(tmp_path, SITES, HOST)

    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_sshd_takes_the_drop_in_and_gives_the_deploy_account_one_program(tmp_path: Path) -> None:
    subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "host"], check=True)
    conf = tmp_path / "sshd_config"
    conf.write_text(f"HostKey {tmp_path}/host\n{setup_files(SITES, HOST)['sshd.conf']}X11Forwarding yes\n")
    checked = subprocess.run([program("sshd"), "-t", "-f", conf], capture_output=True, text=True, check=False)
    of_user = _effective(conf, "zhengzhan")

    assert (checked.returncode, checked.stderr) == (0, "")
    assert of_user["forcecommand"] == "/usr/local/lib/zhengzhan/zhengzhan-host /etc/zhengzhan/host.conf"
    assert of_user["authorizedkeysfile"] == "/etc/zhengzhan/authorized_keys"
    assert of_user["authenticationmethods"] == "publickey"
    assert (of_user["disableforwarding"], of_user["permittty"], of_user["permituserrc"]) == ("yes", "no", "no")
    assert {of_user[f"allow{what}forwarding"] for what in ("tcp", "agent", "streamlocal")} == {"no"}
    assert (of_user["clientaliveinterval"], of_user["clientalivecountmax"], of_user["maxsessions"]) == ("15", "3", "16")
    others = _effective(conf, "root")
    assert (others["forcecommand"], others["x11forwarding"]) == ("none", "yes")


def _effective(conf: Path, user: str) -> dict[str, str]:
    command = [program("sshd"), "-T", "-f", str(conf), "-C", f"user={user},host=a,addr=10.0.0.5"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {name: value for name, _, value in (line.partition(" ") for line in told.splitlines())}


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    host = facts_in(tmp_path / "host")
    folder = tmp_path / "setup"
    write_setup(folder, SITES, host)
    for name in ("zhengzhan-host", "zhengzhan-adopt"):
        Path(host.places.programs).mkdir(parents=True, exist_ok=True)
        Path(host.places.programs, name).symlink_to(folder / name)
    units = sorted(str(file) for file in (folder / "systemd").iterdir())

    command = [program("systemd-analyze"), "verify", "--man=no", "--recursive-errors=no", *units]
    verified = subprocess.run(command, capture_output=True, text=True, check=False)

    assert len(units) == 5
    assert (verified.returncode, verified.stderr) == (0, "")
    assert (folder / "systemd/zhengzhan-adopt.path").read_text().count(f"PathChanged={host.root}/") == 2


def test_logs_are_kept_as_long_as_the_profile_says(tmp_path: Path) -> None:
    host = replace(facts_in(tmp_path), log_days=400)
    for name in ("web/portal.log", "host/host.log"):
        log = Path(host.places.logs, name)
        log.parent.mkdir(parents=True)
        log.write_text("line\n")
    conf = tmp_path / "logrotate"
    conf.write_text(setup_files(SITES, host)["logrotate"], encoding="utf-8")
    conf.chmod(0o644)

    tried = subprocess.run([program("logrotate"), "-d", conf], capture_output=True, text=True, check=False)

    assert tried.returncode == 0
    assert "error" not in tried.stderr
    assert tried.stderr.count("after 1 days (400 rotations)") == 2
    assert all(
        f"considering log {host.places.logs}/{name}" in tried.stderr for name in ("web/portal.log", "host/host.log")
    )


@pytest.mark.parametrize("name", ["install.sh", "zhengzhan-adopt", "zhengzhan-host"])
def test_the_scripts_are_plain_shells(tmp_path: Path, name: str) -> None:
    script = tmp_path / name
    script.write_text(setup_files(SITES, HOST)[name], encoding="utf-8")

    for shell in ("sh", "dash"):
        subprocess.run([program(shell), "-n", str(script)], check=True)


def install(folder: Path, *options: str) -> tuple[int, str]:
    ran = subprocess.run(["dash", folder / "install.sh", *options], capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


@pytest.mark.skipif(os.geteuid() != 0 or Path("/run/systemd/system").exists(), reason="it would set this machine up")
def test_the_installation_lists_does_and_does_nothing_the_second_time(tmp_path: Path) -> None:
    host = facts_in(tmp_path / "host")
    for each in (host.places.nginx, host.places.run):
        Path(each).mkdir(parents=True)
    Path(host.places.nginx, "nginx.conf").write_text("# 原来的\n")
    write_setup(tmp_path / "setup", SITES, host)

    listed = install(tmp_path / "setup", "--list")
    assert listed[0] == 0
    assert not Path(host.root).exists()
    status, said = install(tmp_path / "setup")
    assert (status, "证书放好以后再运行一次" in said) == (1, True)
    tls = Path(host.certificate).parent
    make_authority(tls)
    for site in SITES:
        issue(tls, site.name, (site.domain,))
    assert install(tmp_path / "setup") == (0, "装好了\n")

    assert set(listed[1].splitlines()) == {line for line in said.splitlines() if line.startswith(("文件", "留下"))}
    assert Path(host.places.nginx, "nginx.conf.before-zhengzhan").read_text() == "# 原来的\n"
    keys, program_ = Path(host.places.settings, "authorized_keys"), Path(host.places.programs, "zhengzhan-adopt")
    assert keys.read_bytes() == (tmp_path / "setup/authorized_keys").read_bytes()
    assert (keys.stat().st_mode & 0o777, program_.stat().st_mode & 0o777) == (0o644, 0o755)
    with nginx_for(host) as visitor:
        assert visitor.ask("/").status == 503


@pytest.mark.skipif(os.geteuid() != 0 or Path("/run/systemd/system").exists(), reason="it would set this machine up")
def test_a_site_that_is_no_more_is_taken_off_and_the_maps_of_the_others_stay(tmp_path: Path) -> None:
    host = facts_in(tmp_path / "host")
    for each in (host.places.nginx, host.places.run):
        Path(each).mkdir(parents=True)
    write_setup(tmp_path / "both", SITES, host)
    write_setup(tmp_path / "one", (PORTAL,), host)
    install(tmp_path / "both")
    moved = Path(host.places.nginx, "zhengzhan/maps/portal/moved.map")
    moved.write_text('"/a" "/b";\n')

    install(tmp_path / "one")

    assert [file.name for file in Path(host.places.nginx, "zhengzhan/sites").iterdir()] == ["portal.conf"]
    assert moved.read_text() == '"/a" "/b";\n'
