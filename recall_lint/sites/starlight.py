"""Starlight: sites of `astro.config.mjs`, in any of its spellings, that name `@astrojs/starlight`.

A page of `src/content/docs/` is served as a folder, named as the file is, each name as
github-slugger would have it; `index` is its folder's, and `slug` says otherwise. A page that one
language lacks is served there as well, from the default one. Destinations are left as they are:
URLs, relative to the page's. Images of Markdown are files beside the page, and what lies in
`public/` is served as it is.

Source: "Pages", "Internationalization" and "Frontmatter Reference" in Starlight's documentation,
and `trailingSlash`, `build.format`, `base` and `srcDir` in Astro's.
Differs: pages of `src/pages/` are known by their files' names alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import unquote, urljoin

from recall_lint.sites.javascript import load
from recall_lint.sites.model import File, Files, Kind, Mount, Page, Site, Unknown, Url, Way

NAME: Final = "starlight"

_INTEGRATION: Final = "@astrojs/starlight"
_SUFFIXES: Final = (".md", ".mdx", ".markdown", ".mdown", ".mkd")
_NOT_SLUG = re.compile(r"[^\w\- ]")
_ROUTE = re.compile(r"(?P<route>[^\[\]]*)\.(?:astro|md|mdx|html|ts|js)\Z")


def find(marker: str, files: Files) -> Site | None:
    """The site of a configuration; None for one of Astro's without Starlight."""
    if _INTEGRATION not in (files.read(marker) or ""):
        return None
    settings = load(marker, files)
    root = posixpath.dirname(marker) or "."
    return _site(root, marker, settings if isinstance(settings, dict) else {}, files)


def of(root: str, files: Files) -> Site:
    """A site of all defaults."""
    return _site(root, root, {}, files)


def _site(root: str, because: str, settings: Mapping[str, Any], files: Files) -> Site:
    source = settings.get("srcDir")
    source = posixpath.normpath(posixpath.join(root, source if isinstance(source, str) else "src"))
    base = settings.get("base")
    base = f"/{base.strip('/')}/".replace("//", "/") if isinstance(base, str) else "/"
    build = settings.get("build")
    public = settings.get("publicDir")
    starlight = _options(settings)
    locales = starlight.get("locales")
    default = starlight.get("defaultLocale")
    names = [str(name) for name in locales] if isinstance(locales, dict) else []
    options = {
        "file": isinstance(build, dict) and build.get("format") == "file",
        "locales": [name for name in names if name != "root"],
        "default": "" if "root" in names or not isinstance(default, str) else default,
        "pages": [*_pages(source, files)],
    }
    folder = public if isinstance(public, str) else "public"
    return Site(
        NAME,
        root,
        because,
        content=(Mount(f"{source}/content/docs", base),),
        static=(Mount(posixpath.normpath(posixpath.join(root, folder)), base),),
        base=base,
        dialects=("starlight",),
        suffixes=_SUFFIXES,
        options=options,
    )


def _options(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings of Starlight among those of Astro's integrations."""
    integrations = settings.get("integrations")
    for each in integrations if isinstance(integrations, list) else ():
        if isinstance(each, dict) and {"locales", "sidebar", "title"} & {*each}:
            return each
    return {}


def _pages(source: str, files: Files) -> Iterator[str]:
    """The URL paths, without base, of the pages that are no documents."""
    for path in files.below(f"{source}/pages"):
        if m := _ROUTE.fullmatch(path.removeprefix(f"{source}/pages/")):
            yield m["route"].removesuffix("index").strip("/")


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """Every page under its URL, those of the default language for every language that lacks it."""
    slugs = {}
    for page in pages:
        rest = page.path.removeprefix(f"{site.content[0].folder}/")
        names = posixpath.splitext(rest)[0].split("/")
        is_shown = page.meta.get("draft") is not True
        if is_shown and not names[-1].startswith("_"):
            slugs[page.path] = _slug(page, names)
    locales = site.options["locales"]
    default = site.options["default"]
    known = {*slugs.values()}
    served = {}
    for path, slug in slugs.items():
        urls = [_url(site, slug)]
        language, _, rest = slug.partition("/")
        if language == default if default else language not in locales:
            bare = rest if default else slug
            for locale in locales:
                other = f"{locale}/{bare}".rstrip("/")
                if other not in known:
                    urls.append(_url(site, other))
        served[path] = tuple(urls)
    made = [_url(site, route) for route in site.options["pages"]]
    served[site.because] = tuple(url for url in made if url not in known)
    return served


def _slug(page: Page, names: Sequence[str]) -> str:
    own = page.meta.get("slug")
    if isinstance(own, str):
        return own.strip("/")
    if names[-1] == "index":
        names = names[:-1]
    return "/".join(_NOT_SLUG.sub("", name.lower()).replace(" ", "-") for name in names)


def _url(site: Site, slug: str) -> str:
    if not slug:
        return site.base
    return f"{site.base}{slug}.html" if site.options["file"] else f"{site.base}{slug}/"


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """An image beside the page, else a URL."""
    if kind == "image" and not path.startswith("/"):
        yield File(posixpath.join(posixpath.dirname(origin), path))
        return
    own = urls[0] if urls else site.base
    yield Url(unquote(urljoin(own, path.replace("?", "%3F").replace("#", "%23"))))


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """What JSX makes of an expression is not known."""
    yield Unknown("template")
