"""Text → leaf blocks and inline tokens, from the events of pyromark (Rust's pulldown-cmark).

The second engine. It gives what `blocks` and `inlines` give, so that one
builder makes the document of either: leaves with the places of their lines,
and the tokens of a leaf's inlines. Nothing is copied that mistune would have
to read again: a leaf keeps its events until the builder asks for its tokens.

pulldown-cmark reads some things otherwise than GitHub's parser does. Leaves
that hold such an inline are read by the inlines of the other engine, and
documents that hold such a block by the whole of it: every `_OTHER…` says
which, and so does every place that raises `_OtherwiseError`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Final

from mistune.util import unikey
from pyromark import Markdown, Options

from recall_lint.markdown import builder
from recall_lint.markdown.blocks import Blocks
from recall_lint.markdown.definitions import Definition, take_definitions
from recall_lint.markdown.front_matter import front_matter
from recall_lint.markdown.inlines import INLINES, MAX_NESTING, SURROGATE, Token
from recall_lint.markdown.leaves import Container, Leaf, LeafKind, Places
from recall_lint.markdown.scanner import ATX, MAX_OPENED, without_closing
from recall_lint.markdown.tables import is_delimiter_row, row_cells
from recall_lint.model import Document, Source

_PARSER: Final = Markdown(
    options=Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES | Options.ENABLE_MATH
)

_LONE_CR = re.compile(r"\r(?!\n)")
# Math as both engines read it: a pair of dollars without code between them.
_MATH = re.compile(r"(?<![\w$\\])\$(?=\S)[^$`]*(?<=[^\s\\])\$(?![\w$])")
_OTHER_INLINES = re.compile(r"[\\$]")
_OTHER_TEXT = re.compile(r"[&~<\xa0]|\[\^")
# Outside of links GitHub's parser takes a bare URL for one piece, without emphasis in it.
_BARE_URL = re.compile(r"(?:://|www\.)[^\s*_]*(?:[*_]|\Z)")
_TAG = re.compile(r"</?[A-Za-z][^\r\n]*\Z")

# Such a line in a paragraph is read otherwise: an HTML block where no lazy line may start one,
# or a delimiter row below a line that is not its paragraph's first.
_OTHER_LINES: Final = frozenset("<|:-")

# So is what follows a definition and is no paragraph.
_OTHER_AFTER_DEFINITION = re.compile(
    r"[ \t]*(?:\r\n|\r|\n)?[ \t>]*(?:<|(?:-+|=+)[ \t]*(?:[\r\n]|\Z))"
)
# A footnote ends at a blank line that is not empty.
_OTHER_FOOTNOTE = re.compile(r"[\r\n][ \t]+[\r\n]")

_MARKER = re.compile(r"\s*([-+*]|[0-9]{1,9}[.)])")
_REST_OF_LINE = re.compile(r"[^\r\n]*")
_MARKUP = re.compile(r"[\[<]")
_LINK_CLOSE = re.compile(r"\]\(\s*(?!<)")
_LINE_ENDING = re.compile(r"(?:\r\n|\r|\n)[ \t]*")
_CONTINUATION_BYTE = re.compile(rb"[\x80-\xbf]")

_CONTAINERS: Final = frozenset({"Item", "BlockQuote", "FootnoteDefinition"})
_LEAVES: Final[dict[str, LeafKind]] = {
    "Paragraph": "paragraph",
    "Heading": "heading",
    "CodeBlock": "code",
    "HtmlBlock": "html",
    "TableCell": "cell",
}
_BLOCKS: Final = frozenset(
    {*_CONTAINERS, *_LEAVES, "List", "Table", "TableHead", "TableRow", "Rule"}
)

_Event = tuple[Any, Any]
"""What begins, ends or stands between, and its bytes."""


class _OtherwiseError(Exception):
    """GitHub's parser may read what stands here otherwise."""


class _Leaf(Leaf):
    """A leaf that keeps the events of its inlines, their ranges in bytes."""

    __slots__ = ("events",)

    def __init__(self, kind: LeafKind, parent: Container, start: int, level: int = 0) -> None:
        super().__init__(kind, parent, start, level)
        self.events: list[_Event] = []


