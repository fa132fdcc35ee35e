"""The plugins and hooks of an MkDocs site → what they make of pages, or beside them.

Source: the documentation of mkdocs-redirects, mkdocs-gen-files, mkdocs-api-autonav,
mkdocs-autoapi, mkdocs-include-markdown-plugin, Markdown-Include, pymdownx.snippets, and of
Material's plugin `blog`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from recall_lint.sites._mkdocs_settings import patterns
from recall_lint.sites.model import Files

_OWNERS: Final = {
    "api-autonav": ("api_root_uri", "reference"),
    "autoapi": ("autoapi_root", "autoapi"),
    "coverage": ("page_path", "coverage"),
}
"""Plugins that make the pages of a folder: the option that names it, and its default."""

_OF_BLOGS: Final = ("[0-9]*/", "archive/", "author/", "category/", "page/")
"""What Material's blog serves beside its sources: posts by date, and lists of them."""

_ALWAYS: Final = (
    "404.html",
    "feed_rss_created.xml",
    "img/favicon.ico",
    "objects.inv",
    "search/search_index.json",
    "sitemap.xml",
)
"""What MkDocs, its themes and plugins add."""

_LITERAL: Final = re.compile(r"[\"']([\w./-]+)[\"']")
_FOLDER: Final = re.compile(r"[\w-]+/?")

_SNIPPETS: Final = re.compile(
    r"^[ \t]*-+8<-+[ \t]+([\"'])(.+?)\1|^([ \t]*)-+8<-+[ \t]*\n(.*?)^\3-+8<-+[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_INCLUDES: Final = re.compile(
    r"(?<!\\)\{!\s*([^!\s]+?)(?:!.*?)?\s*!\}|\{%-?\s*include(?:-markdown)?\s+[\"'](.+?)[\"']"
)
_LINES: Final = re.compile(r":[\w:,-]*\Z")


def redirects(plugin: Mapping[str, Any]) -> dict[str, str]:
    """The old name of each page that has a new one, and that, without its anchor."""
    maps = plugin.get("redirect_maps")
    return {
        str(old): str(new).partition("#")[0]
        for old, new in (maps if isinstance(maps, dict) else {}).items()
        if isinstance(new, str)
    }


def made(
    root: str,
    docs: str,
    settings: Mapping[str, Any],
    plugins: Mapping[str, Mapping[str, Any]],
    files: Files,
) -> dict[str, list[str]]:
    """By what makes them: names below `docs_dir`; what ends in `/` is a folder of pages.

    They are patterns as `fnmatch` has them.
    """
    found: dict[str, list[str]] = {"mkdocs": [*_ALWAYS]}
    for plugin, (option, default) in _OWNERS.items():
        if plugin in plugins:
            folder = plugins[plugin].get(option)
            found[plugin] = [f"{folder if isinstance(folder, str) else default}/".lstrip("./")]
    if "blog" in plugins:
        folder = plugins["blog"].get("blog_dir")
        blog = folder if isinstance(folder, str) else "blog"
        found["blog"] = [posixpath.normpath(f"{blog}/{name}") + "/" for name in _OF_BLOGS]
    away = [
        old
        for old, new in redirects(plugins.get("redirects", {})).items()
        if new.lower().startswith(("http://", "https://"))
    ]
    if away:
        found["redirects"] = away
    scripts = plugins.get("gen-files", {}).get("scripts")
    for owner, listed in (("gen-files", scripts), ("hooks", settings.get("hooks"))):
        names: dict[str, None] = {}
        for script in listed if isinstance(listed, list) else []:
            if isinstance(script, str):
                text = files.read(posixpath.normpath(posixpath.join(root, script)))
                names.update(dict.fromkeys(_named(text or "", docs, files, owner == "gen-files")))
        if names:
            found[owner] = [*names]
    return found


def ignored(docs: str, files: Files) -> list[str]:
    """The patterns of `.gitignore` that matter in a folder, as one at the root would have them.

    What git ignores there is made by something.
    """
    found: list[str] = []
    folder = docs
    while True:
        text = files.read(posixpath.join(folder, ".gitignore") if folder != "." else ".gitignore")
        found = [*_from_root(text or "", folder), *found]
        if folder in ("", "."):
            return found
        folder = posixpath.dirname(folder) or "."


def _from_root(text: str, folder: str) -> Iterator[str]:
    prefix = "" if folder == "." else f"/{folder}"
    for line in patterns(text):
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        no = "!" if pattern.startswith("!") else ""
        pattern = pattern.removeprefix("!")
        if "/" in pattern.rstrip("/"):
            yield f"{no}{prefix}/{pattern.lstrip('/')}"
        else:
            yield f"{no}{prefix}/**/{pattern}" if prefix else f"{no}{pattern}"


def _named(text: str, docs: str, files: Files, folders: bool) -> Iterator[str]:
    """What a script has in quotes that may be a page's name, or a folder that it alone fills."""
    for m in _LITERAL.finditer(text):
        name = m[1].removeprefix("./").removeprefix("docs/")
        if name.endswith(".md"):
            yield name
        elif folders and _FOLDER.fullmatch(name):
            below = f"{docs}/{name.rstrip('/')}" if docs != "." else name.rstrip("/")
            pages = [path for path in files.below(below) if path.endswith(".md")]
            if len(pages) < 2:
                yield f"{name.rstrip('/')}/"


def included(text: str, folder: str, folders: Sequence[str], files: Files) -> Iterator[str | None]:
    """The files that a page in a folder takes in: by a snippet, or by an include of a plugin.

    `folders` are those that snippets are looked up in. None stands for a file that is not there.
    """
    if not any(sign in text for sign in ("8<-", "{!", "{%")):
        return
    names = [m[2] or m[4] for m in _SNIPPETS.finditer(text)]
    names += [m[1] or m[2] for m in _INCLUDES.finditer(text)]
    for name in [line.strip() for each in names for line in each.splitlines()]:
        if not name or name.startswith(";"):
            continue  # A semicolon stands before what is not taken in.
        path = _LINES.sub("", name)
        choices = (posixpath.normpath(posixpath.join(each, path)) for each in (*folders, folder))
        yield next((choice for choice in choices if choice in files), None)
