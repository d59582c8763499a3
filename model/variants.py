"""The variants of a site: the same pages for elders and assistive technology (care), in traditional characters, and both.

Source: 长治市政府网站管理办法第二十二条（多语言和无障碍服务页面）; 互联网网站适老化通用设计规范.
"""

from __future__ import annotations

from dataclasses import dataclass

CARE, TRADITIONAL = "care", "zh-Hant"


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant: its name, which is also where it stands (`/care/…`), and of what it is made."""

    name: str
    care: bool = False
    traditional: bool = False

    @property
    def prefix(self) -> str:
        """What its addresses begin with; nothing for the standard pages."""
        return f"/{self.name}" if self.name else ""

    def file(self, file: str) -> str:
        """Return the file of a page in this variant."""
        return f"{self.name}/{file}" if self.name else file


STANDARD = Variant("")
_ALL = (
    Variant(CARE, care=True),
    Variant(TRADITIONAL, traditional=True),
    Variant(f"{TRADITIONAL}/{CARE}", care=True, traditional=True),
)
VARIANTS = {variant.name: variant for variant in _ALL}


def variant(*, care: bool, traditional: bool) -> Variant:
    """Return the variant that is made of these; the standard pages where it is made of neither."""
    return next((each for each in _ALL if (each.care, each.traditional) == (care, traditional)), STANDARD)


def variants_of(chosen: tuple[str, ...]) -> tuple[Variant, ...]:
    """Return the variants of a site whose settings name these, with their combination."""
    known = set(chosen)
    return tuple(
        each for each in _ALL if (not each.care or CARE in known) and (not each.traditional or TRADITIONAL in known)
    )