def build(source: Source) -> Document:
    """The document of a source, by the pyromark engine."""
    yaml, start = front_matter(source.text)
    if "\0" not in source.text and not ("\r" in source.text and _LONE_CR.search(source.text)):
        reader = _Reader(source.text, start)
        with suppress(_OtherwiseError):
            return builder.assemble(source, reader.blocks(), yaml, reader.tokens)
    return builder.build(source)


class _Reader:
    """One text, read once."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.base = start
        self.markdown = text[start:]
        self.at: Callable[[int], int] = start.__add__
        """The character in the source of a byte of the Markdown."""
        if not self.markdown.isascii():
            self.markdown = SURROGATE.sub("\ufffd", self.markdown)
            # A byte's offset exceeds its character's by the continuation bytes before it.
            found = _CONTINUATION_BYTE.finditer(self.markdown.encode())
            continuations = [m.start() for m in found]
            self.at = lambda offset: start + offset - bisect_left(continuations, offset)
        self.leaves: list[Leaf] = []
        self.items: list[Container] = []
        self.footnotes: dict[str, Container] = {}
        self.top = Container("document", None, start)
        self.quotes = 0
        self.depth = 0
        self.list_starts: list[int] = []

    # Blocks.

    def blocks(self) -> Blocks:
        """The block structure, its leaves with the events of their inlines."""
        at = self.at
        stream: Iterator[Any] = _PARSER.events_with_range(self.markdown, merge_text=True)
        # The text of a tight item stands in no paragraph.
        loose: _Leaf | None = None
        last = 0
        for event, where in stream:
            what: Any = None
            if event.__class__ is not str:
                what = event.get("Start") or event.get("End")
                if what.__class__ is dict:
                    (what,) = what
            elif event == "Rule":
                what = event
            if what is None or what not in _BLOCKS:
                if loose is None:
                    loose = self._start_loose(at(where["start"]))
                loose.events.append((event, where))
                last = where["end"]
                continue
            if loose is not None:
                self._cut(loose, self._line_end(at(last)))
                loose = None
            if what in _LEAVES:
                start, end = at(where["start"]), at(where["end"])
                self._leaf(_LEAVES[what], event, start, end, stream)
            elif what == "Rule":
                self.leaves.append(Leaf("rule", self.top, at(where["start"])))
            elif "Start" in event:
                self._enter(what, event, at(where["start"]))
            else:
                self._leave(what, at(where["end"]))
        return Blocks(self.leaves, self.items, self._definitions(), self.footnotes)

    def _enter(self, what: str, event: dict[str, Any], start: int) -> None:
        if what in _CONTAINERS:
            self.depth += 1
            if self.depth > MAX_OPENED:
                raise _OtherwiseError
        if what == "Item":
            m = _MARKER.match(self.text, start)
            if m is None:
                # An item that begins amid the columns of a tab has no place of its own.
                raise _OtherwiseError
            item = Container("item", self.top, m.start(1))
            item.marker = m[1]
            if self.list_starts[-1] < 0:
                self.list_starts[-1] = item.start
            item.list_start = self.list_starts[-1]
            self.items.append(item)
            self.top = item
        elif what == "List":
            self.list_starts.append(-1)
        elif what == "TableHead":
            # GitHub's parser has tried this row already, as one below another head.
            if is_delimiter_row(self.text[start : self._line_end(start)]):
                raise _OtherwiseError
        elif what == "BlockQuote":
            self.top = Container("quote", self.top, start)
            self.quotes += 1
        elif what == "FootnoteDefinition":
            footnote = Container("footnote", self.top, start)
            footnote.marker = unikey(event["Start"]["FootnoteDefinition"])
            self.footnotes.setdefault(footnote.marker, footnote)
            self.top = footnote

    def _leave(self, what: str, end: int) -> None:
        if what == "List":
            self.list_starts.pop()
        elif what in _CONTAINERS:
            container = self.top
            assert container.parent is not None
            blank = " \t\r\n>" if self.quotes else " \t\r\n"
            text = self.text[container.start : end].rstrip(blank)
            container.end = self._line_end(container.start + len(text))
            if what == "FootnoteDefinition" and _OTHER_FOOTNOTE.search(text):
                raise _OtherwiseError
            self.top = container.parent
            self.depth -= 1
            if what == "BlockQuote":
                self.quotes -= 1

    def _line_end(self, offset: int) -> int:
        m = _REST_OF_LINE.match(self.text, offset)
        assert m is not None
        return m.end()

    # Leaves.

    def _start_loose(self, start: int) -> _Leaf:
        # The backslash before an escaped character is no part of its event.
        if start > self.base and self.text[start - 1] == "\\":
            start -= 1
        leaf = _Leaf("paragraph", self.top, start)
        self.leaves.append(leaf)
        return leaf

    def _leaf(
        self, kind: LeafKind, event: dict[str, Any], start: int, end: int, stream: Iterator[_Event]
    ) -> None:
        """Read a leaf up to its end."""
        leaf = _Leaf(kind, self.top, start)
        self.leaves.append(leaf)
        closing: Any = event["Start"]
        if kind == "heading":
            level = closing["Heading"]["level"]
            leaf.level = int(level[1])
            closing = {"Heading": level}
        elif kind == "code":
            closing = "CodeBlock"
        # Most paragraphs hold nothing that anybody asks for.
        if kind != "paragraph" or self.depth or _MARKUP.search(self.text, start, end):
            for pair in stream:
                if "End" in pair[0] and pair[0]["End"] == closing:
                    break
                leaf.events.append(pair)
        else:
            for inline, _ in stream:
                if "End" in inline and inline["End"] == closing:
                    break
        if kind == "paragraph":
            self._cut(leaf, end)
        elif kind == "heading":
            self._cut_heading(leaf, end)
        elif kind == "cell":
            cells = row_cells(self.text[start:end], start)
            leaf.pieces = cells[0] if cells else [(start, "")]
            leaf.joint = ""
            leaf.start = leaf.pieces[0][0]
            leaf.end = leaf.pieces[-1][0] + len(leaf.pieces[-1][1])
        else:
            self._cut_lines(leaf)
            leaf.end = start + len(self.text[start:end].removesuffix("\n").removesuffix("\r"))

    def _cut_lines(self, leaf: _Leaf) -> None:
        """Cut code or HTML into its lines, for which there are events."""
        width = 0
        for event, where in leaf.events:
            start = self.at(where["start"])
            if leaf.kind == "html" and "Text" in event:
                # The white space before a line, in columns.
                width = len(event["Text"])
            elif leaf.kind == "html":
                while width > 0 and self.text[start - 1] in " \t":
                    width -= 1 if self.text[start - 1] == " " else 4
                    start -= 1
                width = 0
                line = self.text[start : self.at(where["end"])].rstrip("\r\n")
                leaf.pieces.append((start, line))
            else:
                text = event["Text"].rstrip("\r\n")
                leaf.pieces.extend((start, line) for line in text.split("\n"))
        leaf.pieces = leaf.pieces or [(leaf.start, "")]

    def _cut_heading(self, leaf: _Leaf, end: int) -> None:
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
        """Cut a leaf into its lines."""
        text = self.text[leaf.start : end].rstrip("\r\n")
        leaf.end = leaf.start + len(text)
        text = text.rstrip()
        if "\n" not in text and "\r" not in text:
            leaf.pieces = [(leaf.start, text)]
            return
        leaf.pieces = _lines(text, leaf.start, self.quotes)
        for _, line in leaf.pieces[1:]:
            if line[:1] in _OTHER_LINES and (
                self.depth if line[0] == "<" else is_delimiter_row(line)
            ):
                raise _OtherwiseError

    def _definitions(self) -> dict[str, Definition]:
        definitions: dict[str, Definition] = {}
        if "]:" in self.text:
            found = _PARSER.reference_definitions(self.markdown).values()
            for span in sorted((d["span"]["start"], d["span"]["end"]) for d in found):
                start, end = self.at(span[0]), self.at(span[1])
                if _OTHER_AFTER_DEFINITION.match(self.text, end):
                    raise _OtherwiseError
                leaf = Leaf("paragraph", self.top, start)
                leaf.pieces = _lines(self.text[start:end].rstrip(), start, MAX_NESTING)
                take_definitions(leaf, definitions)
        return definitions

    # Inlines.

    def tokens(self, leaf: Leaf, text: str, env: dict[str, Any]) -> list[Token]:
        """The inline tokens of a leaf."""
        rest, math = text, []
        if "$" in text:
            rest = _MATH.sub("", text)
            math = [m.span() for m in _MATH.finditer(text)]
        if (
            isinstance(leaf, _Leaf)
            and leaf.events
            and not _OTHER_INLINES.search(rest)
            # A tab at the end of a line is text to pulldown-cmark.
            and self.text.find("\t", leaf.start, leaf.end) < 0
        ):
            with suppress(_OtherwiseError):
                opaque: list[tuple[int, int]] = []
                tokens = self._tokens(leaf, text, opaque, math)
                env["opaque"].extend(opaque)
                return tokens
        return INLINES(text, env)

    def _tokens(
        self,
        leaf: _Leaf,
        text: str,
        opaque: list[tuple[int, int]],
        math: list[tuple[int, int]],
    ) -> list[Token]:
        at, offset = self.at, Places(leaf).offset
        # A checkbox at the leaf's head is text to this parser.
        cut = leaf.pieces[0][0] - leaf.start if leaf.kind == "paragraph" or leaf.setext else 0
        tokens: list[Token] = []
        outer: list[list[Token]] = []
        last = 0
        for event, where in leaf.events:
            if event.__class__ is str:
                tokens.append({"type": "softbreak" if event == "SoftBreak" else "linebreak"})
                continue
            ((kind, what),) = event.items()
            if kind == "Text":
                url = None if outer else _BARE_URL.search(what)
                ends_leaf = url and url.end() == len(what) and event is leaf.events[-1][0]
                if _OTHER_TEXT.search(what) or (url and not ends_leaf):
                    raise _OtherwiseError
                tokens.append({"type": "text", "raw": what[cut:]})
                cut = 0
            elif kind == "Code":
                tokens.append({"type": "codespan", "raw": what})
                hole = (offset(at(where["start"])), offset(at(where["end"]) - 1) + 1)
                opaque.append(hole)
                # Such code keeps the indentation of its lines.
                if len(leaf.pieces) > 1 and "\n" in text[slice(*hole)]:
                    raise _OtherwiseError
            elif kind == "Start":
                if what.__class__ is dict:
                    ((kind, link),) = what.items()
                    if link["link_type"] != "Inline" or len(outer) == MAX_NESTING:
                        raise _OtherwiseError
                    span = (offset(at(where["start"])), offset(at(where["end"]) - 1) + 1)
                    token: Token = {"type": kind.lower(), "at": span, "href": link["dest_url"]}
                    token["children"] = []
                    tokens.append(token)
                    outer.append(tokens)
                    tokens = token["children"]
                    last = where["start"] + len("[" if kind == "Link" else "![")
                continue
            elif kind == "InlineHtml" and _TAG.match(what):
                hole = (offset(at(where["start"])), offset(at(where["end"]) - 1) + 1)
                tokens.append({"type": "inline_html", "raw": what, "at": hole})
                opaque.append(hole)
            elif kind == "InlineMath":
                hole = (offset(at(where["start"])), offset(at(where["end"]) - 1) + 1)
                if hole not in math:
                    raise _OtherwiseError
                math.remove(hole)
                tokens.append({"type": "math", "raw": text[slice(*hole)]})
                opaque.append(hole)
            elif kind != "End":
                raise _OtherwiseError
            elif what in ("Link", "Image"):
                tokens = outer.pop()
                token = tokens[-1]
                m = _LINK_CLOSE.match(text, offset(at(last)))
                if m is None or not text.startswith(token["href"], m.end()):
                    raise _OtherwiseError
                token["href"] = (m.end(), m.end() + len(token["href"]))
                opaque.append(token["at"])
            last = where["end"]
        if math:
            raise _OtherwiseError
        return tokens


def _lines(text: str, start: int, quotes: int) -> list[tuple[int, str]]:
    """The lines of a text that starts at an offset, without the marks of so many quotes."""
    ending = _LINE_ENDING
    if quotes:
        ending = re.compile(rf"(?:\r\n|\r|\n)[ \t]*(?:>[ \t]*){{0,{quotes}}}")
    pieces = []
    pos = 0
    for m in ending.finditer(text):
        pieces.append((start + pos, text[pos : m.start()]))
        pos = m.end()
    pieces.append((start + pos, text[pos:]))
    return pieces
