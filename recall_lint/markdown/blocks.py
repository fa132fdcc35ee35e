"""Text → its blocks: most lines by a fast path, the others by the scanner.

`parse_blocks(text)` returns `Blocks`: leaves in document order, list items, reference definitions
and footnote labels.

Nine of ten lines are blank, plain text, a plain list item or a heading, in no container other than
list items. One regular expression matches such a line together with the blank lines after it, which
makes parsing more than twice as fast. All other lines go to the scanner, which handles every kind
of line and the columns of tabs. A text with a CR is left to the scanner.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from recall_lint.base.lines import split_lines
from recall_lint.markdown.cursor import Line
from recall_lint.markdown.definitions import Definition
from recall_lint.markdown.leaf_starts import without_closing
from recall_lint.markdown.leaves import Container, Leaf
from recall_lint.markdown.scanner import Scanner

# A line that begins like this is text in any leaf that is not a block of its own, and continues a
# paragraph.
_TEXT: Final = (
    r"(?:[^\s#>`~<=|:+*_\-0-9\[]|\[(?!\^)|\*{1,2}+(?=[^*\s])|_{1,2}+(?=[^_\s])|`{1,2}+(?=[^`])"
    r"|[0-9]++(?![.)](?:\s|\Z)))[^\n]*+"
)
_GLANCE = re.compile(
    r"(?:[ \t]*+\n)++"
    r"|([ \t]*+)(?:([-*+]|[0-9]{1,9}[.)])([ ]{1,4}+)(?=[^ ]))?+"
    rf"(?:(#{{1,6}})[ \t]++([^\n]*+)|({_TEXT}))(?:\n(?:[ \t]*+\n)*+|\Z)"
)
_INDENT, _MARKER, _SPACES, _HASHES, _TITLE, _WORDS = range(1, 7)
# A line of a fenced block that is not a fence.
_CODE = re.compile(r"([ ]*+)(?![`~\t])([^\n]*+)\n")


class Blocks(NamedTuple):
    """The block structure of one text."""

    leaves: list[Leaf]
    items: list[Container]
    definitions: dict[str, Definition]
    footnotes: dict[str, Container]
    """The first footnote with each label."""


def parse_blocks(text: str, start: int = 0, *, mdx: bool = False) -> Blocks:
    """The blocks of `text` from the offset `start`, the beginning of a line."""
    scanner = _Skimmer(text, mdx=mdx)
    if "\r" in text:
        for at, line in split_lines(text, start):
            scanner.feed(Line(at, line))
    else:
        scanner.read(start)
    scanner.finish()
    return Blocks(scanner.leaves, scanner.items, scanner.definitions, scanner.footnotes)


class _Skimmer(Scanner):
    """A scanner with a fast path."""

    def __init__(self, text: str, *, mdx: bool) -> None:
        super().__init__(mdx=mdx)
        self.text = text

    def read(self, pos: int) -> None:
        """Read all lines from `pos` on; each ends with LF."""
        text = self.text
        while pos < len(text):
            if all(container.kind == "item" for container in self.stack):
                if self.leaf is None or self.leaf.kind == "paragraph":
                    pos = self._skim(pos)
                elif self.fence:
                    pos = self._skim_code(self.leaf, pos)
                if pos == len(text):
                    break
            end = text.find("\n", pos)
            line = text[pos:end] if end >= 0 else text[pos:]
            self.feed(Line(pos, line))
            pos += len(line) + 1

    def _skim(self, pos: int) -> int:
        """Read lines that the fast path handles; returns the start of the first other line.

        The stack contains items only; the open leaf is a paragraph, if any.
        """
        text, stack = self.text, self.stack
        while pos < len(text) and (m := _GLANCE.match(text, pos)):
            what = m.lastindex
            if what is None:
                # Blank lines: they close an item that began with one, which the scanner handles.
                if self.leaf is None and stack and not stack[-1].has_child:
                    break
                self.close_leaf()
            elif self.leaf is not None and what == _WORDS and m[_MARKER] is None:
                self.leaf.pieces.append((m.start(_WORDS), m[_WORDS]))
                self.leaf.end = self.reach = m.end(_WORDS)
            elif not self._open_at_a_glance(m, what, pos):
                break
            pos = m.end()
            # Blank lines follow.
            if what is not None and self.leaf is not None and pos > self.reach + 1:
                self.close_leaf()
        return pos

    def _open_at_a_glance(self, m: re.Match[str], what: int, pos: int) -> bool:
        """Open a line's leaf, and the item before it; False if it may be something else."""
        stack = self.stack
        marker: str | None = m[_MARKER]
        indent = m.end(_INDENT) - pos
        if "\t" in m[_INDENT]:
            indent = len(m[_INDENT].expandtabs(4))
        depth = 0
        for container in stack:
            if indent < container.width:
                break
            indent -= container.width
            depth += 1
        # Code, or part of a paragraph. Only a list that starts with 1 interrupts a paragraph.
        if indent > 3 or (
            marker is not None
            and self.leaf is not None
            and depth == len(stack)
            and len(marker) > 1
            and int(marker[:-1]) != 1
        ):
            return False
        if self.leaf is not None or depth < len(stack):
            self.close_to(depth)
        if marker is not None:
            item = self.push("item", m.start(_MARKER), marker)
            item.width = indent + m.end(_SPACES) - m.start(_MARKER)
        parent = stack[-1] if stack else self.root
        start, end = m.span(what)
        if what == _WORDS:
            leaf = Leaf("paragraph", parent, start)
            leaf.pieces.append((start, m[what]))
            self.start_leaf(leaf)
        else:
            leaf = Leaf("heading", parent, m.start(_HASHES), len(m[_HASHES]))
            leaf.pieces.append((start, without_closing(m[what])))
            self.start_leaf(leaf)
            self.leaf = None
        leaf.end = self.reach = end
        return True

    def _skim_code(self, leaf: Leaf, pos: int) -> int:
        """Read lines of a fenced block that cannot end it; returns the start of the next."""
        width = sum(container.width for container in self.stack)
        while m := _CODE.match(self.text, pos):
            if m.end(1) - pos < width and m[2]:
                break
            leaf.pieces.append((m.start(2), m[2]))
            leaf.end = m.end(2)
            if m[2]:
                self.reach = leaf.end
            pos = m.end()
        return pos
