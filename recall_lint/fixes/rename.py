"""A section and its new heading → the edits that rename it and update every link to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from recall_lint import markdown
from recall_lint.base import destinations
from recall_lint.base.model import Document, Section, Source
from recall_lint.base.problems import Edit
from recall_lint.fixes import patch
from recall_lint.notebook.notebook import Notebook, Use
from recall_lint.notebook.resolutions import AnchorCase, Found, Mismatch

_NO_WIKI = re.compile(r"[\[\]|#^]+")


class RenameError(Exception):
    """A rename that cannot be done as intended; the message gives the reason."""


class Dependent(NamedTuple):
    """A link that points to a section."""

    path: str
    use: Use


def find(notebook: Notebook, path: str, anchor: str) -> int:
    """Find the index of the section that an anchor points to."""
    if path not in notebook.documents:
        raise RenameError(f"{path} is not part of the notebook")
    named = notebook.anchors.find(path, anchor)
    if named is None or named.place is None:
        found = notebook.anchors.index(path).values()
        names = ", ".join(f"#{named.name}" for named in found if named.place is not None)
        raise RenameError(f"{path} has no section `#{anchor}` (available: {names or 'none'})")
    return named.place


def dependents(notebook: Notebook, path: str, place: int) -> Iterator[Dependent]:
    """The links that point to a section, ordered by document and line."""
    for origin in notebook.documents:
        for use in notebook.uses(origin):
            if use.place == place and _goal(use) == path:
                yield Dependent(origin, use)


def edits(
    notebook: Notebook,
    path: str,
    place: int,
    heading: str,
    origins: Sequence[str] | None = None,
) -> list[Edit]:
    """Every edit that renames a section: its heading, the links to it, and to sections it
    renumbers.

    `origins` are the documents that may have such links, all without it.
    """
    looked_through = [*notebook.documents] if origins is None else origins
    document = notebook.documents[path]
    section = document.sections[place]
    heading = " ".join(heading.split())
    if not heading:
        raise RenameError("the new heading is empty")
    own = Edit(path, section.span, heading)
    text = patch.apply(document.source.text, [own])
    renamed = markdown.parse(Source(path, text), notebook.publication.syntax(path))
    same_shape = len(renamed.sections) == len(document.sections)
    if not same_shape or renamed.sections[place].markup != heading:
        raise RenameError(f"`{heading}` is not valid as a single heading here")
    _refuse_collision(notebook, document, renamed, place)
    revised = notebook.revised([renamed])
    found = [own]
    for origin in looked_through:
        for use in notebook.uses(origin):
            index = use.place if _goal(use) == path else None
            if index is None or _is_inside(origin, use, path, section):
                continue
            goal = renamed.sections[index]
            new = revised.anchors.common(path, index) or revised.anchors.of(path, index)
            old = notebook.anchors.common(path, index)
            if new is None:
                raise RenameError(f"`{heading}` would leave `{goal.label}` without an anchor")
            if new != (old or notebook.anchors.of(path, index)):
                written = _written(notebook, origin, use, goal, new)
                found.append(Edit(origin, use.link.span, written))
    _prove(notebook, path, section, found, looked_through)
    return found


def _written(notebook: Notebook, origin: str, use: Use, goal: Section, anchor: str) -> str:
    """The destination of a link with a new anchor; a wiki link contains the heading itself."""
    text = notebook.documents[origin].source.text
    written = text[slice(*use.link.span)]
    if use.link.wiki:
        return f"{written.partition('#')[0]}#{_NO_WIKI.sub(' ', goal.label)}"
    return destinations.with_anchor(written, anchor)


def _goal(use: Use) -> str | None:
    match use.resolution:
        case Found(target=target) | AnchorCase(target=target) | Mismatch(target=target):
            return target.path
    return None


def _is_inside(origin: str, use: Use, path: str, section: Section) -> bool:
    """Whether a link is part of the heading itself."""
    return origin == path and section.span.start <= use.link.span.start < section.span.end


def _refuse_collision(notebook: Notebook, before: Document, after: Document, place: int) -> None:
    """Refuse a heading that another section already has: one of the anchors would be numbered."""
    for surface in notebook.surfaces.of(before.path):
        alone = markdown.parse(Source("", f"# {after.sections[place].markup}\n"))
        wanted = surface.anchors(alone)[0]
        for index, name in enumerate(surface.anchors(before)):
            if index != place and name is not None and name == wanted:
                line = before.source.position(before.sections[index].span.start).line
                raise RenameError(
                    f"`#{name}` is already the anchor of the section on line {line} of "
                    f"{before.path} ({surface.NAME}); one of the two would be numbered"
                )


def _prove(
    notebook: Notebook, path: str, section: Section, found: list[Edit], origins: Sequence[str]
) -> None:
    """Refuse edits that would change the target of a link."""
    documents = notebook.documents
    revised = notebook.with_texts(patch.apply_all(found, documents.text))
    for origin in origins:
        before = [u for u in notebook.uses(origin) if not _is_inside(origin, u, path, section)]
        after = list(revised.uses(origin))
        if len(after) != len(before):
            raise RenameError(f"the new heading would create or break links in {origin}")
        for old, new in zip(before, after, strict=True):
            if (_goal(old), old.place) != (_goal(new), new.place):
                line = documents[origin].source.position(old.link.span.start).line
                raise RenameError(
                    f"the link `{old.link.destination}` on line {line} of {origin} would no "
                    "longer point to the same section"
                )
