"""Source → Document. The only room that imports a Markdown parser.

`parse` takes a `Source` and returns its `Document`: sections, links, HTML anchors, list items and
blocks, each with exact character spans. `reader` returns the rendered view of a text, and `phrases`
the short texts that might have been headings.

Syntax that generators read besides Markdown (templates, JSX) is masked first: each syntax module
returns a text of the same length that does not disturb the parser, so that all positions stay
valid. Everything is imported on first use, since most runs parse nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recall_lint.base.model import Document, Source

__all__ = ["outline", "parse", "to_html"]


def parse(source: Source, syntax: str = "", *, blocks: bool = True) -> Document:
    """The document of a source.

    `syntax` names what the source contains besides Markdown: `liquid`, `hugo` or `mdx`. Without
    `blocks`, the document has no list items and no blocks, which only questions need.
    """
    if syntax:
        from recall_lint.markdown import syntaxes

        return syntaxes.parse(source, syntax, blocks=blocks)
    from recall_lint.markdown.builder import build

    return build(source, blocks=blocks)


def to_html(text: str) -> str:
    """A text as HTML; tags in it are shown as text, and links keep their destinations."""
    from recall_lint.markdown import rendering

    return rendering.to_html(text)


def outline(source: Source) -> Document:
    """The sections, HTML anchors and comments of a source; links and items are incomplete.

    Takes half the time of `parse`.
    """
    from recall_lint.markdown import outlines

    return outlines.outline(source)
