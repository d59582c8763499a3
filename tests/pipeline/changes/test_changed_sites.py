"""Sites that came, went, rest or are closed since a commit; wrong inputs; the command as a person runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from model.faults import ContentFaults
from pipeline.changes import text as changes_text
from pipeline.changes.revisions import RevisionError
from tests.conftest import DEPARTMENT, SITE, City, document
from tests.pipeline.changes.history import Town, renamed, small_town


@pytest.fixture
def town(city: City) -> Town:
    return small_town(city)


# Sites


def test_a_site_that_came_and_one_that_went_are_said(town: Town) -> None:
    town.write({"jyj/site.toml": DEPARTMENT}).commit()
    town.move("jyj", "wlj").edit("wlj/site.toml", "jyj.", "wlj.").edit("wlj/site.toml", "教育", "文旅")

    portal, came, went = town.changes().sites

    assert (portal.came, portal.went) == (False, False)
    assert (came.name, came.came, came.old) == ("wlj", True, ())
    assert (went.name, went.went, len(went.dead) > 4) == ("jyj", True, True)


def test_a_site_whose_folder_alone_has_another_name_is_the_same(town: Town) -> None:
    town.move("portal", "www")

    found = town.of("www")

    assert (found.came, found.old, found.items) == (False, (), ())


def test_a_site_that_is_not_there_is_named_with_the_nearest(town: Town) -> None:
    with pytest.raises(ContentFaults, match="portal"):
        town.changes("portl")


def test_one_site_alone_can_be_compared(town: Town) -> None:
    town.write({"jyj/site.toml": DEPARTMENT})

    assert [site.name for site in town.changes("jyj").sites] == ["jyj"]


OFFLINE = 'act = "offline"\ndate = 2026-11-01\nbegins = 2026-11-20\nends = 2026-11-30\n'


@pytest.mark.parametrize("then", [True, False])
def test_a_site_that_rests_is_compared_when_it_is_back(town: Town, then: bool) -> None:
    record = "portal/lifecycle.toml"
    acts = '[[acts]]\nact = "online"\ndate = 2025-03-01\n\n'
    resting = f"{acts}[[acts]]\n{OFFLINE}"
    town.write({record: resting if then else acts}).commit()
    town.write({record: f'{resting}\n[[acts]]\nact = "online"\ndate = 2026-11-23\n' if then else resting})
    town.write({"portal/redirects.csv": "旧网址,新网址\n/x/,portal/zcwj/p.md\n/y/,/yaowen/\n"})

    found = renamed(town, "dongtai", "政务动态").of()

    assert (found.rests, found.old, found.corrections) == (True, (), ())
    assert [item.what for item in found.items] == ["栏目改网址"]
    assert "网站在下线" in changes_text.render(town.changes())


def test_of_a_closed_site_every_address_must_be_in_its_table(town: Town) -> None:
    town.write({"jyj/site.toml": DEPARTMENT, "jyj/zcjd/k.md": document("开学", "kind: news")}).commit()
    town.move("jyj/zcjd/k.md", "portal/yaowen/k.md")
    town.write({"jyj/lifecycle.toml": '[[acts]]\nact = "close"\ndate = 2026-11-01\n'})
    columns = "".join(
        f"/{path}/{name},/yaowen/\n".replace(",/", ",https://www.yunchuan.gov.cn/")
        for path in ("zcjd", "zcwj")
        for name in ("", "feed.xml")
    )
    town.write({"jyj/redirects.csv": f"旧网址,新网址\n/zcjd/k/,portal/yaowen/k.md\n{columns}"})

    assert {old.url: old.why for old in town.of("jyj").old} == {
        "/feed.xml": "这个网页没有了",
        "/reading-tools/": "这个网页没有了",
        "/sitemap/": "这个网页没有了",
    }


# Wrong inputs


def test_a_commit_that_git_does_not_know_is_said(town: Town) -> None:
    with pytest.raises(RevisionError, match="git不认识版本"):
        town.changes(base="--output=x")


def test_what_could_not_be_read_at_the_commit_is_left_out_and_said(town: Town) -> None:
    town.write({"portal/yaowen/d.md": "---\ntilte: 丁\n---\n"}).commit()
    town.drop("portal/yaowen/d.md").drop("portal/yaowen/c.md")

    found = town.changes()

    assert {fault.path for fault in found.before} == {"portal/yaowen/d.md"}
    assert {old.url for old in found.sites[0].dead} == {"/yaowen/c/", "/yaowen/c/%E8%A1%A8.csv"}


def test_a_commit_whose_settings_cannot_be_read_has_no_such_site(town: Town) -> None:
    town.write({"portal/site.toml": "name = \n"}).commit().write({"portal/site.toml": SITE})

    found = town.changes()

    assert [fault.code for fault in found.before][:1] == ["TOML"]
    assert [site.came for site in found.sites] == [True]


def test_settings_that_cannot_be_read_now_are_faults(town: Town) -> None:
    town.write({"portal/site.toml": "name = \n"})

    with pytest.raises(ContentFaults, match="TOML"):
        town.changes()


def test_a_table_that_cannot_be_read_now_is_a_fault(town: Town) -> None:
    town.write({"portal/redirects.csv": "旧网址,新网址\n没有斜杠,/yaowen/\n"})

    with pytest.raises(ContentFaults, match="ALIAS"):
        town.changes()


def test_a_table_that_could_not_be_read_at_the_commit_is_said(town: Town) -> None:
    table = "旧网址,新网址\n/x/,/yaowen/\n"
    town.write({"portal/redirects.csv": table + "没有斜杠,/yaowen/\n"}).commit().write({"portal/redirects.csv": table})

    found = town.changes()

    assert [fault.code for fault in found.before] == ["ALIAS"]
    assert found.sites[0].old == ()


# The command


def invoke(town: Town, *more: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).parent / "invoke")
    command = [program, "site.changes", "--content", str(town.content), "--as-of", "2026-11-24 09:00", *more]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3])


def test_what_git_does_not_know_ends_the_command_with_one_line(town: Town) -> None:
    done = invoke(town, "--base=--output=x")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "git不认识版本“--output=x”" in done.stderr


def test_where_nothing_is_dead_the_command_ends_well(town: Town) -> None:
    town.edit("portal/site.toml", 'name = "政务要闻"', 'name = "要闻动态"')

    done = invoke(town, "--base", "HEAD", "--accept")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "云川市人民政府（portal）",
        "  变更备案清单（办法第八条第五项，向省政府办公厅备案）：",
        "    栏目改名：政务要闻（/yaowen/） → 要闻动态（/yaowen/）",
        "旧网址都打得开",
    ]


def test_what_is_left_after_accepting_ends_the_command_ill(town: Town) -> None:
    town.drop("portal/yaowen/b.md")
    renamed(town, "dongtai", "政务动态")

    done = invoke(town, "--base", "HEAD", "--accept")

    assert done.returncode == 1
    assert done.stderr == "共2个旧网址失效；2个要人工处理\n"
    assert (town.content / "portal/redirects.csv").is_file()


def test_a_record_that_was_rewritten_ends_the_command_ill(town: Town) -> None:
    town.write({"portal/lifecycle.toml": '[[acts]]\nact = "online"\ndate = 2025-03-01\n'}).commit()

    done = invoke(town.drop("portal/lifecycle.toml"), "--base", "HEAD")

    assert done.returncode == 1
    assert "portal/lifecycle.toml:1: LIFE_REWRITTEN" in done.stdout
    assert done.stderr == "1个网站的记录改动了，记录只在末尾添加\n"
