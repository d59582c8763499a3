"""One build of the platform: take in what changed, make the pages that this touches, put them in place, and remember it.

The ledger is committed three times: when the documents are in, with every page that must be asked again marked as stale; when the
new bytes are staged, with every page that is about to be moved; when they are in place. Killed at any instant, the next
build knows what is not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from model.language import MAIN_LANGUAGE
from model.variants import variants_of
from plugins.engine.languages import Environments
from plugins.engine.ledger import Ledger, reading_connection
from plugins.engine.make import Made, Maker, Wanted
from plugins.engine.output import SIGNATURE, Output, Written, files_in, is_ours
from plugins.engine.seal import renew
from plugins.engine.selection import MOVING, mark_bases, mark_damaged, select
from plugins.engine.tags import unpack
from plugins.engine.taking_in import take_in
from plugins.engine.templates import TemplateCode, faults_of_theme
from plugins.engine.touch import touch_old_addresses, touched
from plugins.engine.variants import VIEWS
from plugins.engine.workers import FEW, spread

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from threading import Thread

    from jinja2 import Environment

    from model.site import Site
    from model.variants import Variant
    from plugins.engine.picture_cache import PictureCache
    from plugins.engine.registry import Registry
    from plugins.engine.survey import Survey

_BATCH = 500
_WANTED = "id, file, view, of, owner, made, digest, size, stamp"


@dataclass(slots=True)
class Build:
    """A build of the sites that were surveyed; `jobs` is how many processes may work at once, `pictures` what was derived of pictures."""

    seen: Survey
    ledger: Ledger
    registry: Registry
    jobs: int
    pictures: PictureCache
    code: TemplateCode = field(init=False)
    _outputs: dict[str, Output] = field(default_factory=dict)
    _readers: list[sqlite3.Connection] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.code = TemplateCode(self._epoch(MAIN_LANGUAGE), MAIN_LANGUAGE)

    def _epoch(self, lang: str) -> str:
        """What compiled templates of a language are of besides their source."""
        facts = self.seen.facts
        return f"{facts['making']} {facts.get(f'words:{lang}', '')}"

    def environments(self, base: Environment) -> Environments:
        """Return a site's template environments, of which Pelican's is that of the main language."""
        return Environments(base, self.registry.words, self._epoch)

    def read(self, damaged: Iterable[int] = (), unknown: Mapping[str, Path] | None = None) -> None:
        """Take in what changed, and mark the pages that this touches and those whose files were damaged.

        `unknown` are the folders of sites of which the ledger does not know what they hold. Raises `ContentFaults` with every
        fault, and then nothing is kept.
        """
        for site, folder in (unknown or {}).items():
            if self._knows(site) or is_ours(folder):
                self._leave(site, folder)
        intake = take_in(self.seen, self.ledger, self.registry, self.jobs, self.pictures)
        reasons = touched(self.ledger.database, intake.changes)
        touch_old_addresses(reasons, self.ledger, intake)
        select(self.ledger, self.seen, reasons)
        mark_damaged(self.ledger, damaged)
        if not self.seen.first:
            mark_bases(self.ledger)
        self.ledger.remember_facts(self.seen.facts)
        self.ledger.commit()

    def make(self, site: Site, environment: Environment, folder: Path) -> None:
        """Make the stale pages of a site, staged for `folder`; templates come from Pelican's environment."""
        output = self._output(site.id, folder)
        environments = self.environments(environment)
        self._compile(site, environments)
        prepare = partial(self._maker, site, environments, output)
        copying: Thread | None = None
        made = (each for pages in spread(prepare, self._stale(site), self.jobs) for each in pages)
        while several := list(islice(made, _BATCH)):
            self._keep(several)
            if len(several) == _BATCH and not copying:
                copying = self.ledger.write_back()  # while processes are at work on the next
        if copying:
            copying.join()  # before other processes are forked

    def _compile(self, site: Site, environments: Environments) -> None:
        """Where there are many pages to be made, compile the theme once, before processes are forked."""
        query = "select count(*) from page where stale is not null and site = ?"
        if self.ledger.database.execute(query, (site.id,)).fetchone()[0] >= FEW:
            for name in self.seen.facts:
                if name.startswith("template:"):
                    template = name.removeprefix("template:")
                    for edition in (site, *site.editions):
                        with faults_of_theme(template):
                            environments.of(edition.lang).get_template(template)

    def _output(self, site: str, folder: Path) -> Output:
        """The output of a site; one of which the ledger knows nothing is tidied, when the pages are in place, of what no page makes."""
        known = self._knows(site)
        output = self._outputs[site] = Output(folder.resolve(), ours=known)
        if not known:
            self._leave(site, output.folder)
        return output

    def _leave(self, site: str, folder: Path) -> None:
        """Have every file that is there removed unless a page makes it."""
        rows = ((site, file) for file in files_in(folder))
        self.ledger.database.executemany("insert or ignore into leftover values (?, ?)", rows)

    def _knows(self, site: str) -> bool:
        made = "select 1 from page where site = ? and digest != '' limit 1"
        left = "select 1 from leftover where site = ? limit 1"
        return any(self.ledger.database.execute(query, (site,)).fetchone() for query in (made, left))

    def _maker(self, site: Site, environments: Environments, output: Output) -> partial[tuple[Made, ...]]:
        """In a process of its own the ledger is opened anew; what was committed is there to be read."""
        database = reading_connection(self.ledger.file)
        self._readers.append(database)
        seen = self.seen
        registry, pictures = self.registry, self.pictures
        maker = Maker(database, seen.content, site, seen.now, registry, environments, seen.facts, output, pictures)
        return partial(Maker.make, maker)

    def stale(self) -> set[str]:
        """Return the sites that have pages to be made, or files to be removed."""
        query = "select distinct site from page where stale is not null union select site from leftover"
        return {site for (site,) in self.ledger.database.execute(query)}

    def clear(self, site: str, folder: Path) -> None:
        """Have the files of a site that is no more removed from `folder`."""
        self._output(site, folder)

    def _stale(self, site: Site) -> Iterator[Wanted]:
        last = 0
        query = f"""select {_WANTED} from page
            where stale is not null and site = ? and id > ? and view not in {VIEWS} order by id limit ?"""
        variants = variants_of(site.settings.variants)
        while rows := self.ledger.database.execute(query, (site.id, last, _BATCH)).fetchall():
            yield from (self._with_variants(site, Wanted(*row), variants) for row in rows)
            last = rows[-1][0]

    def _with_variants(self, site: Site, wanted: Wanted, variants: tuple[Variant, ...]) -> Wanted:
        if not variants or not self.registry.view_named(wanted.view).varied:
            return wanted
        places = ", ".join("?" * len(variants))
        query = f"select {_WANTED} from page where site = ? and folded in ({places}) and view in {VIEWS} order by view"
        files = (each.file(wanted.file, site.roots).lower() for each in variants)
        rows = self.ledger.database.execute(query, (site.id, *files)).fetchall()
        return wanted._replace(variants=tuple(Wanted(*row) for row in rows))

    def _keep(self, several: list[Made]) -> None:
        """Remember what pages were made from, and what they asked."""
        database, pages = self.ledger.database, [made.id for made in several]
        query = f"select id, tags from page where id in ({', '.join('?' * len(pages))})"
        before = {page: set(unpack(packed or b"")) for page, packed in database.execute(query, pages)}
        after = {made.id: set(unpack(made.tags)) for made in several}
        gone = [(tag, page) for page in pages for tag in before[page] - after[page]]
        come = [(tag, page) for page in pages for tag in sorted(after[page] - before[page])]
        database.executemany("delete from tag where tag = ? and page = ?", gone)
        database.executemany("insert or ignore into tag values (?, ?)", come)
        database.executemany("delete from due where page = ?", [(page,) for page in pages])
        database.executemany("insert into due values (?, ?)", [(at, made.id) for made in several for at in made.due])
        query = (
            "update page set template = ?, made = ?, digest = ?, size = ?, stamp = ?, tags = ?, moving = ?, "
            "stale = coalesce(stale, '标准页变了') where id = ?"
        )
        database.executemany(query, map(_row, several))

    def commit(self, *, explain: bool = False) -> Written:
        """Put every site's files in place, and then have the ledger say so: bytes first."""
        self.pictures.keep_only(self._pictures_of_documents())
        if self._outputs:
            renew(self.ledger)
        reasons = tuple(self._reasons()) if explain else ()
        done = [self._place(site, output) for site, output in self._outputs.items()]
        self.ledger.commit()
        return Written(sum(written for written, _ in done), sum(removed for _, removed in done), reasons)

    def _pictures_of_documents(self) -> Iterator[str]:
        """The digests of all pictures, those that are not on their sites yet among them."""
        query = "select distinct digest from file indexed by file_picture where width > 0"
        yield from (digest for (digest,) in self.ledger.database.execute(query))

    def _reasons(self) -> Iterator[tuple[str, str]]:
        query = f"select site || '/' || file, stale from page where {MOVING} order by 1"
        yield from self.ledger.database.execute(query).fetchall()

    def _place(self, site: str, output: Output) -> tuple[int, int]:
        database = self.ledger.database
        moving = [file for (file,) in database.execute(f"select file from page where site = ? and {MOVING}", (site,))]
        removed = output.commit(moving, self._unwanted(site))
        database.execute("update page set stale = null, moving = 0 where site = ? and stale is not null", (site,))
        database.execute("delete from leftover where site = ?", (site,))
        return len(moving), removed

    def _unwanted(self, site: str) -> list[str]:
        """What no page makes, looked for file by file along the index; last of all that by which the folder is known as ours."""
        database = self.ledger.database
        left = [file for (file,) in database.execute("select file from leftover where site = ?", (site,)).fetchall()]
        query = "select 1 from page where site = ? and folded = ? and file = ?"
        found = [file for file in left if not database.execute(query, (site, file.lower(), file)).fetchone()]
        return sorted(found, key=lambda file: (file == SIGNATURE, file))

    def discard(self) -> None:
        """Forget what was staged and not put in place."""
        self.ledger.database.rollback()
        for reader in self._readers:
            reader.close()
        for output in self._outputs.values():
            output.discard()


def _row(made: Made) -> tuple[object, ...]:
    return made.template, made.made, made.digest, made.size, made.stamp, made.tags, int(made.written), made.id
