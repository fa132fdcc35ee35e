"""A notebook → the location of its cache."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Final

FOLDER: Final = ".recall-lint_cache"
_FILE: Final = "notebook.sqlite3"

_FILES: Final = {
    ".gitignore": "# Created by recall-lint.\n*\n",
    "README.md": (
        "# recall-lint cache\n\n"
        "Cached results of earlier runs. This folder is safe to delete (`recall-lint clean`) and\n"
        "should not be committed.\n"
    ),
}

_WRITTEN: Final = (*_FILES, _FILE, *(f"{_FILE}-{kind}" for kind in ("journal", "wal", "shm")))
"""Everything that is written there, what SQLite makes for a while included."""


def file_of(root: str, folder: str | None) -> str:
    """The cache file of a notebook, in its own folder or in one for many notebooks."""
    if folder is None:
        return os.path.join(root, FOLDER, _FILE)
    from hashlib import sha256

    name = sha256(os.fsencode(root)).hexdigest()[:16]
    return os.path.join(folder, f"{os.path.basename(root)}-{name}.sqlite3")


def is_elsewhere(root: str, folder: str | None) -> bool:
    """Whether a notebook's own cache folder is, or has, a symlink, which may be malicious."""
    if folder is not None:
        return False
    own = os.path.join(root, FOLDER)
    return os.path.islink(own) or any(os.path.islink(os.path.join(own, name)) for name in _WRITTEN)


def clean(root: str, folder: str | None) -> list[str]:
    """Delete a notebook's cache; returns the names of the deleted files."""
    if folder is None and os.path.islink(link := os.path.join(root, FOLDER)):
        os.unlink(link)
        return [link]
    file = file_of(root, folder)
    around = [os.path.join(os.path.dirname(file), name) for name in _WRITTEN]
    own = around if folder is None else [file, f"{file}-journal"]
    gone = [path for path in own if os.path.isfile(path) or os.path.islink(path)]
    for path in gone:
        os.unlink(path)
    if folder is None:
        with suppress(OSError):
            os.rmdir(os.path.dirname(file))
    return gone


def make_folder(folder: str) -> None:
    """Create the folder of a cache file, and in a notebook the files that keep git from tracking
    it.
    """
    os.makedirs(folder, exist_ok=True)
    if os.path.basename(folder) == FOLDER:
        for name, text in _FILES.items():
            path = os.path.join(folder, name)
            # It is empty if the disk was full.
            if not (os.path.isfile(path) and os.path.getsize(path)):
                with open(path, "w") as file:
                    file.write(text)
