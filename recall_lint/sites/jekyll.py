"""Jekyll: sites with a `_config.yml`, including GitHub Pages.

The URL of a page is its `permalink`, or its path, with `index` standing for its folder; that of a
post consists of its date and title, and that of a document of a collection follows the collection's
pattern. Names that begin with `_` or `.` are not pages, and neither is whatever `exclude` names.

GitHub Pages always enables some plugins, and builds most sites: pages need no front matter (except
for READMEs, licenses and similar), a README is its folder's index, and a link to a file becomes one
to its page. A site is assumed to be built there unless its `Gemfile` says otherwise.

Source: "Permalinks", "Collections", "Front Matter Defaults", "Configuration Options" and "Tags" in
Jekyll's documentation, and the READMEs of jekyll-relative-links, jekyll-optional-front-matter,
jekyll-readme-index, jekyll-redirect-from, jekyll-paginate, jekyll-feed and jekyll-sitemap.

Differs: a post with a future date is published, as on GitHub Pages; what other plugins and themes
generate is not known.

Differs: `{{ site.baseurl }}{% link a.md %}` is correct, as on GitHub Pages; Jekyll 4 adds the base
path twice.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import unquote, urljoin

from recall_lint.markdown import liquid
from recall_lint.sites import _jekyll_liquid, _jekyll_pages
from recall_lint.sites._jekyll_files import HTML, MARKDOWN, below, join, kind_of
from recall_lint.sites._jekyll_settings import Settings, dialect, is_of_another, line, settings
from recall_lint.sites.model import (
    Elsewhere,
    File,
    Files,
    Mount,
    Page,
    Site,
    SiteError,
    Url,
    Way,
)
from recall_lint.sites.model import Kind as LinkKind
from recall_lint.sites.names import Names
from recall_lint.sites.reading import load_toml, load_yaml

NAME: Final = "jekyll"

_HOST: Final = "http://site.invalid"
_INCLUDE = re.compile(r"\{%-?\s*(?P<tag>include(?:_cached|_relative)?)\s+(?P<path>[^%\s]+)")
_MADE_ID = re.compile(r"\s(?:id|name)\s*=\s*[\"']?[^\"'<>{}]*\{[{%]")
_REDIRECT = re.compile(r"\A---[ \t]*\n(?:(?!---).*\n)*?redirect_to:")


def find(marker: str, files: Files) -> Site | None:
    """The site of a `_config.yml` or `_config.toml`; the first in Jekyll's order counts."""
    root = posixpath.dirname(marker) or "."
    names = [join(root, f"_config.{suffix}") for suffix in ("yml", "yaml", "toml")]
    if next(name for name in names if name in files) != marker:
        return None
    load = load_toml if marker.endswith(".toml") else load_yaml
    values = load(files.read(marker) or "", marker)
    if is_of_another(values, root, files):
        return None
    return _site(root, marker, values, files)


def of(root: str, files: Files) -> Site:
    """The site of a folder with default settings, as GitHub Pages builds it."""
    return _site(root, root, {}, files)


def _site(root: str, because: str, values: Mapping[str, Any], files: Files) -> Site:
    source = values.get("source") or "."
    where = f"{because}:{line(files, because, 'source')}: source"
    if not isinstance(source, str):
        raise SiteError(f"{where} must be a string (the folder of the site)")
    folder = posixpath.normpath(posixpath.join(root, source.lstrip("/")))
    if folder != root and next(iter(files.below(folder)), None) is None:
        raise SiteError(f"{where} folder not found: {folder}")
    base = values.get("baseurl")
    base = base.strip("/") if isinstance(base, str) else ""
    mount = Mount(folder, f"/{base}/" if base else "/")
    return Site(
        NAME,
        root,
        because,
        content=(mount,),
        static=(mount,),
        base=mount.url,
        dialects=(dialect(values),),
        suffixes=MARKDOWN,
        syntax="liquid",
        github=True,
        hidden="",
        options=settings(values, root, because, files)._asdict(),
    )


