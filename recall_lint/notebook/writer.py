"""A target, and the destination to replace → the destination of a new link.

A fix keeps the style of the old link: a URL of a site or a file, a path from the root or a relative
one, with or without the suffix. A destination is only offered if it works on all surfaces of the
page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from recall_lint.base import destinations
from recall_lint.base.model import Link, Span
from recall_lint.base.problems import Target
from recall_lint.notebook.notebook import Notebook
from recall_lint.notebook.resolutions import External, Found, Unjudged
from recall_lint.sites.publication import FORGE_DIALECTS
from recall_lint.sites.served import Served


def write(notebook: Notebook, origin: str, target: Target, like: str) -> str | None:
    """A destination for a link in the document `origin`; None if none reaches the target.

    `like` is the destination to replace.
    """
    site = next(
        (view.site for view in notebook.surfaces.views(origin) if view.site is not None), None
    )
    if site is None or (target.path == origin and like.startswith("#")):
        return as_file(notebook, origin, target, like)
    path, _, query = like.partition("#")[0].partition("?")
    end = (f"?{query}" if query else "") + destinations.write_anchor(target.anchor)
    forms = {*_files(origin, target), *_urls(notebook.sites.served(site), origin, target)}
    for form in sorted(forms, key=lambda form: _unlikeness(form, path)):
        written = destinations.quoted(form) + end
        if _reaches(notebook, origin, written, target):
            return written
    return None


def as_file(notebook: Notebook, origin: str, target: Target, like: str) -> str:
    """A destination with the path of the target's file, whether or not it works."""
    is_forge = notebook.surfaces.views(origin)[0].dialect in FORGE_DIALECTS
    return destinations.write(origin, target, like, notebook.repository.at if is_forge else "")


def _files(origin: str, target: Target) -> Iterator[str]:
    """The target's file, as paths from the origin and from the root, with or without its suffix."""
    path = destinations.relative(target.path, posixpath.dirname(origin))
    from_root = () if destinations.climbs(target.path) else (f"/{target.path}",)
    for form in (path, *from_root):
        yield form
        yield posixpath.splitext(form)[0]


def _urls(served: Served, origin: str, target: Target) -> Iterator[str]:
    """The target's URLs, as paths from the root and from the origin's own URL."""
    own = served.urls.get(origin, ())
    for url in served.urls.get(target.path, ()):
        for form in _spelled(url):
            yield form
            if own:
                folder = own[0] if own[0].endswith("/") else posixpath.dirname(own[0])
                slash = "/" if form.endswith("/") and form != "/" else ""
                yield posixpath.relpath(form, folder or "/") + slash


def _spelled(url: str) -> Iterable[str]:
    bare = url.removesuffix(".html")
    return {url, bare.rstrip("/") or "/", bare if bare.endswith("/") else f"{bare}.html"}


def _unlikeness(form: str, like: str) -> tuple[object, ...]:
    """How much the form of a destination differs from the one to replace; used as a sort key."""
    return (
        form.startswith("/") != like.startswith("/"),
        # An anchor alone does not show how the page writes paths: files are the most common.
        _names_a_source(form) != (not like or _names_a_source(like)),
        posixpath.splitext(form)[1] != posixpath.splitext(like)[1],
        form.endswith("/") != like.endswith("/"),
        len(form),
        form,
    )


def _names_a_source(form: str) -> bool:
    return posixpath.splitext(form)[1] not in ("", ".html")


def _reaches(notebook: Notebook, origin: str, written: str, target: Target) -> bool:
    found = notebook.resolve(origin, Link("", written, Span(0, 0), Span(0, 0)))
    if isinstance(found, External | Unjudged):
        return False
    same = found.target.path == target.path
    return same and (isinstance(found, Found) or target.anchor is not None)
