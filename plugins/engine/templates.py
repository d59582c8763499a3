"""Template environments: filters, and the compiled templates."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from importlib.util import cache_from_source
from pathlib import Path
from pickle import UnpicklingError
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

from jinja2 import (
    FileSystemBytecodeCache,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
)

from plugins.engine.formats import escaped, machine_time
from plugins.engine.output import OutputError
from plugins.engine.theme_components import template_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, MutableMapping
    from types import CodeType

    from jinja2 import Environment
    from jinja2.bccache import Bucket

#: How many results of macros are kept; a site has a few for each of its columns.
_MOST_KEPT = 2000


class TemplateCode(FileSystemBytecodeCache):
    """The compiled templates, kept where Python keeps its own compiled modules: on this machine, with the installation.

    What is compiled hangs on the template's source and on `epoch`, the digests of code, libraries and the texts of `lang`. Nothing is kept where
    Python keeps nothing, or the installation cannot be written. They never lie in the output or the ledger: code that
    travels between machines is code that somebody may have put there.
    """

    def __init__(self, epoch: str, lang: str) -> None:
        super().__init__(str(Path(cache_from_source(__file__)).parent), f"template-{lang}-%s.jinja")
        self._epoch = epoch
        self._code: dict[str, bytes] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 (the library's signature)
        """A template goes by its name in the theme, so that there is one file of each."""
        return super().get_cache_key(name)

    def get_source_checksum(self, source: str) -> str:
        """What the code must be of."""
        return super().get_source_checksum(f"{self._epoch}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template whose source has been compiled; a file that makes no sense is one that is not there."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])
            return
        try:
            super().load_bytecode(bucket)
        except (OSError, ValueError, EOFError, UnpicklingError, AttributeError, ImportError, IndexError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._code[bucket.key] = bucket.bytecode_to_string()
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)


@contextmanager
def faults_of_theme(name: str) -> Iterator[None]:
    """What is wrong with a template is said in a line, with its place: `OutputError`, since it is no fault of the content."""
    try:
        yield
    except TemplateError as error:
        raise OutputError(
            f"主题的模板{_place(name, error)}：{error.message}（改正模板再构建；上一次的输出没有动）"
        ) from error


def _place(name: str, error: TemplateError) -> str:
    """The template and the line, as far as Jinja tells."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name or name}:{error.lineno}"
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else name


def loader(theme: Path) -> FunctionLoader:
    """Return what finds the templates of a theme, and none besides: a page is made from no other that the ledger knows of.

    In messages a template has the name that others call it by.
    """
    files = template_files(theme)

    def load(name: str) -> tuple[str, str, None] | None:
        return (files[name].read_text(encoding="utf-8"), name, None) if name in files else None

    return FunctionLoader(load)


class Once:
    """A filter that calls a macro of an imported template once for values that many pages share: `{{ header.show | once(navigation) }}`.

    Values are the same where they are one object, as those of a part are that is `shared`. They are held, so that no other object
    can have their place in memory.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[int, ...], tuple[str, object]] = {}

    def __call__(self, macro: Callable[..., str], *values: object) -> str:
        """Return what the macro makes of the values."""
        key = tuple(map(id, (macro, *values)))
        if key not in self._made:
            if len(self._made) == _MOST_KEPT:
                self._made.clear()
            self._made[key] = (macro(*values), (macro, values))
        return self._made[key][0]


class QuickTemplate(Template):
    """A template that escapes plain text without making a `Markup` of what only goes into the page."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """Make a template of compiled code; the functions in it find `escape` among the names of their module."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = escaped
        return template


def prepare(environment: Environment, more: Mapping[str, Callable[..., Any]]) -> None:
    """Give a template environment the filters of features; a name that is not there is an error."""
    environment.undefined = StrictUndefined
    environment.template_class = QuickTemplate
    environment.filters["once"] = Once()
    environment.auto_reload = False  # an environment lives for one build; looking each time costs a tenth of a page
    environment.filters["machine_time"] = machine_time
    environment.filters.update(more)
