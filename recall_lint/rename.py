"""A section and its new heading → the edits that rename it, and every link to it, everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from recall_lint import destinations, fixes, markdown
from recall_lint.model import Document, Edit, Section, Source
from recall_lint.notebook import AnchorCase, Found, Notebook, Use


class RenameError(Exception):
    """A rename that would not do what its user means; the text says why."""


class Dependent(NamedTuple):
    """A link that rests on a section."""

    path: str
    use: Use


def find(notebook: Notebook, path: str, anchor: str) -> Section:
    """The section that an anchor names."""
    document = notebook.documents.get(path)
    if document is None:
        raise RenameError(f"{path} is no document of the notebook")
    named = notebook.anchors(path).get(notebook.surfaces[0].key(anchor))
    if named is None or named.section is None:
        names = ", ".join(
            f"#{n.name}" for n in notebook.anchors(path).values() if n.section is not None
        )
        raise RenameError(f"{path} has no section `#{anchor}`; it has {names or 'none'}")
    return named.section


def dependents(notebook: Notebook, path: str, section: Section) -> Iterator[Dependent]:
    """The links that reach a section, in the order of documents and lines."""
    for origin in notebook.documents:
        for use in notebook.uses(origin):
            if use.section is section and _goal(use) == path:
                yield Dependent(origin, use)


def edits(notebook: Notebook, path: str, section: Section, heading: str) -> list[Edit]:
    """Every edit that renames a section: its heading, the links to it, and to what it renumbers."""
    document = notebook.documents[path]
    heading = " ".join(heading.split())
    if not heading:
        raise RenameError("the new heading has no words")
    place = document.sections.index(section)
    own = Edit(path, section.span, heading)
    renamed = markdown.parse(Source(path, fixes.apply(document.source.text, [own])))
    same_shape = len(renamed.sections) == len(document.sections)
    if not same_shape or renamed.sections[place].markup != heading:
        raise RenameError(f"`{heading}` would not be one heading in the place of this one")
    _refuse_collision(notebook, document, renamed, place)
    found = [own]
    for origin in notebook.documents:
        for use in notebook.uses(origin):
            reached = use.section
            if reached is None or _goal(use) != path:
                continue
            if origin == path and section.span.start <= use.link.span.start < section.span.end:
                # A link inside the heading goes with it.
                continue
            index = document.sections.index(reached)
            old = notebook.anchor_everywhere(path, reached) or notebook.anchor_of(path, reached)
            new = _anchor(notebook, renamed, index)
            if new is None:
                raise RenameError(f"`{heading}` would leave section {index + 1} without an anchor")
            if new != old:
                written = notebook.documents[origin].source.text[slice(*use.link.span)]
                found.append(Edit(origin, use.link.span, destinations.with_anchor(written, new)))
    return found


def _goal(use: Use) -> str | None:
    match use.resolution:
        case Found(target=target) | AnchorCase(target=target):
            return target.path
    return None


def _anchor(notebook: Notebook, document: Document, index: int) -> str | None:
    """The anchor of a section of a document that is not in the notebook yet."""
    return notebook.surfaces[0].anchors(document)[index]


def _refuse_collision(notebook: Notebook, before: Document, after: Document, place: int) -> None:
    """Refuse a heading that another section is called already: one of them would be numbered."""
    for surface in notebook.surfaces:
        alone = markdown.parse(Source("", f"# {after.sections[place].markup}\n"))
        wanted = surface.anchors(alone)[0]
        for index, name in enumerate(surface.anchors(before)):
            if index != place and name is not None and name == wanted:
                line = before.source.position(before.sections[index].span.start).line
                raise RenameError(
                    f"`#{name}` is the section in line {line} of {before.path} already "
                    f"({surface.NAME}); one of the two would be numbered"
                )
