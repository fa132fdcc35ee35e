"""Source → Document. The only room that imports a Markdown parser.

`parse` takes a `Source` and gives its `Document`: sections, links, HTML
anchors, list items and blocks, each with exact character spans. `reader` says
what a reader's click sees of a text, and `phrases` gives the short texts that
might have been headings.

What generators read beside Markdown (templates, JSX) is masked first: each
module of a syntax gives a text of the same length in which it does not disturb
the parser, so that every place in the text stays what it is.

Nothing is loaded before it is needed: most runs parse nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recall_lint.base.model import Document, Source

__all__ = ["outline", "parse", "to_html"]


def parse(source: Source, syntax: str = "", *, blocks: bool = True) -> Document:
    """The document of a source.

    `syntax` names what the source holds beside Markdown: `liquid`, `hugo` or `mdx`. Without
    `blocks`, the document has no list items and no blocks, which only questions are made of.
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
    """The sections, HTML anchors and comments of a source; its links and items are incomplete.

    Takes half the time of `parse`.
    """
    from recall_lint.markdown import outlines

    return outlines.outline(source)
