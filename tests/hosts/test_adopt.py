"""What root's program takes over from a release that anybody may have written, and what it refuses."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.hosts.servers import (
    ADOPT,
    JYJ,
    PORTAL,
    RELEASE,
    adopt,
    adopt_and_reload,
    facts_in,
    lay_out,
    map_of,
    nginx_for,
    release,
    show,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.setup.facts import SetupFacts
    from tests.hosts.servers import Visitor

GOOD = '"/old/" "/new/";\n'
NONE = {".host/gone.map": "", ".host/rest.map": ""}
LATER = "20261125T090000-0123456789ab"


@pytest.fixture
def host(tmp_path: Path) -> SetupFacts:
    facts = facts_in(tmp_path)
    lay_out(facts, [PORTAL, JYJ])
    return facts


@pytest.fixture
def front(host: SetupFacts) -> Iterator[Visitor]:
    with nginx_for(host) as visitor:
        yield visitor


def published(host: SetupFacts, moved: str | bytes, site: str = "portal", name: str = RELEASE) -> Path:
    """Show a release with these lines; return its folder."""
    return release(host, site, {".host/moved.map": moved, **NONE}, name) / ".host"


def test_what_did_not_change_needs_no_reload(host: SetupFacts, front: Visitor) -> None:
    published(host, GOOD)
    adopt_and_reload(host)
    Path(host.places.run, "nginx.pid").unlink()  # whoever reloads now fails

    assert adopt(host) == (0, "")


WRONG = (
    '"/a" "/b"; } server { listen 8080; root /;',
    '"/a" "/b";}',
    '"/a" "$request_uri";',
    '"/$a" "/b";',
    '"/a\\" "/b";',
    '"/a" "/b\\";',
    '"/a" "//www.example.com/";',
    '"/a" "javascript:alert(1)";',
    '"/a" "/b c";',
    '"/a" "/b"; "/c" "/d";',
    '"~.*" "/b";',
    '"/a" ~"/b";',
    "include /etc/shadow;",
    '"include" "/etc/shadow";',
    'default "/b";',
    "volatile;",
    '"/a\x00" "/b";',
    '"/a\x07" "/b";',
    '"/a" "/b";\r',
    ' "/a" "/b";',
    '"/a" "/b"',
    "# 说明",
    "",
    f'"/{"a" * 3000}" "/b";',
)


def test_lines_of_another_form_are_refused_and_said(host: SetupFacts, front: Visitor) -> None:
    published(host, GOOD + "\n".join([*WRONG, ""]))

    assert adopt(host) == (1, f"zhengzhan-adopt: portal：moved.map有{len(WRONG)}行不合规，不采用这些行\n")
    assert map_of(host, "portal", "moved") == GOOD


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("moved", '"/旧/a b.html" "https://jyj.yunchuan.gov.cn/a/?x=%241&y=(1)~[2]#c";\n', '"/a" "/b" ;\n'),
        ("gone", "\"/a 'b'\" 1;\n", '"/a" 2;\n'),
        ("rest", '503 "Thu, 10 Dec 2026 16:00:00 GMT";\n', '503 "soon";\n'),
    ],
)
def test_each_map_has_its_own_form(host: SetupFacts, front: Visitor, name: str, good: str, bad: str) -> None:
    files = {".host/moved.map": "", **NONE, f".host/{name}.map": good + bad + GOOD * (name != "moved")}
    release(host, "portal", files)

    status, said = adopt(host)

    assert (status, map_of(host, "portal", name)) == (1, good)
    assert f"portal：{name}.map有" in said


def test_a_map_that_is_a_link_a_folder_a_pipe_or_not_there_is_refused(host: SetupFacts, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(GOOD)
    folder = published(host, "")
    moved, refused = folder / "moved.map", (1, "zhengzhan-adopt: portal：moved.map不是普通文件，不采用\n")

    moved.unlink()
    assert adopt(host) == refused
    moved.symlink_to(tmp_path / "secret")
    assert adopt(host) == refused
    moved.unlink()
    os.mkfifo(moved)
    assert adopt(host) == refused
    moved.unlink()
    moved.mkdir()
    assert adopt(host) == refused
    assert map_of(host, "portal", "moved") == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can read as somebody else")
def test_a_map_is_read_as_the_deploy_account(host: SetupFacts) -> None:
    conf = Path(host.places.settings, "host.conf")
    conf.write_text(conf.read_text().replace("user=root", "user=daemon"))
    (published(host, GOOD) / "moved.map").chmod(0o600)

    status, said = adopt(host)

    assert status == 1
    assert "portal：moved.map读不出来，不采用\n" in said
    assert map_of(host, "portal", "moved") == ""


def test_a_map_of_a_gigabyte_is_refused(host: SetupFacts) -> None:
    with (published(host, GOOD) / "moved.map").open("r+b") as file:
        file.truncate(1 << 30)

    assert adopt(host) == (1, "zhengzhan-adopt: portal：moved.map超过33554432字节，不采用\n")


def test_a_current_that_leads_nowhere_or_elsewhere_is_refused(host: SetupFacts, front: Visitor) -> None:
    published(host, GOOD)
    adopt_and_reload(host)
    release(host, "jyj", {".host/moved.map": "", **NONE}, "b")

    for target in ("releases/none", "releases/../../jyj/releases/b", "/etc", "releases", "../jyj/releases/b"):
        show(host, "portal", target)

        assert adopt(host) == (1, "zhengzhan-adopt: portal：current没有指向这个网站的版本，旧网址不变\n")
        assert map_of(host, "portal", "moved") == GOOD


def test_a_folder_of_answers_that_is_a_link_is_refused(host: SetupFacts, tmp_path: Path) -> None:
    folder = published(host, GOOD)
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")

    assert adopt(host)[0] == 1
    assert map_of(host, "portal", "moved") == ""


def test_what_nginx_refuses_is_put_back_for_that_site_alone(host: SetupFacts, front: Visitor) -> None:
    published(host, GOOD)
    adopt_and_reload(host)
    published(host, '"/a" "/b";\n"/A" "/c";\n', name=LATER)
    published(host, GOOD, "jyj")

    status, said = adopt(host)

    assert status == 1
    assert "portal：nginx -t不通过，旧网址不变" in said
    assert "conflicting parameter" in said
    assert (map_of(host, "portal", "moved"), map_of(host, "jyj", "moved")) == (GOOD, GOOD)
    assert left_over(host) == []


def left_over(host: SetupFacts) -> list[str]:
    """What a run leaves beside the maps."""
    folder = Path(host.places.nginx, "zhengzhan/maps")
    return [file.name for file in folder.rglob(".*") if file.name != ".lock"]


def test_where_nginx_does_not_run_the_maps_are_there_for_its_start(host: SetupFacts) -> None:
    published(host, GOOD)

    status, said = adopt(host)

    assert status == 1
    assert said.count("nginx没有重新载入") == 1
    assert map_of(host, "portal", "moved") == GOOD
    with nginx_for(host) as visitor:
        assert visitor.ask("/old/").headers["location"] == "/new/"
        adopt_and_reload(host)
        assert left_over(host) == []


def test_what_was_killed_between_the_maps_and_the_test_is_made_up_for(host: SetupFacts, front: Visitor) -> None:
    maps = Path(host.places.nginx, "zhengzhan/maps")
    (maps / ".pending").touch()
    (maps / "portal/.moved.map.before").write_text(GOOD)
    (maps / "portal/moved.map").write_text("this is not a map\n")

    status, said = adopt(host)

    assert status == 1
    assert "nginx -t不通过" in said
    assert map_of(host, "portal", "moved") == GOOD
    assert left_over(host) == []


def test_settings_that_name_no_folder_are_said(tmp_path: Path) -> None:
    conf = tmp_path / "host.conf"
    conf.write_text(f"root={tmp_path}/none\n")

    ran = subprocess.run(["dash", ADOPT, conf], capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stderr) == (1, f"zhengzhan-adopt: {conf}：root不是文件夹\n")


@pytest.mark.parametrize("shell", ["dash", "sh"])
def test_the_program_is_a_plain_shells(shell: str) -> None:
    subprocess.run([shell, "-n", str(ADOPT)], check=True)
