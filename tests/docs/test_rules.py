"""The pages of rules are what the rule book makes of itself, and every article of the regulation is answered for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import tasks
from model.profile import read_profile
from pipeline.rules.book import book
from pipeline.rules.table import by_article, with_examples
from tests.test_whole_builds import invoke

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
ARTICLES = tomllib.loads((ROOT / "pipeline/rules/articles.toml").read_text(encoding="utf-8"))["articles"]


def test_the_pages_are_those_that_the_book_makes() -> None:
    """Mend with `invoke rules --write docs`."""
    profile, _ = read_profile(ROOT / "content")

    assert (DOCS / "rules.md").read_text(encoding="utf-8") == by_article(profile)
    assert (DOCS / "rule-examples.md").read_text(encoding="utf-8") == with_examples(profile)


def test_each_of_the_thirty_articles_is_answered_for() -> None:
    assert [article["number"] for article in ARTICLES] == list(range(1, 31))
    ruled = {source.article for rule in book().values() for source in rule.sources}
    for article in ARTICLES:
        answers = article.get("commands", []) + article.get("docs", [])
        assert answers or article["number"] in ruled or article.get("not_software"), article["number"]


def test_the_commands_and_documents_of_the_articles_are_there() -> None:
    for article in ARTICLES:
        assert set(article.get("commands", [])) <= set(tasks.namespace.task_names)
        assert [name for name in article.get("docs", []) if not (DOCS / name).is_file()] == []


def test_every_threshold_that_a_rule_names_is_in_the_profile() -> None:
    profile, _ = read_profile(ROOT / "content")

    assert {name for rule in book().values() for name in rule.thresholds} <= set(profile)


def test_codes_are_stable_words_and_texts_are_chinese() -> None:
    for rule in book().values():
        assert re.fullmatch(r"[A-Z][A-Z0-9_]+", rule.code)
        assert re.search("[\u4e00-\u9fa5]", rule.title), rule.code
        assert re.search("[\u4e00-\u9fa5]", rule.remedy), rule.code


def test_the_command_explains_a_rule_and_says_which_code_was_meant() -> None:
    known, wrong = invoke("rules", "--code", "MASK_BROKEN"), invoke("rules", "--code", "MASK_BROKN")

    assert known.returncode == 0
    assert "违反的例子" in known.stdout
    assert wrong.returncode == 1
    assert "是不是“MASK_BROKEN”？" in wrong.stdout
