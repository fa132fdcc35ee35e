"""Docusaurus: sites with a `docusaurus.config.js` (any extension).

Its content plug-ins serve documents (`docs`), posts (`blog`) and pages (`src/pages`), each from
folders of their own, with versions and translations. A Markdown link whose path ends in `.md` or
`.mdx` names a file of the same plug-in: relative to the page's folder, the plug-in's, or the
site's. A path with another suffix names a file next to the page or in a static folder, if there is
one. All other destinations are URLs, which React's router resolves relative to the page's URL in
the router's form, without the slash at its end, and with the base path before a leading `/`. HTML
tags in MDX are resolved by the browser alone.

Source: Docusaurus' documentation, https://docusaurus.io/docs, and the pages that Docusaurus 3.10.2
makes of the fixture sites.

Differs: routes of other plug-ins are not known; links by file from a translated page are those of
its own language, and from any other page those of the default one. A file of another plug-in named
with `@site/` is served unchanged there, and is the page here.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from recall_lint.sites import _docusaurus_made, _docusaurus_routes, javascript
from recall_lint.sites._docusaurus_settings import Locale, Root, Settings, read
from recall_lint.sites.model import File, Files, Kind, Mount, Page, Site, Unknown, Url, Way
from recall_lint.sites.urls import joined

NAME: Final = "docusaurus"

_UNKNOWN: Final[dict[str, Any]] = {
    "presets": ["classic"],
    "plugins": [["content-docs", {"routeBasePath": "/"}]],
}
"""The settings assumed for an unreadable configuration: documents may be served at the root."""

_SITE: Final = "@site/"
_PATHNAME: Final = "pathname://"
_MARKDOWN = re.compile(r".*\.mdx?", re.IGNORECASE)
_ASSET = re.compile(r".*[^/]\.(?!(?:mdx?|html)\Z)[^./]+")
_REQUIRED = re.compile(
    r"\{\s*require\(\s*[\"'](?:[^\"']*!)?([^\"'!]+)[\"']\s*\)(?:\.default)?\s*\}"
)
_WITH_BASE = re.compile(r"\{\s*useBaseUrl\(\s*[\"']([^\"'#?]+)[^\"']*[\"']\s*\)\s*\}")
_IMPORT = re.compile(r"^import\s+(\w+)\s+from\s+[\"']([^\"'\n]+\.mdx?)[\"']", re.MULTILINE)


def find(marker: str, files: Files) -> Site | None:
    """The site of a configuration."""
    config = javascript.load(marker, files)
    said = javascript.problem(marker, files)
    notices = () if said is None else (said,)
    if isinstance(config, javascript.Unread):
        notices = (f"{marker}:{config.line}: cannot read the configuration: {config.text}",)
    root = posixpath.dirname(marker) or "."
    return _site(root, marker, config if isinstance(config, dict) else _UNKNOWN, files, notices)


def of(root: str, files: Files) -> Site:
    """A site of the classic preset."""
    return _site(root, root, {}, files, ())


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """Every page in every language, and generated pages."""
    settings = _settings(site)
    meta = {page.path: page.meta for page in pages}
    urls: dict[str, list[str]] = {}
    made: list[str] = []
    for root in settings.roots:
        inner = [
            each.folder for each in settings.roots if each.folder.startswith(f"{root.folder}/")
        ]
        own = []
        for path in _docusaurus_routes.pages(root, files.below(root.folder)):
            draft = _docusaurus_routes.is_draft(meta.get(path, {}))
            if not draft and not any(path.startswith(f"{folder}/") for folder in inner):
                own.append(Page(path, meta.get(path, {})))
        for locale in settings.locales:
            for page in own:
                name = posixpath.relpath(page.path, root.folder)
                translated = posixpath.join(root.translations.get(locale.name, ""), name)
                source = translated if translated in files else page.path
                route = _docusaurus_routes.route(root, name, meta.get(source, {}))
                urls.setdefault(source, []).extend(
                    _docusaurus_routes.served(settings, locale, root, route)
                )
            for route in _docusaurus_made.made(root, own, files):
                made += _docusaurus_routes.served(settings, locale, root, route)
    made += [f"{site.base}{name}" for name in settings.made]
    _docusaurus_routes.redirect(settings, urls, made)
    urls.setdefault(site.because, []).extend(made)
    return {path: tuple(dict.fromkeys(served)) for path, served in urls.items()}


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """A file of the plug-in or of a static folder, and then the URL."""
    settings = _settings(site)
    if kind == "html" and not (settings.markdown and origin.endswith(".md")):
        yield _plain(urls, path)
        return
    if path.startswith(_PATHNAME):
        rest = path.removeprefix(_PATHNAME)
        yield _routed(settings, origin, urls, rest) if kind != "image" else _plain(urls, rest)
        return
    if kind == "link" and _MARKDOWN.fullmatch(path):
        sources = [*_sources(site, settings, origin, path)]
        yield from sources
        if sources and not urls:
            # A partial's relative path is never a file, wherever it is included.
            return
    elif kind == "image" or (kind == "link" and _ASSET.fullmatch(path)) or path.startswith(_SITE):
        yield from _assets(site, origin, path)
    if kind == "image":
        yield _plain(urls, path)
    elif not path.startswith(_SITE):
        yield _routed(settings, origin, urls, path)


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """`require('./a.png').default` names a file, `useBaseUrl('/a.png')` a URL."""
    if (m := _REQUIRED.fullmatch(destination)) and m[1].startswith((".", _SITE)):
        path = m[1].partition("?")[0]
        yield from _assets(site, origin, path)
    elif m := _WITH_BASE.fullmatch(destination):
        yield _routed(_settings(site), origin, urls, f"/{m[1].lstrip('/')}")
    else:
        yield Unknown("template")


def withholds(site: Site, path: str) -> bool:
    """Whether a file in the site's folders is not served: only files in static folders are."""
    return not any(path.startswith(f"{mount.folder}/") for mount in site.static)


