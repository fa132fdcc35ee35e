"""Starlight: sites with an `astro.config.mjs` (any extension) that uses `@astrojs/starlight`.

A page of `src/content/docs/` is served as a folder, or as `.html`, named after its file, with each
name slugged by github-slugger; `index` stands for its folder, and `slug` overrides this. A page
missing in one language is served there, too, from the default language. Destinations are unchanged:
URLs, relative to the page's. Images in Markdown are files next to the page, or behind an alias, and
files in `public/` are served unchanged. Pages of `src/pages/` are named after their files.

Source: "Pages", "Internationalization" and "Frontmatter Reference" in Starlight's documentation,
and `redirects`, `build.format`, `base` and `srcDir` in Astro's.

Differs: for pages that a `[name].astro` makes from data, and for those named by `generateId`, only
the pattern of their URLs is known, so links that match it are not reported.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from recall_lint.sites import _astro
from recall_lint.sites.javascript import Unread, load
from recall_lint.sites.model import File, Files, Kind, Mount, Page, Site, Unknown, Url, Way
from recall_lint.sites.urls import joined
from recall_lint.slugs._text import words

NAME: Final = "starlight"

_INTEGRATION: Final = "@astrojs/starlight"
_NOT_FOUND: Final = "404"
_GENERATED: Final = "generateId"
_IMPORT = re.compile(r"^import\s+(\w+)\s+from\s+[\"']([^\"'\n]+\.mdx?)[\"']", re.MULTILINE)


def find(marker: str, files: Files) -> Site | None:
    """The site of a configuration; None for an Astro site without Starlight."""
    if _INTEGRATION not in (files.read(marker) or ""):
        return None
    settings = load(marker, files)
    notices = []
    if isinstance(settings, Unread):
        notices.append(f"{marker}:{settings.line}: cannot read the configuration: {settings.text}")
    root = posixpath.dirname(marker) or "."
    site = _site(root, marker, settings if isinstance(settings, dict) else {}, files)
    return site._replace(notices=(*notices, *site.notices))


def of(root: str, files: Files) -> Site:
    """The site of a folder with default settings."""
    return _site(root, root, {}, files)


def _site(root: str, because: str, settings: Mapping[str, Any], files: Files) -> Site:
    notices: list[str] = []

    def text(table: Mapping[str, Any], key: str, default: str) -> str:
        value = table.get(key, default)
        if isinstance(value, Unread):
            notices.append(f"{because}:{value.line}: cannot read {key}: {value.text}")
        return value if isinstance(value, str) else default

    source = posixpath.normpath(posixpath.join(root, text(settings, "srcDir", "src")))
    public = posixpath.normpath(posixpath.join(root, text(settings, "publicDir", "public")))
    base = f"/{text(settings, 'base', '/').removeprefix('.').strip('/')}/".replace("//", "/")
    starlight = _options(settings)
    locales = starlight.get("locales")
    if isinstance(locales, Unread):
        notices.append(f"{because}:{locales.line}: cannot read locales: {locales.text}")
    names = [str(name) for name in _table(locales)]
    default = text(starlight, "defaultLocale", "")
    pages = [path.removeprefix(f"{source}/pages/") for path in files.below(f"{source}/pages")]
    texts = (
        files.read(f"{source}/content.config.{end}") or "" for end in ("ts", "mts", "js", "mjs")
    )
    options = {
        "file": text(_table(settings.get("build")), "format", "directory") != "directory",
        "locales": [name for name in names if name != "root"],
        "default": "" if "root" in names else default,
        "pages": [rest for rest in pages if not rest.endswith(_astro.MARKDOWN)],
        "redirects": [*map(list, _astro.redirects(settings))],
        "dynamic": [made for made in map(_astro.dynamic, pages) if made is not None],
        "aliases": _astro.aliases(root, files),
        "not found": starlight.get("disable404Route") is not True,
        "map": isinstance(settings.get("site"), str),
        "unknown": any(_GENERATED in each for each in texts),
    }
    return Site(
        NAME,
        root,
        because,
        content=(Mount(f"{source}/content/docs", base), Mount(f"{source}/pages", base)),
        static=(Mount(public, base),),
        base=base,
        dialects=(_dialect(settings, _astro.version(root, files)),),
        suffixes=_astro.MARKDOWN,
        options=options,
        notices=tuple(notices),
    )


def _options(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings of Starlight among those of Astro's integrations."""
    integrations = settings.get("integrations")
    for each in integrations if isinstance(integrations, list) else ():
        if isinstance(each, dict) and {"locales", "sidebar", "title"} & {*each}:
            return each
    return {}


