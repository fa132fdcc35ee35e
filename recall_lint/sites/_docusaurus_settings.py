"""Docusaurus' configuration → the folders of its content plug-ins, and the URLs of each."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from recall_lint.sites.javascript import Unread
from recall_lint.sites.model import Files

Part = Literal["docs", "blog", "pages"]
"""A content plug-in."""

_PARTS: Final[tuple[Part, ...]] = ("docs", "blog", "pages")
_FOLDERS: Final[dict[Part, str]] = {"docs": "docs", "blog": "blog", "pages": "src/pages"}
_ROUTES: Final[dict[Part, str]] = {"docs": "docs", "blog": "blog", "pages": "/"}

EXCLUDED: Final = (
    "**/_*.{js,jsx,ts,tsx,md,mdx}",
    "**/_*/**",
    "**/*.test.{js,jsx,ts,tsx}",
    "**/__tests__/**",
)
"""Files that are not pages by default: partials and tests."""

_CURRENT: Final = "current"


class Locale(NamedTuple):
    """A language of the site; the first one is the default."""

    name: str
    base: str
    """The base URL path; begins and ends with `/`."""
    folder: str | None
    """The folder of its translations; None for a language whose pages are not translated."""


class Root(NamedTuple):
    """A content folder: that of a plug-in, or of one of its versions."""

    part: Part
    plugin: str
    """Identifies the plug-in: links by file cannot leave it."""
    folder: str
    route: str
    """The URL path of its pages below a language's base, without slashes around it."""
    translations: Mapping[str, str]
    """By language: the folder of its translations."""
    options: Mapping[str, Any]
    """The options of the plug-in, as far as they can be read."""
    sidebar: str | bool | None = None
    """The file with the sidebars; False for none, None for one generated from the folders."""

    @property
    def folders(self) -> tuple[str, ...]:
        return (self.folder, *self.translations.values())


class Settings(NamedTuple):
    """The settings in a configuration."""

    base: str
    slash: bool | None
    """`trailingSlash`."""
    markdown: bool
    """Whether `.md` is Markdown rather than MDX."""
    keeps_case: bool
    locales: tuple[Locale, ...]
    roots: tuple[Root, ...]
    static: tuple[str, ...]
    redirects: tuple[tuple[str, str], ...]
    endings: tuple[str, ...]
    """Suffixes from which every page is redirected."""
    made: tuple[str, ...]
    """URL paths below the base without a source."""
    notices: tuple[str, ...]

    @classmethod
    def of(cls, row: Sequence[Any]) -> Settings:
        """From `Site.options`, which has lists if it was written as JSON."""
        read = cls(*row)
        return read._replace(
            locales=tuple(Locale(*each) for each in read.locales),
            roots=tuple(Root(*each) for each in read.roots),
        )


def read(config: Mapping[str, Any], root: str, marker: str, files: Files) -> Settings:
    """The settings of the site in the folder `root`."""
    notices: list[str] = []
    base = _base(_text(config, "baseUrl", "/", marker, notices))
    locales = tuple(_locales(_table(config.get("i18n")), base, root, files))
    plugins = [*_plugins(config)]
    roots: list[Root] = []
    for part, options in plugins:
        if part in _PARTS:
            roots += _roots(part, options, root, locales, files, marker, notices)
    redirects = [options for part, options in plugins if part == "redirects"]
    markdown = _table(config.get("markdown"))
    anchors = _table(markdown.get("anchors"))
    return Settings(
        base,
        slash if isinstance(slash := config.get("trailingSlash"), bool) else None,
        markdown.get("format") in ("detect", "md"),
        anchors.get("maintainCase") is True,
        locales,
        tuple(roots),
        tuple(
            _join(root, folder) for folder in _texts(config.get("staticDirectories"), ["static"])
        ),
        tuple(pair for options in redirects for pair in _redirects(options)),
        tuple(end for options in redirects for end in _texts(options.get("fromExtensions"), [])),
        ("404.html", "sitemap.xml", "search"),
        tuple(notices),
    )


def _locales(i18n: Mapping[str, Any], base: str, root: str, files: Files) -> Iterator[Locale]:
    default = i18n.get("defaultLocale")
    default = default if isinstance(default, str) else "en"
    names = _texts(i18n.get("locales"), [default])
    settings = _table(i18n.get("localeConfigs"))
    folder = _join(root, path if isinstance(path := i18n.get("path"), str) else "i18n")
    for name in dict.fromkeys([default, *names]):
        own = _table(settings.get(name))
        path = own.get("path")
        translations = _join(folder, path if isinstance(path, str) else name)
        translated = own.get("translate")
        if not isinstance(translated, bool):
            translated = _exists(translations, files)
        url = own.get("baseUrl")
        if not isinstance(url, str):
            url = base if name == default else f"{base}{name}/"
        yield Locale(name, _base(url), translations if translated else None)


