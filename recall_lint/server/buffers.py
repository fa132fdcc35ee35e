"""A client's messages about its open files → their texts, and the bytes that saving would write."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from lsprotocol.types import TextDocumentContentChangeEvent, TextDocumentContentChangePartial
from pygls.uris import to_fs_path

from recall_lint.base.text import encodable
from recall_lint.server.positions import MARK, Lines
from recall_lint.sources import encoding


class Buffer:
    """An open file."""

    def __init__(self, uri: str, version: int, text: str, like: bytes) -> None:
        """`like` is the file on disk: its byte order mark is kept, which editors do not show."""
        self.uri = uri
        self.version = version
        self._like = like
        before = encoding.decode(like)
        self._mark = MARK if before.startswith(MARK) and not text.startswith(MARK) else ""
        self.text = self._mark + encodable(text)

    @property
    def data(self) -> bytes:
        """The bytes that saving it would write."""
        return encoding.encode(self.text, self._like)

    def change(
        self, changes: Iterable[TextDocumentContentChangeEvent], version: int, units: str
    ) -> None:
        """Apply changes in order, each to the result of the one before."""
        for change in changes:
            new = encodable(change.text)
            if isinstance(change, TextDocumentContentChangePartial):
                start, end = Lines(self.text, units).span(change.range)
                self.text = self.text[:start] + new + self.text[end:]
            else:
                self.text = self._mark + new
        self.version = version


class Buffers(Mapping[str, bytes]):
    """The bytes of the open files, by their full paths."""

    def __init__(self) -> None:
        self._open: dict[str, Buffer] = {}

    def __getitem__(self, path: str) -> bytes:
        return self._open[path].data

    def __iter__(self) -> Iterator[str]:
        return iter(self._open)

    def __len__(self) -> int:
        return len(self._open)

    def open(self, uri: str, version: int, text: str) -> str | None:
        """Add an open file; returns its path, None if it is not a file."""
        path = path_of(uri)
        if path is None:
            return None
        try:
            with open(path, "rb") as file:
                like = file.read()
        except OSError:
            like = b""
        self._open[path] = Buffer(uri, version, text, like)
        return path

    def close(self, uri: str) -> str | None:
        """Remove a file; returns its path, None if it was not open."""
        path = path_of(uri)
        return path if path is not None and self._open.pop(path, None) is not None else None

    def find(self, uri: str) -> tuple[str, Buffer] | None:
        """The open file of a URI, and its path."""
        path = path_of(uri)
        buffer = None if path is None else self._open.get(path)
        return None if path is None or buffer is None else (path, buffer)

    def touch(self, path: str) -> None:
        """An open file was edited: it is now the most recent one."""
        self._open[path] = self._open.pop(path)

    def recent(self) -> list[str]:
        """The URIs of the open files, most recently edited first."""
        return [buffer.uri for buffer in reversed(self._open.values())]

    def at(self, path: str) -> Buffer | None:
        """The open file of a full path."""
        return self._open.get(path)


def path_of(uri: str) -> str | None:
    """The full path of a file, with symlinks in its folders resolved; None if it is not a file."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    if not path:
        return None
    folder, name = os.path.split(os.path.normpath(path))
    return os.path.join(os.path.realpath(folder), name)
