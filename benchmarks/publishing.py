"""What publishing costs: `python -m benchmarks.publishing [N] [FOLDER]` changes one page of a site of N documents on two loopback hosts.

Each host has an sshd of its own. Measured is from the start of `invoke publish`, which builds, checks, asks git for the approval, signs and
uploads, to the moment at which both hosts have the page where visitors get it. What hosts tidy up afterwards is waited for. Beside it, in the same run and to the same
hosts: `rsync -a --delete` into the folder that visitors get, and `rsync -a --link-dest` with a switched link, both after `invoke build`.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpus import make_document
from benchmarks.peer import REPOSITORY
from benchmarks.peers.ours import Ours
from tests import life
from tests.hosts.machines import make_key, network

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.hosts.machines import Machine, Network

_ROUNDS = 5
_SITE = "portal"
_IDENTIFIERS = """code = "1404000001"
icp = "晋ICP备05000001号-1"
police = "晋公网安备14040002000001号"
mark = "CA040000000603000000001"
phone = "0355-0120001"
"""
_PEOPLE = """[[people]]
name = "编辑甲"
email = "bianji-jia@yunchuan.gov.cn"
editor = ["portal"]

[[people]]
name = "审核乙"
email = "shenhe-yi@yunchuan.gov.cn"
reviewer = ["portal"]
"""
_REVIEWED = "Reviewed-by: 审核乙 <shenhe-yi@yunchuan.gov.cn>"


@dataclass(frozen=True, slots=True)
class Bench:
    """A city with one site, in a repository of its own, and the hosts that it is published to."""

    folder: Path
    net: Network

    @property
    def content(self) -> Path:
        """The content folder."""
        return self.folder / "content"

    @property
    def output(self) -> Path:
        """The output folder."""
        return self.folder / "output"

    def invoke(self, *words: str) -> str:
        """Run a command of the project; return what it says."""
        places = ("--content", str(self.content), "--output", str(self.output))
        command = [sys.executable, "-m", "invoke", "--search-root", str(REPOSITORY), *words, *places]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise SystemExit(f"{' '.join(words)}：{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def git(self, *words: str) -> None:
        """Run git in the repository, as the editor."""
        who = ("-c", "user.name=编辑甲", "-c", "user.email=bianji-jia@yunchuan.gov.cn")
        subprocess.run(["git", *who, *words], cwd=self.folder, capture_output=True, check=True)  # noqa: S603, S607

    def edit(self, number: int) -> tuple[str, str]:
        """Change one document and commit it, reviewed; return the page's file, and what it says then."""
        document = make_document(7)
        [file] = self.content.rglob(f"{document.name}.md")
        text = f"第{number}次修改，{time.time_ns()}。"
        file.write_text(f"{file.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")
        self.git("commit", "--quiet", "--all", "--message", f"改第{number}次\n\n{_REVIEWED}")
        return f"{document.column.path}/{document.name}/index.html", text


def main(documents: int, place: Path) -> None:
    """Run the bench and print its table."""
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place, prefix="publishing-") as made, network(place) as net:
        bench = Bench(Path(made), net)
        prepare(bench, documents)
        begun = time.monotonic()
        bench.invoke("publish")
        print(f"{documents}篇文件，第一次发布（从头构建）：{time.monotonic() - begun:.1f}秒", flush=True)
        with plain_access(net) as shells:
            for name, publish in peers(bench, shells).items():
                publish()
                print(f"{name}：{_timed(bench, publish, _shown_by(bench, name))}", flush=True)
        print(
            f"回滚（两台）：{_once(lambda: bench.invoke('rollback'))}秒；再发布：{_once(lambda: bench.invoke('publish'))}秒"
        )
        print(verification(bench))


def prepare(bench: Bench, documents: int) -> None:
    """Write the city, its record, its people and its hosts, and commit them."""
    Ours().write_corpus(bench.folder, documents)
    site = bench.content / _SITE / "site.toml"
    text = site.read_text(encoding="utf-8")
    missing = "".join(f"{line}\n" for line in _IDENTIFIERS.splitlines() if f"{line.split(' ')[0]} =" not in text)
    site.write_text(missing + text, encoding="utf-8")
    (bench.content / _SITE / "lifecycle.toml").write_text(life.ONLINE, encoding="utf-8")
    (bench.content / "people.toml").write_text(_PEOPLE, encoding="utf-8")
    (bench.content / "hosts.toml").write_text(_hosts(bench.net), encoding="utf-8")
    (bench.folder / ".gitignore").write_text("output/\n", encoding="utf-8")
    bench.git("init", "--quiet", "--initial-branch", "main")
    bench.git("add", "--all")
    bench.git("commit", "--quiet", "--message", f"开始\n\n{_REVIEWED}")


def _hosts(net: Network) -> str:
    signing = f'[signing]\nkey = "{net.signing.key}"\n'
    rows = [
        f'[[hosts]]\nname = "{each.name}"\nkind = "ssh"\naddress = "127.0.0.1"\nport = {each.port}\nuser = "{each.user}"\n'
        f'known_hosts = "{net.known_hosts}"\nkey = "{net.key}"\n'
        for each in net.machines
    ]
    return "\n".join([signing, *rows])


