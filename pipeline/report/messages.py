"""How messages of a period were handled, from a site's register."""

from __future__ import annotations

from typing import NamedTuple


class Handled(NamedTuple):
    """Messages that came in a period: how many, how many were answered by its end, the mean of working days as it is shown."""

    received: int
    answered: int
    days: str
