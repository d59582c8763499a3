"""A small real repository with a content folder, people and their real SSH keys."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from model.faults import ContentFaults
from pipeline.gates.approval import Approval
from pipeline.gates.forced import force
from pipeline.gates.gate import gate

AT = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
EDITOR, OTHER, REVIEWER, SECOND, PUBLISHER = (
    f"{name}@yunchuan.gov.cn" for name in ("bianji-jia", "bianji-yi", "shenhe-jia", "shenhe-yi", "fabu-jia")
)
STRANGER = "lu-ren@yunchuan.gov.cn"
_ROLES = {
    EDITOR: 'editor = ["*"]',
    OTHER: 'editor = ["*"]',
    REVIEWER: 'reviewer = ["*"]',
    SECOND: 'reviewer = ["jyj"]',
    PUBLISHER: 'publisher = ["*"]',
}


@dataclass(slots=True)
class Keys:
    """Key pairs, made once."""

    folder: Path

    def file(self, who: str) -> Path:
        file = self.folder / who
        if not file.exists():
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(file)], check=True)
        return file

    def line(self, who: str) -> str:
        self.file(who)
        return (self.folder / f"{who}.pub").read_text(encoding="ascii").strip()


@dataclass(slots=True)
class Repository:
    """A repository whose `content` has two sites; every act is by somebody's e-mail address."""

    folder: Path
    keys: Keys

    @property
    def content(self) -> Path:
        return self.folder / "content"

    def git(self, *arguments: str, who: str = EDITOR, given: str = "") -> str:
        names = {f"GIT_{part}_{what}": who for part in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        command = ["git", "-C", str(self.folder), "-c", "init.defaultBranch=main", *arguments]
        done = subprocess.run(
            command, input=given, text=True, capture_output=True, check=True, env={**os.environ, **names, **alone}
        )
        return done.stdout.strip()

    def begin(self) -> str:
        """Begin the history with both sites and the people; return the commit."""
        self.folder.mkdir(exist_ok=True)
        self.git("init", "--quiet")
        return self.commit(
            {"content/portal/site.toml": "一", "content/jyj/site.toml": "一", "content/people.toml": self.people()}
        )

    def people(self, **roles: str) -> str:
        """The text of `people.toml`; `roles` are of others besides."""
        everybody = {**_ROLES, **{f"{name}@yunchuan.gov.cn": role for name, role in roles.items()}}
        return "".join(
            f'[[people]]\nname = "{who}"\nemail = "{who}"\n{role}\nkey = "{self.keys.line(who)}"\n'
            for who, role in everybody.items()
        )

    def write(self, files: dict[str, str]) -> None:
        for path, text in files.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def commit(self, files: dict[str, str], *reviewers: str, who: str = EDITOR, message: str = "改动") -> str:
        """Commit these files by somebody, with a trailer for each reviewer."""
        self.write(files)
        self.git("add", "--all", "--force")
        trailers = [f"--trailer=Reviewed-by: 审核 <{each}>" for each in reviewers]
        self.git("commit", "--quiet", "--allow-empty", "--message", message, *trailers, who=who)
        return self.head()

    def branch(self, name: str, base: str = "HEAD") -> None:
        self.git("checkout", "--quiet", "-b", name, base)

    def merge(self, name: str, *reviewers: str, who: str = REVIEWER, into: str = "main") -> str:
        """Merge a branch into another, by somebody, with a trailer for each reviewer."""
        self.git("checkout", "--quiet", into)
        message = "\n".join(["合并", "", *(f"Reviewed-by: 审核 <{each}>" for each in reviewers)])
        self.git("merge", "--quiet", "--no-ff", "-m", message, name, who=who)
        return self.head()

    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    def tag(self, who: str, name: str = "fabu-1", key: str = "") -> None:
        signing = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={self.keys.file(key or who)}")
        self.git(*signing, "tag", "--sign", "--message", "发布", name, who=who)

    def gate(self, *sites: str, base: str = "", trusted: str = "") -> Approval:
        sites = sites or ("portal",)
        roots = dict.fromkeys(sites, trusted) if trusted else None
        return gate(self.content, sites, dict.fromkeys(sites, base) if base else {}, roots)

    def codes(self, *sites: str, base: str = "", trusted: str = "") -> list[str]:
        """What keeps the sites from leaving."""
        with pytest.raises(ContentFaults) as caught:
            self.gate(*sites, base=base, trusted=trusted)
        return [fault.code for fault in caught.value.faults]

    def force(self, who: str, *sites: str, base: str = "", reason: str = "防汛紧急通知", trusted: str = "") -> Approval:
        sites = sites or ("portal",)
        bases = dict.fromkeys(sites, base) if base else {}
        roots = dict.fromkeys(sites, trusted) if trusted else None
        return force(self.content, sites, bases, roots, reason=reason, key=str(self.keys.file(who)), now=AT)
