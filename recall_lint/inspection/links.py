"""Resolution → a word and a sentence; and the lookalikes of a document."""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Document, Lookalike
from recall_lint.base.text import count
from recall_lint.notebook.notebook import Notebook
from recall_lint.notebook.resolutions import (
    AnchorCase,
    External,
    Found,
    Mismatch,
    MissingFile,
    MissingLine,
    MissingSection,
    Outside,
    PathCase,
    Resolution,
    Unjudged,
    Unpublished,
    Unwritten,
)


def describe(resolution: Resolution) -> tuple[str, str]:
    """A resolution as a word and as a sentence."""
    match resolution:
        case External():
            return "external", "external URL (not checked)"
        case Found(tracked=False):
            return "found", "target exists but is not tracked by git"
        case Found():
            return "found", "works on every surface"
        case AnchorCase(right=right):
            return (
                "anchor-case",
                f"the anchor is `{right}`; anchors are case-sensitive outside GitHub",
            )
        case Mismatch(works_on=works_on, broken_on=broken_on):
            works, not_on = " and ".join(works_on), " and ".join(broken_on)
            return "surface-mismatch", f"works on {works} but not on {not_on}"
        case MissingFile():
            return "missing-file", "file not found"
        case Unwritten():
            return "unwritten-note", "the note does not exist yet"
        case Unpublished():
            return "unpublished-page", "the page exists but is not published by the site"
        case Unjudged():
            return "unjudged", f"not checked ({resolution})"
        case MissingSection():
            return "missing-section", "the file has no such anchor on any surface"
        case MissingLine(lines=lines):
            return "missing-line", f"the file has only {count(lines, 'line')}"
        case PathCase(right=right):
            return "path-case", f"wrong letter case: the file is named {right}"
        case Outside():
            return "outside-notebook", "the path is outside the notebook"


def lookalikes(notebook: Notebook, document: Document) -> Iterator[Lookalike]:
    """The lookalikes that are not links on any surface."""
    wiki = notebook.wikilinks.order(document.path)
    return (text for text in document.lookalikes if not (wiki and text.kind == "wiki"))
