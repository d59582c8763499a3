"""What operators do to the sites' records and tables of old addresses, as rules of the machine of the law."""

from __future__ import annotations

from hypothesis import strategies as st

from model.redirects import HEAD
from tests import life
from tests.law.documents import ANY, Office, edit

RECORD, TABLE = "lifecycle.toml", "redirects.csv"
OLD = st.sampled_from(["/old/", "/old/1.html", "/x.pdf", "/yaowen/a/", "/dongtai/a/", "/zcwj/"])
BEGINS = st.sampled_from(["", "", "2026-12-01", "2026-12-20", "2027-03-01"])
#: What a row may lead to besides a document.
ELSEWHERE = st.sampled_from(
    [
        "/",
        "/yaowen/",
        "/old/",
        "/zcjd/",
        "https://www.yunchuan.gov.cn/zcwj/",
        "https://jyj.yunchuan.gov.cn/old/",
        "/no/",
    ]
)
#: What may come after years online; some of it is over on some of the days at which cities are built, and then a fault.
LIVES = st.sampled_from(
    [
        "",
        life.offline("2026-12-01", "2026-12-15"),
        life.offline("2026-12-10", "2026-12-25"),
        life.offline("2026-12-10", "2026-12-25") + life.act("online", "2026-12-18"),
        life.offline("2026-12-01", "2026-12-15") + life.act("online", "2026-12-16"),
        life.offline("2026-11-23", "2026-11-25", name="emergency"),
        life.migrate("2026-12-01", "2027-02-01"),
        life.migrate("2026-12-01", "2026-12-20", target="xian"),
        life.migrate("2026-12-01", "2026-12-10") + life.close("2026-12-10", "2027-01-31"),
    ]
)


class Lives(Office):
    """Operators at what becomes of the sites."""

    def _site(self, which: int) -> str:
        return list(self.hall.sites)[which % len(self.hall.sites)]

    def _rows(self, site: str) -> list[str]:
        file = self.content / site / TABLE
        return file.read_text(encoding="utf-8").splitlines()[1:] if file.exists() else []

    def _save(self, site: str, rows: list[str]) -> None:
        (self.content / site / TABLE).write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")

    def _add(self, site: str, old: str, rest: str) -> None:
        rows = [row for row in self._rows(site) if row.partition(",")[0].rstrip("/") != old.rstrip("/")]
        self._save(site, [*rows, f"{old},{rest}"])

    @edit(which=ANY, life_=LIVES)
    def live(self, which: int, life_: str) -> None:
        self.hall.write(f"{self._site(which)}/{RECORD}", life.ONLINE + life_)

    @edit(which=ANY)
    def forget_life(self, which: int) -> None:
        self.hall.write(f"{self._site(which)}/{RECORD}", "")

    @edit(which=ANY, old=OLD, paper=ANY, begins=BEGINS)
    def lead_to_a_document(self, which: int, old: str, paper: int, begins: str) -> None:
        self._add(self._site(which), old, f"{self.paper(paper).path},{begins}")

    @edit(which=ANY, old=OLD, new=ELSEWHERE, begins=BEGINS)
    def lead_to_an_address(self, which: int, old: str, new: str, begins: str) -> None:
        self._add(self._site(which), old, f"{new},{begins}")

    @edit(which=ANY, old=OLD, instead=ELSEWHERE, begins=BEGINS)
    def say_that_it_is_gone(self, which: int, old: str, instead: str, begins: str) -> None:
        self._add(self._site(which), old, f",{begins},撤下,{instead}")

    @edit(which=ANY, other=ANY, day=st.sampled_from(["2026-12-01", "2026-11-01", "2026-12-20"]))
    def withdraw_and_lead_on(self, which: int, other: int, day: str) -> None:
        paper, target = self.paper(which), self.paper(other)
        if paper is not target and "slug" not in paper.fields:
            paper.fields["expires_at"] = f"{day} 00:00"
            self.desk.save(paper)
            site, _, rest = paper.path.removesuffix(".md").partition("/")
            self._add(site, f"/{rest}/", f"{target.path},{day}")

    @edit(which=ANY, number=ANY)
    def delete_a_row(self, which: int, number: int) -> None:
        site = self._site(which)
        rows = self._rows(site)
        if rows:
            rows.pop(number % len(rows))
            self._save(site, rows)

    @edit(which=ANY)
    def delete_the_table(self, which: int) -> None:
        (self.content / self._site(which) / TABLE).unlink(missing_ok=True)
