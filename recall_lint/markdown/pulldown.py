"""One leaf's text → inline tokens, from the events of pyromark (Rust's pulldown-cmark).

The second engine. Blocks, and the texts that a glance can read, are the same
for both engines; pyromark reads the other leaves where it reads them as
GitHub's parser does. Any other leaf is read by the inlines of the mistune
engine: every `_OTHER…` says which, and so does every place that raises
`_OtherwiseError`.

A leaf of one line goes to pyromark as a heading: nothing in a heading's line
can begin another block. It has no definitions of its document, so that what
may refer to them is left to the other engine, too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from recall_lint.markdown import builder
from recall_lint.markdown.glance import SURROGATE, Token
from recall_lint.markdown.tokens import MAX_NESTING
from recall_lint.model import Document, Source

if TYPE_CHECKING:
    from pyromark import Markdown

_HEADING: Final = "# "
_CONTINUATION_BYTE = re.compile(rb"[\x80-\xbf]")

# More than a line, a line that a heading would trim, and what pulldown-cmark reads otherwise:
# escapes and MathJax's math, struck text, a tab, a NUL.
_OTHER_INLINES = re.compile(r"[\n\r\t\0\\~]|\A\s|\s\Z|#\Z")
_OTHER_TEXT = re.compile(r"[&<\xa0]")
# Math as both engines read it: a pair of dollars without code between them.
_MATH = re.compile(r"(?<![\w$\\])\$(?=\S)[^$`]*(?<=[^\s\\])\$(?![\w$])")
# Outside of links GitHub's parser takes a bare URL for one piece, without emphasis in it.
_BARE_URL = re.compile(r"(?:://|www\.)[^\s*_]*(?:[*_]|\Z)")
_TAG = re.compile(r"</?[A-Za-z][^\r\n]*\Z")
_LINK_CLOSE = re.compile(r"\]\(\s*(?!<)")


class _OtherwiseError(Exception):
    """GitHub's parser may read what stands here otherwise."""


@cache
def _parser() -> Markdown:
    # Few documents hold a text for it.
    from pyromark import Markdown, Options

    return Markdown(options=Options.ENABLE_MATH)


def build(source: Source, *, mdx: bool = False, outline: bool = False) -> Document:
    """The document of a source, by the pyromark engine."""
    return builder.assemble(source, _read, mdx=mdx, outline=outline)


def _read(text: str, env: dict[str, Any]) -> list[Token]:
    refers = "[" in text and (env["ref_links"] or env["footnotes"])
    if text and not refers and not _OTHER_INLINES.search(text):
        with suppress(_OtherwiseError):
            opaque: list[tuple[int, int]] = []
            tokens = _tokens(SURROGATE.sub("\ufffd", text), opaque)
            env["opaque"].extend(opaque)
            return tokens
    return builder.read_inlines(text, env)


def _tokens(text: str, opaque: list[tuple[int, int]]) -> list[Token]:
    line = (_HEADING + text).encode()
    # A byte's offset exceeds its character's by the continuation bytes before it.
    continuations = [] if text.isascii() else [m.start() for m in _CONTINUATION_BYTE.finditer(line)]
    math = {m.span() for m in _MATH.finditer(text)}
    if text.count("$") != 2 * len(math):
        raise _OtherwiseError
    tokens: list[Token] = []
    outer: list[list[Token]] = []
    last = len(_HEADING)

    def offset(byte: int) -> int:
        return byte - bisect_left(continuations, byte) - len(_HEADING)

    stream: Iterable[Any] = _parser().events_with_range(line.decode(), merge_text=True)
    _, *events, _ = stream
    for index, (event, where) in enumerate(events):
        if event.__class__ is str:
            raise _OtherwiseError
        ((kind, what),) = event.items()
        span = offset(where["start"]), offset(where["end"])
        if kind == "Text":
            url = None if outer else _BARE_URL.search(what)
            ends_leaf = url and url.end() == len(what) and index == len(events) - 1
            if _OTHER_TEXT.search(what) or (url and not ends_leaf):
                raise _OtherwiseError
            tokens.append({"type": "text", "raw": what})
        elif kind == "Code":
            tokens.append({"type": "codespan", "raw": what})
            opaque.append(span)
        elif kind == "Start":
            if what.__class__ is dict:
                ((kind, link),) = what.items()
                if link["link_type"] != "Inline" or len(outer) == MAX_NESTING:
                    raise _OtherwiseError
                token: Token = {"type": kind.lower(), "at": span, "href": link["dest_url"]}
                token["children"] = []
                tokens.append(token)
                outer.append(tokens)
                tokens = token["children"]
                last = where["start"] + len("[" if kind == "Link" else "![")
            continue
        elif kind == "InlineHtml" and _TAG.match(what):
            tokens.append({"type": "inline_html", "raw": what, "at": span})
            opaque.append(span)
        elif kind == "InlineMath" and span in math:
            tokens.append({"type": "math", "raw": text[slice(*span)]})
            opaque.append(span)
            math.remove(span)
        elif kind != "End":
            raise _OtherwiseError
        elif what in ("Link", "Image"):
            tokens = outer.pop()
            token = tokens[-1]
            m = _LINK_CLOSE.match(text, offset(last))
            if m is None or not text.startswith(token["href"], m.end()):
                raise _OtherwiseError
            token["href"] = (m.end(), m.end() + len(token["href"]))
            opaque.append(token["at"])
        last = where["end"]
    if math:
        raise _OtherwiseError
    return tokens
