"""A document of an earlier commit → its anchors, computed once for all links."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from recall_lint.base.model import Document, HtmlAnchor, Section, Source
from recall_lint.slugs import Dialect

_MOST: Final = 32
"""Maximum number of documents whose anchors are kept: links on one page often had the same targets.
"""

_recent: dict[tuple[Dialect, Source], OldAnchors] = {}


class OldAnchors:
    """The anchors of one document in one dialect."""

    def __init__(self, dialect: Dialect, document: Document) -> None:
        self._dialect = dialect
        self.document = document

    @cached_property
    def names(self) -> list[str]:
        """The anchor of each section, in order; empty for none."""
        return [name or "" for name in self._dialect.anchors(self.document)]

    def named(self, fragment: str) -> Section | HtmlAnchor | None:
        """The target of a fragment."""
        section = self._sections.get(self._dialect.key(fragment))
        return section or self._html.get(self._html_key(fragment))

    @cached_property
    def _sections(self) -> dict[str, Section]:
        found: dict[str, Section] = {}
        for name, section in zip(self.names, self.document.sections, strict=True):
            if name:
                found.setdefault(self._dialect.key(name), section)
        return found

    @cached_property
    def _html(self) -> dict[str, HtmlAnchor]:
        found: dict[str, HtmlAnchor] = {}
        for anchor in self.document.html_anchors:
            found.setdefault(self._html_key(anchor.name), anchor)
        return found

    def _html_key(self, name: str) -> str:
        return name if getattr(self._dialect, "EXACT_HTML", False) else self._dialect.key(name)


def old_anchors(dialect: Dialect, document: Document) -> OldAnchors:
    """The anchors of a document, cached if used recently."""
    key = dialect, document.source
    known = _recent.pop(key, None)
    if known is None or known.document is not document:
        known = OldAnchors(dialect, document)
        if len(_recent) >= _MOST:
            del _recent[next(iter(_recent))]
    _recent[key] = known
    return known
