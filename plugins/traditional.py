"""The variant in traditional characters: finished pages and feeds, converted by phrases and by the city's own table of names.

OpenCC's `s2hk` is nearest to what people expect who read the mainland's texts in traditional characters, and changes no words: 里面
is 裏面 and 着力 is 着力, where `s2tw` has 裡面 and 著力; 为, 核, 秘 are 為, 核, 秘, where `s2t` has 爲, 覈, 祕; 户, 税, 说 are 户, 税, 説 as in
the State Council's table. A few forms that only Hong Kong or only dictionaries use are replaced (`_FORMS`), and words that it takes
apart wrongly are given to it (`traditional_words`).

Source: 通用规范汉字表 附件1 规范字与繁体字、异体字对照表.
"""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from model.variants import TRADITIONAL
from plugins.engine.registry import Registry, features
from plugins.engine.traditional_words import CORRECTED, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from opencc import OpenCC

    from plugins.engine.registry import Derive, Frame

#: Forms of OpenCC's that are replaced wherever they stand.
_FORMS = dict(zip("羣麪衞佈佔蔘牀峯枱繮嫺", "群麵衛布占參床峰檯韁嫻", strict=True))
#: Stands between parts of a text that are converted at once; no text of a page has it.
_MARK = "\x1f"

#: Scripts and styles with all that is in them, comments, and single tags; values of attributes may hold `>`.
_TAG = re.compile(
    r"""(<(?:(?:script|style)\b.*?</(?:script|style)\s*>|!--.*?-->|"""
    r"""[a-zA-Z/!?][^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>))""",
    re.DOTALL,
)
_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_GIVEN = re.compile(r"""\s([^\s=<>"'/]+)=("[^"]*"|'[^']*')""")
#: What a tag without Chinese characters has where something is to be done.
_SPECIAL = re.compile(r"^<(?:code|pre)\b|lang=|zh_CN")
_RAW = frozenset({"script", "style"})
_KEEPING = frozenset({"code", "pre"})
_VOID = frozenset({"img", "link", "meta", "input", "br", "hr", "source", "track", "col", "wbr", "area", "embed"})
_READ = frozenset({"alt", "title", "aria-label", "placeholder"})
#: Tags of the head that hold codes, times and addresses.
_EXACT = frozenset(
    {
        *("SiteDomain", "SiteIDCode", "Url", "Image", "PubDate", "viewport", "robots"),
        *("og:url", "og:image", "og:type", "article:published_time"),
    }
)
#: Languages that are converted. What says it is zh-Hans is meant so, unless it is the whole page.
_CONVERTED = frozenset({"zh", "zh-cn"})
_CHINESE = re.compile(r"""^<[a-z].*?\slang=["']zh(?:-cn)?["']""", re.IGNORECASE | re.DOTALL)
_ROOTS = frozenset({"html", "feed"})
#: zh_TW would promise other words; the forms are mostly Hong Kong's.
_LOCALES = {"zh_CN": "zh_HK"}

_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕甘青宁新"
_DOMAINS = "政务|公益|中国|公司|网络"
#: Identifiers and addresses with Chinese characters in them. Each alternative begins with a letter, by which `re` skips the rest.
_IDENTIFIERS = (
    *(rf"{each}ICP备\d+号(?:-\d+)?" for each in _PROVINCES),
    *(rf"{each}公网安备\s?\d+号" for each in _PROVINCES),
    rf"https?://(?:[\w.-]*?\.(?:{_DOMAINS})|[!-.0-;=?-~]+)(?:/[\w%~-]*(?=[/.?]))*",
    rf"@[\w.-]+?\.(?:{_DOMAINS})",
)
_MOST = 20_000


@cache
def _converter() -> Callable[[str], str]:
    """OpenCC with its own dictionaries and ours, and after it the forms of single characters, which are put in more quickly here."""
    import opencc  # slow to load

    convert = _opencc().convert
    every = _MARK.join(map(chr, range(0x3400, 0xA000)))
    formed = zip(every[::2], opencc.OpenCC("t2hk").convert(every).split(_MARK), strict=True)
    forms = {plain: _FORMS.get(form, form) for plain, form in formed if plain != form} | _FORMS
    pattern = re.compile(f"[{''.join(forms)}]")
    return lambda text: pattern.sub(lambda found: forms[found[0]], convert(text))


def _opencc() -> OpenCC:
    """OpenCC by phrases; it reads its configuration from a file only."""
    import opencc  # slow to load

    dictionaries = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
    settings = json.loads(
        (dictionaries / "s2hk.json").read_text(encoding="utf-8"), object_hook=_placed_in(dictionaries)
    )
    settings["segmentation"]["dict"]["dicts"].insert(0, _inline({word: word for word in (*WORDS, *CORRECTED)}))
    settings["conversion_chain"][0]["dict"]["dicts"].insert(0, _inline(CORRECTED))
    del settings["conversion_chain"][1:]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "settings.json"
        file.write_text(json.dumps(settings), encoding="utf-8")
        return opencc.OpenCC(str(file))


def _inline(entries: Mapping[str, str]) -> dict[str, object]:
    return {"type": "inline", "entries": dict(entries)}


def _placed_in(folder: Path) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def place(table: dict[str, Any]) -> dict[str, Any]:
        return {**table, "file": str(folder / table["file"])} if "file" in table else table

    return place


def _by_phrases(text: str) -> str:
    return text if text.isascii() else _converter()(text)


