"""A source with templates or JSX → its document, with positions in the source.

The module of a syntax returns a text of the same length, in which everything it handles is replaced
by characters that do not disturb a Markdown parser. In the document, the original text is restored.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

from recall_lint.base.model import (
    Block,
    Document,
    HtmlAnchor,
    Link,
    Lookalike,
    Piece,
    Section,
    Source,
)
from recall_lint.markdown.builder import build
from recall_lint.markdown.front_matter import other_formats
from recall_lint.markdown.masks import unmask

MASKS: Final = {
    "liquid": "liquid",
    "hugo": "shortcodes",
    "mdx": "mdx",
    "python-markdown": "python_markdown",
}
"""The module of each syntax, by name."""


def parse(source: Source, syntax: str, *, blocks: bool) -> Document:
    """The document of a source, with its items and blocks if requested."""
    text = source.text
    masked: str = import_module(f"recall_lint.markdown.{MASKS[syntax]}").mask(text)
    if syntax == "hugo" and (end := other_formats(text)):
        masked = _blank(masked[:end]) + masked[end:]
    assert len(masked) == len(text)
    mdx = syntax == "mdx"
    if masked == text:
        return build(source, mdx=mdx, blocks=blocks)
    return _unmasked(build(Source(source.path, masked), mdx=mdx, blocks=blocks), source)


def _blank(text: str) -> str:
    return "".join([char if char in "\r\n" else " " for char in text])


def _unmasked(document: Document, source: Source) -> Document:
    return document._replace(
        source=source,
        sections=tuple(map(_section, document.sections)),
        links=tuple(map(_link, document.links)),
        lookalikes=tuple(map(_lookalike, document.lookalikes)),
        html_anchors=tuple(HtmlAnchor(unmask(name), span) for name, span in document.html_anchors),
        front_matter=unmask(document.front_matter),
        blocks=tuple(map(_block, document.blocks)),
    )


def _section(section: Section) -> Section:
    return section._replace(
        title=unmask(section.title),
        markup=unmask(section.markup),
        excerpt=unmask(section.excerpt),
        pieces=tuple(Piece(kind, unmask(text)) for kind, text in section.pieces),
    )


def _link(link: Link) -> Link:
    return link._replace(text=unmask(link.text), destination=unmask(link.destination))


def _lookalike(text: Lookalike) -> Lookalike:
    return text._replace(text=unmask(text.text), destination=unmask(text.destination))


def _block(block: Block) -> Block:
    return block._replace(parts=tuple((unmask(text), is_link) for text, is_link in block.parts))
