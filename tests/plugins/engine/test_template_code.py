"""Compiled templates are kept beside Python's own compiled modules, and only for the text and code that they are of."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from plugins.engine.templates import TemplateCode

TEXT = {"页.html": "标题：{{ title }}"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the compiled templates of this test are kept."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    place = Path(TemplateCode("", "zh").directory)
    assert place.is_relative_to(tmp_path)
    place.mkdir(parents=True)
    return place


class Counting(Environment):
    """Counts what it compiles."""

    compiled = 0

    def _generate(self, *given: object, **more: object) -> str:
        type(self).compiled += 1
        return str(super()._generate(*given, **more))  # type: ignore[arg-type]


def render(epoch: str = "一", text: dict[str, str] = TEXT) -> tuple[str, int]:
    """What a new process would make of the template, and how much it compiled for it."""
    Counting.compiled = 0
    environment = Counting(loader=DictLoader(text), bytecode_cache=TemplateCode(epoch, "zh"))
    return environment.get_template("页.html").render(title="通知"), Counting.compiled


@pytest.mark.usefixtures("folder")
def test_the_next_build_compiles_nothing() -> None:
    assert [render(), render()] == [("标题：通知", 1), ("标题：通知", 0)]


def test_an_edited_template_or_other_code_is_compiled_again_into_the_same_file(folder: Path) -> None:
    render()

    assert render(text={"页.html": "题名：{{ title }}"}) == ("题名：通知", 1)
    assert render("二", {"页.html": "题名：{{ title }}"}) == ("题名：通知", 1)
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("damage", [b"\xff", b"\0" * 9, b"j2\x05\x00\x00\x00\x0b", "文字".encode()])
def test_a_damaged_file_is_compiled_again(folder: Path, damage: bytes) -> None:
    render()
    [file] = folder.iterdir()
    whole = file.read_bytes()
    for harm in (b"", damage, whole[: len(whole) // 2], whole[:20] + damage + whole[20:]):
        file.write_bytes(harm)
        assert render() == ("标题：通知", 1)
        assert render() == ("标题：通知", 0)


def test_a_folder_that_cannot_be_written_is_done_without(folder: Path) -> None:
    folder.rmdir()
    folder.write_text("不是文件夹", encoding="utf-8")

    assert render() == ("标题：通知", 1)
    assert render() == ("标题：通知", 1)


def test_nothing_is_kept_where_python_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    render()

    assert list(folder.iterdir()) == []
