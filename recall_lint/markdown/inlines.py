r"""One leaf's text → mistune's inline tokens, with the positions of links and opaque spans.

mistune's inline parser keeps no offsets, so this subclass records them where tokens are made: each
link and image token gets `at` (its whole text) and `href` (its destination's characters, unless a
definition contains it), each raw HTML token gets `at`. All are offsets in the leaf's text. The
environment's list `opaque` collects the spans of everything but plain text: links, code, math,
tags, escapes.

Differences from GitHub's parser are corrected here too: a `<a>` tag does not prevent Markdown links
up to its `</a>`; footnote references are numbered in the order of their first use; `$…$`, `$$…$$`,
``$`…`$`` and MathJax's `\(…\)` are math without markup inside; `~` and `~~` strike through the text
between them; bare URLs are one token, so that their underscores open no emphasis.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import MutableMapping
from functools import cached_property
from typing import Any, Final, NamedTuple

from mistune import InlineParser
from mistune._inline.links import Bracket
from mistune.core import InlineState
from mistune.helpers import MAX_LINK_LABEL_LENGTH, PUNCTUATION, parse_link_label
from mistune.util import unikey

from recall_lint.markdown.bare_urls import BARE_URL, bare_url
from recall_lint.markdown.emphasis import without_delimiters
from recall_lint.markdown.glance import SURROGATE, Token
from recall_lint.markdown.html_blocks import HTML_TAG
from recall_lint.markdown.inline_destinations import Destinations
from recall_lint.markdown.leaves import MAX_NESTING

# Where math may open; as on GitHub, not at a dollar inside a word or before a space.
_MATH: Final = r"(?<![\w$\\])(?:\$\$|\$`+|\$(?=\S))|\\\("
_MATH_END: Final = {
    "$": re.compile(r"(?<=[^\s\\])\$(?![\w$])"),
    "$$": re.compile(r"(?<!\\)\$\$"),
    "\\(": re.compile(r"\\\)"),
}

_FOOTNOTE: Final = r"\[\^[^\]\s\[]+\]"
_BRACKET = re.compile(r"\[")
_TAG = re.compile(HTML_TAG)


class Reference(NamedTuple):
    """A reference to a definition."""

    key: str
    end: int


class PlacedState(InlineState):
    """mistune's inline state, the math openers without an end, and the tildes that may open."""

    def __init__(self, env: MutableMapping[str, Any]) -> None:
        super().__init__(env)
        self.no_math_end: set[str] = set()
        self.tildes: list[tuple[int, Token]] = []

    @cached_property
    def destinations(self) -> Destinations:
        """The destinations in the text, computed at the first possible link."""
        return Destinations(self.src)


