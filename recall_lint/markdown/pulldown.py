"""Text → leaf blocks and inline tokens, from the events of pyromark (Rust's pulldown-cmark).

The second engine. It gives what `blocks` and `inlines` give, so that one
builder makes the document of either: leaves with the places of their lines,
and the tokens of a leaf's inlines. Nothing is copied that mistune would have
to read again: a leaf keeps its events until the builder asks for its tokens.

pulldown-cmark reads some things otherwise than GitHub's parser does. Leaves
that hold such an inline are read by the inlines of the other engine, and
documents that hold such a block by the whole of it; `_OTHER_INLINES` and
`_OTHER_BLOCKS` say which.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, MutableMapping
from typing import Any, Final

from mistune.util import unikey
from pyromark import Markdown, Options

from recall_lint.markdown import builder
from recall_lint.markdown.front_matter import front_matter
from recall_lint.model import Document, Source
from recall_lint.markdown.blocks import ATX, Blocks, without_closing
from recall_lint.markdown.definitions import Definition, take_definitions
from recall_lint.markdown.inlines import INLINES, MAX_NESTING, SURROGATE, Token
from recall_lint.markdown.leaves import Container, Leaf, LeafKind, Places
from recall_lint.markdown.tables import is_delimiter_row, row_cells

_PARSER: Final = Markdown(options=Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES)

_OTHER_BLOCKS = re.compile(r"\x00")
_OTHER_INLINES = re.compile(r"[\\&$~<@]|://|www\.|\[\^")

# Such a line in a paragraph is read otherwise: an HTML block where no lazy line may start one,
# or a delimiter row below a line that is not its paragraph's first.
_OTHER_LINES: Final = frozenset("<|:-")

_MARKER = re.compile(r"\s*([-+*]|[0-9]{1,9}[.)])")
_REST_OF_LINE = re.compile(r"[^\r\n]*")
_SPACES = re.compile(r"\s*")
_CONTINUATION_BYTE = re.compile(rb"[\x80-\xbf]")


class _Otherwise(Exception):
    """What follows may be read otherwise by GitHub's parser."""


class _Leaf(Leaf):
    """A leaf that keeps the events of its inlines, their ranges in bytes."""

    __slots__ = ("at", "events")

    def __init__(
        self,
        kind: LeafKind,
        parent: Container,
        start: int,
        level: int,
        at: Callable[[int], int],
    ) -> None:
        super().__init__(kind, parent, start, level)
        self.at = at
        self.events: list[tuple[Any, dict[str, int]]] = []


def parse_blocks(text: str, start: int = 0) -> Blocks | None:
    """The blocks of `text` from the offset `start` on; None if the other engine knows better."""
    if _OTHER_BLOCKS.search(text):
        return None
    try:
        return _Reader(text, start).read()
    except _Otherwise:
        return None


def tokens(leaf: Leaf, text: str, env: MutableMapping[str, Any]) -> list[Token]:
    """The inline tokens of a leaf."""
    if isinstance(leaf, _Leaf) and not _OTHER_INLINES.search(text):
        opaque: list[tuple[int, int]] = []
        found = _tokens(leaf, text, opaque)
        if found is not None:
            env["opaque"].extend(opaque)
            return found
    return INLINES(text, env)


def _tokens(leaf: _Leaf, text: str, opaque: list[tuple[int, int]]) -> list[Token] | None:
    at = leaf.at
    offset = Places(leaf).offset
    # A checkbox at the leaf's head is text to this parser.
    cut = leaf.pieces[0][0] - leaf.start if leaf.kind == "paragraph" or leaf.setext else 0
    into: list[Token] = []
    outer: list[list[Token]] = []
    last = leaf.start
    for event, where in leaf.events:
        if event.__class__ is str:
            into.append({"type": "softbreak" if event == "SoftBreak" else "linebreak"})
            continue
        ((kind, what),) = event.items()
        if kind == "Text":
            if cut:
                what, cut = what[cut:], 0
            into.append({"type": "text", "raw": what})
        elif kind == "Code":
            into.append({"type": "codespan", "raw": what})
            opaque.append((offset(at(where["start"])), offset(at(where["end"]) - 1) + 1))
        elif kind == "Start":
            if what.__class__ is str:
                continue
            ((kind, detail),) = what.items()
            if detail["link_type"] != "Inline" or len(outer) == MAX_NESTING:
                return None
            span = offset(at(where["start"])), offset(at(where["end"]) - 1) + 1
            token: Token = {"type": kind.lower(), "at": span, "children": []}
            into.append(token)
            outer.append(into)
            into = token["children"]
            token["to"] = detail["dest_url"]
            last = where["start"] + (2 if kind == "Image" else 1)
            continue
        elif kind == "End":
            if what in ("Link", "Image"):
                into = outer.pop()
                token = into[-1]
                close = offset(at(last))
                if not text.startswith("](", close):
                    return None
                m = _SPACES.match(text, close + 2)
                assert m is not None
                destination = token.pop("to")
                if not text.startswith(destination, m.end()):
                    return None
                token["href"] = (m.end(), m.end() + len(destination))
                opaque.append(token["at"])
        else:
            return None
        last = where["end"]
    return into


