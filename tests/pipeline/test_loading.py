"""A command loads what it needs and no more: with little to do, loading is most of what it costs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from pipeline.build import SETTINGS
from pipeline.check import check
from pipeline.features import declared_features
from pipeline.pelican_run import declared
from tests.conftest import document

if TYPE_CHECKING:
    from tests.conftest import City

NEEDLESS = ("pelican", "docutils", "jinja2", "PIL", "openpyxl", "pypdfium2", "dask")


def loaded(code: str, *arguments: str) -> set[str]:
    """The modules that are loaded when the code has run in a process of its own."""
    script = f"import sys, pathlib\n{code}\nprint(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=SETTINGS.parent, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_a_check_of_one_changed_document_loads_neither_pelican_nor_templates(city: City) -> None:
    city.write({"portal/yaowen/a.md": document("市政府召开常务会议")})
    check(city.content, output=city.output)
    city.write({"portal/yaowen/a.md": document("市政府召开专题会议")})
    code = (
        "from pipeline.check import check; check(pathlib.Path(sys.argv[1]), output=pathlib.Path(sys.argv[2]), jobs=1)"
    )

    seen = loaded(code, str(city.content), str(city.output))

    assert "pipeline.rules.wording.terms" in seen
    assert not seen & {*NEEDLESS, "pipeline.audit"}


def test_an_audit_loads_no_rules_on_documents(city: City) -> None:
    city.write({"portal/yaowen/a.md": document("市政府召开常务会议")}).build()
    code = "from pipeline.audit.command import audit_sites; audit_sites(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))"

    seen = loaded(code, str(city.content), str(city.output))

    assert "pipeline.audit.rules.meta" in seen
    assert not seen & {*NEEDLESS, "pipeline.rules.wording.terms", "pipeline.check"}


def test_without_pelican_the_plugins_declare_what_they_declare_with_it() -> None:
    with_it, without = declared(SETTINGS), declared_features(SETTINGS)

    assert [view.name for view in without.views] == [view.name for view in with_it.views]
    assert [(part.name, part.views) for part in without.parts] == [(part.name, part.views) for part in with_it.parts]
    assert without.checks == with_it.checks
    assert (without.filters.keys(), without.variants) == (with_it.filters.keys(), with_it.variants)
