"""The path of a file below a Jekyll site's source → how Jekyll treats it.

Names that begin with `_`, `.`, `#` or `~` are ignored, except for posts, drafts and collections,
and so is whatever `exclude` names; whatever `include` names is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import translate
from functools import cache
from typing import Final, NamedTuple

from recall_lint.sites._jekyll_settings import Settings
from recall_lint.sites.model import Site

MARKDOWN: Final = (".md", ".markdown", ".mkd", ".mkdn", ".mkdown", ".mdown")
HTML: Final = (".html", ".xhtml", ".htm")

_SPECIAL: Final = ("_", ".", "#", "~")

DATED = re.compile(r"(?P<date>\d{2,4}-\d{1,2}-\d{1,2})-(?P<slug>[^/]*)\.[^./]+")
"""The name of a post."""


class Kind(NamedTuple):
    """How Jekyll treats a file."""

    name: str
    """`pages` (or a static file), `drafts`, or the name of a collection, including `posts`."""
    path: str
    """The path in defaults and `{% link %}`: without `collections_dir`."""
    inside: str
    """The path below the folder of the collection."""


def kind_of(site: Site, settings: Settings, path: str) -> Kind | None:
    """The kind of a file of the notebook; None if it is not below the site's source."""
    folder = site.content[0].folder
    if path.startswith("../") or (folder != "." and not path.startswith(f"{folder}/")):
        return None
    return kind(settings, below(folder, path))


def kind(settings: Settings, rest: str) -> Kind | None:
    """The kind of a file, by its path below the source; None for an ignored one."""
    excluded = _pattern(tuple(settings.exclude))
    included = _pattern(tuple(settings.include))
    container = f"{settings.collections_dir}/" if settings.collections_dir else ""
    label, slash, inside = rest.removeprefix(container).partition("/")
    if slash and rest.startswith(f"{container}_") and label not in ("_posts", "_drafts"):
        collection = settings.collection(label[1:])
        if collection is not None:
            is_read = _is_read(f"{label}/{inside}", 1, excluded, included)
            return Kind(label[1:], f"{label}/{inside}", inside) if is_read else None
    names = rest.split("/")
    for number, name in enumerate(names[:-1]):
        if name in ("_posts", "_drafts"):
            above = "/".join(names[:number])
            if not f"{above}/".startswith(container):
                return None
            return _dated(settings, rest, number, container, excluded, included)
    if rest in settings.include or _is_read(rest, 0, excluded, included):
        return Kind("pages", rest, rest)
    return None


def _dated(
    settings: Settings,
    rest: str,
    number: int,
    container: str,
    excluded: Callable[[str], bool],
    included: Callable[[str], bool],
) -> Kind | None:
    """A post or draft, depending on which of its folders is `_posts` or `_drafts`."""
    names = rest.split("/")
    above, below = names[:number], names[number + 1 :]
    if above and not _is_read("/".join(above), 0, excluded, included):
        return None
    if not _is_read(rest, number + 1, excluded, included):
        return None
    found = Kind("posts", rest.removeprefix(container), "/".join(below))
    if names[number] == "_drafts":
        return found._replace(name="drafts") if settings.drafts else None
    return found if DATED.fullmatch(names[-1]) else None


def _is_read(
    path: str, start: int, excluded: Callable[[str], bool], included: Callable[[str], bool]
) -> bool:
    """Whether none of the names in a path is ignored, from one of them on."""
    names = path.split("/")
    for number in range(start, len(names)):
        name = names[number]
        if included(name):
            continue
        if name.startswith(_SPECIAL) or name.endswith((".", "~")):
            return False
        above = "/".join(names[: number + 1])
        if excluded(above) or (number + 1 < len(names) and excluded(f"{above}/")):
            return False
    return True


@cache
def _pattern(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Whether any of some patterns matches a path, or a prefix of it."""
    patterns = [each.lstrip("/") for each in patterns if each.strip("/")]
    if not patterns:
        return lambda path: False
    starts = tuple(patterns)
    globs = [translate(each) for each in patterns if any(char in each for char in "*?[")]
    matches = re.compile("|".join(globs) or r"(?!)").match
    return lambda path: path.startswith(starts) or matches(path) is not None


def join(folder: str, rest: str) -> str:
    """The path of something in a folder of the notebook, which may be its root."""
    return rest if folder in ("", ".") else f"{folder}/{rest}"


def below(folder: str, path: str) -> str:
    """The path of a file relative to a folder of the notebook."""
    return path if folder in ("", ".") else path.removeprefix(f"{folder}/")