def _dialect(settings: Mapping[str, Any], version: int | None) -> str:
    """The dialect of the pages, as far as versions and settings differ."""
    keeps = _table(settings.get("experimental")).get("headingIdCompat") is True
    options = []
    if keeps or (version is not None and version > 5):
        options.append("end=keep")
    elif version is None:
        options.append("end=any")
    if _table(settings.get("markdown")).get("smartypants") is False:
        options.append("dashes=keep")
    return "?".join(filter(None, (NAME, "&".join(options))))


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """Every page by its URL; a page missing in a language is that of the default one."""
    docs, own = (f"{mount.folder}/" for mount in site.content)
    slugs = {}
    served = {}
    for page in pages:
        if page.path.startswith(docs):
            if (slug := _slug(page, page.path.removeprefix(docs))) is not None:
                slugs[page.path] = slug
        elif route := _astro.route(page.path.removeprefix(own)):
            served[page.path] = [_url(site, *route)]
    locales, default = site.options["locales"], site.options["default"]
    known = {*slugs.values()}
    for path, slug in slugs.items():
        served[path] = [_url(site, slug)]
        language, _, rest = slug.partition("/")
        if language == default if default else language not in locales:
            others = (f"{locale}/{rest if default else slug}".rstrip("/") for locale in locales)
            served[path] += [_url(site, other) for other in others if other not in known]
    pages_at = {_bare(url): path for path, urls in served.items() for url in urls}
    made = [*_made(site)]
    for old, new in site.options["redirects"]:
        target = pages_at.get(_bare(new))
        (made if target is None else served[target]).append(_url(site, old))
    served[site.because] = [url for url in made if _bare(url) not in pages_at]
    return {path: tuple(urls) for path, urls in served.items()}


def _made(site: Site) -> Iterator[str]:
    """The URL paths of generated pages."""
    for route in map(_astro.route, site.options["pages"]):
        if route is not None:
            yield _url(site, *route)
    if site.options["not found"]:
        yield _url(site, _NOT_FOUND)
    if site.options["map"]:
        yield from (f"{site.base}sitemap-{name}.xml" for name in ("index", "0"))


def _bare(url: str) -> str:
    """A URL path normalized for comparison."""
    return url.removesuffix("/").removesuffix(".html")


def _slug(page: Page, rest: str) -> str | None:
    """The path of a page below the base, without suffix; None for an unpublished page."""
    if page.meta.get("draft") is True:
        return None
    own = page.meta.get("slug")
    if isinstance(own, str):
        return own.strip("/")
    names = posixpath.splitext(rest)[0].split("/")
    if names[-1].startswith("_"):
        return None
    if names[-1] == "index":
        names = names[:-1]
    return "/".join(words(name.lower()).replace(" ", "-") for name in names)


def _url(site: Site, slug: str, is_page: bool = True) -> str:
    if not is_page or not slug:
        return f"{site.base}{slug}"
    if site.options["file"] or slug == _NOT_FOUND:
        return f"{site.base}{slug}.html"
    return f"{site.base}{slug}/"


def withholds(site: Site, path: str) -> bool:
    """Whether a file in the site's folders is not served: only files in `public/` are."""
    return not path.startswith(f"{site.static[0].folder}/")


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """An image next to the page, or behind an alias, or else a URL."""
    if kind == "image" and not path.startswith("/"):
        yield File(_file(site, origin, path))
        return
    url = joined(urls[0] if urls else site.base, path)
    yield Url(url)
    rest = _bare(url.removeprefix(site.base))
    if any(pattern.fullmatch(rest) for pattern in _compiled(*site.options["dynamic"])):
        yield Unknown("dynamic route")
    if site.options["unknown"]:
        yield Unknown(_GENERATED)


@cache
def _compiled(*patterns: str) -> list[re.Pattern[str]]:
    return [*map(re.compile, patterns)]


def _file(site: Site, origin: str, path: str) -> str:
    """The file that an image or an import refers to in a page."""
    for alias, folder in site.options["aliases"].items():
        if path.startswith(alias) and not path.startswith("."):
            return posixpath.join(folder, path.removeprefix(alias))
    return posixpath.normpath(posixpath.join(posixpath.dirname(origin), path))


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """The result of a JSX expression is not known."""
    yield Unknown("template")


def includes(site: Site, origin: str, text: str, files: Files) -> Iterator[str | None]:
    """The parts that a page imports and renders."""
    for name, path in _IMPORT.findall(text):
        if f"<{name}" in text:
            yield _file(site, origin, path)