def _plugins(config: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The relevant plug-ins with their options, including those of a preset."""
    presets, plugins = config.get("presets"), config.get("plugins")
    if not isinstance(presets, list) and not isinstance(plugins, list):
        presets = ["classic"]
    for _, options in _named(presets):
        for part in _PARTS:
            if options.get(part) is not False:
                yield part, _table(options.get(part))
    for name, options in _named(plugins):
        stem = name.rpartition("/")[2].removeprefix("plugin-")
        if stem in ("content-docs", "content-blog", "content-pages"):
            yield stem.removeprefix("content-"), options
        elif stem == "client-redirects":
            yield "redirects", options
        elif "blog" in stem and "path" in options:
            # The site's own wrapper around a Docusaurus plug-in.
            yield "blog", options


def _named(entries: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Plug-ins as listed: a name, or a name with options."""
    for entry in entries if isinstance(entries, list) else ():
        name, options = (entry[0], entry[1:2]) if isinstance(entry, list) and entry else (entry, [])
        if isinstance(name, str):
            yield name, _table(options[0] if options else None)


def _roots(
    part: Part,
    options: Mapping[str, Any],
    root: str,
    locales: tuple[Locale, ...],
    files: Files,
    marker: str,
    notices: list[str],
) -> Iterator[Root]:
    name = options.get("id")
    name = name if isinstance(name, str) else "default"
    plugin = f"{part} {name}"
    folder = _join(root, _text(options, "path", _FOLDERS[part], marker, notices))
    route = _text(options, "routeBasePath", _ROUTES[part], marker, notices).strip("/")
    own = f"docusaurus-plugin-content-{part}" + ("" if name == "default" else f"-{name}")
    if "path" in options and not _exists(folder, files):
        notices.append(f"{marker}: the path of {plugin} does not exist: {folder}")
    if part != "docs":
        yield Root(part, plugin, folder, route, _translations(locales, own), _literal(options))
        return
    prefix = "" if name == "default" else f"{name}_"
    for version, path, sidebar in _versions(options, root, prefix, files):
        where = f"{own}/{_CURRENT if version == _CURRENT else f'version-{version}'}"
        there = folder
        if version != _CURRENT:
            there = _join(root, f"{prefix}versioned_docs/version-{version}")
            if not _exists(there, files) and options.get("includeCurrentVersion") is False:
                # Files missing in a translation are copied from the current version.
                there, sidebar = folder, options.get("sidebarPath")
        yield Root(
            part,
            plugin,
            there,
            f"{route}/{path}".strip("/"),
            _translations(locales, where),
            _literal(options),
            sidebar,
        )


def _translations(locales: tuple[Locale, ...], name: str) -> dict[str, str]:
    return {each.name: f"{each.folder}/{name}" for each in locales if each.folder}


def _versions(
    options: Mapping[str, Any], root: str, prefix: str, files: Files
) -> Iterator[tuple[str, str, str | bool | None]]:
    """The versions of documents: name, path in URLs, sidebars.

    The current one comes first.
    """
    listed: Any = None
    if options.get("disableVersioning") is not True:
        try:
            listed = json.loads(files.read(_join(root, f"{prefix}versions.json")) or "[]")
        except ValueError:
            listed = None
    names = _texts(listed, [])
    if options.get("includeCurrentVersion") is not False and _CURRENT not in names:
        names.insert(0, _CURRENT)
    only = _texts(options.get("onlyIncludeVersions"), names)
    names = [name for name in names if name in only]
    last = options.get("lastVersion")
    if not isinstance(last, str):
        last = next((name for name in names if name != _CURRENT), _CURRENT)
    settings = _table(options.get("versions"))
    for name in names:
        path = _table(settings.get(name)).get("path")
        if not isinstance(path, str):
            path = "" if name == last else "next" if name == _CURRENT else name
        sidebar: Any = options.get("sidebarPath")
        if name != _CURRENT:
            sidebar = f"{prefix}versioned_sidebars/version-{name}-sidebars.json"
            sidebar = _join(root, sidebar)
            yield name, path, sidebar if sidebar in files else False
        elif isinstance(sidebar, str):
            yield name, path, _join(root, sidebar)
        else:
            yield name, path, sidebar if sidebar is False else None


def _redirects(options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    pairs = options.get("redirects")
    for pair in pairs if isinstance(pairs, list) else ():
        to = _table(pair).get("to")
        from_ = _table(pair).get("from")
        for old in [from_] if isinstance(from_, str) else _texts(from_, []):
            if isinstance(to, str):
                yield old, to


def _literal(value: Any) -> Any:
    """A value without the parts that could not be read."""
    if isinstance(value, dict):
        return {k: _literal(each) for k, each in value.items() if not isinstance(each, Unread)}
    if isinstance(value, list):
        return [_literal(each) for each in value if not isinstance(each, Unread)]
    return value


def _text(table: Mapping[str, Any], key: str, default: str, marker: str, notices: list[str]) -> str:
    value = table.get(key, default)
    if isinstance(value, Unread):
        notices.append(f"{marker}:{value.line}: cannot read {key}: {value.text}")
    return value if isinstance(value, str) else default


def _texts(value: Any, default: list[str]) -> list[str]:
    if not isinstance(value, list):
        return default
    return [each for each in value if isinstance(each, str)]


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _base(url: str) -> str:
    return f"/{url.strip('/')}/" if url.strip("/") else "/"


def _exists(folder: str, files: Files) -> bool:
    return next(iter(files.below(folder)), None) is not None


def _join(root: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(root, path))
