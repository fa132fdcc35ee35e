"""Hugo's shortcodes in Markdown: each is masked as a whole; text between two is Markdown.

Hugo removes them before it reads Markdown, so `[x]({{< ref "a b.md" >}})` is a link although its
destination has spaces, and a shortcode in code is not code.

Source: "Shortcodes" in Hugo's documentation.
"""

from __future__ import annotations

import re

from recall_lint.markdown import masks

_SHORTCODE = re.compile(r"\{\{<.*?>\}\}|\{\{%.*?%\}\}", re.DOTALL)


def mask(text: str) -> str:
    """A text of the same length that is the same Markdown without its shortcodes."""
    if "{{<" not in text and "{{%" not in text:
        return text
    return masks.mask(text, _SHORTCODE)
