r"""kramdown with its GFM parser, as in Jekyll.

Algorithm: the heading's text as rendered, without images and footnote references, is lower-cased (Σ
always to σ); typographic dashes (`--`, `---`) count as punctuation, except in code; what is not in
Ruby's `\p{Word}`, `-`, space or tab is dropped; each space or tab becomes `-`. A heading with an
empty result has no ID. An explicit ID, `{#id}` or an attribute list, takes precedence; an HTML
heading only has an explicit ID; headings that kramdown does not recognize have none: `_kramdown`
determines which.

Uniqueness: naive suffix. The second `foo` is `foo-1`, even if another heading has that name or
explicit ID.

Source: `generate_gfm_header_id` and `update_raw_text` of kramdown-parser-gfm 1.1, with Jekyll's
default options.
Differs: headings in footnotes get an ID there, numbered after all others.
Differs: some text is HTML for a CommonMark parser but not for kramdown, and the reverse: `<hr>`
right above a heading, `<<a>>`, `--` in `<code>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from recall_lint.base.model import Document, Section
from recall_lint.slugs import _kramdown
from recall_lint.slugs._text import lower_plain, words

NAME = "kramdown-gfm"
WHERE = "Jekyll: GitHub Pages, just-the-docs"

_TYPOGRAPHIC = re.compile(r"---|--|<< | >>")
_SPACES_TO_DASH: Final = str.maketrans(" \t", "--")


def slug(section: Section) -> str:
    """The ID of a heading's text, before it is made unique."""
    if section.pieces:
        text = "".join(
            [
                piece.text if piece.kind == "code" else _TYPOGRAPHIC.sub("", piece.text)
                for piece in section.pieces
                if piece.kind in ("code", "text")
            ]
        )
    else:
        text = _TYPOGRAPHIC.sub("", section.title)
    return "\t".join([words(part) for part in lower_plain(text).split("\t")]).translate(
        _SPACES_TO_DASH
    )


def anchors(document: Document) -> list[str | None]:
    """The ID of each section of a document; None for a heading without one."""
    return _kramdown.ids(document, slug, after_blank=False)


def key(fragment: str) -> str:
    """The lookup key of a percent-decoded fragment: itself."""
    return fragment


def others(document: Document) -> Iterator[str]:
    """The IDs other than those of headings: of attribute lists and of footnotes."""
    return _kramdown.others(document)


def variant(options: Mapping[str, str]) -> _kramdown.Variant:
    """The dialect with other settings of kramdown."""
    return _kramdown.variant(options, NAME, WHERE, slug, after_blank=False)
