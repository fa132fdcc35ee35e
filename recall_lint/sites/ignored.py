"""`.gitignore` files → which pages and files of a site git ignores.

A missing page that git ignores is generated before or while the site is built.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

from recall_lint.base.config import matcher
from recall_lint.sites.model import Files, Site

_NAME = ".gitignore"


def gitignores(folder: str, files: Files) -> list[str]:
    """The `.gitignore` files that apply in a folder, the outermost first."""
    found = []
    while True:
        path = posixpath.normpath(posixpath.join(folder, _NAME))
        if path in files:
            found.append(path)
        if folder in ("", "."):
            return found[::-1]
        folder = posixpath.dirname(folder)


def is_ignored_in(site: Site, folder: str, files: Files) -> Callable[[str], bool]:
    """A function that tells whether git ignores a page or file in a folder of a site's content.

    False if git would ignore any new page of the site: its pages were added in spite of that.
    """
    patterns = tuple(p for path in gitignores(folder, files) for p in _patterns_in(path, files))
    matches = matcher(patterns)
    suffixes = site.suffixes
    if any(matches(posixpath.join(mount.folder, f"any{suffixes[0]}")) for mount in site.content):
        return lambda path: False

    def is_ignored(path: str) -> bool:
        stem, end = posixpath.splitext(path)
        bare = stem if end in (*suffixes, ".html") else path
        pages = (f"{bare}{index}{suffix}" for index in ("", "/index") for suffix in suffixes)
        return any(map(matches, (path, *pages)))

    return is_ignored


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