class _Made(dict[str, str]):
    """What was made of texts that pages have in common; forgotten when there are too many."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def make_room(self) -> None:
        """Forget everything where there is too much."""
        if len(self) >= _MOST:
            self.clear()

    def __missing__(self, key: str) -> str:
        self.make_room()
        self[key] = made = self._make(key)
        return made


class _Traditional:
    """From the text of a finished page or feed to the same in traditional characters; tags and their order stay."""

    def __init__(self, terms: Mapping[str, str], own: tuple[str, ...], said: Mapping[str, str]) -> None:
        self._said = {escape(text, quote=False): escape(old, quote=False) for text, old in said.items()}
        self._terms = {escape(term): escape(text) for term, text in terms.items()}
        names = map(re.escape, [*own, *sorted(self._terms, key=len, reverse=True)])
        self._fixed = re.compile(f"({'|'.join([*_IDENTIFIERS, *names])})")
        self._texts = _Made(self._text)
        self._tags = _Made(self._tag)
        self._keeping: set[str] = set()

    def __call__(self, page: str) -> str:
        pieces = _TAG.split(page)
        texts, tags = pieces[::2], pieces[1::2]
        self._learn(texts)
        made = pieces.copy()
        made[::2] = map(self._texts.__getitem__, texts)
        made[1::2] = map(self._tags.__getitem__, tags)
        for number, tag in enumerate(tags):
            if tag in self._keeping:
                _put_back(made, pieces, 2 * number + 1)
        return "".join(made)

    def _learn(self, texts: list[str]) -> None:
        """Convert those of a page's texts that are new, at once: a call of the converter costs more than a line of text does."""
        self._texts.make_room()
        new = [text for text in dict.fromkeys(texts) if text not in self._texts and _MARK not in text]
        self._texts.update(zip(new, self._converted(new), strict=True))

    def _text(self, text: str) -> str:
        if _MARK in text:
            return _MARK.join(map(self._text, text.split(_MARK)))
        return self._converted([text])[0]

    def _converted(self, texts: list[str]) -> list[str]:
        """Texts without marks, converted together; what stays or has a form of its own is taken out of them meanwhile."""
        split = [[text] if text.isascii() or text in self._said else self._fixed.split(text) for text in texts]
        plain = iter(_by_phrases(_MARK.join(part for parts in split for part in parts[::2])).split(_MARK))
        for parts in split:
            parts[::2] = [next(plain) for _ in parts[::2]]
            parts[1::2] = [self._terms.get(each, each) for each in parts[1::2]]
        return [self._said.get(text) or "".join(parts) for text, parts in zip(texts, split, strict=True)]

    def _tag(self, tag: str) -> str:
        if tag.isascii() and not _SPECIAL.search(tag):
            return tag
        opening = _NAME.match(tag)
        if opening is None or opening[1] or opening[2] in _RAW:
            return tag
        name = opening[2]
        given = {key: value[1:-1] for key, value in _GIVEN.findall(tag)}
        if name in _KEEPING or not _is_converted(name, given):
            if name not in _VOID:
                self._keeping.add(tag)
            return tag
        read = _READ
        if name == "meta" and given.get("name", given.get("property")) not in _EXACT:
            read |= {"content"}
        return _GIVEN.sub(lambda found: self._attribute(found[0], found[1], found[2], read), tag)

    def _attribute(self, whole: str, name: str, quoted: str, read: frozenset[str]) -> str:
        value = quoted[1:-1]
        if name in {"lang", "xml:lang"}:
            value = TRADITIONAL
        elif name in read:
            value = _LOCALES.get(value) or self._texts[value]
        else:
            return whole
        return f"{whole[: -len(quoted)]}{quoted[0]}{value}{quoted[0]}"


def _is_converted(name: str, given: Mapping[str, str]) -> bool:
    """Whether an element with these attributes is in simplified Chinese, for all that it says itself."""
    language = given.get("lang", given.get("xml:lang", "zh")).lower()
    return language in _CONVERTED or (name in _ROOTS and language == "zh-hans")


def _put_back(made: list[str], pieces: list[str], start: int) -> None:
    """Undo what was made of the element that begins at `start`, except where it quotes Chinese."""
    place, end = start, _end(pieces, start)
    while place < end:
        if place > start and _CHINESE.search(pieces[place]):
            place = _end(pieces, place)
        made[place : place + 2] = pieces[place : place + 2]
        place += 2


def _end(pieces: list[str], start: int) -> int:
    """Return the place of the end tag that belongs to the tag at `start`, or the end of the page."""
    depth, name = 0, _name(pieces[start])
    for place in range(start, len(pieces), 2):
        if _name(pieces[place]) == name:
            depth += -1 if pieces[place].startswith("</") else 1
            if depth == 0:
                return place
    return len(pieces)


def _name(tag: str) -> str:
    found = _NAME.match(tag)
    return found[2] if found else ""


def prepare(frame: Frame) -> Derive:
    """Return what makes a site's pages traditional.

    Texts of the interface are as the theme's catalogue has them; of others, the city's terms win, and its site's own identifiers stay.
    """
    settings = frame.site.settings
    own = (settings.chinese_domain, settings.icp, settings.police)
    return _Traditional(frame.terms, tuple(escape(str(each)) for each in own if each), frame.traditional.texts)


def add(registry: Registry) -> None:
    """Declare the variant."""
    registry.variant(TRADITIONAL, prepare)


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
