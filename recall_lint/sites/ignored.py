"""`.gitignore` files → which pages and files of a site git ignores.

A missing page that git ignores is generated before or while the site is built.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

from recall_lint.base.config import matcher
from recall_lint.sites.model import Files, Site

_NAME = ".gitignore"


def gitignores(folder: str, files: Files) -> tuple[str, ...]:
    """The `.gitignore` files that apply in a folder, the outermost first."""
    found = []
    while True:
        path = posixpath.normpath(posixpath.join(folder, _NAME))
        if path in files:
            found.append(path)
        if folder in ("", "."):
            return tuple(reversed(found))
        folder = posixpath.dirname(folder)


def is_ignored_by(site: Site, gitignores: tuple[str, ...], files: Files) -> Callable[[str], bool]:
    """A function that tells whether some `.gitignore` files name a page or file of a site.

    False if git would ignore any new page of the site: its pages were added in spite of that.
    """
    is_ignored = matcher(tuple(p for path in gitignores for p in _patterns_in(path, files)))
    suffix = site.suffixes[0]
    if any(is_ignored(posixpath.join(mount.folder, f"any{suffix}")) for mount in site.content):
        return lambda path: False
    return is_ignored


def sources(site: Site, path: str, url: str | None) -> Iterator[str]:
    """The files that a missing page or file could be made of; `url` is None for a path."""
    yield path
    if url is not None and not url.endswith(site.suffixes):
        stem, end = posixpath.splitext(path)
        bare = stem if end in (*site.suffixes, ".html") else path
        yield from (f"{bare}{index}{each}" for index in ("", "/index") for each in site.suffixes)


def _patterns_in(path: str, files: Files) -> Iterator[str]:
    """The patterns of a `.gitignore`, relative to the root."""
    folder = posixpath.dirname(path)
    prefix = f"/{folder}" if folder else ""
    for line in valid_patterns(files.read(path) or ""):
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        no = "!" if pattern.startswith("!") else ""
        pattern = pattern.removeprefix("!")
        if "/" in pattern.rstrip("/"):
            yield f"{no}{prefix}/{pattern.lstrip('/')}"
        else:
            yield f"{no}{prefix}/**/{pattern}" if prefix else f"{no}{pattern}"


def valid_patterns(text: str) -> list[str]:
    """Patterns in the format of `.gitignore`, without other lines."""
    from pathspec import GitIgnoreSpec

    found = []
    for line in text.splitlines():
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        found.append(line)
    return found
