"""A line → the heading, fence, HTML block or thematic break that begins there."""

from __future__ import annotations

import re

from recall_lint.markdown.cursor import Line
from recall_lint.markdown.definitions import take_definitions
from recall_lint.markdown.leaves import Leaf
from recall_lint.markdown.open_blocks import OpenBlocks

_ATX = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_FENCE = re.compile(r"(`{3,})(?=[^`]*$)|(~{3,})")
_SETEXT = re.compile(r"(?:=+|-+)[ \t]*$")
_THEMATIC = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")


def open_leaf(blocks: OpenBlocks, line: Line, matched: int, interrupts: Leaf | None) -> bool:
    """Headings, fences, HTML blocks and thematic breaks."""
    text = line.text
    pos = line.next
    char = text[pos]
    if char == "#":
        if m := _ATX.match(text, pos):
            blocks.close_to(matched)
            leaf = Leaf("heading", blocks.top(), line.at + pos, len(m.group(1)))
            blocks.start_leaf(leaf)
            leaf.pieces.append((line.at + m.end(), without_closing(text[m.end() :])))
            leaf.end = line.at + len(text)
            blocks.leaf = None
            return True
    elif char in "`~":
        if m := _FENCE.match(text, pos):
            blocks.close_to(matched)
            leaf = Leaf("code", blocks.top(), line.at + pos)
            blocks.start_leaf(leaf)
            leaf.end = line.at + len(text)
            blocks.fence = m.group()
            return True
    elif char == "<" and (not blocks.mdx or text.startswith("<!--", pos)):
        # HTML blocks use mistune's grammar, which takes time to import.
        from recall_lint.markdown.html_blocks import html_block_start

        found, end = html_block_start(text, pos, interrupts is not None)
        if found:
            blocks.close_to(matched)
            leaf = Leaf("html", blocks.top(), line.at + pos)
            blocks.start_leaf(leaf)
            blocks.html_end = end
            blocks.add_html(leaf, line)
            return True
    elif char in "=-*_":
        if char in "=-" and interrupts is not None and _SETEXT.match(text, pos):
            take_definitions(interrupts, blocks.definitions)
            if not interrupts.pieces:
                # Definitions cannot be underlined: the line begins their paragraph again.
                return False
            interrupts.kind = "heading"
            interrupts.setext = True
            interrupts.level = 1 if char == "=" else 2
            interrupts.end = line.at + len(text)
            at, last = interrupts.pieces[-1]
            interrupts.pieces[-1] = (at, last.rstrip(" \t"))
            blocks.leaf = None
            return True
        if char != "=" and _THEMATIC.match(text, pos):
            blocks.close_to(matched)
            leaf = Leaf("rule", blocks.top(), line.at + pos)
            blocks.start_leaf(leaf)
            leaf.end = line.at + len(text)
            blocks.leaf = None
            return True
    return False


def without_closing(content: str) -> str:
    """An ATX heading's content without its closing sequence of `#`."""
    content = content.rstrip(" \t")
    bare = content.rstrip("#")
    return bare.rstrip(" \t") if not bare or bare[-1] in " \t" else content
