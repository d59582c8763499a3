"""A change costs what it touches: which files each sort of change writes, and what it renders and reads for them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from model.translation import version_of
from pipeline.build import build
from plugins.engine.make import Maker
from plugins.engine.reader import Reader
from tests.conftest import DEPARTMENT, NOW, SITE, City, document, policy
from tests.law.theme import Theme

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = "云政发〔2026〕1号"


@pytest.fixture
def town(city: City) -> City:
    """Sixty-two pieces of news on four list pages, a policy with its interpretation, and a department; built once."""
    city.write(
        {
            "portal/site.toml": SITE,
            "jyj/site.toml": DEPARTMENT,
            "jyj/zcjd/b.md": document("解读", f"interprets: {NUMBER}", date="2026-03-02 10:00"),
            "portal/zcwj/a.md": policy(NUMBER, date="2026-03-01 10:00", body="第一条　甲。"),
            **{f"portal/yaowen/n{n}.md": news(n) for n in range(1, 63)},
        }
    ).build()
    return city


def news(number: int, title: str = "", body: str = "正文。", year: int = 2025) -> str:
    """A piece of news; the higher its number, the newer it is."""
    return document(title or f"要闻{number}", date=f"{year}-01-{number // 3 + 1:02} {number % 3 + 10}:00", body=body)


class Work:
    """How many pages were rendered and documents read since it was last asked."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._rendered, self._read = calls_of(patch, Maker, "_render"), calls_of(patch, Reader, "read")

    def done(self) -> tuple[int, int]:
        """Return both, and begin again."""
        numbers = len(self._rendered), len(self._read)
        self._rendered.clear()
        self._read.clear()
        return numbers


def calls_of(patch: pytest.MonkeyPatch, owner: Any, name: str) -> list[None]:
    """A list that gets longer by one whenever a function is called."""
    original = getattr(owner, name)
    calls: list[None] = []

    def counted(*arguments: Any, **more: Any) -> Any:
        calls.append(None)
        return original(*arguments, **more)

    patch.setattr(owner, name, counted)
    return calls


@pytest.fixture
def work(town: City, monkeypatch: pytest.MonkeyPatch) -> Work:
    return Work(monkeypatch)


def written(city: City, as_of: dt.datetime = NOW) -> set[str]:
    """Build, and return the files that have other bytes, or are new, by their times."""
    before = _stamps(city)
    city.build(as_of=as_of)
    return {file for file, stamp in _stamps(city).items() if before.get(file) != stamp}


def _stamps(city: City) -> dict[str, tuple[int, int]]:
    found = (path for path in city.output.rglob("*") if path.is_file() and "/." not in path.as_posix())
    return {path.relative_to(city.output).as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino) for path in found}


def test_nothing_changed_writes_nothing_and_touches_no_file(town: City, work: Work) -> None:
    before = {path: path.stat().st_mtime_ns for path in town.output.rglob("*") if not path.name.startswith(".")}

    town.build()

    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert work.done() == (0, 0)


def test_an_edited_body_writes_its_page(town: City, work: Work) -> None:
    town.write(
        {"portal/zcwj/a.md": policy(NUMBER, "办法", "description: 摘要", date="2026-03-01 10:00", body="第一条　甲。")}
    )
    town.build()
    work.done()

    town.write(
        {"portal/zcwj/a.md": policy(NUMBER, "办法", "description: 摘要", date="2026-03-01 10:00", body="第一条　乙。")}
    )

    assert written(town) == {"portal/zcwj/a/index.html"}
    assert work.done() == (1, 1)


def test_an_edited_body_also_writes_what_quotes_it(town: City, work: Work) -> None:
    town.write({"portal/yaowen/n62.md": news(62, body="正文改了。")})

    files = written(town)

    assert "portal/yaowen/n62/index.html" in files
    assert files <= {"portal/yaowen/n62/index.html", *QUOTING}
    assert work.done()[1] == 1


#: The newest document is quoted by its first lines in the feeds.
QUOTING = {"portal/feed.xml", "portal/yaowen/feed.xml"}


def test_an_added_document_writes_what_shows_it(town: City, work: Work) -> None:
    town.write({"portal/yaowen/new.md": news(63, year=2026)})

    assert written(town) == {
        "portal/yaowen/new/index.html",
        "portal/yaowen/n62/index.html",  # its neighbour, until now the newest
        "portal/index.html",
        "portal/yaowen/index.html",
        "portal/yaowen/page/4/index.html",
        *QUOTING,
        "portal/sitemap-2026.xml",
    }


