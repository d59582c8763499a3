"""The preview's pages of all components of the theme, each with its examples: for those who work on the theme, never on a host.

Every example is a document of its own in a frame, so that it has the width of a screen, its own ids and the style of its variant.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from model.variants import CARE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plugins.engine.theme_examples import Component, Example
    from plugins.engine.theme_files import ThemeFiles

ROOT = "/_components/"
_HTML, _CSS, _JS, _SVG = (
    f"{kind}; charset=utf-8" for kind in ("text/html", "text/css", "text/javascript", "image/svg+xml")
)
_TYPES = {"css": _CSS, "js": _JS, "svg": _SVG}
_VARIANTS = {"": "标准版", CARE: "关怀版"}
#: The pages of all components: in the standard style, in that of the care variant.
OVERVIEWS = frozenset({ROOT, f"{ROOT}{CARE}/"})
_STYLE = """.gallery { padding: 1.5rem clamp(1rem, 3vw, 2rem) 4rem; }
.gallery h1 { font-size: 1.8rem; }
.gallery h2 { margin-top: 3rem; padding-top: .8rem; border-top: 3px solid var(--main); font-size: 1.4rem; }
.gallery h2 code { margin-left: .6em; color: var(--ink-soft); font-size: 1rem; font-weight: 400; }
.gallery h3 { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: baseline; margin: 1.5rem 0 .4rem; font-size: 1.05rem; }
.gallery h3 a, .names a, .variants a { display: inline-block; padding-block: .3rem; font-size: .9rem; font-weight: 400; }
.names, .variants { display: flex; flex-wrap: wrap; gap: 0 1.5rem; margin-top: .75rem; }
.variants [aria-current] { color: var(--ink); font-weight: 700; text-decoration: none; }
.gallery iframe { display: block; width: 100%; height: 6rem; border: 1px dashed var(--line-deep); background: var(--paper); }
.nothing { padding: .6rem 1rem; border: 1px dashed var(--line-deep); color: var(--ink-soft); }
.example main { padding-block: 1rem; }
.example main:has(.frame) { max-width: none; padding-inline: 0; }
"""
_SCRIPT = """// Frames as high as what is in them.
for (const frame of document.querySelectorAll("iframe")) {
  const fit = () => {
    const { body } = frame.contentDocument;
    const set = () => { frame.style.height = `${Math.ceil(body.getBoundingClientRect().height) + 2}px`; };
    new ResizeObserver(set).observe(body);
    set();
  };
  if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.body.className) fit();
  frame.addEventListener("load", fit);
}
"""


def component_pages(components: Sequence[Component], theme: ThemeFiles) -> dict[str, tuple[str, bytes]]:
    """Return every address of the components' pages with its type and bytes: a page for each variant, the examples, what they name."""
    pages = {
        f"{ROOT}page.css": (_CSS, _STYLE.encode()),
        f"{ROOT}page.js": (_JS, _SCRIPT.encode()),
        **{f"{ROOT}{name}": (_TYPES[name.rpartition(".")[2]], _here(data)) for name, data in theme.files.items()},
    }
    for variant in _VARIANTS:
        styles = _styles(theme, variant)
        pages[_address(variant)] = (_HTML, _page(components, variant, _styles(theme, "")).encode())
        for component in components:
            for number, example in enumerate(component.examples, 1):
                document = _document(component, example, variant, styles, f"{ROOT[:-1]}{theme.assets.script}")
                pages[f"{_address(variant)}{component.folder}/{number}/"] = (_HTML, document.encode())
    return pages


def _address(variant: str) -> str:
    return f"{ROOT}{variant}/" if variant else ROOT


def _here(data: bytes) -> bytes:
    """A file of the theme, with what it names under the address of these pages."""
    return data.replace(b'"/static/', f'"{ROOT}static/'.encode())


def _styles(theme: ThemeFiles, variant: str) -> str:
    files = [theme.assets.stylesheet, *([theme.assets.care_stylesheet] if variant == CARE else [])]
    named = (*(f"{ROOT[:-1]}{file}" for file in files if file), f"{ROOT}page.css")
    icon = f'<link rel="icon" href="{ROOT[:-1]}{theme.assets.icon}" type="image/svg+xml">\n'
    return icon + "".join(f'<link rel="stylesheet" href="{name}">\n' for name in named)


def _head(title: str, more: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
        f"<title>{escape(title)}</title>\n{more}</head>\n"
    )


def _document(component: Component, example: Example, variant: str, styles: str, script: str) -> str:
    """An example alone in a page."""
    title = f"{component.name}：{example.shows}"
    head = _head(title, f'{styles}<script src="{script}" defer></script>\n')
    return (
        f'{head}<body class="example{" " if variant else ""}{variant}">\n<main id="main" class="frame" tabindex="-1">\n'
        f'<h1 class="unseen">{escape(title)}</h1>\n{example.html}\n</main>\n</body>\n</html>\n'
    )


def _page(components: Sequence[Component], variant: str, styles: str) -> str:
    """All components in one variant."""
    links = "".join(
        f'<li><a href="{_address(each)}"{" aria-current=" + chr(34) + "page" + chr(34) if each == variant else ""}>{name}</a></li>'
        for each, name in _VARIANTS.items()
    )
    names = "".join(f'<li><a href="#{each.folder}">{escape(each.name or each.folder)}</a></li>' for each in components)
    title = f"主题的组件：{_VARIANTS[variant]}"
    head = _head(title, f'{styles}<script src="{ROOT}page.js" defer></script>\n')
    return (
        f'{head}<body>\n<main class="gallery">\n<h1>{title}</h1>\n'
        "<p>主题（<code>theme/components/</code>）里的每个组件和它的例子。只在预览里，不发布。</p>\n"
        f'<nav aria-label="版本"><ul class="variants">{links}</ul></nav>\n'
        f'<nav aria-label="组件"><ul class="names">{names}</ul></nav>\n'
        f"{''.join(_section(each, variant) for each in components)}</main>\n</body>\n</html>\n"
    )


def _section(component: Component, variant: str) -> str:
    """A component with its examples, or with what is wrong with them."""
    name = escape(component.name or component.folder)
    others = "".join(
        f'<a href="{_address(each)}#{component.folder}">看它的{text}</a>'
        for each, text in _VARIANTS.items()
        if each != variant
    )
    said = escape(component.about) if not component.fault else f"<strong>{escape(component.fault)}</strong>"
    return (
        f'<section aria-labelledby="{component.folder}">\n'
        f'<h2 id="{component.folder}">{name}<code>{component.folder}</code></h2>\n<p>{said}　{others}</p>\n'
        f"{''.join(_examples(component, variant))}</section>\n"
    )


def _examples(component: Component, variant: str) -> Iterator[str]:
    for number, example in enumerate(component.examples, 1):
        address = f"{_address(variant)}{component.folder}/{number}/"
        title = escape(f"{component.name}：{example.shows}")
        shown = (
            f'<iframe src="{address}" title="{title}" loading="lazy"></iframe>'
            if example.html
            else '<p class="nothing">什么也不显示。</p>'
        )
        alone = f'<a href="{address}" aria-label="单独打开“{title}”">单独打开</a>'
        yield f"<h3>{escape(example.shows)}{alone}</h3>\n{shown}\n"
