"""Blob ID → the document of an earlier commit, read and parsed on demand."""

from __future__ import annotations

from typing import Final

from recall_lint import markdown
from recall_lint.base import git_process
from recall_lint.base.model import Document, Source
from recall_lint.history.heading_hints import HeadingHints
from recall_lint.history.old_anchors import old_anchors
from recall_lint.slugs import Dialect
from recall_lint.sources import encoding

_MOST: Final = 4_000_000
"""Maximum total length of cached documents, in characters: all versions of a long page are long."""


class OldDocuments:
    """The versions of a repository's documents."""

    def __init__(self, root: str) -> None:
        self._blobs = git_process.Blobs(root)
        self._documents: dict[str, Document] = {}
        self._kept = 0
        self._hints: dict[tuple[str, Dialect], HeadingHints] = {}

    def close(self) -> None:
        self._blobs.close()

    def has_anchor(self, blob: str, anchor: str, dialect: Dialect) -> bool:
        """Whether a version of a document has an anchor, by hints first, then by the parser."""
        if not blob:
            return False
        if not self.hints(blob, dialect).may_have(anchor):
            return False
        return old_anchors(dialect, self.document(blob)).named(anchor) is not None

    def hints(self, blob: str, dialect: Dialect) -> HeadingHints:
        """The possible headings of a version."""
        hints = self._hints.get((blob, dialect))
        if hints is None:
            hints = self._hints[blob, dialect] = HeadingHints(self._text(blob), dialect)
        return hints

    def document(self, blob: str) -> Document:
        """A parsed version; it has no path, since several files may have had this blob."""
        document = self._documents.pop(blob, None)
        if document is None:
            document = markdown.outline(Source("", self._text(blob)))
            self._kept += len(document.source.text)
            while self._documents and self._kept > _MOST:
                # The least recently used one.
                oldest = self._documents.pop(next(iter(self._documents)))
                self._kept -= len(oldest.source.text)
        self._documents[blob] = document
        return document

    def _text(self, blob: str) -> str:
        return encoding.decode(self._blobs.read(blob) or b"")
