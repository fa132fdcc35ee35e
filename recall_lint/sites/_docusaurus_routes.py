"""The files of Docusaurus' content plug-ins → the URL path of each."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from recall_lint.sites._docusaurus_settings import EXCLUDED, Locale, Root, Settings
from recall_lint.sites.globs import matcher

MARKDOWN: Final = (".md", ".mdx")
_CODE: Final = (".js", ".jsx", ".ts", ".tsx")

_NO_NUMBER = re.compile(r"\d+[-_.]\d+")
"""Dates and versions are not order numbers."""
_NUMBER = re.compile(r"\d+\s*[-_.]+\s*([^-_.\s].*)")
_DATED = re.compile(
    r"(?P<folder>.*)(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(?P<text>.*?)(?:/index)?\.mdx?"
)
_INDEX = re.compile(r"(|.*/)index\.(?:mdx?|jsx?|tsx?)", re.IGNORECASE)


def pages(root: Root, files: Iterable[str]) -> Iterator[str]:
    """The files below a content folder that are pages of its plug-in."""
    endings = MARKDOWN + _CODE if root.part == "pages" else MARKDOWN
    include = root.options.get("include")
    exclude = root.options.get("exclude")
    includes = _patterns(include, ())
    excludes = _patterns(exclude, EXCLUDED)
    for path in files:
        name = posixpath.relpath(path, root.folder)
        if name.endswith(endings) and not excludes(name) and (include is None or includes(name)):
            yield path


def is_draft(meta: Mapping[str, Any]) -> bool:
    return meta.get("draft") is True


def route(root: Root, name: str, meta: Mapping[str, Any]) -> str:
    """The path at which a page is served; begins with `/`, and ends with one for an index page.

    `name` is its path below the content folder.
    """
    slug = meta.get("slug")
    slug = unquote(str(slug)) if slug not in (None, "") else None
    if root.part == "docs":
        return _document(root, name, slug, meta)
    if root.part == "blog":
        return f"/{(_post(name) if slug is None else slug).lstrip('/')}"
    if slug is not None and name.endswith(MARKDOWN):
        return f"/{slug.lstrip('/')}"
    index = _INDEX.fullmatch(name)
    return f"/{index[1] if index else posixpath.splitext(name)[0]}"


def served(settings: Settings, locale: Locale, root: Root, route: str) -> Iterator[str]:
    """The URL paths of a page, in the router's form first."""
    url = re.sub("/+", "/", f"{locale.base}{root.route}/{route}")
    if not root.route and not route.strip("/"):
        url = locale.base
    if settings.slash is None or url == locale.base:
        yield url
        if not url.endswith("/"):
            yield f"{url}/"
    elif settings.slash:
        yield f"{url.rstrip('/')}/"
    else:
        yield url.rstrip("/")
        yield f"{url.rstrip('/')}.html"


def redirect(settings: Settings, urls: dict[str, list[str]], made: list[str]) -> None:
    """Add the URL paths from which browsers are redirected to a page."""
    by_url = {url.rstrip("/"): path for path, own in urls.items() for url in own}
    for locale in settings.locales:
        for old, new in settings.redirects:
            target = by_url.get(locale.base.rstrip("/") + new.partition("#")[0].rstrip("/"))
            (made if target is None else urls[target]).append(f"{locale.base}{old.strip('/')}/")
    for ending in settings.endings:
        for own in urls.values():
            own += [f"{url.rstrip('/')}.{ending}" for url in own if url.strip("/")]


def _document(root: Root, name: str, slug: str | None, meta: Mapping[str, Any]) -> str:
    if slug is not None and slug.startswith("/"):
        return slug
    keeps = meta.get("parse_number_prefixes") is False
    strip = _same if keeps or root.options.get("numberPrefixParser") is False else unnumbered
    folder, file = posixpath.split(name)
    stem = posixpath.splitext(file)[0]
    folders = [strip(part) for part in folder.split("/")] if folder else []
    around = "".join(f"/{part}" for part in folders) + "/"
    if slug is None:
        if stem.lower() in ("index", "readme", posixpath.basename(folder).lower()):
            return around
        own = meta.get("id")
        slug = strip(stem) if own in (None, "") else str(own)
    return posixpath.normpath(around + slug) + ("/" if slug.endswith("/") else "")


def unnumbered(name: str) -> str:
    """A name without its order number."""
    m = None if _NO_NUMBER.match(name) else _NUMBER.fullmatch(name)
    return m[1] if m else name


def _same(name: str) -> str:
    return name


def _post(name: str) -> str:
    m = _DATED.fullmatch(name)
    if m is None:
        return re.sub(r"(?:/index)?\.mdx?\Z", "", name)
    return f"{m['date'].replace('-', '/')}/{m['folder']}{m['text']}"


def _patterns(value: Any, default: tuple[str, ...]) -> Callable[[str], bool]:
    if not isinstance(value, list):
        return matcher(default)
    return matcher(each for each in value if isinstance(each, str))
