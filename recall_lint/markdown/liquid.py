"""Liquid in Markdown, as Jekyll has it: tags and outputs are masked, blocks of code whole.

Liquid runs first, so `[x]({% link b.md %})` is a link though its destination has spaces. What
stands in `{% highlight %}` and `{% comment %}` is no Markdown; what stands in `{% raw %}` is
nothing else.

Source: "Tags" in Jekyll's documentation, and Liquid's reference.
"""

from __future__ import annotations

import re

from recall_lint.markdown import masks

_PART = re.compile(
    r"\{%-?\s*(?P<block>highlight|comment|raw)\b.*?%\}(?P<inside>.*?)\{%-?\s*end(?P=block)\s*-?%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
_ANYTHING = re.compile(r".+", re.DOTALL)


def mask(text: str) -> str:
    """A text of the same length that is the same Markdown after Liquid as before it."""
    if "{%" not in text and "{{" not in text:
        return text
    return _PART.sub(_masked, text)


def _masked(m: re.Match[str]) -> str:
    if m["block"] is None:
        return masks.mask(m[0], _ANYTHING)
    if m["block"] == "raw":
        start, end = m.span("inside")
        first, last = m[0][: start - m.start()], m[0][end - m.start() :]
        return masks.mask(first, _ANYTHING) + m["inside"] + masks.mask(last, _ANYTHING)
    return masks.mask(m[0], _ANYTHING, lines=True)
