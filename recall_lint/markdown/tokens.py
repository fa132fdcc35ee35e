"""Inline tokens, from either parser → text, and the pieces of headings."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from recall_lint.base.model import Piece
from recall_lint.markdown.blocks import Blocks
from recall_lint.markdown.glance import Token
from recall_lint.markdown.html import decode_entities

LEAST_ROOM: Final = 100_000
"""Minimum of the total length that references can expand to, as in GitHub's parser."""


def environment(blocks: Blocks, length: int) -> dict[str, Any]:
    """What the inlines of one document share: its definitions and footnotes.

    `length` is that of its text in characters.
    """
    definitions = blocks.definitions.items()
    return {
        "ref_links": {key: {"url": definition.destination} for key, definition in definitions},
        "footnotes": blocks.footnotes,
        "footnote_numbers": {},
        "opaque": [],
        "room": max(length, LEAST_ROOM),
    }


def plain_text(tokens: list[Token]) -> str:
    """The text of tokens as a reader sees it, images by their alternative text."""
    if len(tokens) == 1 and tokens[0]["type"] == "text":
        return decode_entities(tokens[0]["raw"])
    parts = []
    for token in tokens:
        if "children" in token:
            parts.append(plain_text(token["children"]))
        elif token["type"] in ("softbreak", "linebreak"):
            parts.append("\n")
        elif token["type"] == "text":
            parts.append(decode_entities(token["raw"]))
        elif token["type"] != "inline_html":
            parts.append(token["raw"])
    return "".join(parts)


def heading_pieces(tokens: list[Token]) -> tuple[Piece, ...]:
    """The tokens of a heading as dialects need them; empty if all of it is plain text."""
    found: list[Piece] = []
    _collect_pieces(tokens, found)
    pieces: list[Piece] = []
    for kind, run in groupby(found, key=attrgetter("kind")):
        if kind == "text":
            pieces.append(Piece("text", "".join([piece.text for piece in run])))
        else:
            pieces += run
    if all(piece.kind == "text" for piece in pieces):
        return ()
    return tuple(pieces)


def _collect_pieces(tokens: list[Token], pieces: list[Piece]) -> None:
    """Add a piece for each token; adjacent texts are not merged."""
    for token in tokens:
        kind = token["type"]
        if kind == "image":
            pieces.append(Piece("image", plain_text(token["children"])))
        elif kind == "codespan":
            pieces.append(Piece("code", token["raw"]))
        elif kind == "footnote_ref":
            pieces.append(Piece("footnote", token["raw"]))
        elif kind == "inline_html":
            pieces.append(Piece("html", token["raw"]))
        elif kind in ("text", "math", "softbreak", "linebreak"):
            pieces.append(Piece("text", plain_text([token])))
        elif "children" in token:
            _collect_pieces(token["children"], pieces)
