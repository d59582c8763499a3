"""How commands end: what is wrong is printed, with exit code 1 and no traceback."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from invoke.exceptions import Exit

from model.faults import ContentFaults
from pipeline.release import ReleaseError
from plugins.engine.output import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


UNWRITTEN = "没有写出任何文件"


@contextmanager
def reported(undone: str = "") -> Iterator[None]:
    """What is wrong with the content or a host is printed, with exit code 1 and no traceback; `undone` says what was not done."""
    try:
        yield
    except ContentFaults as error:
        print(*error.faults, sep="\n")
        raise Exit("，".join(filter(None, (f"共{len(error.faults)}处要改", undone))), code=1) from None
    except (OutputError, ReleaseError) as error:
        raise Exit(str(error), code=1) from None
