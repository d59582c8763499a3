"""Texts of the interface: the theme's catalogues are whole, faulty ones are named, dates are CLDR's."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest
from babel.dates import format_date
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from plugins.engine.languages import Environments, speak
from plugins.engine.output import OutputError
from plugins.engine.words import Words, direction, file_of, own_name, read_words
from plugins.traditional import _by_phrases

ROOT = Path(__file__).parents[3]
THEME = ROOT / "theme"
LANGUAGES = ("zh", "zh-Hant", "en")
MOMENT = dt.datetime(2026, 5, 8, 10, 9)


@cache
def marked() -> frozenset[str]:
    """Every text that templates and plugins mark."""
    with (THEME / "translations" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    keywords = {"_": None, "msg": None, "say": None}
    folders = ("model/", "plugins/", "theme/")
    found = extract_from_dir(
        ROOT,
        methods,
        options,
        keywords,
        directory_filter=lambda path: f"{Path(path).relative_to(ROOT)}/".startswith(folders),
    )
    return frozenset(str(text) for _, _, text, *_ in found)


def written(theme: Path, lang: str, *pairs: tuple[str, str], head: str = "") -> Path:
    file = file_of(theme, lang)
    file.parent.mkdir(parents=True)
    entries = "".join(f'\n{head}msgid "{text}"\nmsgstr "{said}"\n' for text, said in pairs)
    file.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n{entries}', encoding="utf-8")
    return theme


def test_texts_are_found_in_templates_components_plugins_and_the_model() -> None:
    assert {"跳到正文", "首页", "索引号", "现行有效", "回到{name}", "关怀版"} <= marked()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_catalogue_has_every_text_and_no_other(lang: str) -> None:
    with file_of(THEME, lang).open("rb") as file:
        catalogue = read_po(file)

    assert {str(each.id) for each in catalogue if each.id} == marked()
    assert not catalogue.obsolete
    assert set(read_words(THEME, lang).texts) == marked()


def test_the_english_texts_have_no_chinese_characters() -> None:
    said = read_words(THEME, "en").texts.values()

    assert [
        text for text in said if any("㐀" <= character <= "鿿" or character in "，。；：（）　" for character in text)
    ] == []


def test_the_traditional_texts_have_no_simplified_characters() -> None:
    said = read_words(THEME, "zh-Hant").texts

    assert {text: _by_phrases(text) for text in said.values() if _by_phrases(text) != text} == {}


def test_a_language_without_a_catalogue_and_a_text_without_a_translation_are_in_chinese(tmp_path: Path) -> None:
    theme = written(tmp_path, "ug", ("首页", "باش بەت"), ("网站地图", ""))

    assert read_words(theme, "bo").say("首页") == "首页"
    assert [read_words(theme, "ug").say(text) for text in ("首页", "网站地图", "别的")] == [
        "باش بەت",
        "网站地图",
        "别的",
    ]


def test_a_text_that_somebody_is_in_doubt_about_is_not_shown(tmp_path: Path) -> None:
    assert read_words(written(tmp_path, "en", ("首页", "Front"), head="#, fuzzy\n"), "en").say("首页") == "首页"


@pytest.mark.parametrize(("text", "said"), [("回到{name}", "Back"), ("回到", "Back to {name}"), ("{a}{b}", "{a}{c}")])
def test_a_translation_with_other_placeholders_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(OutputError, match=r"translations/en/LC_MESSAGES/messages\.po:4：.*花括号"):
        read_words(written(tmp_path, "en", (text, said)), "en")


@pytest.mark.parametrize("data", [b"msgid", b'msgid "\xff"\nmsgstr ""\n', b"\x00\x01"])
def test_a_file_that_is_no_catalogue_is_named(tmp_path: Path, data: bytes) -> None:
    file = file_of(tmp_path, "en")
    file.parent.mkdir(parents=True)
    file.write_bytes(data)

    with pytest.raises(OutputError, match=r"messages\.po:\d+：读不出来"):
        read_words(tmp_path, "en")


@given(day=st.dates(dt.date(1000, 1, 1)))
def test_a_chinese_day_is_written_as_cldr_writes_it(day: dt.date) -> None:
    assert Words("zh").long_day(day) == format_date(day, "long", locale="zh")


def test_days_and_minutes_are_written_as_the_language_does() -> None:
    chinese, english = Words("zh"), Words("en")

    assert (chinese.long_day(MOMENT), english.long_day(MOMENT)) == ("2026年5月8日", "8 May 2026")
    assert (chinese.day(MOMENT), english.day(MOMENT)) == ("2026-05-08", "8 May 2026")
    assert (chinese.minute(MOMENT), english.minute(MOMENT)) == ("2026-05-08 10:09", "8 May 2026, 10:09")
    assert Words("ug").long_day(MOMENT) == format_date(MOMENT, "long", locale="ug")


def test_languages_are_called_as_they_call_themselves_and_run_as_they_run() -> None:
    assert [own_name(lang) for lang in ("zh", "en", "bo", "xx")] == ["中文", "English", "བོད་སྐད་", "xx"]
    assert [direction(lang) for lang in ("zh", "en", "ug", "kk-Arab", "mn-Mong", "xx")] == [
        *("ltr", "ltr", "rtl", "rtl", "ltr", "ltr")
    ]


def test_a_template_says_in_each_language_what_the_catalogue_has_and_escapes_it() -> None:
    source = '{{ _("甲") }}|{{ _("{n}页").format(n=name) }}|{{ [_("甲"), "_"] | join }}|{{ "乙" | say }}|_("甲")'
    environment = Environment(loader=DictLoader({"a.html": source}), autoescape=True)
    speak(environment, Words())
    english = Words("en", {"甲": "A & B", "乙": "B", "{n}页": "page {n}"})
    environments = Environments(environment, lambda _: english, lambda _: "")

    said = [environments.of(lang).get_template("a.html").render(name="<1>") for lang in ("zh", "en")]

    assert said == ['甲|&lt;1&gt;页|甲_|乙|_("甲")', 'A &amp; B|page &lt;1&gt;|A &amp; B_|B|_("甲")']
    assert environments.of("en") is environments.of("en")
