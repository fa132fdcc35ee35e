"""A notebook path → what exists there, under which exact name, and what a forge shows for it."""

from __future__ import annotations

import posixpath
from collections.abc import Container

from recall_lint.base.tree import OtherCase, Place, Tree
from recall_lint.facts.dependencies import Dependencies

_INDEXES = ("readme.md", "index.md", "readme.markdown", "index.markdown")


class Paths:
    """The files and folders at the paths of one notebook."""

    def __init__(self, tree: Tree, documents: Container[str], subjects: Dependencies) -> None:
        self._tree = tree
        self._documents = documents
        self._subjects = subjects
        self._places: dict[str, tuple[Place, frozenset[str]]] = {}
        self._counts: dict[str, tuple[int | None, frozenset[str]]] = {}
        self._readmes: dict[str, tuple[str | None, frozenset[str]]] = {}

    def find(self, path: str) -> Place:
        """What is at a notebook path."""
        return self._subjects.remembered(self._places, path, lambda: self._find(path))

    def _find(self, path: str) -> Place:
        self._subjects.note(f"place {path.lower()}")
        return self._tree.find(path)

    def is_listed(self, path: str) -> bool:
        """Whether this is a name of the notebook that git does not ignore."""
        self._subjects.note(f"place {path.lower()}")
        return self._tree.lists(path)

    def count_lines(self, path: str) -> int | None:
        return self._subjects.remembered(self._counts, path, lambda: self._tree.count_lines(path))

    def index_of(self, folder: str) -> str | None:
        """The document that is shown for a folder."""
        return self._subjects.remembered(self._readmes, folder, lambda: self._readme_in(folder))

    def _readme_in(self, folder: str) -> str | None:
        for name in _INDEXES:
            path = name if folder == "." else f"{folder}/{name}"
            place = self.find(path)
            match place:
                case OtherCase(path=other) if posixpath.dirname(other) in (folder, ""):
                    path = other
            if path in self._documents:
                return path
        return None
