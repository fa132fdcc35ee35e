"""The blocks that are open while a text is scanned, and everything found so far.

No line is read here: `scanner` and its helpers determine what opens and closes.
"""

from __future__ import annotations

import re

from recall_lint.base.model import ContainerKind
from recall_lint.markdown.cursor import Line
from recall_lint.markdown.definitions import Definition, take_definitions
from recall_lint.markdown.leaves import Container, Leaf


class OpenBlocks:
    """The open containers, outermost first, and the open leaf."""

    def __init__(self, *, mdx: bool = False) -> None:
        """MDX has no indented code and no HTML blocks except comments."""
        self.mdx = mdx
        self.leaves: list[Leaf] = []
        self.items: list[Container] = []
        self.definitions: dict[str, Definition] = {}
        self.footnotes: dict[str, Container] = {}
        self.root = Container("document", None, 0)
        self.stack: list[Container] = []
        self.leaf: Leaf | None = None
        # How the open leaf ends, if a line of its own ends it: a fence, or the end of an HTML
        # block.
        self.fence = ""
        self.html_end: re.Pattern[str] | None = None
        # Columns of the open table; the leaf is then its latest cell.
        self.table_columns = 0
        # The end of the last line with text in it, where a container that closes now ends.
        self.reach = 0

    # Containers.

    def push(self, kind: ContainerKind, start: int, marker: str = "") -> Container:
        parent = self.top()
        container = Container(kind, parent, start, marker)
        parent.has_child = True
        if kind == "item":
            container.list_key = marker[-1]
            before = parent.open_list
            if before is not None and before.list_key == container.list_key:
                container.list_start = before.list_start
            parent.open_list = container
            self.items.append(container)
        else:
            parent.open_list = None
        self.stack.append(container)
        return container

    def close_to(self, matched: int) -> None:
        self.close_leaf()
        stack = self.stack
        while len(stack) > matched:
            stack.pop().end = self.reach

    def finish(self) -> None:
        self.close_to(0)

    def top(self) -> Container:
        return self.stack[-1] if self.stack else self.root

    # Leaves.

    def start_leaf(self, leaf: Leaf, line: Line | None = None) -> None:
        leaf.parent.has_child = True
        leaf.parent.open_list = None
        self.leaves.append(leaf)
        self.leaf = leaf
        if line is not None:
            self.add_line(leaf, line)

    @staticmethod
    def add_line(leaf: Leaf, line: Line) -> None:
        leaf.pieces.append((line.at + line.next, line.text[line.next :]))
        leaf.end = line.at + len(line.text)

    def add_html(self, leaf: Leaf, line: Line) -> None:
        # White space before a tag belongs to no word, but it is text in a raw heading.
        leaf.pieces.append((line.at + line.pos, line.text[line.pos :]))
        leaf.end = line.at + len(line.text)
        if self.html_end is not None and self.html_end.search(line.text, line.next):
            self.close_leaf()

    def close_leaf(self) -> None:
        leaf = self.leaf
        if leaf is None:
            return
        self.leaf = None
        if leaf.kind != "paragraph":
            self.fence = ""
            self.html_end = None
            self.table_columns = 0
            return
        pieces = leaf.pieces
        # Every paragraph gets here, and few begin like a definition.
        if pieces[0][1][0] == "[":
            take_definitions(leaf, self.definitions)
            if not pieces:
                del self.leaves[-1]
                return
        at, last = pieces[-1]
        if last[-1] in " \t":
            pieces[-1] = (at, last.rstrip(" \t"))
