"""Whatever happened to the ledger, the next build gives the bytes of a build from nothing, or one clear line."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.build import LEDGER, build
from plugins.engine.ledger import SCHEMA_VERSION
from plugins.engine.output import OutputError
from tests.conftest import DEPARTMENT, NOW, City, document, policy
from tests.law.outputs import files_below
from tests.test_whole_builds import invoke

if TYPE_CHECKING:
    from pipeline.build import BuiltPlatform

ROOT = Path(__file__).parent.parent


@pytest.fixture
def edited(city: City) -> City:
    """A city that was built, and of which a document was edited and one deleted since."""
    city.write(
        {
            "jyj/site.toml": DEPARTMENT,
            "jyj/zcjd/b.md": document("解读", "interprets: 云政发〔2026〕1号"),
            "portal/zcwj/a.md": policy("云政发〔2026〕1号", body="第一条　甲。"),
            "portal/yaowen/gone.md": document("不见了"),
            **{f"portal/yaowen/n{n}.md": document(f"要闻{n}", date=f"2026-01-{n:02} 10:00") for n in range(1, 6)},
        }
    ).build()
    (city.content / "portal/yaowen/gone.md").unlink()
    return city.write({"portal/zcwj/a.md": policy("云政发〔2026〕1号", "新名", body="第一条　乙。")})


def built(city: City, *, fresh: bool = False) -> BuiltPlatform:
    """Build, and hold what there is to a build from nothing."""
    done = build(city.content, city.output, as_of=NOW, fresh=fresh)
    with tempfile.TemporaryDirectory() as other:
        build(city.content, Path(other), as_of=NOW)
        assert files_below(city.output) == files_below(Path(other))
    return done


def truncated(part: float) -> Callable[[Path], None]:
    return lambda ledger: os.truncate(ledger, int(ledger.stat().st_size * part))


def versioned(version: int) -> Callable[[Path], None]:
    def change(ledger: Path) -> None:
        with contextlib.closing(sqlite3.connect(ledger)) as database:
            database.execute(f"pragma user_version = {version}")

    return change


def zeroed(ledger: Path) -> None:
    ledger.write_bytes(bytes(ledger.stat().st_size))


def of_text(ledger: Path) -> None:
    ledger.write_text("不是数据库" * 1000, encoding="utf-8")


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(versioned(SCHEMA_VERSION - 1), id="older"),
        pytest.param(versioned(SCHEMA_VERSION + 1), id="newer"),
        pytest.param(truncated(0.001), id="a few bytes"),
        pytest.param(truncated(0.5), id="half"),
        pytest.param(truncated(0.9), id="most"),
        pytest.param(zeroed, id="zeros"),
        pytest.param(of_text, id="text"),
    ],
)
def test_a_ledger_that_cannot_be_used_is_begun_anew_and_that_is_one_line(
    edited: City, harm: Callable[[Path], None]
) -> None:
    harm(edited.output / LEDGER)

    note = built(edited).note

    assert "从头构建" in note
    assert "\n" not in note


@pytest.mark.parametrize("harm", [Path.unlink, truncated(0)])
def test_a_ledger_that_is_missing_beside_an_output_is_one_line(edited: City, harm: Callable[[Path], None]) -> None:
    harm(edited.output / LEDGER)

    assert built(edited).note == "输出没有台账：从头构建，逐个核对输出的文件"
    assert built(edited).note == ""


def test_a_ledger_of_another_output_is_one_line(edited: City) -> None:
    (edited.output / ".seal").write_text("0" * 32)

    assert built(edited).note == "台账记的不是这个输出：逐个核对输出的文件"


def test_a_ledger_that_other_code_wrote_is_one_line(edited: City) -> None:
    with contextlib.closing(sqlite3.connect(edited.output / LEDGER)) as database:
        database.execute("update fact set value = 'another' where name = 'making'")
        database.commit()

    assert built(edited).note == "程序、设置或者程序库换了版本：台账清空，从头构建"


def test_a_first_build_and_one_that_is_asked_to_be_from_nothing_say_nothing(edited: City, tmp_path: Path) -> None:
    assert build(edited.content, tmp_path / "first", as_of=NOW).note == ""
    assert built(edited, fresh=True).note == ""
    assert built(edited).note == ""


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_are_no_crash_and_a_build_from_nothing_mends_them(edited: City, seed: int) -> None:
    ledger = edited.output / LEDGER
    data, chance = bytearray(ledger.read_bytes()), random.Random(seed)
    page = chance.randrange(len(data) // 4096) * 4096
    for place in chance.sample(range(page, page + 100), 20):
        data[place] ^= chance.randrange(1, 256)
    ledger.write_bytes(data)

    edited.build()

    built(edited, fresh=True)


def test_a_ledger_that_is_a_folder_is_one_clear_line(edited: City) -> None:
    (edited.output / LEDGER).unlink()
    (edited.output / LEDGER).mkdir()

    with pytest.raises(OutputError, match="写不进去"):
        edited.build()


def test_a_ledger_that_another_program_writes_is_one_clear_line(edited: City) -> None:
    before = files_below(edited.output)
    with contextlib.closing(sqlite3.connect(edited.output / LEDGER, isolation_level=None)) as other:
        other.execute("begin immediate")

        done = invoke(
            "build", "--content", str(edited.content), "--output", str(edited.output), "--as-of", "2026-11-24"
        )

    assert done.returncode == 1
    assert len((done.stdout + done.stderr).splitlines()) == 1
    assert files_below(edited.output) == before
    built(edited)


CROWDED = """
import resource, sys
from pathlib import Path
from pipeline.build import build
from plugins.engine.output import OutputError
from tests.conftest import NOW

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    build(Path(sys.argv[1]), Path(sys.argv[2]), as_of=NOW)
except OutputError as error:
    print(error)
    raise SystemExit(1) from None
"""


@pytest.mark.parametrize("room", [0, 1000, 8000, 40_000])
def test_a_disk_that_is_full_is_one_clear_line_and_the_last_output_stays(edited: City, room: int) -> None:
    before = files_below(edited.output)

    done = subprocess.run(
        [sys.executable, "-c", CROWDED, str(edited.content), str(edited.output), str(room)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1, done.stdout
    assert (len(done.stdout.splitlines()), done.stderr) == (1, "")
    assert files_below(edited.output) == before
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    built(edited)
