r"""One leaf's text → mistune's inline tokens, with the place of every link and every hole.

mistune's inline parser keeps no offsets, so this subclass notes them where
tokens are made: each link and image token gets `at` (its whole text) and
`href` (its destination's characters, unless a definition elsewhere holds
it), each raw HTML token gets `at`. All are offsets in the leaf's text. The
environment's list `opaque` collects the spans of everything that is no plain
text: links, code, math, tags, escapes.

What GitHub's parser does otherwise is repaired here too:

- a `<a>` tag does not stop Markdown links up to its `</a>`;
- footnote references are numbered in the order of their first use;
- `$…$`, `$$…$$`, ``$`…`$`` and MathJax's `\(…\)` are math: no markup inside;
- `~` and `~~` strike through what stands between them;
- bare URLs are one piece, so that their underscores open no emphasis.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import MutableMapping
from typing import Any, Final

from mistune import InlineParser
from mistune.core import InlineState
from mistune.helpers import PUNCTUATION, parse_link_href
from mistune.util import unikey

from recall_lint.markdown.glance import SURROGATE, Token
from recall_lint.markdown.tokens import MAX_NESTING

# Where math may open; a dollar inside a word or before a space opens none, as on GitHub.
_MATH: Final = r"(?<![\w$\\])(?:\$\$|\$`+|\$(?=\S))|\\\("
_MATH_END: Final = {
    "$": re.compile(r"(?<=[^\s\\])\$(?![\w$])"),
    "$$": re.compile(r"(?<!\\)\$\$"),
    "\\(": re.compile(r"\\\)"),
}

_FOOTNOTE: Final = r"\[\^[^\]\s\[]+\]"
# Recognised at its colon or dot, so that the scanner need not stop at every letter `h`.
_BARE_URL: Final = (
    r"(?:(?<=(?<![A-Za-z])http)|(?<=(?<![A-Za-z])https)|(?<=(?<![A-Za-z])ftp))://[^\s<]+"
    r"|(?<=(?<![^\s*_~(])www)\.[^\s<]+"
)
_BRACKET = re.compile(r"\[")
_ANGLE = re.compile(r"[ \t\r\n]*<")
_URL_TAIL = re.compile(r"(?:[?!.,:*_~'\"]|&[A-Za-z0-9]+;)+\Z")


class PlacedState(InlineState):
    """mistune's inline state, the math openers without an end, and the tildes that may open."""

    def __init__(self, env: MutableMapping[str, Any]) -> None:
        super().__init__(env)
        self.no_math_end: set[str] = set()
        self.tildes: list[tuple[int, Token]] = []


class PlacedInlines(InlineParser):
    """mistune's inline parser, with places; stateless between leaves."""

    state_cls = PlacedState

    def __init__(self) -> None:
        super().__init__(max_nested_level=MAX_NESTING)
        self.specification["escape"] = r"\\" + PUNCTUATION
        self.specification["link_close"] = r"\]"
        self.register("math", _MATH, PlacedInlines._math, before="escape", start_chars=("$", "\\"))
        self.register("bare_url", _BARE_URL, PlacedInlines._bare_url, start_chars=(":", "."))
        self.register("tildes", r"~+", PlacedInlines._tildes, start_chars=("~",))
        self.register(
            "footnote", _FOOTNOTE, PlacedInlines._footnote, before="link", start_chars=("[",)
        )

    def __call__(self, s: str, env: MutableMapping[str, Any]) -> list[Token]:
        # A byte that is no UTF-8 was read as a lone surrogate, at which mistune's percent-encoding
        # of destinations fails. A renderer shows U+FFFD for it, which is as long.
        return super().__call__(s if s.isascii() else SURROGATE.sub("\ufffd", s), env)

    def parse_link_close(self, m: re.Match[str], state: InlineState) -> int:
        opener = state.brackets[-1] if state.brackets else None
        end = super().parse_link_close(m, state)
        token = state.tokens[-1]
        if opener is None or "attrs" not in token or "at" in token:
            return end
        token["at"] = (opener.start - (2 if opener.image else 1), end)
        state.env["opaque"].append(token["at"])
        if "ref" not in token:
            href, href_end = parse_link_href(state.src, m.end() + 1, max_nested_level=MAX_NESTING)
            assert href is not None
            assert href_end is not None
            in_angles = _ANGLE.match(state.src, m.end() + 1) is not None
            start = href_end - len(href) - in_angles
            token["href"] = (start, start + len(href))
        return end

    def parse_inline_html(self, m: re.Match[str], state: InlineState) -> int | None:
        end = super().parse_inline_html(m, state)
        state.in_link = False
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
        # Without an end once, there is none for any later opener of its kind in this leaf.
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
        url = _URL_TAIL.sub("", m.group())
        while url.endswith(")") and url.count(")") > url.count("("):
            url = _URL_TAIL.sub("", url[:-1])
        if not url:
            return None
        # What stands in a URL is no entity.
        self.process_text(url.replace("&", "&amp;"), state, parse_emphasis=False)
        return m.start() + len(url)

    def _tildes(self, m: re.Match[str], state: PlacedState) -> int:
        """Strike through, as GitHub does: an opener of another length is used up for nothing."""
        before, after = state.src[m.start() - 1 : m.start()], state.src[m.end() : m.end() + 1]
        token: Token = {"type": "text", "raw": m.group()}
        state.append_token(token)
        if len(m.group()) > 2:
            return m.end()
        # Openers that went into a link's text are gone.
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


def _is_at(tokens: list[Token], index: int, token: Token) -> bool:
    return index < len(tokens) and tokens[index] is token


def _flanks(outer: str, inner: str) -> bool:
    """Whether a delimiter between two characters, perhaps none, belongs to the inner one."""
    if not inner or inner.isspace():
        return False
    return not _is_punctuation(inner) or not outer or outer.isspace() or _is_punctuation(outer)


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] == "P" or char in "$+<=>^`|~"


INLINES: Final = PlacedInlines()
"""The one parser of inlines; it keeps nothing between leaves."""
