"""The rendered view of a note → whether there may be anything to report; usually not.

A link is correct if a tracked file with exactly that name exists, and the fragment is the anchor of
one of its headings. Everything else is left to the resolver, and if that finds a possible problem,
the document is parsed: nothing is reported here.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Final, Literal, NamedTuple
from urllib.parse import unquote

from recall_lint.base.destinations import absolute, climbs
from recall_lint.base.model import Link, Span
from recall_lint.base.report import Counts
from recall_lint.base.tree import Exact
from recall_lint.markdown import reader
from recall_lint.markdown.outlines import word
from recall_lint.markdown.reader import View
from recall_lint.notebook.notebook import Notebook
from recall_lint.notebook.resolutions import External, Found, Unjudged

_NOWHERE: Final = Span(0, 0)
_PLAIN = re.compile(r"/?[\w.+@~,()=-][\w.+@~,()=/ -]*")
"""A path without special characters."""

Reached = Literal["link", "untracked", "elsewhere", "shared", "doubt"] | tuple[str]
"""What a destination refers to, or the reason why it is not checked.

If several sections share its anchor, a rule needs the page's other links.
"""


class Judgement(NamedTuple):
    """The result for a document."""

    counts: Counts
    """Its correct links, and those that are not checked."""
    suspects: Mapping[str, int]
    """The destinations that may be wrong, percent-decoded, and how many links have each."""


class Prefilter:
    """Separates the correct links of one notebook from those that may be wrong."""

    def __init__(self, notebook: Notebook, *, ignores: bool) -> None:
        """`ignores` is whether a destination is excluded from checks."""
        self._notebook = notebook
        self._ignores = ignores
        self._reached: dict[tuple[str, str, bool], tuple[Reached, frozenset[str]]] = {}
        self._ways: dict[tuple[str, str], tuple[Exact | None, frozenset[str]]] = {}
        self._names: dict[str, frozenset[str]] = {}

    def judge(self, path: str, view: View) -> Judgement | None:
        """Check the links of a document; None if its view is not enough."""
        notebook = self._notebook
        notebook.subjects.note(f"document {path}")
        own = notebook.paths.find(path)
        is_tracked = isinstance(own, Exact) and own.tracked
        links = 0
        unjudged: Counter[str] = Counter()
        suspects: Counter[str] = Counter()
        noted: set[str] = set()
        folder = posixpath.dirname(path)
        for image, destinations in ((False, view.links), (True, view.images)):
            for destination in destinations:
                around = path if destination[:1] in ("", "#", "?") else folder
                key = around, destination, image
                cached = self._reached.get(key)
                if cached is None:
                    work = partial(self._reach, path, destination, image)
                    cached = self._reached[key] = notebook.subjects.of(work)
                reached, rests = cached
                noted |= rests
                if reached == "link":
                    links += 1
                elif reached == "shared":
                    return None
                elif reached == "doubt" or (reached == "untracked" and is_tracked):
                    if not word(destination):
                        return None
                    suspects[unquote(destination)] += 1
                elif reached == "untracked":
                    links += 1
                elif reached != "elsewhere":
                    unjudged[reached[0]] += 1
        notebook.subjects.note_all(noted)
        return Judgement(Counts(0, links, dict(unjudged)), suspects)

    def _reach(self, origin: str, destination: str, image: bool) -> Reached:
        if not destination or reader.TEMPLATE.search(destination):
            return "doubt"
        if self._is_plainly_right(origin, destination, image):
            return "link"
        notebook = self._notebook
        found = notebook.resolve(origin, Link("", destination, _NOWHERE, _NOWHERE, image))
        if isinstance(found, External):
            return "elsewhere"
        if isinstance(found, Unjudged):
            return (str(found),)
        if not isinstance(found, Found):
            return "doubt"
        if found.place is not None and notebook.anchors.has_namesakes(
            found.target.path, found.place
        ):
            return "shared"
        return "link" if found.tracked else "untracked"

    def _is_plainly_right(self, origin: str, destination: str, image: bool) -> bool:
        way, hash_, fragment = destination.partition("#")
        if self._ignores or (image and hash_):
            return False
        if "%" in destination:
            way, fragment = unquote(way), unquote(fragment)
        if way:
            key = posixpath.dirname(origin), way
            find = partial(self._find, origin, way)
            place = self._notebook.subjects.remembered(self._ways, key, find)
        else:
            place = self._find(origin, way)
        if place is None or (place.folder and hash_):
            return False
        path = place.path
        return not hash_ or (path in self._notebook.documents and fragment in self._names_in(path))

    def _find(self, origin: str, way: str) -> Exact | None:
        """The file of a destination's path, if it is unambiguous and tracked."""
        if way and not _PLAIN.fullmatch(way):
            return None
        path = absolute(origin, way)
        if climbs(path) or (self._notebook.repository.at and way.startswith("/")):
            return None
        place = self._notebook.paths.find(path)
        if not isinstance(place, Exact) or not place.tracked or place.path != path:
            return None
        return place if place.folder or not way.endswith("/") else None

    def _names_in(self, path: str) -> frozenset[str]:
        """The anchors of a document that belong to one heading only."""
        cached = self._names.get(path)
        if cached is None:
            contents = self._notebook.anchors.view_contents(path)
            shared = {place for group in contents.namesakes for place in group}
            # A view only has one dialect.
            (names,) = contents.names
            own = (name for place, name in enumerate(names) if name and place not in shared)
            cached = frozenset(contents.html_names).difference(names).union(own)
            self._names[path] = cached
        else:
            self._notebook.subjects.note(f"document {path}")
        return cached
