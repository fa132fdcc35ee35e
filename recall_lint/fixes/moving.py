"""Files and folders and their new paths → the edits that keep all links to and in them working."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from recall_lint import markdown
from recall_lint.base.model import Document, Link, Source
from recall_lint.base.moves import Moves
from recall_lint.base.problems import Edit, Target
from recall_lint.fixes import patch
from recall_lint.fixes.rename import RenameError
from recall_lint.notebook import writer
from recall_lint.notebook.notebook import Notebook, Use
from recall_lint.notebook.resolutions import (
    AnchorCase,
    External,
    Found,
    Mismatch,
    Resolution,
    Unjudged,
)

Live = Found | AnchorCase | Mismatch
"""The resolution of a link that works on at least one surface."""


def edits(notebook: Notebook, moves: Moves) -> list[Edit]:
    """Every edit of a link whose target would otherwise change when the files move.

    Paths and spans are those before the move. Raises RenameError if a link cannot be kept.
    """
    _refuse_sites(notebook, moves)
    after = notebook.moved(moves, _moved_documents(notebook, moves, {}))
    found: dict[Edit, None] = {}
    for origin in notebook.documents:
        for use in notebook.uses(origin):
            if isinstance(use.resolution, External | Unjudged):
                # Its current target is unknown.
                continue
            goal = _after(use.resolution.target, moves)
            if _has_same_target(after.resolve(moves.after(origin), use.link), use.resolution, goal):
                continue
            written = _written(notebook, after, origin, moves.after(origin), use, goal)
            if written is not None:
                found[Edit(origin, use.link.span, written)] = None
    _prove(notebook, moves, [*found])
    return [*found]


def _refuse_sites(notebook: Notebook, moves: Moves) -> None:
    """Refuse to move files that determine how the notebook is published."""
    for site in notebook.publication.sites:
        folders = (mount.folder for mount in (*site.content, *site.static))
        for path in (site.because, site.root, *folders):
            if moves.after(path) != path:
                raise RenameError(
                    f"{path} belongs to the configuration of a {site.generator} site; move it "
                    "with your own tools, then run `recall-lint check --fix`"
                )


def _moved_documents(notebook: Notebook, moves: Moves, texts: dict[str, str]) -> Iterator[Document]:
    """The documents that move, at their new paths, with new texts of some."""
    for path in notebook.documents:
        new = moves.after(path)
        if new != path:
            text = texts.get(path)
            source = Source(new, notebook.documents.text(path) if text is None else text)
            yield markdown.parse(source, notebook.publication.syntax(new))


def _after(target: Target, moves: Moves) -> Target:
    return target._replace(path=moves.after(target.path))


def _has_same_target(after: Resolution, before: Resolution, goal: Target) -> bool:
    """Whether a link has the same target after the move, or one that it did not reach before."""
    if isinstance(after, External | Unjudged):
        return False
    if not isinstance(before, Live) and isinstance(after, Found):
        return True
    same = type(after) is type(before) and after.target == goal
    return same and getattr(after, "place", None) == getattr(before, "place", None)


def _written(
    notebook: Notebook, after: Notebook, origin: str, new_origin: str, use: Use, goal: Target
) -> str | None:
    """The destination of a link after the move; None if it is broken and cannot be kept."""
    link = use.link
    if link.wiki:
        new = _wiki(after, new_origin, link, goal)
    else:
        new = writer.write(after, new_origin, goal, link.destination)
        written = notebook.documents.text(origin)[slice(*link.span)]
        if new is not None and written == link.destination:
            # A fragment stays as written.
            new = new.partition("#")[0] + "".join(written.partition("#")[1:])
    if new is None and isinstance(use.resolution, Live):
        what = f"cannot be written so that it reaches {goal.path}"
        raise RenameError(_refusal(notebook, origin, link, what))
    return new


def _wiki(after: Notebook, origin: str, link: Link, goal: Target) -> str | None:
    """The target of `[[…]]`: the file name alone, if that is enough and was used before, or its
    path.
    """
    path, hash_, fragment = link.destination.partition("#")
    name = posixpath.splitext(path)[1] == posixpath.splitext(goal.path)[1]
    full = goal.path if name else posixpath.splitext(goal.path)[0]
    site = after.publication.site_of(origin)
    root = "." if site is None else site.root
    within = full if root == "." else full.removeprefix(f"{root}/")
    forms = [posixpath.basename(full), within]
    for form in reversed(forms) if "/" in path else forms:
        written = link._replace(destination=f"{form}{hash_}{fragment}")
        found = after.resolve(origin, written)
        if not isinstance(found, External | Unjudged) and found.target == goal:
            return written.destination
    return None


def _prove(notebook: Notebook, moves: Moves, found: list[Edit]) -> None:
    """Refuse edits that change the target of any link."""
    texts = patch.apply_all(found, notebook.documents.text)
    after = notebook.moved(moves, _moved_documents(notebook, moves, texts)).with_texts(
        {path: text for path, text in texts.items() if moves.after(path) == path}
    )
    for origin in notebook.documents:
        before, now = notebook.uses(origin), after.uses(moves.after(origin))
        if len(before) != len(now):
            raise RenameError(f"the move would create or break links in {origin}")
        for old, new in zip(before, now, strict=True):
            resolution = old.resolution
            if isinstance(resolution, Live):
                goal = _after(resolution.target, moves)
                if not _has_same_target(new.resolution, resolution, goal):
                    what = f"would no longer reach {resolution.target.path}"
                    raise RenameError(_refusal(notebook, origin, old.link, what))


def _refusal(notebook: Notebook, origin: str, link: Link, what: str) -> str:
    line = notebook.documents[origin].source.position(link.span.start).line
    return f"the link `{link.destination}` on line {line} of {origin} {what}"
