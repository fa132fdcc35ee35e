"""HonKit and legacy GitBook: books with a `book.json` and a `SUMMARY.md`.

The pages are those in the summary, and the glossary, each as `.html` below the book's root;
`README.md` is the index page of its folder. Every other file is copied unchanged, including
Markdown. A destination is the path of a file, relative to the page's folder or, with a leading `/`,
to the book's root: that of a page becomes the page's URL, any other is unchanged. With `LANGS.md`,
each folder listed there is a book of its own. An unlisted page may be included in another: its
links are read like those of a file, and broken ones are not reported.

Source: HonKit's documentation, "Pages and Summary" and "Multi-Lingual", and the pages that HonKit
6.1.7 makes of the fixture site.

Differs: neither `book.js` nor `.bookignore` is read.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import unquote

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
from recall_lint.sites.reading import load_json

NAME: Final = "honkit"

_STRUCTURE: Final = {
    "readme": "README.md",
    "summary": "SUMMARY.md",
    "glossary": "GLOSSARY.md",
    "langs": "LANGS.md",
}
_LINKS = re.compile(r"\]\(\s*(?:<([^<>\n]*)>|([^()\s]*(?:\([^()\s]*\)[^()\s]*)*))")
_MARKDOWN: Final = (".md", ".markdown", ".mdown")


def find(marker: str, files: Files) -> Site | None:
    """The book of a `book.json`; None without a summary that lists its pages."""
    settings = load_json(files.read(marker) or "{}", marker)
    folder = posixpath.dirname(marker) or "."
    root = settings.get("root", ".")
    structure = settings.get("structure", {})
    if not isinstance(root, str):
        raise SiteError(f"{marker}: root must be a string (the folder of the pages)")
    if not isinstance(structure, dict):
        raise SiteError(f"{marker}: structure must be an object")
    names = {key: str(structure.get(key, name)) for key, name in _STRUCTURE.items()}
    site = _site(_join(folder, root), marker, names, files)
    books = site.options["books"]
    return site if any(_join(book, names["summary"]) in files for book in books) else None


def of(root: str, files: Files) -> Site:
    """A book without settings."""
    return _site(root, root, _STRUCTURE, files)


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """The pages in the summaries, and all other documents unchanged."""
    names = site.options["names"]
    root = site.content[0].folder
    known = {page.path for page in pages}
    urls = {path: (site.base + _within(root, path),) for path in known}
    for book in site.options["books"]:
        readme, summary, glossary = (
            _join(book, names[key]) for key in ("readme", "summary", "glossary")
        )
        listed = _listed(book, files.read(summary) or "")
        for path in (readme, *listed, glossary):
            if path in known and path != summary:
                urls[path] = (site.base + _html(_within(root, path), _within(root, readme)),)
        urls.pop(summary, None)
    if len(site.options["books"]) > 1:
        urls[_join(root, names["langs"])] = (site.base,)
    return urls


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """The file that a destination names, or the path in the built book."""
    root = site.content[0].folder
    book = _book(site, origin)
    folder = book if path.startswith("/") else posixpath.dirname(origin) or "."
    target = _join(folder, path.lstrip("/"))
    within = _within(root, target)
    names = site.options["names"]
    if posixpath.basename(origin) in (names["summary"], names["langs"]):
        yield File(target)
        return
    unlisted = not urls or urls[0].endswith(_MARKDOWN)
    # A path with a space is only recognized in the summary.
    if within.startswith("../"):
        yield Url(f"{site.base}{within}")
    elif within != posixpath.basename(site.because) and (
        unlisted or not (" " in path and path.endswith(_MARKDOWN))
    ):
        yield File(target)
    if unlisted:
        yield Unknown("included")
    yield Url(site.base + ("" if within == "." else within))


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """Variables of the book, and templates of its plug-ins."""
    yield Unknown("template")


def _listed(book: str, summary: str) -> Iterator[str]:
    for m in _LINKS.finditer(summary):
        name = unquote((m[1] or m[2] or "").partition("#")[0])
        if name and ":" not in name:
            yield _join(book, name.lstrip("/"))


def _html(within: str, readme: str) -> str:
    """The path of a page, below the root."""
    folder, name = posixpath.split(within)
    stem = posixpath.splitext(name)[0]
    if stem in ("README", "index") or within == readme:
        return f"{folder}/" if folder else ""
    return posixpath.join(folder, f"{stem}.html")


def _book(site: Site, origin: str) -> str:
    """The folder of the book that a page belongs to."""
    books: list[str] = site.options["books"]
    return next((book for book in books if origin.startswith(f"{book}/")), books[0])


def _site(root: str, because: str, names: Mapping[str, str], files: Files) -> Site:
    langs = files.read(_join(root, names["langs"]))
    books = [root]
    if langs is not None:
        books = [*dict.fromkeys(path.rstrip("/") for path in _listed(root, langs)), root]
    options: dict[str, Any] = {"names": dict(names), "books": books}
    mount = Mount(root, "/")
    return Site(
        NAME,
        posixpath.dirname(because) or ".",
        because,
        content=(mount,),
        static=(mount,),
        dialects=("honkit",),
        options=options,
    )


def _within(root: str, path: str) -> str:
    return posixpath.relpath(path, root)


def _join(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))
