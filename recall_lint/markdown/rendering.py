"""Text → HTML for people to read, without scripts and with formulas as written."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

import mistune
from mistune.plugins.math import math_in_list, math_in_quote

if TYPE_CHECKING:
    from mistune import InlineParser, InlineState, Markdown
    from mistune.plugins import Plugin

_SPACED: Final = r"\$[ \t]+(?P<spaced_text>[^$\n]+)\$(?!\d)"
r"""`$ \alpha$`: not math in every renderer, but meant as math, so its backslashes are kept."""


def to_html(text: str) -> str:
    """A text as HTML; tags in it are shown as text, and links keep their destinations."""
    return str(_renderer()(text)).strip()


@cache
def _renderer() -> Markdown:
    """Cached: creating one takes as long as rendering a short text."""
    known: list[str | Plugin] = ["strikethrough", "table", "math"]
    return mistune.create_markdown(plugins=[*known, math_in_list, math_in_quote, _spaced_math])


def _spaced_math(md: Markdown) -> None:
    md.inline.register("spaced_math", _SPACED, _parse, before="inline_math")


def _parse(inline: InlineParser, match: re.Match[str], state: InlineState) -> int | None:
    if "\\" not in match["spaced_text"]:
        # These may be two prices.
        return None
    state.append_token({"type": "inline_math", "raw": match["spaced_text"].strip()})
    return match.end()
