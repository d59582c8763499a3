"""What operators do to the settings, the theme and the calendar, as rules of the machine of the law."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.law.documents import ANY, CAREFUL, Office, edit
from tests.law.sites import COLUMN, DOMAINS, NEW_COLUMNS, SETTINGS, table
from tests.law.theme import STYLES, TEMPLATES

if TYPE_CHECKING:
    from tests.law.sites import SiteFile

DAYS = (
    dt.datetime(2026, 11, 24, 9, 0),
    dt.datetime(2026, 11, 24, 9, 1),
    dt.datetime(2026, 12, 1, 8, 0),
    dt.datetime(2026, 12, 20, 9, 0),
    dt.datetime(2027, 3, 1, 9, 0),
    dt.datetime(2027, 7, 1, 9, 0),
    dt.datetime(2026, 2, 1, 9, 0),
)
WORDS = st.sampled_from(["", "甲", "乙"])
#: What a template may say besides, among it values that it did not show before.
SAID = st.sampled_from(
    [
        "",
        "甲",
        "乙",
        "{{ page.title if page is defined }}",
        "{{ navigation | length if navigation is defined }}",
        "{{ neighbours.newer.text if neighbours is defined and neighbours.newer }}",
        "{{ menu | length if menu is defined }}",
    ]
)
PLATFORMS = (
    *("", 'portal = "portal"', 'name = "平台"', 'portal = "jyj"', 'portal = "xain"'),
    *(
        'allowed_hosts = ["example.com"]',
        'allowed_hosts = ["example.org", "a.example.com"]',
        'allowed_hosts = ["com.cn"]',
    ),
)
_PROFILE = '[repost_hours]\nvalue = {}\nclause = "办法第十条"\nmeaning = "转载时限"'


class Settings(Office):
    """Operators at the settings of the sites, the theme and the clock."""

    def site(self, which: int) -> SiteFile:
        """One of the sites."""
        return list(self.hall.sites.values())[which % len(self.hall.sites)]

    @edit(which=ANY, said=st.sampled_from(SETTINGS))
    def say_of_site(self, which: int, said: tuple[str, str]) -> None:
        site = self.site(which)
        if site.settings.get(said[0]) == said[1]:
            del site.settings[said[0]]
        else:
            site.settings[said[0]] = said[1]
        self.hall.save(site)

    @edit(which=ANY, name=st.sampled_from(["云川市人民政府", "云川新区人民政府", "云川市教育局"]))
    def rename_site(self, which: int, name: str) -> None:
        site = self.site(which)
        site.settings["name"] = f'"{name}"'
        self.hall.save(site)

    @edit(which=ANY, number=st.integers(0, 1))
    def change_domain(self, which: int, number: int) -> None:
        site = self.site(which)
        site.settings["domain"] = f'"{DOMAINS[site.id][number]}"'
        self.hall.save(site)

    @edit(which=ANY, column=ANY, said=st.sampled_from(COLUMN))
    def say_of_column(self, which: int, column: int, said: tuple[str, str]) -> None:
        site = self.site(which)
        of = site.columns[column % len(site.columns)]
        if said[0] != "name" and of.get(said[0]) == said[1]:
            del of[said[0]]
        else:
            of[said[0]] = said[1]
        self.hall.save(site)

    @edit(which=ANY, column=ANY, kind=st.sampled_from(["news", "notice", "page", "leader", "topic"]))
    def change_kind_of_column(self, which: int, column: int, kind: str) -> None:
        site = self.site(which)
        site.columns[column % len(site.columns)]["kind"] = f'"{kind}"'
        self.hall.save(site)

    @edit(which=ANY, one=ANY, other=ANY)
    def order_columns(self, which: int, one: int, other: int) -> None:
        site = self.site(which)
        site.columns.insert(other % len(site.columns), site.columns.pop(one % len(site.columns)))
        self.hall.save(site)

    @edit(which=ANY, columns=st.lists(ANY, max_size=3), services=st.booleans())
    def choose_for_home(self, which: int, columns: list[int], services: bool) -> None:
        site = self.site(which)
        chosen = dict.fromkeys(site.paths[column % len(site.paths)] for column in columns)
        listed = ", ".join(f'"{path}"' for path in chosen)
        site.home = {"columns": f"[{listed}]"} if chosen else {}
        if services:
            site.home["services"] = site.columns[0]["path"]
            site.home["interaction"] = site.columns[-1]["path"]
        self.hall.save(site)

    @edit(which=ANY, path=st.sampled_from(NEW_COLUMNS))
    def add_column(self, which: int, path: str) -> None:
        site = self.site(which)
        if path not in site.paths:
            site.columns.append(table(path, "news"))
            self.hall.save(site)

    @edit(which=ANY, column=ANY, careful=CAREFUL)
    def remove_column(self, which: int, column: int, careful: bool) -> None:
        site = self.site(which)
        if len(site.columns) > 1:
            path = site.columns.pop(column % len(site.columns))["path"]
            site.home = {key: value for key, value in site.home.items() if not careful or path not in value}
            self.hall.save(site)
            place = f"{site.id}/{path.strip(chr(34))}"
            for paper in [each for each in self.desk.papers if careful and each.place == place]:
                self.desk.remove(paper, careful=True)

    @edit(which=ANY, one=ANY, other=ANY)
    def exchange_column_folders(self, which: int, one: int, other: int) -> None:
        site = self.site(which)
        first, second = (f"{site.id}/{site.paths[number % len(site.paths)]}" for number in (one, other))
        nested = f"{first}/".startswith(f"{second}/") or f"{second}/".startswith(f"{first}/")
        if not nested and (self.content / first).is_dir() and (self.content / second).is_dir():
            aside = self.content / ".aside"
            (self.content / first).rename(aside)
            (self.content / second).rename(self.content / first)
            aside.rename(self.content / second)
            for paper in self.desk.papers:
                paper.place = _moved(_moved(_moved(paper.place, first, "."), second, first), ".", second)

    @edit()
    def open_site(self) -> None:
        if "xian" not in self.hall.sites:
            self.hall.open("xian")
            self.desk.add("xian/yaowen", "a", "news", "县里的事", "2026-03-01 10:00")

    @edit(site=st.sampled_from(["xian", "jyj"]), careful=CAREFUL)
    def close_site(self, site: str, careful: bool) -> None:
        if site in self.hall.sites:
            del self.hall.sites[site]
            for paper in [each for each in self.desk.papers if each.place.startswith(f"{site}/")]:
                self.desk.remove(paper, careful=careful)
            shutil.rmtree(self.content / site)

    @edit()
    def open_department_again(self) -> None:
        if "jyj" not in self.hall.sites:
            self.hall.open("jyj")

    @edit(text=st.sampled_from(PLATFORMS))
    def change_platform(self, text: str) -> None:
        self.hall.write("platform.toml", text)

    @edit(text=st.sampled_from(["", _PROFILE.format(12), _PROFILE.format(24), "[unknown]\nvalue = 1"]))
    def change_profile(self, text: str) -> None:
        self.hall.write("profile.toml", text)

    @edit(text=st.sampled_from(["", '[zh-Hant]\n"标题甲" = "標題某"', '[zh-Hant]\n"正文" = "文正"', "[zh]\nx = 1"]))
    def change_terms(self, text: str) -> None:
        self.hall.write("terms.toml", text)

    @edit(template=st.sampled_from(TEMPLATES), words=SAID)
    def edit_template(self, template: str, words: str) -> None:
        self.theme.edit(template, words)

    @edit(part=st.sampled_from(["neighbours", "pairing", "menu"]), shown=st.booleans())
    def show_part(self, part: str, shown: bool) -> None:
        self.theme.show(part, shown=shown)

    @edit(which=ANY, columns=st.lists(ANY, min_size=1, max_size=4))
    def speak_english(self, which: int, columns: list[int]) -> None:
        site = self.site(which)
        self.hall.speak_english(site, list(dict.fromkeys(site.paths[column % len(site.paths)] for column in columns)))

    @edit(lang=st.sampled_from(["zh", "zh_Hant", "en"]), words=WORDS)
    def edit_translation(self, lang: str, words: str) -> None:
        self.theme.translate(lang, words)

    @edit(file=st.sampled_from(STYLES), words=WORDS)
    def edit_stylesheet(self, file: str, words: str) -> None:
        self.theme.style(file, words)

    @edit(words=WORDS)
    def edit_more_of_the_theme(self, words: str) -> None:
        self.theme.more(words)

    @edit(day=st.sampled_from(DAYS))
    def wait(self, day: dt.datetime) -> None:
        self.now = day


def _moved(place: str, source: str, target: str) -> str:
    return f"{target}{place[len(source) :]}" if f"{place}/".startswith(f"{source}/") else place