class _Reader:
    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.base = start
        self.markdown = text[start:]
        # Byte offsets are told from characters by the bytes that continue a character.
        self.continuations: list[int] | None = None
        if not self.markdown.isascii():
            self.markdown = SURROGATE.sub("\ufffd", self.markdown)
            self.continuations = [
                m.start() for m in _CONTINUATION_BYTE.finditer(self.markdown.encode())
            ]
        self.leaves: list[Leaf] = []
        self.items: list[Container] = []
        self.footnotes: dict[str, Container] = {}
        self.top = Container("document", None, start)
        self.quotes = 0
        self.lists: list[int] = []

    def at(self, offset: int) -> int:
        """The character in the source of a byte of the Markdown."""
        if self.continuations is not None:
            offset -= bisect_left(self.continuations, offset)
        return self.base + offset

    def read(self) -> Blocks:
        leaf: _Leaf | None = None
        implicit = False
        last = 0
        for event, where in _PARSER.events_with_range(self.markdown, merge_text=True):
            if event.__class__ is str:
                if event == "Rule":
                    if leaf is not None:
                        self._close_text(leaf, last)
                        leaf = None
                    rule = Leaf("rule", self.top, self.at(where["start"]))
                    self.leaves.append(rule)
                    continue
            else:
                ((kind, what),) = event.items()
                if kind == "Start":
                    if what.__class__ is dict:
                        ((what, detail),) = what.items()
                    if what in _BLOCKS:
                        if leaf is not None:
                            self._close_text(leaf, last)
                            leaf = None
                        start = self.at(where["start"])
                        leaf_kind = _LEAVES.get(what)
                        if leaf_kind is not None:
                            level = int(detail["level"][1]) if what == "Heading" else 0
                            leaf = _Leaf(leaf_kind, self.top, start, level, self.at)
                            implicit = False
                            self.leaves.append(leaf)
                        else:
                            self._enter(what, start, detail if what == "FootnoteDefinition" else "")
                        continue
                elif kind == "End":
                    if what.__class__ is dict:
                        ((what, _),) = what.items()
                    if what in _BLOCKS:
                        if what in _LEAVES:
                            self._close(leaf, where)
                            leaf = None
                        else:
                            if leaf is not None:
                                self._close_text(leaf, last)
                                leaf = None
                            self._leave(what, where)
                        continue
            if leaf is None:
                start = self.at(where["start"])
                # The backslash before an escaped character is no part of its event.
                if start > self.base and self.text[start - 1] == "\\":
                    start -= 1
                leaf = _Leaf("paragraph", self.top, start, 0, self.at)
                self.leaves.append(leaf)
            leaf.events.append((event, where))
            last = where["end"]
        return Blocks(self.leaves, self.items, self._definitions(), self.footnotes)

    def _enter(self, what: str, start: int, label: str) -> None:
        if what == "List":
            m = _MARKER.match(self.text, start)
            self.lists.append(m.start(1) if m else start)
        elif what == "Item":
            m = _MARKER.match(self.text, start)
            assert m is not None
            item = Container("item", self.top, m.start(1))
            item.marker = m[1]
            item.list_start = self.lists[-1]
            self.items.append(item)
            self.top = item
        elif what == "BlockQuote":
            self.top = Container("quote", self.top, start)
            self.quotes += 1
        elif what == "FootnoteDefinition":
            self.top = Container("footnote", self.top, start)
            self.top.marker = unikey(label)
            self.footnotes.setdefault(self.top.marker, self.top)

    def _leave(self, what: str, where: dict[str, int]) -> None:
        if what == "List":
            self.lists.pop()
        elif what in _CONTAINERS:
            container = self.top
            start, end = container.start, self.at(where["end"])
            blank = " \t\r\n>" if self.quotes else " \t\r\n"
            container.end = self._line_end(start + len(self.text[start:end].rstrip(blank)))
            assert container.parent is not None
            self.top = container.parent
            if what == "BlockQuote":
                self.quotes -= 1

    def _line_end(self, offset: int) -> int:
        m = _REST_OF_LINE.match(self.text, offset)
        assert m is not None
        return m.end()

    def _close_text(self, leaf: _Leaf, last: int) -> None:
        """Close the text of an item that stands in no paragraph."""
        self._cut(leaf, self._line_end(self.at(last)))

    def _close(self, leaf: _Leaf | None, where: dict[str, int]) -> None:
        assert leaf is not None
        end = self.at(where["end"])
        if leaf.kind == "paragraph":
            self._cut(leaf, end)
        elif leaf.kind == "heading":
            self._close_heading(leaf, end)
        elif leaf.kind == "cell":
            raw = self.text[leaf.start : end]
            cells = row_cells(raw, leaf.start)
            leaf.pieces = cells[0] if cells else [(leaf.start, "")]
            leaf.joint = ""
            leaf.start = leaf.pieces[0][0]
            leaf.end = leaf.pieces[-1][0] + len(leaf.pieces[-1][1])
        else:
            for event, at in leaf.events:
                ((_, what),) = event.items()
                start = self.at(at["start"])
                for line in what.rstrip("\r\n").split("\n"):
                    leaf.pieces.append((start, line.rstrip("\r")))
            leaf.end = leaf.start + len(self.text[leaf.start : end].rstrip("\r\n"))
            leaf.pieces = leaf.pieces or [(leaf.start, "")]

    def _close_heading(self, leaf: _Leaf, end: int) -> None:
        line = self.text[leaf.start : end].rstrip("\r\n")
        m = ATX.match(line)
        if m is not None:
            leaf.pieces = [(leaf.start + m.end(), without_closing(line[m.end() :]))]
            leaf.end = leaf.start + len(line)
            return
        self._cut(leaf, end)
        del leaf.pieces[-1]
        leaf.setext = True
        at, last = leaf.pieces[-1]
        leaf.pieces[-1] = (at, last.rstrip(" \t"))

    def _cut(self, leaf: _Leaf, end: int) -> None:
        """The lines of a leaf, without what belongs to its containers."""
        text = self.text[leaf.start : end].rstrip("\r\n")
        leaf.end = leaf.start + len(text)
        leaf.pieces = _lines(text.rstrip(" \t\r\n"), leaf.start, self.quotes)
        for _, line in leaf.pieces[1:]:
            if line[:1] in _OTHER_LINES and (line[0] == "<" or is_delimiter_row(line)):
                raise _Otherwise

    def _definitions(self) -> dict[str, Definition]:
        definitions: dict[str, Definition] = {}
        if "]:" in self.text:
            found = _PARSER.reference_definitions(self.markdown).values()
            for span in sorted((d["span"]["start"], d["span"]["end"]) for d in found):
                start, end = self.at(span[0]), self.at(span[1])
                leaf = Leaf("paragraph", self.top, start)
                leaf.pieces = _lines(self.text[start:end].rstrip(" \t\r\n"), start, MAX_NESTING)
                take_definitions(leaf, definitions)
        return definitions


