"""What the commands do: bring the check's ledger up, write what is asked for, and say what was written and what was left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from model.faults import ContentFaults, Fault, did_you_mean
from model.profile import read_profile
from model.yearly_files import REPORTS, read_form, skeleton
from model.yearly_form import SiteYear, SupervisorYear
from pipeline.check import check
from pipeline.check.taking_in import taken_in
from pipeline.life.edits import yaml_text
from pipeline.report import period as periods
from pipeline.report import quarter, site_year, supervisor_year
from pipeline.report.document import markdown
from pipeline.report.ground import Ground, sponsor_of
from pipeline.report.month import month_of_site
from pipeline.report.overview import overview
from pipeline.report.places import already, path_of_form, place_of_form, place_of_notice
from pipeline.report.printing import printed
from pipeline.report.sheet import workbook
from pipeline.report.visits import refuse_one_for_several
from pipeline.report.writing import Product, put
from pipeline.rules.books import Books
from pipeline.sources.writing import write_all
from plugins.engine.clock import now_in_shanghai
from plugins.engine.output import OutputError

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from model.site import Column, Site
    from pipeline.report.figure import Written
    from pipeline.report.period import Period


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: the folders, one site or all (and the supervising office's), the moment, and in which forms.

    `folder` takes what is not published: monthly reports, and every PDF. `visits` is GoAccess's report on the log of one site, or a
    folder with one a site.
    """

    content: Path
    output: Path
    folder: Path
    now: dt.datetime
    site: str = ""
    xlsx: bool = False
    pdf: bool = False
    again: bool = False
    visits: Path | None = None


@dataclass(slots=True)
class Done:
    """What is said of it, and whether all that was asked for is there."""

    said: list[str] = field(default_factory=list)
    good: bool = True


def month(wish: Wish, text: str) -> Done:
    """Write the self-inspection of a month for the sites, and an overview of all; raise `ContentFaults`, `Unreadable`, `OutputError`."""
    done = Done()
    with _ground(wish, periods.month(text, wish.now.date()), inspected=True) as ground:
        for site in _chosen(wish, ground):
            report = month_of_site(ground, site)
            _keep(wish, done, f"zicha-{ground.period.key}-{site.id}", site, report)
        if not wish.site:
            _keep(wish, done, f"zicha-{ground.period.key}", ground.portal, overview(ground))
    return done


def quarterly(wish: Wish, text: str) -> Done:
    """Write the notice of a quarter into the portal's notices; raise `ContentFaults`, `Unreadable`, `OutputError`."""
    done = Done()
    with _ground(wish, periods.quarter(text, wish.now.date()), inspected=True) as ground:
        portal, column = ground.portal, place_of_notice(ground)
        report = quarter.quarter_of_all(ground)
        front = _front(wish, portal, column, "notice")
        path = f"{portal.id}/{column.path}/wangzhan-jiancha-{ground.period.key.lower()}.md"
        _publish(wish, done, "report.quarter", path, report, front)
    return done


def yearly(wish: Wish, text: str) -> Done:
    """Write the forms of a year into the columns for them; where nothing was filled in yet, write what is to be filled in.

    Raises `ContentFaults`, before anything is written, `Unreadable`, `OutputError`.
    """
    done = Done()
    with _ground(wish, periods.year(text, wish.now.date()), inspected=False) as ground:
        for site, path, form in _filled_in(wish, ground):
            if form is None:
                lay_out = skeleton(SiteYear if site else SupervisorYear, ground.period.first.year)
                write_all(wish.content, {path: lay_out.encode()})
                done.said.append(f"写了{path}：填好里面的项目，再运行一次")
            elif site:
                report = site_year.year_of_site(ground, site, form, path)
                _publish_form(wish, done, ground, site, site_year.FORM, report)
            else:
                report = supervisor_year.year_of_supervisor(ground, form, path)
                _publish_form(wish, done, ground, ground.portal, supervisor_year.FORM, report)
    return done


def _filled_in(wish: Wish, ground: Ground) -> list[tuple[Site | None, str, Any]]:
    """What was filled in for each site, then by the supervising office: its path, and nothing where there is no such file yet."""
    found: list[tuple[Site | None, str, Any]] = []
    faults: list[Fault] = []
    for site in (*_chosen(wish, ground), *((None,) if not wish.site else ())):
        path = f"{f'{site.id}/' if site else ''}{REPORTS}/{ground.period.key}.toml"
        form, wrong = read_form(wish.content / path, path, SiteYear if site else SupervisorYear)
        found.append((site, path, form))
        faults += wrong
    if faults:
        raise ContentFaults(faults)
    return found


