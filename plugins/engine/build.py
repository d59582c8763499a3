"""One build of the platform: take in, make every page, put all outputs in place, and only then remember it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.engine.ask import Ask
from plugins.engine.intake import take_in
from plugins.engine.ledger import Ledger
from plugins.engine.output import Output, Written
from plugins.engine.registry import Context, PageKey, Registry, Subject, View

if TYPE_CHECKING:
    from jinja2 import Environment

    from model.content_folder import Content
    from model.site import Site


@dataclass(slots=True)
class Build:
    """A build of the sites in `content_folder` as of `now`; each site's files go where `place(site)` says."""

    content_folder: Path
    ledger: Ledger
    registry: Registry
    now: dt.datetime
    content: Content | None = None
    pages: int = 0
    _outputs: list[Output] = field(default_factory=list)

    def read(self) -> Content:
        """Take in all documents; raise `ContentFaults`."""
        self.content = take_in(self.content_folder, self.ledger, self.registry, self.now)
        return self.content

    def make(self, site: Site, environment: Environment, folder: Path) -> None:
        """Make every page of a site, staged for `folder`; templates come from Pelican's environment."""
        assert self.content
        output = Output(folder.resolve(), folder.resolve().with_name(f".{folder.name}.staging"))
        self._outputs.append(output)
        for view in self.registry.views:
            for key in view.pages(Ask(self.ledger.database, self.content, site, self.now)):
                ask = Ask(self.ledger.database, self.content, site, self.now)
                context = self._context(view, ask, key)
                data = _render(view, ask, context, environment)
                output.stage(key.file, data)
                self._remember(view, key, ask, context, data)

    def _context(self, view: View, ask: Ask, key: PageKey) -> Context:
        context: dict[str, Any] = dict(view.context(ask, key))
        subject = context.pop("subject", None)
        if isinstance(subject, Subject):
            for part in self.registry.parts:
                if not part.views or subject.view in part.views:
                    context[part.name] = part.make(ask, subject)
        return context

    def _remember(self, view: View, key: PageKey, ask: Ask, context: Context, data: bytes) -> None:
        self.pages += 1
        database = self.ledger.database
        row = (ask.site.id, key.file, view.name, key.of, digest(context), hashlib.sha256(data).hexdigest(), len(data))
        page = database.execute(
            "insert into page (site, file, view, of, context, digest, size) values (?, ?, ?, ?, ?, ?, ?)", row
        ).lastrowid
        database.executemany("insert into tag values (?, ?)", [(tag, page) for tag in sorted(ask.tags)])
        database.executemany("insert into due values (?, ?)", [(at, page) for at in sorted(ask.due)])

    def commit(self) -> Written:
        """Put every site's files in place, then make the ledger lasting: bytes first."""
        done = [output.commit() for output in self._outputs]
        self.ledger.commit()
        return Written(
            sum(each.written for each in done), sum(each.kept for each in done), sum(each.removed for each in done)
        )

    def discard(self) -> None:
        """Leave every output as it was."""
        for output in self._outputs:
            output.discard()


def digest(context: Context) -> str:
    """Return the digest of a context: plain frozen values, whose `repr` is the same in every run."""
    return hashlib.sha256(repr(sorted(context.items())).encode()).hexdigest()


def _render(view: View, ask: Ask, context: Context, environment: Environment) -> bytes:
    if view.write:
        return view.write(ask, context)
    name = view.template.format(kind=context["document"].kind) if "{kind}" in view.template else view.template
    return environment.get_template(name).render(context).encode()


def now_in_shanghai() -> dt.datetime:
    """The present minute in Asia/Shanghai, without zone, as all times of the content are."""
    return dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).replace(tzinfo=None, second=0, microsecond=0)
