"""Plain Pelican with its own cache of read documents; run in the working folder, where `site.json` lies."""

import json
from pathlib import Path

SITE = json.loads(Path("site.json").read_text(encoding="utf-8"))
COLUMNS = {column["path"]: column for column in SITE["columns"]}

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
THEME_STATIC_DIR = "static"
SITENAME = SITE["name"]
SITEURL = f"https://{SITE['domain']}"
AUTHOR = SITE["name"]
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-cn"
STATIC_PATHS: list[str] = []
FORMATTED_FIELDS: list[str] = []

CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "reader"
CACHE_PATH = "cache"

SLUGIFY_SOURCE = "basename"
ARTICLE_URL = "{category}/{slug}/"
ARTICLE_SAVE_AS = "{category}/{slug}/index.html"
CATEGORY_URL = "{slug}/"
CATEGORY_SAVE_AS = "{slug}/index.html"
PAGINATED_TEMPLATES = {"category": 20}
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
FEED_ALL_ATOM = "feed.xml"
FEED_MAX_ITEMS = 20
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
AUTHOR_SAVE_AS = TAG_SAVE_AS = ARCHIVES_SAVE_AS = ""