def _publish_form(wish: Wish, done: Done, ground: Ground, site: Site, report_type: str, report: Written) -> None:
    place = place_of_form(ground, site)
    if place is None:
        remedy = "在site.toml里加一个栏目类型是“信息公开年报”、文件类型是report的栏目"
        done.said.append(f"网站“{site.id}”和门户网站都没有放年度报表的栏目，没有写（{remedy}）")
        done.good = False
        return
    publisher, column = place
    path = path_of_form(site, publisher, column, report_type, ground.period.key)
    if site is publisher and (there := already(ground, path, publisher, report_type)):
        done.said.append(f"{ground.period.key}年度的{report_type}已经有了：{there}，没有动")
        return
    front = _front(wish, site, column, "report") | {"year": ground.period.key, "report_type": report_type}
    _publish(wish, done, "report.year", path, report, front)


def _front(wish: Wish, site: Site, column: Column, kind: str) -> dict[str, str]:
    """The front matter that every kind has, and the kind where the column has another."""
    front = {"date": f"{wish.now:%Y-%m-%d %H:%M}", "source": yaml_text(sponsor_of(site))}
    return front if column.kind == kind else {**front, "kind": kind}


def _publish(wish: Wish, done: Done, command: str, path: str, report: Written, front: dict[str, str]) -> None:
    """Put a report into the content folder, its workbook with it as an attachment, and its PDF beside the unpublished ones."""
    owned: dict[str, bytes] = {}
    if wish.xlsx:
        name = f"files/{report.title}.xlsx"
        owned = {f"{path.rpartition('/')[0]}/{name}": workbook(report, _sheet(report), wish.now)}
        front["attachments"] = f"[{yaml_text(name)}]"
    product = Product(command, path, markdown(report, front), owned)
    done.said.append(put(wish.content, product, again=wish.again))
    if wish.pdf:
        _print(wish, done, product.files, path, path.rpartition("/")[2].removesuffix(".md"), public=True)


def _keep(wish: Wish, done: Done, name: str, site: Site, report: Written) -> None:
    """Put a report that is not published into the folder for them."""
    front = {"date": f"{wish.now:%Y-%m-%d %H:%M}", "source": yaml_text(sponsor_of(site)), "kind": "page"}
    text = markdown(report, front)
    owned = {f"{name}.xlsx": workbook(report, _sheet(report), wish.now)} if wish.xlsx else {}
    product = Product("report.month", f"{name}.md", text, owned)
    done.said.append(f"{wish.folder.name}：{put(wish.folder, product, again=wish.again)}")
    if wish.pdf:
        document = f"{site.id}/{site.columns[0].path}/{name}.md"
        _print(wish, done, {document: product.files[f"{name}.md"]}, document, name, public=False)


def _print(wish: Wish, done: Done, files: dict[str, bytes], document: str, name: str, *, public: bool) -> None:
    try:
        data = printed(wish.content, files, document, wish.now, public=public)
    except OutputError as error:
        done.said.append(str(error))
        done.good = False
        return
    write_all(wish.folder, {f"{name}.pdf": data})
    done.said.append(f"{wish.folder.name}：写了{name}.pdf")


def _sheet(report: Written) -> str:
    """What a sheet is called: a workbook takes up to 31 characters, and few marks."""
    return report.title[:31]


@contextmanager
def _ground(wish: Wish, period: Period, *, inspected: bool) -> Iterator[Ground]:
    """The ledger, and what the check finds at the moment of the report; raise `ContentFaults` where the content cannot be counted.

    Of a moment that is past, only what was public then counts; but the content need not have been without a fault then.
    """
    findings = check(wish.content, wish.now, output=wish.output).findings if inspected else ()
    with taken_in(wish.content, max(wish.now, now_in_shanghai()), wish.output) as taken:
        if taken.faults:
            raise ContentFaults(taken.faults)
        content = taken.seen.content
        profile, _ = read_profile(content.folder)
        books = Books(taken.ledger.database, content, profile, wish.now)
        yield Ground(books, period, wish.output, findings, wish.visits)


def _chosen(wish: Wish, ground: Ground) -> list[Site]:
    """The sites that are asked for, of which there is no more than one for one report on visits; raise `ContentFaults`, `OutputError`."""
    if not wish.site:
        refuse_one_for_several(wish.visits, ground.sites)
        return ground.sites
    sites = ground.books.content.sites
    if wish.site not in sites:
        nearest = did_you_mean(wish.site, sites) or "、".join(sites)
        raise ContentFaults([Fault("--site", 1, "NO_SITE", f"没有“{wish.site}”这个网站", f"网站有：{nearest}")])
    return [sites[wish.site]]


#: The commands by name.
COMMANDS: dict[str, Callable[[Wish, str], Done]] = {"month": month, "quarter": quarterly, "year": yearly}