def test_an_edited_title_writes_the_lists_that_show_it_and_the_neighbours(town: City, work: Work) -> None:
    town.write({"portal/yaowen/n30.md": news(30, "新标题")})

    files = written(town)

    assert files == {
        "portal/yaowen/n29/index.html",
        "portal/yaowen/n30/index.html",
        "portal/yaowen/n31/index.html",
        "portal/yaowen/page/2/index.html",
    }
    assert work.done() == (len(files), 1)


def test_a_deleted_document_leaves_its_neighbours_and_the_lists_after_it(town: City, work: Work) -> None:
    (town.content / "portal/yaowen/n30.md").unlink()

    files = written(town)

    assert {"portal/yaowen/n29/index.html", "portal/yaowen/n31/index.html", "portal/yaowen/page/2/index.html"} <= files
    assert "portal/yaowen/page/1/index.html" not in files
    assert "portal/yaowen/n40/index.html" not in files
    assert work.done()[1] == 0


def test_a_new_interpretation_writes_the_policy_on_another_site(town: City, work: Work) -> None:
    town.write({"jyj/zcjd/c.md": document("又一解读", f"interprets: {NUMBER}", date="2026-03-03 10:00")})

    files = written(town)

    assert {file for file in files if file.startswith("portal/")} == {"portal/zcwj/a/index.html"}
    assert work.done()[1] == 1


@pytest.mark.parametrize("template", ["documents/policy.html", "components/official/official.html"])
def test_an_edited_partial_or_component_writes_the_pages_that_have_it(
    town: City, work: Work, tmp_path: Path, template: str
) -> None:
    theme = Theme(tmp_path)
    town.build(settings=theme.settings)
    work.done()
    theme.edit(template, "甲")

    before = _stamps(town)
    town.build(settings=theme.settings)

    assert {file for file, stamp in _stamps(town).items() if before.get(file) != stamp} == {"portal/zcwj/a/index.html"}
    assert work.done() == (1, 0)


def test_what_no_template_shows_touches_no_page(town: City, work: Work, tmp_path: Path) -> None:
    theme = Theme(tmp_path)
    theme.show("neighbours", shown=False)
    town.build(settings=theme.settings)
    work.done()
    town.write({"portal/yaowen/new.md": news(63, year=2026)})

    before = _stamps(town)
    town.build(settings=theme.settings)

    files = {file for file, stamp in _stamps(town).items() if before.get(file) != stamp}
    assert "portal/yaowen/new/index.html" in files
    assert "portal/yaowen/n62/index.html" not in files
    assert work.done() == (len(files), 1)


def test_a_day_that_comes_writes_what_it_changes(town: City, work: Work) -> None:
    town.write(
        {
            "portal/zcwj/a.md": policy(
                NUMBER, "办法", "archived: 2026-12-01", date="2026-03-01 10:00", body="第一条　甲。"
            )
        }
    )
    town.build()
    work.done()

    files = written(town, dt.datetime(2026, 12, 1, 0, 0))

    assert "portal/zcwj/a/index.html" in files
    assert not {file for file in files if "yaowen" in file}
    assert work.done()[1] == 0


def test_a_build_explains_each_file_that_it_writes(town: City) -> None:
    town.write({"portal/yaowen/n30.md": news(30, "新标题")})

    reasons = dict(build(town.content, town.output, as_of=NOW, explain=True).reasons)

    assert reasons["portal/yaowen/n30/index.html"] == "portal/yaowen/n30.md改了"
    assert reasons["portal/yaowen/page/2/index.html"] == "显示的portal/yaowen/n30.md的标题、日期、摘要或者状态变了"
    assert len(reasons) == 4


def test_a_build_says_when_the_calendar_will_change_something(town: City) -> None:
    town.write(
        {
            "portal/zcwj/a.md": policy(
                NUMBER, "办法", "archived: 2026-12-01", date="2026-03-01 10:00", body="第一条　甲。"
            )
        }
    )

    assert build(town.content, town.output, as_of=NOW).next_due[:10] == "2026-12-01"


def test_a_build_from_nothing_is_asked_for_by_name(town: City, work: Work) -> None:
    town.output.joinpath("portal", "stray.html").write_text("x")

    built = town.build(fresh=True)

    assert work.done()[1] == 64
    assert "portal/stray.html" not in built.files()
    assert built.figures.written == 0, "the bytes that stand there are the right ones"


