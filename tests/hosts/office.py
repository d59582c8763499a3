"""A publisher's machine: a repository with content and people, the hosts that it publishes to, and the commands as an operator gives them."""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.program import Program

import tasks
from tests import life
from tests.conftest import document
from tests.hosts.servers import Visitor, adopt
from tests.pipeline.gates.repository import EDITOR, PUBLISHER, REVIEWER, Repository
from tests.plugins.test_chrome import FULL

if TYPE_CHECKING:
    from tests.hosts.machines import Network
    from tests.pipeline.gates.repository import Keys

ROOT = Path(__file__).parents[2]
NOTICES = '\n[[columns]]\npath = "tzgg"\nname = "通知公告"\ntype = "信息公开目录"\nkind = "notice"\n'
FILES = {
    "portal/site.toml": FULL + NOTICES,
    "portal/lifecycle.toml": life.ONLINE,
    "portal/yaowen/a.md": document("图书馆周末开放", body="市图书馆周末延长开放时间。"),
}


@dataclass(slots=True)
class Office:
    """Who publishes the portal, and where; `root` holds everything."""

    root: Path
    net: Network
    visitors: list[Visitor]
    keys: Keys
    repository: Repository = field(init=False)

    def __post_init__(self) -> None:
        self.repository = Repository(self.root / "pingtai", self.keys)
        self.repository.folder.mkdir()
        self.repository.git("init", "--quiet")
        self.hosts.write_text(self._hosts(), encoding="utf-8")

    @property
    def hosts(self) -> Path:
        return self.root / "hosts.toml"

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def record(self) -> Path:
        return self.output / "publications.jsonl"

    def commit(self, files: dict[str, str], *, reviewed: bool = True) -> None:
        """Commit files of the content, written by an editor, and reviewed by somebody else or not."""
        within = {f"content/{path}": text for path, text in files.items()}
        self.repository.commit(within, *((REVIEWER,) if reviewed else ()))

    def begin(self, *, reviewed: bool = True) -> None:
        """Commit the first content and the people."""
        self.commit({**FILES, "people.toml": self._people()}, reviewed=reviewed)

    def review(self) -> None:
        """Review the last commit, as docs/operators/approval.md has it."""
        trailer = f"--trailer=Reviewed-by: 审核乙 <{REVIEWER}>"
        self.repository.git("commit", "--quiet", "--amend", "--no-edit", trailer, who=REVIEWER)

    def key(self, who: str) -> str:
        return str(self.keys.file(who))

    def run(self, *arguments: str) -> tuple[int, str]:
        """Give a command of the platform for these hosts; return its exit code and all that it says."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            try:
                Program(namespace=tasks.namespace).run(["invoke", *arguments, *self._where(arguments[0])])
            except SystemExit as ended:
                return int(ended.code or 0), said.getvalue()
        return 0, said.getvalue()

    def run_alone(self, *arguments: str) -> tuple[int, str]:
        """The same by a process of its own, in the project's folder."""
        command = [sys.executable, "-m", "invoke", *arguments, *self._where(arguments[0])]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def publish(self, *options: str) -> str:
        """Publish, and have it succeed; return what was said."""
        code, said = self.run("publish", *options)
        assert code == 0, said
        return said

    def _people(self) -> str:
        """Who may do what, as docs/operators/approval.md has it written."""
        return "".join(
            f'[[people]]\nname = "{name}"\nemail = "{email}"\n{role} = ["*"]\nkey = "{self.keys.line(email)}"\n'
            for name, email, role in (
                ("编辑甲", EDITOR, "editor"),
                ("审核乙", REVIEWER, "reviewer"),
                ("发布丙", PUBLISHER, "publisher"),
            )
        )

    def _where(self, command: str) -> tuple[str, ...]:
        folders = ("--content", str(self.repository.content), "--output", str(self.output), "--hosts", str(self.hosts))
        return folders if command.partition(".")[0] != "site" or command == "site.emergency" else folders[:2]

    def _hosts(self) -> str:
        tables = [f'[signing]\nkey = "{self.net.signing.key}"\n']
        for machine, visitor in zip(self.net.machines, self.visitors, strict=True):
            tables.append(
                f'[[hosts]]\nname = "{machine.name}"\nkind = "ssh"\naddress = "127.0.0.1"\nport = {machine.port}\n'
                f'user = "{machine.user}"\nknown_hosts = "{self.net.known_hosts}"\nkey = "{self.net.key}"\n'
                f'serves = "https://127.0.0.1:{visitor.facts.listen.https}"\nca = "{visitor.ca}"\n'
            )
        tables.append('[[hosts]]\nname = "yulan"\nkind = "local"\nenvironment = "preview"\nroot = "yulan"\n')
        return "\n".join(tables)


class Adoption(threading.Thread):
    """What systemd does on a host: where a site's folder changes, the host's program takes its old addresses over."""

    def __init__(self, visitor: Visitor, site: str) -> None:
        super().__init__()
        self.visitor, self.current = visitor, Path(visitor.facts.root, site, "current")
        self._ended = threading.Event()

    def __enter__(self) -> Adoption:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.join()

    def run(self) -> None:
        before = ""
        while not self._ended.wait(0.05):
            now = str(self.current.readlink()) if self.current.is_symlink() else ""
            if now != before:
                adopt(self.visitor.facts)
            before = now


def emptied(net: Network) -> None:
    """Take from the hosts all that was published."""
    for machine in net.machines:
        for each in machine.root.iterdir():
            shutil.rmtree(each) if each.is_dir() else each.unlink()