class PlacedInlines(InlineParser):
    """mistune's inline parser with positions; stateless between leaves."""

    state_cls = PlacedState

    def __init__(self) -> None:
        super().__init__(max_nested_level=MAX_NESTING)
        self.specification["escape"] = r"\\" + PUNCTUATION
        self.specification["link_close"] = r"\]"
        self.register("math", _MATH, PlacedInlines._math, before="escape", start_chars=("$", "\\"))
        self.register("bare_url", BARE_URL, PlacedInlines._bare_url, start_chars=(":", "."))
        self.register("tildes", r"~+", PlacedInlines._tildes, start_chars=("~",))
        self.register(
            "footnote", _FOOTNOTE, PlacedInlines._footnote, before="link", start_chars=("[",)
        )

    def __call__(self, s: str, env: MutableMapping[str, Any]) -> list[Token]:
        # An invalid UTF-8 byte is read as a lone surrogate, on which mistune's percent-encoding of
        # destinations fails. Renderers show U+FFFD instead, which has the same length.
        return super().__call__(s if s.isascii() else SURROGATE.sub("\ufffd", s), env)

    def parse_link_close(self, m: re.Match[str], state: InlineState) -> int:
        """A link or an image, if the open bracket here and what follows form one."""
        assert isinstance(state, PlacedState)
        opener = state.brackets.pop() if state.brackets else None
        if opener is not None:
            if not opener.image:
                state.last_link = opener.previous_link
            token = self._link(opener, m.start(), state)
            depth = opener.child_depth + (token is not None)
            if state.brackets:
                state.brackets[-1].child_depth = max(state.brackets[-1].child_depth, depth)
            if token is not None:
                end: int = token["at"][1]
                return end
        self.process_text("]", state)
        return m.end()

    def _link(self, opener: Bracket, close: int, state: PlacedState) -> Token | None:
        """The link between two brackets, which replaces the tokens of its text."""
        if not opener.active or opener.child_depth >= MAX_NESTING:
            return None
        found = state.destinations.find(close + 1) or _reference(opener, close, state)
        if found is None:
            return None
        children = state.tokens[opener.token_index + 1 :]
        start = opener.start - len("![" if opener.image else "[")
        token: Token = {"type": "image" if opener.image else "link", "at": (start, found.end)}
        if not opener.image:
            # An autolink in a link's text is text.
            children = [_text_of(c["_autolink"]) if "_autolink" in c else c for c in children]
            # Links do not nest: open brackets around this one cannot be links.
            outer = state.last_link
            while outer is not None and outer.active:
                outer.active = False
                outer = outer.previous_link
        token["children"] = without_delimiters(children)
        if isinstance(found, Reference):
            token["ref"] = found.key
        else:
            token["href"] = (found.start, found.stop)
        del state.tokens[opener.token_index :]
        state.tokens.append(token)
        state.env["opaque"].append(token["at"])
        return token

    def finalize_tokens(self, tokens: list[Token], depth: int) -> list[Token]:
        return without_delimiters(tokens)

    def parse_inline_html(self, m: re.Match[str], state: InlineState) -> int | None:
        tag = _TAG.match(state.src, m.start())
        if tag is not None:
            end: int | None = tag.end()
            state.append_token({"type": "inline_html", "raw": tag[0]})
        elif m[0][-1] in "!?":
            end = super().parse_inline_html(m, state)
            state.in_link = False
        else:
            end = None
        if end is not None:
            state.tokens[-1]["at"] = (m.start(), end)
            state.env["opaque"].append((m.start(), end))
        return end

    def parse_escape(self, m: re.Match[str], state: InlineState) -> int:
        state.env["opaque"].append(m.span())
        return super().parse_escape(m, state)

    def parse_codespan(self, m: re.Match[str], state: InlineState) -> int:
        end = super().parse_codespan(m, state)
        state.env["opaque"].append((m.start(), end))
        return end

    def parse_auto_link(self, m: re.Match[str], state: InlineState) -> int:
        state.env["opaque"].append(m.span())
        return super().parse_auto_link(m, state)

    def _math(self, m: re.Match[str], state: PlacedState) -> int | None:
        opener = m.group()
        end = None
        if opener.startswith("$`"):
            close = state.delimiters.code_end(opener[1:], m.end())
            if close is not None and state.src.startswith("$", close + len(opener) - 1):
                end = close + len(opener)
        # If there is no end once, no later opener of this kind in the leaf has one.
        elif opener not in state.no_math_end:
            found = _MATH_END[opener].search(state.src, m.end())
            if found is None:
                state.no_math_end.add(opener)
            else:
                end = found.end()
        if end is None:
            return self.parse_escape(m, state) if opener[0] == "\\" else None
        state.append_token({"type": "math", "raw": state.src[m.start() : end]})
        state.env["opaque"].append((m.start(), end))
        return end

    def _bare_url(self, m: re.Match[str], state: InlineState) -> int | None:
        if state.brackets:
            return None
        url = bare_url(state.src, m.start())
        if not url:
            return None
        # A URL contains no entities.
        self.process_text(url.replace("&", "&amp;"), state, parse_emphasis=False)
        return m.start() + len(url)

    def _tildes(self, m: re.Match[str], state: PlacedState) -> int:
        """Strike through, as on GitHub: an opener of another length is consumed without effect."""
        before, after = state.src[m.start() - 1 : m.start()], state.src[m.end() : m.end() + 1]
        token: Token = {"type": "text", "raw": m.group()}
        state.append_token(token)
        if len(m.group()) > 2:
            return m.end()
        # Openers inside a link's text are gone.
        while state.tildes and not _is_at(state.tokens, *state.tildes[-1]):
            state.tildes.pop()
        if state.tildes and _flanks(after, before):
            _, opener = state.tildes.pop()
            if opener["raw"] == token["raw"]:
                for tilde in (opener, token):
                    tilde.update(type="strike", children=[])
        elif _flanks(before, after):
            state.tildes.append((len(state.tokens) - 1, token))
        return m.end()

    def _footnote(self, m: re.Match[str], state: InlineState) -> int:
        key = unikey(m.group()[2:-1])
        if key not in state.env["footnotes"] or state.src.startswith("(", m.end()):
            bracket = _BRACKET.match(state.src, m.start())
            assert bracket is not None
            return self.parse_link(bracket, state) or bracket.end()
        numbers = state.env["footnote_numbers"]
        number = numbers.setdefault(key, len(numbers) + 1)
        state.append_token({"type": "footnote_ref", "raw": str(number)})
        return m.end()


def _reference(opener: Bracket, close: int, state: PlacedState) -> Reference | None:
    """The definition that a pair of brackets refers to, by the next pair or by its own text.

    As in GitHub's parser, the total text expanded from definitions is limited to the length of the
    document; after that, brackets are text.
    """
    references = state.env["ref_links"]
    if not references:
        return None
    label, end = None, None
    if state.src.startswith("[", close + 1):
        label, end = parse_link_label(state.src, close + 2)
    if not label:
        if opener.nested or close - opener.start > MAX_LINK_LABEL_LENGTH:
            return None
        label = state.src[opener.start : close]
    key = unikey(label)
    length = len(references.get(key, {}).get("url", ""))
    if key not in references or length > state.env["room"]:
        return None
    state.env["room"] -= length
    return Reference(key, end or close + 1)


def _text_of(raw: str) -> Token:
    return {"type": "text", "raw": raw, "_emphasis": False}


def _is_at(tokens: list[Token], index: int, token: Token) -> bool:
    return index < len(tokens) and tokens[index] is token


def _flanks(outer: str, inner: str) -> bool:
    """Whether a delimiter belongs to the inner one of the characters around it, if any."""
    if not inner or inner.isspace():
        return False
    return not _is_punctuation(inner) or not outer or outer.isspace() or _is_punctuation(outer)


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] == "P" or char in "$+<=>^`|~"


INLINES: Final = PlacedInlines()
"""The shared inline parser, which keeps no state between leaves."""
