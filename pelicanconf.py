"""Settings for Pelican: `pelican content/portal -s pelicanconf.py -o output/portal` builds one site."""

from pathlib import Path

HERE = Path(__file__).parent

PATH = str(HERE / "content" / "portal")
OUTPUT_PATH = str(HERE / "output" / "portal")
THEME = str(HERE / "theme")
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-cn"

#: The features, in the order in which their pages and parts are made.
PLUGINS = [
    "plugins.engine",
    "plugins.assets",
    "plugins.chrome",
    "plugins.meta",
    "plugins.switcher",
    "plugins.translation",
    "plugins.traditional",
    "plugins.care",
    "plugins.qrcode",
    "plugins.home",
    "plugins.columns",
    "plugins.documents",
    "plugins.facts",
    "plugins.attachments",
    "plugins.pictures",
    "plugins.pairing",
    "plugins.archive",
    "plugins.neighbours",
    "plugins.repost",
    "plugins.consultation",
    "plugins.topics",
    "plugins.links",
    "plugins.leave",
    "plugins.feeds",
    "plugins.sitemap",
    "plugins.reading_tools",
    "plugins.redirects",
    "plugins.life",
    "plugins.host_answers",
    "plugins.notfound",
]

# That a name which is not there is an error, the engine sees to: this file is read by builds that have nothing to render.
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "auto_reload": False,
}

# Documents come through the engine; Pelican's own generators and copies stay empty.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ARCHIVES_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DELETE_OUTPUT_DIRECTORY = False
CACHE_CONTENT = False
