"""The documents and other files of a Jekyll site → the URL paths of the published ones."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from recall_lint.markdown.front_matter import front_matter, metadata
from recall_lint.sites import _jekyll_routes
from recall_lint.sites._jekyll_files import HTML, MARKDOWN, Kind, join, kind_of
from recall_lint.sites._jekyll_settings import Settings
from recall_lint.sites.model import FRONT_MATTER, FRONT_MATTER_KEYS, Files, Page, Site

_RENDERED: Final = (*HTML, ".scss", ".sass", ".xml", ".txt")
"""Suffixes other than Markdown's of files whose front matter may change their URL."""
_NO_PAGES: Final = frozenset(
    {
        "CODE_OF_CONDUCT",
        "CONTRIBUTING",
        "COPYING",
        "ISSUE_TEMPLATE",
        "LICENCE",
        "LICENSE",
        "PULL_REQUEST_TEMPLATE",
        "README",
    }
)
"""Files that jekyll-optional-front-matter does not make pages."""


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """The pages, posts and documents of collections, each by its URLs and its redirects."""
    settings = Settings(**site.options)
    served: dict[str, tuple[str, ...]] = {}
    readmes: list[tuple[Page, Kind]] = []
    for page in _sources(site, settings, pages, files):
        kind = kind_of(site, settings, page.path)
        if kind is None:
            continue
        given = _jekyll_routes.defaults(settings, kind)
        meta = _jekyll_routes.merged(given, page.meta)
        # Jekyll does not apply defaults to whether a page is published.
        published_by = page.meta if kind.name == "pages" else meta
        if published_by.get("published") is False and not settings.unpublished:
            if not page.path.endswith(MARKDOWN):
                served[page.path] = ()
            continue
        collection = settings.collection(kind.name)
        if collection is not None and not collection.output:
            continue
        if _is_readme(settings, page, kind):
            readmes.append((page, kind))
            continue
        urls = [*_urls(settings, kind, page, meta)]
        if settings.redirects:
            for each in _texts(page.meta.get("redirect_from")):
                urls += _jekyll_routes.redirect(each)
        served[page.path] = tuple(_rooted(site, url) for url in urls)
    taken = {url for urls in served.values() for url in urls}
    for page, kind in readmes:
        folder = _rooted(site, f"/{posixpath.dirname(kind.path)}/".replace("//", "/"))
        own = _rooted(site, f"/{kind.path}")
        if folder in taken or f"{folder}index.html" in taken or _has_index(page.path, files):
            urls = [own]
        else:
            urls = [folder, own] if settings.readme_copies else [folder]
        served[page.path] = tuple(urls)
    return served


def _sources(site: Site, settings: Settings, pages: Sequence[Page], files: Files) -> Iterator[Page]:
    """The documents, and the other files whose URL may differ from their path."""
    yield from pages
    documents = {page.path for page in pages}
    for path in files.below(site.content[0].folder):
        if path in documents:
            continue
        kind = kind_of(site, settings, path)
        if kind is None:
            continue
        if path.endswith((*_RENDERED, *MARKDOWN)):
            meta = _meta(files.read(path) or "")
            if meta or kind.name != "pages":
                yield Page(path, meta)
        elif kind.name != "pages":
            yield Page(path, {})


def _meta(text: str) -> dict[str, Any]:
    if not text.startswith("---"):
        return {}
    found = metadata(text, front_matter(text)[0], FRONT_MATTER_KEYS)
    return {**found, FRONT_MATTER: True}


def _urls(settings: Settings, kind: Kind, page: Page, meta: Mapping[str, Any]) -> Iterator[str]:
    """The URL paths below the base of a published file, as far as they are known."""
    has_front_matter = bool(page.meta.get(FRONT_MATTER))
    stem, suffix = posixpath.splitext(posixpath.basename(page.path))
    is_markdown = suffix in MARKDOWN
    rendered = _jekyll_routes.rendered(suffix, markdown=is_markdown)
    if kind.name in ("posts", "drafts"):
        yield from _jekyll_routes.document(settings, kind, meta)
        return
    if kind.name != "pages":
        if has_front_matter:
            yield from _jekyll_routes.document(settings, kind, meta)
            return
        if is_markdown and settings.plain_pages and stem.upper() not in _NO_PAGES:
            yield from _jekyll_routes.page(settings, kind, meta, rendered)
        yield _jekyll_routes.static(settings, kind)
        return
    if has_front_matter:
        yield from _jekyll_routes.page(settings, kind, meta, rendered)
        return
    is_page = stem.upper() not in _NO_PAGES or kind.path in settings.include
    if settings.plain_pages and is_page:
        yield from _jekyll_routes.page(settings, kind, meta, rendered)
    if settings.plain_copies or not is_page:
        yield f"/{kind.path}"


def _is_readme(settings: Settings, page: Page, kind: Kind) -> bool:
    """Whether a page may be its folder's index."""
    stem, suffix = posixpath.splitext(posixpath.basename(page.path))
    if kind.name != "pages" or stem.lower() != "readme" or suffix not in MARKDOWN:
        return False
    plain = not page.meta.get(FRONT_MATTER)
    return settings.readme and (plain or settings.readme_with_front_matter)


def _has_index(path: str, files: Files) -> bool:
    """Whether a README has an index next to it, which is a page or is made one by a plugin."""
    names = (join(posixpath.dirname(path), f"index.{suffix}") for suffix in ("html", "htm", "xml"))
    return any(name in files for name in names)


def _rooted(site: Site, url: str) -> str:
    return site.base + url.lstrip("/")


def _texts(value: Any) -> list[str]:
    values: Iterable[Any] = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]