@pytest.fixture
def speaking(town: City, work: Work) -> City:
    """The town in Chinese and English, with the policy in both; built once."""
    english = 'name = "Yunchuan"\n' + "".join(
        f'\n[[columns]]\npath = "{path}"\nname = "{path.title()}"\n' for path in ("yaowen", "zcwj")
    )
    town.write(
        {
            "portal/site.toml": SITE.replace("code =", 'languages = ["zh", "en"]\ncode =', 1),
            "portal/site.en.toml": english,
            "portal/zcwj/a.en.md": measures("第一条　甲。"),
        }
    ).build()
    work.done()
    return town


def measures(of: str, body: str = "Article 1") -> str:
    """A translation of the policy whose text was this."""
    head = ["title: Measures", "lang: en", "translation_of: a.md", f"original_version: {version_of(of)}"]
    return "\n".join(["---", *head, "description: Summary", "---", "", body, ""])


def test_an_edited_translation_writes_its_page(speaking: City, work: Work) -> None:
    speaking.write({"portal/zcwj/a.en.md": measures("第一条　甲。", "Article 2")})

    assert written(speaking) == {"portal/en/zcwj/a/index.html"}
    assert work.done()[1] == 1


def test_an_edited_original_writes_both_pages_and_reads_both(speaking: City, work: Work) -> None:
    speaking.write({"portal/zcwj/a.md": policy(NUMBER, date="2026-03-01 10:00", body="第一条　乙。")})

    files = written(speaking)

    assert {"portal/zcwj/a/index.html", "portal/en/zcwj/a/index.html"} <= files
    assert files <= {
        "portal/zcwj/a/index.html",
        "portal/en/zcwj/a/index.html",
        "portal/feed.xml",
        "portal/zcwj/feed.xml",
    }
    assert work.done()[1] == 2


def test_a_document_that_is_not_translated_costs_the_other_language_nothing(speaking: City, work: Work) -> None:
    speaking.write({"portal/yaowen/new.md": news(63, year=2026)})

    assert not {file for file in written(speaking) if file.startswith("portal/en/")}


def test_an_edited_catalogue_makes_the_pages_of_its_language(speaking: City, work: Work, tmp_path: Path) -> None:
    theme = Theme(tmp_path)
    speaking.build(settings=theme.settings)
    work.done()
    theme.translate("en", "So")

    before = _stamps(speaking)
    speaking.build(settings=theme.settings)

    files = {file for file, stamp in _stamps(speaking).items() if before.get(file) != stamp}
    assert "portal/en/zcwj/a/index.html" in files
    assert all(file.startswith("portal/en/") for file in files)
    assert work.done()[1] == 0


AWAY = "https://bus.example.com/"


def linking(body: str, title: str = "办法") -> dict[str, str]:
    """The policy with another text, of which nothing else shows anything."""
    return {"portal/zcwj/a.md": policy(NUMBER, title, "description: 摘要", date="2026-03-01 10:00", body=body)}


@pytest.fixture
def leading_out(town: City, work: Work) -> City:
    """The town with a link out of the government's sites in its policy; built once."""
    town.write(linking(f"见[公交]({AWAY})。")).build()
    work.done()
    return town


def test_a_link_out_that_comes_writes_its_page_and_the_one_that_asks(leading_out: City, work: Work) -> None:
    leading_out.write(linking(f"见[公交]({AWAY})和[又一个]({AWAY}2)。"))

    files = written(leading_out)

    assert "portal/zcwj/a/index.html" in files
    assert [file.startswith("portal/zcwj/a/leave/") for file in sorted(files)] == [False, True]
    assert work.done() == (2, 1)


def test_a_link_out_that_goes_writes_its_page(leading_out: City, work: Work) -> None:
    leading_out.write(linking("没有了。"))

    assert written(leading_out) == {"portal/zcwj/a/index.html"}
    assert not list(leading_out.output.rglob("leave"))
    assert work.done() == (1, 1)


def test_an_edited_text_leaves_the_page_that_asks_alone(leading_out: City, work: Work) -> None:
    leading_out.write(linking(f"请见[公交]({AWAY})。"))

    assert written(leading_out) == {"portal/zcwj/a/index.html"}
    assert work.done() == (1, 1)


def test_a_host_that_is_allowed_makes_the_pages_that_link_to_it(leading_out: City, work: Work) -> None:
    leading_out.write({"platform.toml": 'allowed_hosts = ["example.com"]\n'})

    reasons = dict(build(leading_out.content, leading_out.output, as_of=NOW, explain=True).reasons)

    assert reasons == {"portal/zcwj/a/index.html": "platform.toml里的直达网址改了"}
    assert work.done() == (1, 0)
