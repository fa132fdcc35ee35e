"""mdBook: books with a `book.toml` and a `SUMMARY.md`.

A book's pages are those listed in its `SUMMARY.md`, each as `.html` at its path below the source
folder; `README.md` is the index page of its folder, and the first page is also the book's index.
Every other file that does not end in `.md` is copied. The part of a destination up to its last
`.md`, in a Markdown link as in `<a href>`, gets the suffix `.html`, whether or not the file exists;
everything else is left to the browser. `site-url` is the book's base path; no other setting moves
it. A relative link out of the book leads to other content on its host, unless it names Markdown,
which no host has there.

An unlisted page is not published, but others may include it: its links are read like those of a
file, and broken ones are not reported, since the including page is not known.

A book's own preprocessor (`command`) may define the meaning of names, like The Rust Reference with
`[closures]: expr.closure`, and of labels, like `[items.struct]`: if there is one, a bare name that
reaches nothing is not reported, and neither is an undefined label.

Source: mdBook's guide, "Format", and the pages that mdBook 0.5.4 makes of the fixture sites.

Differs: a page that `SUMMARY.md` lists but that does not exist is missing, although mdBook creates
it by default. Redirects of a fragment (`"/a.html#b"`) are not followed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from recall_lint.sites.model import (
    File,
    Files,
    Kind,
    Mount,
    Page,
    Site,
    SiteError,
    Unknown,
    Url,
    Way,
)
from recall_lint.sites.reading import load_toml
from recall_lint.sites.urls import joined

NAME: Final = "mdbook"

SUMMARY: Final = "SUMMARY.md"

_LINKS = re.compile(r"\]\(\s*(?:<([^<>\n]*)>|([^()\s]*(?:\([^()\s]*\)[^()\s]*)*))")
_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKDOWN = re.compile(r"(.*)\.md", re.DOTALL)
_NAME = re.compile(r"(?!.*\.html?\Z)[\w.-]+")
_README = re.compile(r"readme", re.IGNORECASE)


def find(marker: str, files: Files) -> Site | None:
    """The book of a `book.toml`; None without a `SUMMARY.md` that lists its pages."""
    settings = load_toml(files.read(marker) or "", marker)
    root = posixpath.dirname(marker) or "."
    book, build, html = (_table(settings, name, marker) for name in ("book", "build", "output"))
    html = _table(html, "html", marker)
    src = book.get("src", "src")
    if not isinstance(src, str):
        raise SiteError(f"{marker}: src must be a string (the folder of the pages)")
    folder = posixpath.normpath(posixpath.join(root, src))
    if posixpath.join(folder, SUMMARY).removeprefix("./") not in files:
        return None
    options: dict[str, Any] = {
        "config": marker,
        "index": build.get("use-default-preprocessors", True) is not False
        or "index" in _table(settings, "preprocessor", marker),
        "made": ["toc.html", "404.html"],
        "any_label": any(
            isinstance(each, dict) and "command" in each
            for each in _table(settings, "preprocessor", marker).values()
        ),
        "redirects": {
            old.lstrip("/"): new
            for old, new in _table(html, "redirect", marker).items()
            if isinstance(new, str) and "#" not in old
        },
    }
    if _table(html, "print", marker).get("enable", True) is not False:
        options["made"].append("print.html")
    return _site(folder, root, marker, _base(html.get("site-url")), options, _dialect(html))


def of(root: str, files: Files) -> Site:
    """A book with default settings, its pages in `src`."""
    options: dict[str, Any] = {
        "config": None,
        "index": True,
        "made": [],
        "any_label": False,
        "redirects": {},
    }
    return _site(
        posixpath.normpath(posixpath.join(root, "src")), root, root, "/", options, _dialect({})
    )


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """The pages in the summary, redirects to indexes, and what mdBook generates."""
    folder = site.content[0].folder
    known = {page.path for page in pages}
    urls: dict[str, list[str]] = {}
    first = True
    for name in _listed(files.read(_join(folder, SUMMARY)) or ""):
        path = _join(folder, name)
        if path in known and path not in urls:
            urls[path] = [site.base + _html(name, index=site.options["index"])]
            if not name.endswith(".md"):
                # It is a page, and also copied unchanged.
                urls[path].append(site.base + name)
            if first:
                urls[path].append(site.base)
        first = False
    if (error := _join(folder, "404.md")) in known:
        urls.setdefault(error, []).append(f"{site.base}404.html")
    by_url = {url: path for path, served in urls.items() for url in served}
    config = site.options["config"]
    made = [f"{site.base}{name}" for name in site.options["made"]]
    for old, new in site.options["redirects"].items():
        url = site.base + old
        target = by_url.get(urlsplit(urljoin(url, new)).path)
        if target is None:
            made.append(url)
        elif url not in by_url:
            urls[target].append(url)
    if config is not None:
        # Pages that mdBook generates from its settings have no other source.
        urls[config] = made
    return {path: tuple(served) for path, served in urls.items()}


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """The page for a destination with `.md`, or else the path for a browser."""
    folder = site.content[0].folder
    if origin == _join(folder, SUMMARY):
        yield File(_join(folder, path.replace("%20", " ")))
        return
    written = _MARKDOWN.match(path)
    page = f"{written[1]}.html" if written else path
    source = None if path.startswith("/") else _join(posixpath.dirname(origin), path)
    if urls:
        yield Url(joined(urls[0], page))
        if source is not None and written and not _README.fullmatch(_stem(path)):
            yield File(source)
        if site.options["any_label"] and not written and _NAME.fullmatch(path):
            yield Unknown("preprocessor")
    else:
        yield File(source or path.lstrip("/"))
        yield Unknown("included")


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """There are no templates in destinations."""
    yield Unknown("template")


def _listed(summary: str) -> Iterator[str]:
    """The pages in a summary, by their paths below the source folder."""
    for m in _LINKS.finditer(_COMMENTS.sub("", summary)):
        if href := m[1] or m[2]:
            yield posixpath.normpath(href.replace("%20", " "))


def _html(name: str, *, index: bool) -> str:
    """The path of a page, below the book's base."""
    folder, stem = posixpath.dirname(name), _stem(name)
    if index and _README.fullmatch(stem):
        stem = "index"
    return posixpath.join(folder, f"{stem}.html")


def _stem(name: str) -> str:
    return posixpath.splitext(posixpath.basename(name))[0]


def _site(
    folder: str, root: str, because: str, base: str, options: dict[str, Any], dialect: str
) -> Site:
    mount = Mount(folder, base)
    return Site(
        NAME,
        root,
        because,
        content=(mount,),
        static=(mount,),
        base=base,
        dialects=(dialect,),
        options=options,
    )


def _dialect(html: Mapping[str, Any]) -> str:
    smart = html.get("smart-punctuation", html.get("curly-quotes", True))
    settings = {
        "smart-punctuation=yes": smart is not False,
        "definition-lists=no": html.get("definition-lists", True) is False,
    }
    chosen = "&".join(name for name, holds in settings.items() if holds)
    return f"mdbook?{chosen}" if chosen else "mdbook"


def _base(url: object) -> str:
    """The base path of `site-url`, which may be a whole URL."""
    path = urlsplit(url).path.strip("/") if isinstance(url, str) else ""
    return f"/{path}/" if path else "/"


def _table(settings: Mapping[str, Any], name: str, marker: str) -> dict[str, Any]:
    table = settings.get(name, {})
    if not isinstance(table, dict):
        raise SiteError(f"{marker}: {name} must be a table")
    return table


def _join(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))
