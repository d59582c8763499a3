"""Nikola without blog pages: columns are categories; run in the working folder, where `site.json` lies."""

import json
from pathlib import Path

SITE = json.loads(Path("site.json").read_text(encoding="utf-8"))

BLOG_AUTHOR = BLOG_TITLE = BLOG_DESCRIPTION = SITE["name"]
SITE_URL = f"https://{SITE['domain']}/"
BLOG_EMAIL = SITE["email"]
DEFAULT_LANG = "zh_cn"
TIMEZONE = "Asia/Shanghai"
FUTURE_IS_NOW = True
THEME = "bench"
OLD_THEME_SUPPORT = False
POSTS = tuple((f"posts/{column['path']}/*.md", column["path"], "post.tmpl") for column in SITE["columns"])
PAGES = (("pages/*.md", "", "home.tmpl"),)
COMPILERS = {"markdown": (".md",)}
GLOBAL_CONTEXT = {"facts": SITE, "columns": {column["path"]: column for column in SITE["columns"]}}

CATEGORY_PATH = ""
CATEGORY_PREFIX = ""
CATEGORIES_INDEX_PATH = "categories.html"
CATEGORY_PAGES_ARE_INDEXES = True
INDEX_DISPLAY_POST_COUNT = 20
INDEXES_STATIC = False
GENERATE_RSS = False
GENERATE_ATOM = True
FEED_LENGTH = 20
ENABLE_AUTHOR_PAGES = False
DISABLE_INDEXES = True
DISABLED_PLUGINS = ["classify_archive", "classify_tags", "render_galleries", "render_listings", "gzip"]

URL_TYPE = "full_path"
DEMOTE_HEADERS = 0
COPY_SOURCES = SHOW_SOURCELINK = USE_BUNDLES = False
FILES_FOLDERS = {"files": ""}