# Routes.


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """The pages, posts and documents of collections, each by its URLs and its redirects."""
    return _jekyll_pages.serve(site, pages, files)


def withholds(site: Site, path: str) -> bool:
    """Whether a file is not served at its path."""
    kind = kind_of(site, Settings(**site.options), path)
    return kind is None or kind.name != "pages"


# Destinations.


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: LinkKind) -> Iterator[Way]:
    """The page of a file, if links to files become links to pages, else a browser's path."""
    known = Settings(**site.options)
    folder = site.content[0].folder
    way = None
    if kind in ("link", "image") and _is_rewritten(site, known, origin):
        absolute = join(folder, path.lstrip("/"))
        beside = posixpath.join(posixpath.dirname(origin), path)
        file = posixpath.normpath(absolute if path.startswith("/") else beside)
        if kind_of(site, known, file) is not None and not path.endswith("/"):
            way = File(file)
    if way is not None and "." in posixpath.basename(path):
        yield way
        way = None
    yield _browsed(site, origin, urls, path)
    if way is not None:
        yield way


def _is_rewritten(site: Site, known: Settings, origin: str) -> bool:
    """Whether links to files in a page become links to pages."""
    if known.relative_links != "pages":
        return bool(known.relative_links)
    kind = kind_of(site, known, origin)
    return kind is not None and kind.name == "pages"


def _browsed(site: Site, origin: str, urls: Sequence[str], path: str) -> Way:
    """The path as resolved by a browser."""
    folder = site.content[0].folder
    own = urls[0] if urls else site.base + below(folder, posixpath.splitext(origin)[0]) + ".html"
    url = urljoin(_HOST + own, path.replace("?", "%3F").replace("#", "%23").replace(";", "%3B"))
    url = unquote(url.removeprefix(_HOST)) or "/"
    made = site.options["made"]
    if made and url.startswith(site.base) and re.fullmatch(made, url.removeprefix(site.base)):
        return Elsewhere()
    return Url(url)


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """Tags that name files, and the output of Liquid if it is known."""
    for way in _jekyll_liquid.ways(site, urls, destination):
        if isinstance(way, Url):
            asked = _browsed(site, origin, urls, way.path)
            yield way._replace(path=asked.path) if isinstance(asked, Url) else asked
        else:
            yield way


def named(site: Site, names: Names, origin: str, text: str) -> str | None:
    """The post with a name: in its folder, or else anywhere."""
    folder, stem = posixpath.split(text)
    posts = [
        path
        for suffix in (*MARKDOWN, *HTML)
        for path in names.called(stem + suffix)
        if path.endswith(stem + suffix) and "/_posts/" in f"/{path}"
    ]
    exact = (
        path
        for path in posts
        if f"/{posixpath.dirname(path)}/".replace("/_posts/", "/").endswith(f"/{folder}/")
    )
    return next(exact, posts[0] if posts else None)


def includes(site: Site, origin: str, text: str, files: Files) -> Iterator[str | None]:
    """The files that a page includes, recursively; None for unknown anchors.

    A page that redirects to another has the anchors of that one, which is not known here.
    """
    known = Settings(**site.options)
    if known.redirects and _REDIRECT.search(text):
        yield None
    folder = join(site.content[0].folder, known.includes_dir)
    found: dict[str, None] = {}
    pending = [(posixpath.dirname(origin), text)]
    while pending:
        around, text = pending.pop()
        for m in filter(None, map(_INCLUDE.match, liquid.tags(text))):
            beside = m["tag"] == "include_relative"
            path = posixpath.normpath(posixpath.join(around if beside else folder, m["path"]))
            if "{" in path:
                yield None
            elif path not in found:
                found[path] = None
                yield path
                inside = files.read(path) or ""
                pending.append((posixpath.dirname(path), inside))
                if not path.endswith(MARKDOWN) and _MADE_ID.search(inside):
                    yield None
