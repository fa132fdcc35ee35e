"""Folders and open files of a client → their notebooks, each opened on first use."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pygls.uris import from_fs_path

from recall_lint.base.config import Choices, ConfigError
from recall_lint.base.model import Document
from recall_lint.config.load import FILE_NAME, PYPROJECT, find_root
from recall_lint.config.roots import holds
from recall_lint.notebook.notebook import Notebook
from recall_lint.run.editing import EditedNotebook
from recall_lint.run.startup import RunOptions, request_of
from recall_lint.server.buffers import Buffer, Buffers, path_of
from recall_lint.server.positions import Lines
from recall_lint.sources.files import is_markdown

logger = logging.getLogger(__name__)


class Place(NamedTuple):
    """A document of a notebook, as the editor has it."""

    edited: EditedNotebook
    path: str
    lines: Lines

    @property
    def notebook(self) -> Notebook:
        return self.edited.notebook

    @property
    def document(self) -> Document:
        return self.edited.notebook.documents[self.path]


class Workspace:
    """The notebooks of a client."""

    def __init__(self, options: RunOptions, tell: Callable[[str], None]) -> None:
        """`tell` shows the user why a notebook cannot be checked."""
        self.buffers = Buffers()
        self.encoding = "utf-16"
        self.folders: list[str] = []
        self._options = options
        self._tell = tell
        self._notebooks: dict[str, EditedNotebook] = {}
        self._failed: dict[str, str] = {}
        self._roots: dict[str, str | None] = {}
        self._changed: dict[str, None] = {}

    # Changes.

    def set_folders(self, uris: Iterable[str]) -> None:
        """Set the client's open folders."""
        self.folders = [path for uri in uris if (path := path_of(uri)) is not None]
        self._roots.clear()

    def change_folders(self, added: Iterable[str], removed: Iterable[str]) -> None:
        """The client has opened and closed folders."""
        gone = {path_of(uri) for uri in removed}
        kept = [folder for folder in self.folders if folder not in gone]
        self.folders = [*dict.fromkeys([*kept, *filter(None, map(path_of, added))])]
        self._roots.clear()

    def rests_on(self, path: str) -> bool:
        """Whether a change of a file that is not a document may affect more than its text."""
        if os.path.basename(path) in (FILE_NAME, PYPROJECT):
            return True
        return any(
            edited.rests_on(os.path.relpath(path, root).replace(os.sep, "/"))
            for root, edited in self._notebooks.items()
        )

    def touch(self, path: str) -> None:
        """A file has another text, in its buffer or on disk."""
        self._changed[path] = None

    def reopen(self) -> None:
        """More than texts has changed: notebooks are opened again when needed."""
        self._changed.clear()
        self._roots.clear()
        self._failed.clear()
        while self._notebooks:
            self._notebooks.popitem()[1].close()

    def settle(self) -> None:
        """Process all changes of texts."""
        changed, self._changed = [*self._changed], {}
        for root, edited in [*self._notebooks.items()]:
            paths = [os.path.relpath(path, root).replace(os.sep, "/") for path in changed]
            if edited.has_commit_moved() or (paths and not edited.revise(paths)):
                del self._notebooks[root]
                edited.close()

    def close(self) -> None:
        """End all runs."""
        self.reopen()

    # Notebooks.

    def notebooks(self) -> Iterator[EditedNotebook]:
        """The notebooks of all folders and open files, and all nested ones."""
        self.settle()
        pending = [self._root_of(path) for path in (*self.folders, *self.buffers)]
        seen: set[str] = set()
        while pending:
            root = pending.pop(0)
            if root is None or root in seen:
                continue
            seen.add(root)
            edited = self._open(root)
            if edited is not None:
                yield edited
                nested = (os.path.join(root, f) for f in edited.session.files.nested)
                pending += [n for n in nested if any(holds(f, n) for f in self.folders)]

    def has(self, edited: EditedNotebook) -> bool:
        """Whether a notebook is still open."""
        return self._notebooks.get(edited.root) is edited

    def find(self, uri: str) -> Place | None:
        """The document of a URI; None if it is not part of a notebook."""
        path = path_of(uri)
        return None if path is None else self.at(path)

    def at(self, full: str) -> Place | None:
        """The document of a full path; None if it is not part of a notebook."""
        self.settle()
        root = self._root_of(full) if is_markdown(full) else None
        edited = None if root is None else self._open(root)
        if edited is None:
            return None
        path = os.path.relpath(full, edited.root).replace(os.sep, "/")
        path = edited.session.files.listing.aliases.get(path, path)
        if path not in edited.session.documents:
            return None
        return self.place(edited, path)

    def place(self, edited: EditedNotebook, path: str) -> Place:
        """A document of a notebook, or around it."""
        return Place(edited, path, Lines(edited.notebook.documents.text(path), self.encoding))

    def open_places(self) -> Iterator[tuple[Buffer, Place | None]]:
        """The open files, each with its document if it is one."""
        for path in [*self.buffers]:
            buffer = self.buffers.at(path)
            if buffer is not None:
                yield buffer, self.at(path)

    def _root_of(self, full: str) -> str | None:
        """The root of the notebook of a file or folder.

        Without a marker, it is the client's folder: otherwise it could be the whole home folder.
        """
        folder = full if os.path.isdir(full) else os.path.dirname(full)
        if folder not in self._roots:
            there = folder
            while not os.path.isdir(there) and os.path.dirname(there) != there:
                there = os.path.dirname(there)
            around = [f for f in self.folders if holds(f, folder)]
            self._roots[folder] = find_root(there) or max(around, key=len, default=None)
        return self._roots[folder]

    def _open(self, root: str) -> EditedNotebook | None:
        known = self._notebooks.get(root)
        if known is None and root not in self._failed:
            try:
                request = request_of(root, (root,), Choices(), self._options)
                known = self._notebooks[root] = EditedNotebook(request, self.buffers)
            except ConfigError as error:
                # The configuration may be incomplete: the next change tries again.
                self._failed[root] = str(error)
                logger.warning("%s", error)
                self._tell(str(error))
        return known

    # URIs.

    def uri(self, edited: EditedNotebook, path: str) -> str:
        """The URI of a file, as the client has it if it is open."""
        full = os.path.normpath(os.path.join(edited.root, path))
        buffer = self.buffers.at(full)
        return (from_fs_path(full) or "") if buffer is None else buffer.uri

    def version(self, uri: str) -> int | None:
        """The version of an open file."""
        found = self.buffers.find(uri)
        return None if found is None else found[1].version
