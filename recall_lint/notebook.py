"""Documents → Notebook: every link resolved to one variant, anchors indexed as they are asked for.

The notebook is read only. What it needs to know of the disk beyond its
documents, whether some other file is there, comes in as a function.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote

from recall_lint import questions
from recall_lint.model import Document, HtmlAnchor, Link, Question, Section, Target
from recall_lint.slugs import Dialect, github

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")


_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'*+,;=:@")


class External(NamedTuple):
    """A URL of somewhere else, or a scheme of its own such as `mailto:`."""


class Found(NamedTuple):
    """The target is there."""

    target: Target
    section: Section | None
    """The section that the anchor names; None for a whole file or an HTML anchor."""


class MissingFile(NamedTuple):
    """No file is where the destination points."""

    target: Target


class MissingSection(NamedTuple):
    """The document is there, the anchor is not."""

    target: Target
    document: Document


Resolution = External | Found | MissingFile | MissingSection


class Use(NamedTuple):
    """One link of a document, what became of it, and the question that it serves."""

    link: Link
    resolution: Resolution
    question: Question | None


class Notebook:
    """The documents of a notebook as one value."""

    def __init__(
        self,
        documents: Iterable[Document],
        *,
        recall: Callable[[str], bool],
        note: Callable[[str], bool] = lambda path: True,
        exists: Callable[[str], bool] = lambda path: False,
        dialect: Dialect = github,
    ) -> None:
        """Roles are predicates of paths; `exists` knows the files that are no documents."""
        self.documents: Mapping[str, Document] = {
            d.path: d for d in sorted(documents, key=lambda document: document.path)
        }
        self.dialect = dialect
        self._exists = exists
        self._anchors: dict[str, dict[str, Section | HtmlAnchor]] = {}
        self._uses: dict[str, tuple[Use, ...]] = {}
        self.notes = tuple(p for p in self.documents if note(p) and not recall(p))
        self.questions: Mapping[str, tuple[Question, ...]] = {
            path: questions.find(document)
            for path, document in self.documents.items()
            if recall(path)
        }

    def anchors(self, path: str) -> Mapping[str, Section | HtmlAnchor]:
        """What each anchor of a document names; a heading wins over an HTML anchor."""
        known = self._anchors.get(path)
        if known is None:
            document = self.documents[path]
            known = {}
            names = self.dialect.anchors(document)
            for name, section in zip(names, document.sections, strict=True):
                # GitHub names a heading without words by nothing, and no link reaches that.
                if name:
                    known.setdefault(name, section)
            for anchor in document.html_anchors:
                known.setdefault(self.dialect.key(anchor.name), anchor)
            self._anchors[path] = known
        return known

    def anchor_of(self, path: str, section: Section) -> str | None:
        """The anchor that a section answers to."""
        document = self.documents[path]
        for name, candidate in zip(self.dialect.anchors(document), document.sections, strict=True):
            if candidate is section:
                return name
        return None

    def uses(self, path: str) -> tuple[Use, ...]:
        """The links of a document, resolved, in document order."""
        known = self._uses.get(path)
        if known is None:
            document = self.documents[path]
            known = self._uses[path] = tuple(self._resolve_all(document))
        return known

    def _resolve_all(self, document: Document) -> Iterator[Use]:
        owners = {
            link: question
            for question in self.questions.get(document.path, ())
            for link in question.links
        }
        for link in document.links:
            yield Use(link, self.resolve(document, link), owners.get(link))

    def resolve(self, document: Document, link: Link) -> Resolution:
        """What a reader's click on the link reaches."""
        destination = link.destination
        if _SCHEME.match(destination):
            return External()
        path, _, fragment = destination.partition("#")
        path = unquote(path.partition("?")[0])
        anchor = unquote(fragment) if fragment else None
        target = Target(_absolute(document.path, path), anchor)
        goal = self.documents.get(target.path)
        if goal is None:
            return Found(target, None) if self._exists(target.path) else MissingFile(target)
        if anchor is None or anchor.lower() == "top" or link.image:
            return Found(target, None)
        named = self.anchors(goal.path).get(self.dialect.key(anchor))
        if named is None:
            return MissingSection(target, goal)
        return Found(target, named if isinstance(named, Section) else None)


def _absolute(origin: str, path: str) -> str:
    """A destination's path as a notebook path; one that climbs out of it keeps its `..`."""
    if not path:
        return origin
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/") or ".")
    return posixpath.normpath(posixpath.join(posixpath.dirname(origin), path))


def destination(origin: str, target: Target, like: str = "") -> str:
    """How a link in the file `origin` is written to reach a target.

    A link to the same file is an anchor alone, unless `like`, the destination
    that it replaces, named the file; a path from the root stays one.
    """
    path = "" if target.path == origin and like.startswith("#") else target.path
    if path and like.startswith("/"):
        path = f"/{path}"
    elif path:
        path = posixpath.relpath(path, posixpath.dirname(origin) or ".")
    written = _quote(path)
    if target.anchor is not None:
        written += "#" + _quote(target.anchor)
    return written


def _quote(text: str) -> str:
    """Percent-encode what would end a Markdown destination or mean something in a URL."""
    return "".join(
        [c if c in _PLAIN or (ord(c) > 0xA0 and not c.isspace()) else quote(c) for c in text]
    )
