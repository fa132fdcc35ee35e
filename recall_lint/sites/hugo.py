"""Hugo: sites with a `hugo.toml`, a `config.toml` next to `content/`, or a `config/_default/`.

A page is served as a folder named after its file, in lower case and with dashes for spaces; a
bundle, `a/index.md`, as its own folder, and so is a section, `_index.md`. `url`, `slug`, `aliases`
and `permalinks` override this. Files next to an `index.md` are its resources, and Markdown files
among them are not pages.

A destination is a URL, relative to the page's. Many sites resolve it first as a path of the content
(with `ref`, or with link render hooks, including Hugo's default one): a path that names a page or a
resource refers to that, with or without `.md`. Words with which a site's own hook compares
destinations are not checked.

Source: "Content organization", "URL management", "Page bundles", "Link render hooks" and "Configure
modules" in Hugo's documentation.

Differs: the pages listed by a taxonomy are not known, and neither is what a theme or external
module adds.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from recall_lint.sites import _hugo_routes, _hugo_settings
from recall_lint.sites._hugo_routes import SUFFIXES, path_of, stem_of
from recall_lint.sites.model import File, Files, Kind, Name, Page, Site, Unknown, Url, Way
from recall_lint.sites.names import Names
from recall_lint.sites.urls import joined

NAME: Final = "hugo"

_REF = re.compile(
    r"\{\{[<%]\s*(?:rel)?ref\s+(?:path=)?(?P<quote>[\"'`]?)(?P<path>[^\"'`\s]*)(?P=quote)"
    r"[^{}]*[>%]\}\}"
)
_INCLUDE = re.compile(
    r"\{\{[<%]\s*(?:content|import|includes?|read-?file|transclude)\s+(?:\w+=)?"
    r"[\"'`]?(?P<path>[^\"'`\s>%]+)"
)


def find(marker: str, files: Files) -> Site | None:
    """The site of a configuration file or folder; None if it has no pages."""
    return _hugo_settings.find(marker, files)


def of(root: str, files: Files) -> Site:
    """The site of a folder with default settings."""
    return _hugo_settings.site(root, root, {}, files)


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """Every page by its URL and its aliases, and the lists that Hugo generates."""
    return _hugo_routes.serve(site, pages, files)


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """A path of the content, if it exists, or else a URL."""
    own = urls[0] if urls else site.base
    url = joined(own, path)
    yield Url(url)
    if kind != "html":
        if path.lower().endswith(SUFFIXES) or site.options["hook"]:
            yield from _content(site, origin, path)
        if site.options["hook"]:
            for below in dict.fromkeys((url.strip("/"), path.strip("/"))):
                yield Url(site.base + path_of(site, below.removesuffix(".md")) + "/")
            if path.startswith("/"):
                yield Url(site.base + path.lstrip("/"))
            yield File(posixpath.join(site.root, "assets", path.lstrip("/")))
    if path in site.options["words"]:
        yield Unknown("link render hook")
    if _is_made_elsewhere(site, url):
        yield Unknown("taxonomy")


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """`ref` and `relref`: a page by its path, relative to this one or to the content's root."""
    m = _REF.fullmatch(destination)
    if m is None:
        yield Unknown("template")
        return
    path, hash_, anchor = m["path"].partition("#")
    for way in _content(site, origin, path) if path else (File(origin),):
        yield way._replace(anchor=anchor if hash_ else None) if isinstance(way, File) else way
    logical = path.removesuffix(".md").removesuffix("/_index").removesuffix("/index").strip("/")
    for mount in site.content:
        yield Url(f"{mount.url}{path_of(site, logical)}/", anchor if hash_ else None)
    if "/" not in path:
        yield Name(destination)


def includes(site: Site, origin: str, text: str, files: Files) -> Iterator[str | None]:
    """The files that a page includes with a shortcode such as `include`, which sites define."""
    for m in _INCLUDE.finditer(text):
        found = [way.path for way in _content(site, origin, m["path"])]
        known = (posixpath.normpath(path) for path in found)
        yield next((path for path in known if path in files), None)


def named(site: Site, names: Names, origin: str, text: str) -> str | None:
    """The page that `ref` finds by a bare name: the only one with that name."""
    m = _REF.fullmatch(text)
    path = m["path"].partition("#")[0] if m else text
    found = [each for each in names.called(path) if each.endswith(SUFFIXES)]
    return found[0] if len(found) == 1 else None


def _content(site: Site, origin: str, path: str) -> Iterator[File]:
    """Possible files for a path of the content: in the page's folder, its bundle, the root."""
    bare = path.removesuffix("/")
    if path.startswith("/"):
        bases = [mount.folder for mount in site.content]
    else:
        folder = posixpath.dirname(origin)
        bases = [folder, *(mount.folder for mount in site.content)]
        if stem_of(origin) in ("index", "_index"):
            bases.append(posixpath.dirname(folder))
    for base in dict.fromkeys(bases):
        full = posixpath.join(base, bare.lstrip("/"))
        yield File(full)
        if not full.endswith(SUFFIXES):
            for end in (".md", "/_index.md", "/index.md"):
                yield File(full + end)
        for code in site.options["languages"]:
            if full.endswith(".md"):
                yield File(f"{full[:-3]}.{code}.md")


def _is_made_elsewhere(site: Site, url: str) -> bool:
    """Whether a URL is below a taxonomy of the site, whose terms are not known."""
    first = url.removeprefix(site.base).partition("/")[0]
    return first in site.options["taxonomies"]
