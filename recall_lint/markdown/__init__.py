"""Source → Document. The only room that imports a Markdown parser.

`parse` takes a `Source` and gives its `Document`: sections, links, HTML
anchors and outermost list items, each with exact character spans. Two engines
give the same document; `engines` says which of them a choice comes to.
`phrases` gives the short texts that might have been headings.

What generators read beside Markdown (templates, JSX) is masked first: each
module of a syntax gives a text of the same length in which it does not disturb
the parser, so that every place in the text stays what it is.

Nothing is loaded before it is needed: most runs parse nothing.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from recall_lint.markdown.engines import engine

if TYPE_CHECKING:
    from recall_lint.markdown.syntaxes import Build
    from recall_lint.model import Document, Source

__all__ = ["outline", "parse"]


def parse(source: Source, choice: str = "auto", syntax: str = "") -> Document:
    """The document of a source, by the engine of one's choice.

    `syntax` names what the source holds beside Markdown: `liquid`, `hugo` or `mdx`.
    """
    if not syntax:
        return _build(choice)(source)
    from recall_lint.markdown import syntaxes

    return syntaxes.parse(source, syntax, _build(choice))


def outline(source: Source, choice: str = "auto") -> Document:
    """The sections and HTML anchors of a source; its links and items are incomplete.

    Takes half the time of `parse`.
    """
    return _build(choice)(source, outline=True)


@cache
def _build(choice: str) -> Build:
    if engine(choice) == "pyromark":
        from recall_lint.markdown.pulldown import build
    else:
        from recall_lint.markdown.builder import build
    return build
