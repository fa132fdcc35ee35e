"""Source → Document. The only room that imports a Markdown parser.

`parse` takes a `Source` and gives its `Document`: sections, links, HTML
anchors and outermost list items, each with exact character spans. Two engines
give the same document; `engines` says which of them a choice comes to.
`phrases` gives the short texts that might have been headings.

Nothing is loaded before it is needed: most runs parse nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from recall_lint.markdown.engines import engine

if TYPE_CHECKING:
    from recall_lint.model import Document, Source

__all__ = ["parse"]


def parse(source: Source, choice: str = "auto") -> Document:
    """The document of a source, by the engine of one's choice."""
    return _build(choice)(source)


@cache
def _build(choice: str) -> Callable[[Source], Document]:
    if engine(choice) == "pyromark":
        from recall_lint.markdown.pulldown import build
    else:
        from recall_lint.markdown.builder import build
    return build
