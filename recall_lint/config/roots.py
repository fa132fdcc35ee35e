"""Paths given by the user → the roots of notebooks, and the selected documents."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from recall_lint.base.config import ConfigError
from recall_lint.config.load import find_root


def roots(paths: Sequence[str]) -> tuple[str, ...]:
    """The roots of the notebooks that contain the paths, each once, sorted.

    For paths without a configured root, it is the current folder if that contains them all, or else
    the innermost folder that does: names that the user typed, such as `Recall`, are relative to the
    notebook.
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
    return tuple(sorted({root or around for root in marked.values()}))


def root_of(path: str) -> str:
    """The root of the notebook that a path lies in."""
    return roots((path,))[0]


def concerns(root: str, tops: Iterable[str]) -> bool:
    """Whether a path is in a notebook, or the notebook is below it."""
    return any(holds(root, top) or holds(top, root) for top in tops)


def holds(folder: str, path: str) -> bool:
    """Whether a path is a folder or in it; both are real paths."""
    return path == folder or path.startswith(os.path.join(folder, ""))


def tops_of(path: str) -> set[str]:
    """What a path stands for: a symlink may be a document under its own name or the target's."""
    return {real_parent(path), os.path.realpath(path)}


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
    tops = {top for path in wanted for top in tops_of(path)}
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