def _lines(text: str, start: int, quotes: int) -> list[tuple[int, str]]:
    if "\n" not in text and "\r" not in text:
        return [(start, text)]
    pieces = []
    pos = 0
    line_end = _LINE_ENDING if not quotes else re.compile(
        rf"(?:\r\n|\r|\n)[ \t]*(?:>[ \t]*){{0,{quotes}}}"
    )
    for m in line_end.finditer(text):
        pieces.append((start + pos, text[pos : m.start()]))
        pos = m.end()
    pieces.append((start + pos, text[pos:]))
    return pieces


_LINE_ENDING = re.compile(r"(?:\r\n|\r|\n)[ \t]*")
_CONTAINERS: Final = frozenset({"Item", "BlockQuote", "FootnoteDefinition"})
_LEAVES: Final[dict[str, LeafKind]] = {
    "Paragraph": "paragraph",
    "Heading": "heading",
    "CodeBlock": "code",
    "HtmlBlock": "html",
    "TableCell": "cell",
}
_BLOCKS: Final = frozenset(
    {*_CONTAINERS, *_LEAVES, "List", "Table", "TableHead", "TableRow"}
)


def build(source: Source) -> Document:
    """The document of a source, by the pyromark engine."""
    yaml, start = front_matter(source.text)
    blocks = parse_blocks(source.text, start)
    if blocks is None:
        return builder.build(source)
    return builder.assemble(source, blocks, yaml, tokens)
