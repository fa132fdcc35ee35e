"""Paths from the command line → the notebook's root, and the selected documents."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from recall_lint.config import (
    ConfigError,
    find_root,
)


def common_root(paths: Sequence[str]) -> str:
    """The common notebook root of all paths.

    Without a folder that says it is one, it is the current folder if that
    holds all paths, else the innermost folder that does: the names that the
    user wrote, such as `Recall`, are names in the notebook.
    """
    try:
        here = os.path.realpath(os.getcwd())
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigError(f"cannot read the current folder: {reason}") from None
    for path in paths:
        if not (os.path.isdir(path) or os.path.isfile(path)):
            raise ConfigError(f"{path}: {_what(path)}")
    marked = {path: find_root(path) for path in paths}
    homeless = [path for path, root in marked.items() if root is None]
    around = _folder_around(here, homeless)
    roots = {root or around: path for path, root in marked.items()}
    if len(roots) > 1:
        (one, first), (other, second) = list(roots.items())[:2]
        raise ConfigError(f"{first} and {second} belong to different notebooks ({one} and {other})")
    return next(iter(roots))


def _what(path: str) -> str:
    """Describe a path that is neither a file nor a folder."""
    if not os.path.lexists(path):
        return "no such file or folder"
    return "not a regular file" if os.path.exists(path) else "broken symlink"


def _folder_around(here: str, paths: Sequence[str]) -> str:
    folders = []
    for path in paths:
        real = os.path.realpath(path)
        folders.append(real if os.path.isdir(real) else os.path.dirname(real))
    common = os.path.commonpath(folders or [here])
    return here if os.path.commonpath([here, common]) == here else common


def below(root: str, documents: Iterable[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """The documents at or below the given paths."""
    # A link may be a document under its own name, or another name of one.
    tops = {*map(real_parent, wanted), *map(os.path.realpath, wanted)}
    if root in tops:
        return tuple(documents)
    return tuple(
        path for path in documents if not tops.isdisjoint(_upwards(os.path.join(root, path)))
    )


def _upwards(path: str) -> Iterator[str]:
    """A path and its parent folders, innermost first."""
    yield path
    while (parent := os.path.dirname(path)) != path:
        path = parent
        yield path


def real_parent(path: str) -> str:
    """The path with all symlinks resolved except the last component."""
    parent, name = os.path.split(os.path.abspath(path))
    return os.path.join(os.path.realpath(parent), name)
