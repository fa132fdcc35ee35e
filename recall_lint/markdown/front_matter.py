"""Text → its front matter, and where the Markdown begins after it and the byte order mark.

GitHub's rule: a file that starts with a `---` line has front matter up to the
next `---` line when the YAML between them is a mapping, or is broken (GitHub
then shows an error in its place). An empty block or one that holds a scalar
or a list stays Markdown: a thematic break and what follows it.
"""

from __future__ import annotations

import re

_BLOCK = re.compile(
    r"---[ \t]*(?:\r\n|\r|\n)(.*?(?:\r\n|\r|\n))?---[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL
)
# A block whose first line is a plain key is a mapping or broken, and so front matter either way.
_KEY_FIRST = re.compile(
    r"(?:[ \t]*(?:#[^\r\n\x85\u2028\u2029]*)?(?:\r\n|\r|\n))*[\w-]+[ \t]*:(?=[ \t\r\n])"
)


def front_matter(text: str) -> tuple[str, int]:
    """The YAML, and the offset of the first character that a renderer takes for Markdown."""
    start = 1 if text.startswith("\ufeff") else 0
    m = _BLOCK.match(text, start) if text.startswith("---", start) else None
    if m is not None and m.group(1) and _is_front_matter(m.group(1)):
        return m.group(1), m.end()
    return "", start


def _is_front_matter(block: str) -> bool:
    if _KEY_FIRST.match(block):
        return True
    import yaml

    try:
        return isinstance(yaml.safe_load(block), dict)
    # PyYAML lets the errors of its constructors through, and recurses into nested brackets.
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError):
        return True