@contextmanager
def plain_access(net: Network) -> Iterator[dict[str, str]]:
    """Give rsync's way to each host with a key that may do anything there."""
    key = net.folder / "plain_key"
    public = make_key(key)
    shells = {}
    for each in net.machines:
        with (each.folder / "authorized_keys").open("a", encoding="utf-8") as file:
            file.write(f"{public}\n")
        options = f"-F none -i {key} -p {each.port} -o UserKnownHostsFile={net.known_hosts} -o BatchMode=yes"
        shells[each.name] = f"ssh {options}"
        for folder in ("in-place", "linked"):
            (each.root / folder).mkdir()
            each.own(each.root / folder)
    yield shells


def peers(bench: Bench, shells: dict[str, str]) -> dict[str, Callable[[], object]]:
    """The ways to publish that are compared, by name."""
    return {
        "政站": lambda: bench.invoke("publish"),
        "rsync -a --delete": lambda: _beside(bench, shells, _in_place),
        "rsync --link-dest": lambda: _beside(bench, shells, _linked),
    }


def _beside(bench: Bench, shells: dict[str, str], command: Callable[[Bench, Machine, str], list[list[str]]]) -> None:
    """Build, then run the commands for both hosts beside each other, those of a host one after the other."""
    bench.invoke("build")
    scripts = [command(bench, each, shells[each.name]) for each in bench.net.machines]
    for step in zip(*scripts, strict=True):
        running = [subprocess.Popen(words, stdout=subprocess.DEVNULL) for words in step]  # noqa: S603
        codes = [each.wait() for each in running]
        if any(codes):
            raise SystemExit("rsync没有做成")


def _in_place(bench: Bench, machine: Machine, shell: str) -> list[list[str]]:
    target = f"{machine.user}@127.0.0.1:{machine.root}/in-place/"
    return [["rsync", "-a", "--delete", "-e", shell, f"{bench.output / _SITE}/", target]]


def _linked(bench: Bench, machine: Machine, shell: str) -> list[list[str]]:
    number = time.time_ns()
    home, account = machine.root / "linked", f"{machine.user}@127.0.0.1"
    send = ["rsync", "-a", f"--link-dest={home}/current/", "-e", shell, f"{bench.output / _SITE}/"]
    switch = f"ln -s {number} {home}/next && mv -T {home}/next {home}/current"
    return [[*send, f"{account}:{home}/{number}/"], [*shell.split(), account, switch]]


def _shown_by(bench: Bench, name: str) -> list[Path]:
    """The folders that visitors of each host get."""
    part = {"政站": f"{_SITE}/current/files", "rsync -a --delete": "in-place", "rsync --link-dest": "linked/current"}[
        name
    ]
    return [each.root / part for each in bench.net.machines]


def _timed(bench: Bench, publish: Callable[[], object], roots: list[Path]) -> str:
    """Change a page and publish, several times; say how long it took until both hosts showed it."""
    seconds = []
    for number in range(_ROUNDS):
        file, text = bench.edit(number)
        _tidied(bench)
        begun = time.monotonic()
        work = threading.Thread(target=publish)
        work.start()
        while not all(text in _read(root / file) for root in roots):
            if not work.is_alive() and not all(text in _read(root / file) for root in roots):
                raise SystemExit("没有发布成功")
            time.sleep(0.002)
        seconds.append(time.monotonic() - begun)
        work.join()
    return f"中位{statistics.median(seconds):.2f}秒（{min(seconds):.2f}–{max(seconds):.2f}）"


def _tidied(bench: Bench) -> None:
    """Wait until the hosts have tidied up behind the publication before, as they have between two of a working day."""
    for each in bench.net.machines:
        lock = str(each.root / _SITE / ".work")
        subprocess.run(["flock", lock, "true"], check=True)  # noqa: S603, S607


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""


def _once(act: Callable[[], object]) -> str:
    begun = time.monotonic()
    act()
    return f"{time.monotonic() - begun:.2f}"


def verification(bench: Bench) -> str:
    """How long a host takes to verify all files, beside `sha256sum` of the same."""
    machine = bench.net.machines[0]
    files = machine.root / _SITE / "current" / "files"
    program = [str(machine.folder / "zhengzhan-host"), str(machine.folder / "host.conf"), "verify-all"]
    listing = ["sh", "-c", f"cd {files} && find . -type f -print0 | xargs -0 sha256sum > /dev/null"]
    ours: list[float] = []
    plain: list[float] = []
    for _ in range(_ROUNDS):
        for words, seconds in ((program, ours), (listing, plain)):
            begun = time.monotonic()
            subprocess.run(words, check=True)  # noqa: S603
            seconds.append(time.monotonic() - begun)
    mine, theirs = statistics.median(ours), statistics.median(plain)
    return f"核对：{mine:.2f}秒；sha256sum：{theirs:.2f}秒；比{mine / theirs:.2f}"


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 10_000,
        Path(sys.argv[2] if sys.argv[2:] else ".cache/publishing").absolute(),
    )
