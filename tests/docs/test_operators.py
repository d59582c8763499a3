"""The operators' pages: every command and option stands in the tables and no other, every outcome and harm is explained, examples are read."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import tasks
from pipeline import manifest as manifests
from pipeline.hosts import Harm, HostError
from pipeline.hosts_file import read_hosts
from pipeline.outcome import Act, Outcome, Publication, State
from pipeline.publish_text import render
from pipeline.setup.access import host_conf
from pipeline.setup.facts import SetupFacts

OPERATORS = Path(__file__).parents[2] / "docs/operators"
PAGES = sorted(OPERATORS.glob("*.md"))
_BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_COMMAND_ROW = re.compile(r"^\| `invoke ([a-z.]+)` \|", re.MULTILINE)
_OPTION = re.compile(r"`(--?[a-z-]+)`")
_KEY_ROW = re.compile(r"^\| `(\w+)` \| (?:`\w+`)?(?:必填|可以不写) \|", re.MULTILINE)
_INLINE = re.compile(r"`(invoke [a-z][^`\n]*)`")
_CALL = re.compile(r"(?:^|&& )(?:\.venv/bin/)?invoke (.*)")


def page(name: str) -> str:
    return (OPERATORS / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return [block for kind, block in _BLOCK.findall(text) if kind == language]


def options() -> dict[str, set[str]]:
    """The options of every command, as a person types them."""
    return {
        name: {
            f"--{each}" if len(each) > 1 else f"-{each}" for argument in made.get_arguments() for each in argument.names
        }
        for name, made in ((name, tasks.namespace[name]) for name in tasks.namespace.task_names)
    }


def options_in_the_table() -> dict[str, set[str]]:
    """The same out of the table; a row without a command goes on with those of the row before."""
    found: dict[str, set[str]] = {}
    names: list[str] = []
    for row in page("README.md").split("| 命令 | 选项 | 意思 |\n|---|---|---|\n")[1].split("\n\n")[0].split("\n"):
        commands, given, _ = row[1:-1].split("|")
        names = re.findall(r"`([a-z.]+)`", commands) or names
        for name in names:
            found.setdefault(name, set()).update(_OPTION.findall(given))
    return found


def calls(text: str) -> list[list[str]]:
    """The calls of `invoke` in the shell blocks and in the sentences of a page, taken apart."""
    lines = "\n".join(blocks(text, "sh")).replace("\\\n", " ").split("\n") + _INLINE.findall(text)
    found = (_CALL.search(line.strip()) for line in lines)
    return [shlex.split(match[1].split(" && ")[0], comments=True) for match in found if match]


def test_every_command_stands_in_the_table_and_no_other() -> None:
    rows = _COMMAND_ROW.findall(page("README.md"))

    assert len(rows) == len(set(rows))
    assert set(rows) == set(options())


def test_every_option_stands_in_the_table_and_no_other() -> None:
    assert options_in_the_table() == {name: each for name, each in options().items() if each}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_commands_of_a_page_are_commands_with_such_options(path: Path) -> None:
    known = options()
    for name, *rest in calls(path.read_text(encoding="utf-8")):
        if name.startswith("-"):
            continue
        assert name in known, name
        given = {word.partition("=")[0] for word in rest if word.startswith("-")}
        assert given <= known[name], f"{name}: {given - known[name]}"


def test_every_outcome_is_explained_in_the_words_that_operators_read() -> None:
    explained = page("alarms.md")
    for act, state in [*((Act.PUBLISH, each) for each in State), (Act.VERIFY, State.FAILED)]:
        line = render(Publication(act, (Outcome("甲", "portal", state, "新版本", "旧版本"),))).split("\n")[0]

        assert f"| `{line.partition('：')[2].partition('：')[0]}` |" in explained


@pytest.mark.parametrize("harm", Harm)
def test_every_harm_is_explained(harm: Harm) -> None:
    assert re.search(rf"^\| `{harm.name}\b.*` \| `{harm}` \|", page("alarms.md"), re.MULTILINE)


def test_the_hosts_file_of_the_page_is_read_and_its_tables_have_every_key(tmp_path: Path) -> None:
    text = page("publishing.md")
    example = blocks(text, "toml")[0].replace('"~/', f'"{tmp_path}/')
    (tmp_path / ".zhengzhan").mkdir()
    (tmp_path / ".zhengzhan/known_hosts").touch()
    (tmp_path / "hosts.toml").write_text(example, encoding="utf-8")

    found = read_hosts(tmp_path / "hosts.toml", tmp_path)

    assert [host.name for host in found.all] == ["qianduan-1", "qianduan-2"]
    assert read_hosts(tmp_path / "hosts.toml", tmp_path, "preview").approval is False
    assert set(_KEY_ROW.findall(text)) == {"record"} | known_keys(tmp_path)


def known_keys(folder: Path) -> set[str]:
    """The keys of hosts.toml, as it names them where it finds another."""
    found: set[str] = set()
    signing, host = '[signing]\n{}\n[[hosts]]\nname = "甲"', '[[hosts]]\nkind = "{}"\nzzzzzzzz = 1'
    for text in (signing.format("zzzzzzzz = 1"), host.format("local"), host.format("ssh")):
        (folder / "wrong.toml").write_text(text, encoding="utf-8")
        with pytest.raises(HostError) as caught:
            read_hosts(folder / "wrong.toml", folder)
        found |= set(caught.value.remedy.removeprefix("只能写").split("、"))
    return found


def test_the_manifest_of_the_page_is_one() -> None:
    [text] = [block for block in blocks(page("publishing.md"), "text") if block.startswith("zhengzhan-manifest")]

    assert manifests.to_text(manifests.from_text(text)) == text


def test_every_setting_of_a_host_stands_in_the_table() -> None:
    keys = {line.partition("=")[0] for line in host_conf(SetupFacts("甲", (), ())).splitlines()}
    rows = re.findall(r"^\| `(\w+)` \| (?:`\S+`|没有) \|", page("host-setup.md"), re.MULTILINE)

    assert set(rows) == keys | {"sm2"}
