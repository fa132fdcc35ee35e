"""VitePress: sites with a `.vitepress/config.ts` (any extension).

A page is served as `.html` at its path below the source folder, with `index.md` standing for its
folder, unless `rewrites` moves it. A destination is relative to the page's URL, and `.md`, `.html`
and no suffix mean the same page; one from the root is below the site's base. In HTML, links are
unchanged. Images are files next to the page; of other files, only those in `public/` are served.

Source: "Routing", "Asset Handling" and "Site Config" in VitePress' documentation.

Differs: for pages that a `[name].md` makes from data, and for those that a function rewrites, only
the pattern of their URLs is known, so links that match it are not reported.

Differs: `{target=…}` and `{download}` on a link are ignored.

Differs: a page includes all of a file, not only a region or some lines.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from recall_lint.sites._path_patterns import rewriter
from recall_lint.sites.globs import matcher
from recall_lint.sites.javascript import Unread, load
from recall_lint.sites.model import File, Files, Kind, Mount, Page, Site, Unknown, Url, Way
from recall_lint.sites.urls import joined

NAME: Final = "vitepress"

_CONFIG = re.compile(
    r"(?:\A|(?P<root>.*)/)\.vitepress/config(?:/index)?\.(?:js|mjs|cjs|ts|mts|cts)\Z"
)
_NEVER: Final = ("**/node_modules/**", "**/dist/**")
_INCLUDE = re.compile(r"<!--\s*@include:\s*(?P<path>[^\s<>{}#]+).*?-->")
_DYNAMIC = re.compile(r"\[\w+\]")
_INDEX = re.compile(r"(?:\A|(?<=/))index\.md\Z", re.IGNORECASE)
_FOOTNOTES: Final = "markdown-it-footnote"
_NO_PAGE = re.compile(
    r".*\.(?:3g2|3gp|aac|ai|apng|au|avif|bin|bmp|cer|class|conf|crl|css|csv|dll|doc|eps|epub|exe|gif"
    r"|gz|ics|ief|jar|jpe|jpeg|jpg|js|json|jsonld|m4a|man|mid|midi|mjs|mov|mp2|mp3|mp4|mpe|mpeg|mpg"
    r"|mpp|oga|ogg|ogv|ogx|opus|otf|p10|p7c|p7m|p7s|pdf|png|ps|qt|roff|rtf|rtx|ser|svg|t|tif|tiff"
    r"|tr|ts|tsv|ttf|txt|vtt|wav|weba|webm|webp|woff|woff2|xhtml|xml|yaml|yml|zip)",
    re.IGNORECASE,
)
"""Suffixes of destinations that are not pages; `v1.2` may be one."""
_ASSET = re.compile(
    r"[./].*\.(?:apng|avif|bmp|gif|ico|jfif|jpe|jpeg|jpg|mov|mp3|mp4|ogg|png|svg|webm|webp)",
    re.IGNORECASE,
)
"""A destination in HTML that is treated like a `src`."""


def find(marker: str, files: Files) -> Site | None:
    """The site of a configuration, as far as it consists of literals."""
    m = _CONFIG.match(marker)
    if m is None:
        return None
    settings = load(marker, files)
    notices = []
    if isinstance(settings, Unread):
        notices.append(f"{marker}:{settings.line}: cannot read the configuration: {settings.text}")
    site = _site(m["root"] or ".", marker, settings if isinstance(settings, dict) else {}, files)
    return site._replace(notices=(*notices, *site.notices))


def of(root: str, files: Files) -> Site:
    """The site of a folder with default settings."""
    return _site(root, root, {}, files)


def _site(root: str, because: str, settings: Mapping[str, Any], files: Files) -> Site:
    notices: list[str] = []

    def text(key: str, default: str) -> str:
        value = settings.get(key, default)
        if isinstance(value, Unread):
            notices.append(f"{because}:{value.line}: cannot read {key}: {value.text}")
        return value if isinstance(value, str) else default

    folder = posixpath.normpath(posixpath.join(root, text("srcDir", ".")))
    base = f"/{text('base', '/').removeprefix('.').strip('/')}/".replace("//", "/")
    rewrites = settings.get("rewrites")
    if isinstance(rewrites, Unread):
        notices.append(f"{because}:{rewrites.line}: cannot read rewrites: {rewrites.text}")
    options = {
        "clean": settings.get("cleanUrls") is True,
        "exclude": [*_NEVER, *_texts(settings.get("srcExclude"))],
        "rewrites": [[old, new] for old, new in _table(rewrites).items() if isinstance(new, str)],
        "unknown": isinstance(rewrites, Unread),
        "dynamic": [*_dynamic(folder, files)],
    }
    return Site(
        NAME,
        root,
        because,
        content=(Mount(folder, base),),
        static=(Mount(_join(folder, "public"), base),),
        base=base,
        dialects=(_dialect(because, settings, files, notices),),
        suffixes=(".md",),
        options=options,
        notices=tuple(notices),
    )


def _dialect(because: str, settings: Mapping[str, Any], files: Files, notices: list[str]) -> str:
    """The dialect of the pages, as far as the configuration changes it."""
    markdown = settings.get("markdown")
    own = _table(_table(markdown).get("anchor")).get("slugify")
    unread = own if isinstance(own, Unread) else markdown
    options = []
    if isinstance(unread, Unread):
        what = "markdown" if own is None else "markdown.anchor.slugify"
        notices.append(f"{because}:{unread.line}: cannot read {what}: {unread.text}")
    if own is not None or isinstance(markdown, Unread):
        options.append("slug=unknown")
    attributes = _table(_table(markdown).get("attrs"))
    left, right = (attributes.get(f"{side}Delimiter") for side in ("left", "right"))
    if attributes.get("disable") is True:
        options.append("attrs=no")
    elif isinstance(left, str) and isinstance(right, str):
        options.append(f"attrs={quote(left)}+{quote(right)}")
    if _FOOTNOTES in (files.read(because) or ""):
        options.append("footnotes=yes")
    return "?".join(filter(None, (NAME, "&".join(options))))


def _dynamic(folder: str, files: Files) -> Iterator[str]:
    """The files that make pages from data."""
    for path in files.below(folder):
        if path.endswith(".md") and _DYNAMIC.search(rest := _below(folder, path)):
            yield rest


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """Every page of the source folder that is not excluded, by its one URL."""
    folder = site.content[0].folder
    is_excluded = matcher(site.options["exclude"])
    served = {}
    for page in pages:
        rest = _below(folder, page.path)
        if "/." in f"/{rest}" or _DYNAMIC.search(rest):
            continue
        if not any(is_excluded(name) for name in _outward(rest)):
            served[page.path] = (_url(site, rest),)
    return served


def _outward(path: str) -> Iterator[str]:
    """A path and its parent folders: a pattern excludes what it matches and everything in it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _url(site: Site, rest: str) -> str:
    """The URL path of a file of the source folder."""
    rest = rewriter(tuple((old, new) for old, new in site.options["rewrites"]))(rest)
    stem = rest.removesuffix(".md")
    if stem == "index" or stem.endswith("/index"):
        return site.base + stem.removesuffix("index")
    return f"{site.base}{stem}.html"