def includes(site: Site, origin: str, text: str, files: Files) -> Iterator[str | None]:
    """The partials that a page imports and renders."""
    for name, source in _IMPORT.findall(text):
        if f"<{name}" not in text:
            continue
        if source.startswith(_SITE):
            path = _join(site.root, source.removeprefix(_SITE))
        else:
            path = _join(posixpath.dirname(origin), source)
        inside = any(path.startswith(f"{mount.folder}/") for mount in site.content)
        yield path if source.startswith((".", _SITE)) and (inside or path not in files) else None


def _site(
    root: str,
    because: str,
    config: Mapping[str, Any],
    files: Files,
    notices: tuple[str, ...],
) -> Site:
    settings = read(config, root, because, files)
    content = {
        folder: Mount(folder, _base(settings, locale) + (f"{each.route}/" if each.route else ""))
        for each in settings.roots
        for folder, locale in [(each.folder, ""), *((f, n) for n, f in each.translations.items())]
    }
    for folder in _retired(root, files):
        content.setdefault(folder, Mount(folder, settings.base))
    options = "site=yes&case=keep" if settings.keeps_case else "site=yes"
    return Site(
        NAME,
        root,
        because,
        tuple(content.values()),
        tuple(
            Mount(folder, locale.base) for locale in settings.locales for folder in settings.static
        ),
        settings.base,
        (f"docusaurus?{options}",),
        suffixes=(".md", ".mdx"),
        syntax="" if settings.markdown else "mdx",
        hidden="",
        options={"settings": settings},
        notices=(*notices, *settings.notices),
    )


def _retired(root: str, files: Files) -> Iterator[str]:
    """The folders of versions, served or not."""
    start = "" if root == "." else f"{root}/"
    pattern = re.compile(rf"{re.escape(start)}[^/]*versioned_docs[^/]*/version-[^/]+(?=/)")
    found = (pattern.match(path) for path in files.below(root))
    yield from dict.fromkeys(m[0] for m in found if m)


# URLs.


def _plain(urls: Sequence[str], path: str) -> Way:
    """A destination as resolved by a browser."""
    if path.startswith("/"):
        return Url(path)
    if not urls:
        return Unknown("included")
    own = urls[0]
    return Url(joined(f"{own}/" if f"{own}/" in urls else own, path))


def _routed(settings: Settings, origin: str, urls: Sequence[str], path: str) -> Way:
    """A destination as resolved by the router."""
    base = _locale(settings, origin).base
    if path.startswith("/"):
        if path == base.rstrip("/") or not path.startswith(base):
            path = base + path.lstrip("/") if path != base.rstrip("/") else base
        return Url(_slashed(settings, path, base))
    if not urls:
        return Unknown("included")
    return Url(joined(urls[0], _slashed(settings, path, base)))


def _slashed(settings: Settings, path: str, base: str) -> str:
    return path.rstrip("/") if settings.slash is False and path not in ("/", base) else path


# Files.


def _sources(site: Site, settings: Settings, origin: str, path: str) -> Iterator[Way]:
    """The files that a Markdown link may name, all in the same plug-in."""
    if path.startswith(_SITE):
        yield File(_join(site.root, path.removeprefix(_SITE)))
        return
    own = _root_of(settings, origin)
    if own is None:
        # A version that still exists but is no longer served.
        yield File(_join(posixpath.dirname(origin), path))
        return
    folders = [] if path.startswith("/") else [posixpath.dirname(origin)]
    if not path.startswith(("./", "../")):
        translation = own.translations.get(_locale(settings, origin).name)
        folders += [*([translation] if translation else []), own.folder, site.root]
    for folder in folders:
        file = _join(folder, path.lstrip("/"))
        there = _root_of(settings, file)
        if there is not None and there.plugin == own.plugin:
            yield File(file)


def _assets(site: Site, origin: str, path: str) -> Iterator[Way]:
    """The files that an image, or a link to something other than a page, may name."""
    if path.startswith(_SITE):
        yield File(_join(site.root, path.removeprefix(_SITE)))
    elif path.startswith("/"):
        for folder in dict.fromkeys(mount.folder for mount in site.static):
            yield File(_join(folder, path.lstrip("/")))
    else:
        yield File(_join(posixpath.dirname(origin), path))


def _root_of(settings: Settings, path: str) -> Root | None:
    """The content folder that a file belongs to."""
    found: tuple[int, Root] | None = None
    for root in settings.roots:
        for folder in root.folders:
            if path.startswith(f"{folder}/") and (found is None or len(folder) > found[0]):
                found = len(folder), root
    return None if found is None else found[1]


def _locale(settings: Settings, origin: str) -> Locale:
    """The language of a page."""
    for locale in settings.locales:
        if locale.folder and origin.startswith(f"{locale.folder}/"):
            return locale
    return settings.locales[0]


def _base(settings: Settings, name: str) -> str:
    return next((each.base for each in settings.locales if each.name == name), settings.base)


def _join(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))


def _settings(site: Site) -> Settings:
    return Settings.of(site.options["settings"])
