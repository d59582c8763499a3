"""A real git repository around a content folder, with the commits that a test makes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.changes.comparison import Changes, SiteChanges, changes_since
from tests.conftest import NOW, City, document, policy

#: No settings of whoever runs the tests.
_ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
_WHO = ("-c", "user.name=编辑", "-c", "user.email=bianji@example.com", "-c", "init.defaultBranch=main")


def git(folder: Path, *arguments: str) -> str:
    """What git prints; it must succeed."""
    command = ["git", "-C", str(folder), *_WHO, *arguments]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, **_ALONE}
    ).stdout.strip()


@dataclass(frozen=True, slots=True)
class History:
    """The history of a folder."""

    folder: Path

    def commit(self, message: str = "一次提交") -> str:
        """Commit all that is in the folder, and return the commit's name."""
        if not (self.folder / ".git").exists():
            git(self.folder, "init", "--quiet")
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "--allow-empty", "--message", message)
        return git(self.folder, "rev-parse", "HEAD")


@dataclass(frozen=True, slots=True)
class Town:
    """A city whose content is kept in git, and changed after the last commit."""

    city: City

    @property
    def content(self) -> Path:
        return self.city.content

    def write(self, files: Mapping[str, str | bytes]) -> Town:
        self.city.write(files)
        return self

    def commit(self) -> Town:
        History(self.content.parent).commit()
        return self

    def move(self, old: str, new: str) -> Town:
        """Rename a file or a folder of the content."""
        place = self.content / new
        place.parent.mkdir(parents=True, exist_ok=True)
        (self.content / old).rename(place)
        return self

    def edit(self, path: str, old: str, new: str) -> Town:
        """Change a text of a file, which must be there."""
        file = self.content / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        return self

    def drop(self, path: str) -> Town:
        (self.content / path).unlink()
        return self

    def changes(self, site: str = "", base: str = "HEAD") -> Changes:
        """What changed of all sites since a commit."""
        return changes_since(self.content, base, NOW, site)

    def of(self, site: str = "portal") -> SiteChanges:
        """What changed of a site since the last commit."""
        [found] = self.changes(site).sites
        return found

    def leads(self, site: str = "portal") -> dict[str, str]:
        """Where each old address of a site should lead."""
        return {old.url: old.new for old in self.of(site).old}


def small_town(city: City) -> Town:
    """Three news, two of them with files, and a policy with its interpretation, committed."""
    return (
        Town(city)
        .write(
            {
                "portal/yaowen/a.md": document("甲", "attachments: biao.csv", date="2026-03-01 10:00"),
                "portal/yaowen/biao.csv": "一,二\n",
                "portal/yaowen/b.md": document("乙", "aliases: /old/b.html", date="2026-03-02 10:00"),
                "portal/yaowen/c.md": document("丙", "attachments: 表.csv", date="2026-03-03 10:00"),
                "portal/yaowen/表.csv": "三,四\n",
                "portal/zcwj/p.md": policy("云政发〔2026〕1号", "办法"),
                "portal/zcjd/q.md": document("解读", "interprets: 云政发〔2026〕1号"),
            }
        )
        .commit()
    )


def renamed(town: Town, new: str, name: str) -> Town:
    """The column of news at another path under another name."""
    town.edit("portal/site.toml", 'path = "yaowen"\nname = "政务要闻"', f'path = "{new}"\nname = "{name}"')
    return town.move("portal/yaowen", f"portal/{new}")
