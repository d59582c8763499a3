"""A county's site restructured by hand: columns moved and merged, fifty documents with their files; no address is left dead."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import pytest

from model.redirects import read_redirects
from pipeline.sources.addresses import addresses
from tests.conftest import document
from tests.pipeline.changes.history import History

CONTENT = Path(__file__).parents[3] / "content"
AS_OF = "2026-11-24 09:00"
NOW = dt.datetime(2026, 11, 24, 9, 0)
#: The columns whose path changes, with their new names; a county's offices, news and notices.
MOVED = {
    "zwdt/yaowen": ("zwdt/xianqing", "岫溪要闻"),
    "zwgk/tzgg": ("gonggao", "公告公示"),
    "zwgk/zcjd": ("zwgk/jiedu", "文件解读"),
}
#: And one that is merged into another.
MERGED = ("zwgk/ldxx", "zwgk/jgzn")
TABLE = "xiuxi/redirects.csv"


def invoke(content: Path, *more: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).parent / "invoke")
    command = [program, "site.changes", "--base", "HEAD", "--content", str(content), "--as-of", AS_OF, *more]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=CONTENT.parent)


@pytest.fixture(scope="module")
def restructured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's content with enough documents to move, committed, then restructured."""
    content = tmp_path_factory.mktemp("xian") / "站群" / "content"
    shutil.copytree(CONTENT, content)
    fill(content / "xiuxi")
    History(content.parent).commit()
    restructure(content / "xiuxi")
    return content


def fill(site: Path) -> None:
    """News and notices, every other one with an attachment, so that there are fifty documents to move and list pages."""
    for number in range(1, 41):
        column = "zwdt/yaowen" if number % 3 else "zwgk/tzgg"
        lines = [f"attachments: 附表{number}.csv"] if number % 2 else []
        text = document(f"山区公路养护第{number}期", *lines, date=f"2025-{number % 12 + 1:02}-11 10:00")
        (site / column / f"yanghu-{number}.md").write_text(text, encoding="utf-8")
        if lines:
            (site / column / f"附表{number}.csv").write_text(f"路段,公里\n{number},1\n", encoding="utf-8")


def restructure(site: Path) -> None:
    """What a redesign does: folders renamed, `site.toml` to match, links between documents set right."""
    settings = (site / "site.toml").read_text(encoding="utf-8")
    moved = {}
    for old, new in {**{old: new for old, (new, _) in MOVED.items()}, MERGED[0]: MERGED[1]}.items():
        (site / new).mkdir(parents=True, exist_ok=True)
        for file in sorted((site / old).iterdir()):
            moved[f"xiuxi/{old}/{file.name}"] = f"xiuxi/{new}/{file.name}"
            file.rename(site / new / file.name)
        (site / old).rmdir()
    for old, (new, name) in MOVED.items():
        settings = re.sub(rf'path = "{old}"\nname = "[^"]+"', f'path = "{new}"\nname = "{name}"', settings)
        settings = settings.replace(f'"{old}"', f'"{new}"')
    settings = re.sub(rf'\[\[columns\]\]\npath = "{MERGED[0]}"\n(?:(?!\[\[).*\n?)*', "", settings)
    (site / "site.toml").write_text(settings, encoding="utf-8")
    for leader in (new for old, new in moved.items() if old.startswith(f"xiuxi/{MERGED[0]}/")):
        edit(site.parent / leader, lambda text: text.replace("---\n", "---\nkind: leader\n", 1))
    mend(site.parent, moved)


def edit(file: Path, change: Callable[[str], str]) -> None:
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


def mend(content: Path, moved: dict[str, str]) -> None:
    """Have every relative link lead to where its document is now, from where it stands now."""
    came_from = {new: old for old, new in moved.items()}
    for file in content.rglob("*.md"):
        path = file.relative_to(content).as_posix()
        old, folder = came_from.get(path, path), posixpath.dirname(path)

        def led_on(link: re.Match[str], *, old: str = old, folder: str = folder) -> str:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(old), link[0]))
            there = moved.get(target, target)
            return posixpath.relpath(there, folder) if (content / there).is_file() else link[0]

        edit(file, partial(re.sub, r"[\w./-]+\.md", led_on, flags=re.ASCII))


def test_all_of_it_is_listed(restructured: Path) -> None:
    done = invoke(restructured)

    assert done.returncode == 1, done.stdout
    for old, (new, _) in MOVED.items():
        assert re.search(rf"栏目改网址：\S+（/{old}/） → \S+（/{new}/）", done.stdout)
    assert re.search(rf"合并栏目：\S+（/{MERGED[0]}/） → \S+（/{MERGED[1]}/）", done.stdout)
    assert "向市政府办公室备案" in done.stdout
    documents = re.findall(r"^    /\S+/ → xiuxi/\S+\.md$", done.stdout, re.MULTILINE)
    assert len(documents) >= 50
    assert "/zwdt/yaowen/page/1/ → /zwdt/xianqing/page/1/" in done.stdout
    assert "/zwgk/tzgg/yanghu-3/附表3.csv → /gonggao/yanghu-3/附表3.csv" in done.stdout
    assert re.search(r"共\d+个旧网址失效；加--accept", done.stderr)
    assert "失效的旧网址" not in done.stdout
    assert not (restructured / TABLE).exists()


def test_after_it_is_accepted_no_old_address_is_dead_and_a_second_run_says_so(
    restructured: Path, tmp_path: Path
) -> None:
    before = old_addresses(restructured, tmp_path)

    done = invoke(restructured, "--accept")

    assert done.returncode == 0, done.stdout + done.stderr
    found = addresses(restructured, NOW)["xiuxi"].addresses.values()
    gone = before - {each.url for each in found if each.view != "moved"}
    rows, faults = read_redirects(TABLE, (restructured / TABLE).read_bytes())
    assert not faults
    table = {unquote(row.old) for row in rows}
    assert len(gone) > 80
    assert gone <= table
    again = invoke(restructured)
    assert (again.returncode, again.stdout.splitlines()[-1]) == (0, "旧网址都打得开")
    assert "要转到新网址" not in again.stdout


def old_addresses(content: Path, scratch: Path) -> set[str]:
    """The addresses of the county's site as it was committed."""
    subprocess.run(["git", "clone", "--quiet", str(content.parent), str(scratch / "old")], check=True)
    return set(addresses(scratch / "old" / "content", NOW)["xiuxi"].addresses)
