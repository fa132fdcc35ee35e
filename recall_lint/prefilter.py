"""A reader's view of a note → whether there is anything to report of it; most often there is not.

A link is right where a file of that very name is there, everybody has it, and the fragment is the
anchor of one of its headings. What is less plain is left to the resolver, and of what is not right
then, the document is parsed: nothing is reported here.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from functools import partial
from typing import Final, Literal
from urllib.parse import unquote

from recall_lint.destinations import absolute, climbs
from recall_lint.markdown import reader
from recall_lint.markdown.reader import View
from recall_lint.model import Link, Span
from recall_lint.notebook import Notebook
from recall_lint.report import Counts
from recall_lint.resolutions import External, Found, Unjudged
from recall_lint.tree import Exact

_NOWHERE: Final = Span(0, 0)
_PLAIN = re.compile(r"/?[\w.+@~,()=-][\w.+@~,()=/ -]*")
"""A path that is what it says."""

Reached = Literal["link", "untracked", "elsewhere", "doubt"] | tuple[str]
"""What a destination comes to; with a reason for one that is not judged."""


class Prefilter:
    """Finds the notes of one notebook whose links are all right."""

    def __init__(self, notebook: Notebook, *, ignores: bool) -> None:
        """`ignores` says that some destinations are not to be judged."""
        self._notebook = notebook
        self._ignores = ignores
        self._reached: dict[tuple[str, str, bool], tuple[Reached, frozenset[str]]] = {}
        self._names: dict[str, frozenset[str]] = {}

    def counts(self, path: str, view: View) -> Counts | None:
        """What there is to check in a document without a problem; None where there may be one."""
        notebook = self._notebook
        notebook.subjects.note(f"document {path}")
        own = notebook.find(path)
        is_tracked = isinstance(own, Exact) and own.tracked
        links = 0
        unjudged: Counter[str] = Counter()
        folder = posixpath.dirname(path)
        for image, destinations in ((False, view.links), (True, view.images)):
            for destination in destinations:
                around = path if destination[:1] in ("", "#", "?") else folder
                reached = notebook.subjects.remembered(
                    self._reached,
                    (around, destination, image),
                    partial(self._reach, path, destination, image),
                )
                if reached == "doubt" or (reached == "untracked" and is_tracked):
                    return None
                if reached in ("link", "untracked"):
                    links += 1
                elif reached != "elsewhere":
                    unjudged[reached[0]] += 1
        return Counts(0, links, dict(unjudged))

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
        if found.place is not None and notebook.namesakes(found.target.path, found.place):
            return "doubt"
        return "link" if found.tracked else "untracked"

    def _is_plainly_right(self, origin: str, destination: str, image: bool) -> bool:
        notebook = self._notebook
        way, hash_, fragment = destination.partition("#")
        if "%" in destination:
            way, fragment = unquote(way), unquote(fragment)
        if self._ignores or (way and not _PLAIN.fullmatch(way)) or (image and hash_):
            return False
        path = absolute(origin, way)
        if climbs(path) or (notebook.at and way.startswith("/")):
            return False
        place = notebook.find(path)
        if not isinstance(place, Exact) or not place.tracked or place.path != path:
            return False
        if place.folder:
            return not hash_
        if way.endswith("/"):
            return False
        return not hash_ or (path in notebook.documents and fragment in self._names_in(path))

    def _names_in(self, path: str) -> frozenset[str]:
        """The anchors of a document that no two headings share, on all of its surfaces."""
        known = self._names.get(path)
        if known is None:
            contents = self._notebook.seen(path)
            shared = {place for group in contents.namesakes for place in group}
            known = frozenset(contents.html_names).difference(*contents.names)
            for names in contents.names[:1]:
                own = (name for place, name in enumerate(names) if name and place not in shared)
                known |= frozenset(own)
            for names in contents.names[1:]:
                known &= {*names, *contents.html_names}
            self._names[path] = known
        else:
            self._notebook.subjects.note(f"document {path}")
        return known
