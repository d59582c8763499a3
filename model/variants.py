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
        """What its addresses in the main language begin with; nothing for the standard pages."""
        return f"/{self.name}" if self.name else ""

    @property
    def ways(self) -> frozenset[str]:
        """What it is made of, by the names of site settings."""
        return frozenset(name for name, wanted in ((CARE, self.care), (TRADITIONAL, self.traditional)) if wanted)

    def file(self, file: str, roots: tuple[str, ...] = ()) -> str:
        """Return the file of a page in this variant; `roots` are the folders of other languages: `en/zjyc/…` is `en/care/zjyc/…`."""
        if not self.name:
            return file
        root = root_of(file, roots)
        return f"{root}{self.name}/{file[len(root) :]}"

    def address(self, url: str, roots: tuple[str, ...] = ()) -> str:
        """Return where a link of a page in this variant to a page of the site leads; only Chinese has traditional characters."""
        root = root_of(url[1:], roots)
        name = CARE if root and self.care else "" if root else self.name
        return f"/{root}{name}/{url[1 + len(root) :]}" if name else url

    def has(self, file: str, roots: tuple[str, ...] = ()) -> bool:
        """Say whether a page can be in this variant: those in other languages are in no traditional characters."""
        return not (self.traditional and root_of(file, roots))


def root_of(file: str, roots: tuple[str, ...]) -> str:
    """Return the folder of another language that a file lies in, or nothing."""
    return next((root for root in roots if file.startswith(root)), "")


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