def withholds(site: Site, path: str) -> bool:
    """Whether a file in the site's folders is not served: only files in `public/` are."""
    return not path.startswith(f"{site.static[0].folder}/")


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """A URL; for an image and similar, first a file next to the page or in `public/`."""
    folder = site.content[0].folder
    is_rooted = path.startswith("/")
    is_file = kind == "image" or (kind == "html" and _ASSET.fullmatch(path) is not None)
    if is_file and is_rooted:
        yield File(_join(site.static[0].folder, path[1:]))
        yield File(_join(folder, path[1:]))
    elif is_file:
        yield File(posixpath.join(posixpath.dirname(origin), path))
    href = path if kind == "html" else _href(site, path)
    if is_rooted:
        url = href if kind == "html" else site.base + href[1:]
    else:
        own = urls[0] if urls else _url(site, _below(folder, origin))
        url = joined(own, href)
    yield Url(url)
    if any(pattern.fullmatch(url) for pattern in _made(site.base, *site.options["dynamic"])):
        yield Unknown("dynamic route")
    if site.options["unknown"]:
        yield Unknown("rewrites")


def _href(site: Site, path: str) -> str:
    """The destination of a Markdown link in the built page."""
    if index := _INDEX.search(path):
        return path[: index.start()]
    if _NO_PAGE.fullmatch(path):
        return path
    bare = path.removesuffix(".md")
    if site.options["clean"] or bare.endswith((".html", "/")):
        return bare
    return f"{bare}.html"


@cache
def _made(base: str, *routes: str) -> list[re.Pattern[str]]:
    """The possible URL paths of pages made from data."""
    stems = [route.removesuffix(".md").removesuffix("index") for route in routes]
    parts = [map(re.escape, _DYNAMIC.split(base + stem)) for stem in stems]
    return [re.compile(".+".join(each) + r"(?:/|\.html)?") for each in parts]


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """Vue replaces templates in a page's text, but not in destinations."""
    yield Unknown("template")


def includes(site: Site, origin: str, text: str, files: Files) -> Iterator[str | None]:
    """The files in `<!--@include: ./a.md-->`, relative to the page's folder or, with `@/`, to the
    source's.
    """
    for m in _INCLUDE.finditer(text):
        path = m["path"]
        if path.startswith("@"):
            yield _join(site.content[0].folder, path[1:].lstrip("/"))
        else:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(origin), path))


def _join(folder: str, rest: str) -> str:
    return rest if folder in ("", ".") else f"{folder}/{rest}"


def _below(folder: str, path: str) -> str:
    return path if folder in ("", ".") else path.removeprefix(f"{folder}/")
