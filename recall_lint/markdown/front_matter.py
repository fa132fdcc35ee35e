"""Text → its front matter, the values in it, and where the Markdown begins.

GitHub's rule: a file that starts with a `---` line has front matter up to the next `---` line if
the YAML in between is a mapping, or is invalid (GitHub then shows an error in its place). A block
that is empty, or contains a scalar or a list, is Markdown: a thematic break and what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

_BLOCK = re.compile(
    r"---[ \t]*(?:\r\n|\r|\n)(.*?(?:\r\n|\r|\n))?---[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL
)
# A block whose first line is a plain key is a mapping or invalid, and so front matter either way.
_KEY_FIRST = re.compile(
    r"(?:[ \t]*(?:#[^\r\n\x85\u2028\u2029]*)?(?:\r\n|\r|\n))*[\w-]+[ \t]*:(?=[ \t\r\n])"
)

_TOML = re.compile(r"\ufeff?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*$", re.DOTALL | re.MULTILINE)
_JSON = re.compile(r"\ufeff?(?=\{\s)")


def front_matter(text: str) -> tuple[str, int]:
    """The YAML, and the offset of the first character that renderers parse as Markdown."""
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
    # PyYAML passes on errors of its constructors, and recurses into nested brackets.
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError):
        return True


def metadata(text: str, block: str, keys: Collection[str]) -> dict[str, Any]:
    """The values of some keys in front matter as JSON values; dates are ISO 8601 strings.

    `block` is the YAML at the start of the text; TOML and JSON, which Hugo also reads, are found in
    the text. Invalid front matter has no values.
    """
    if block:
        values = _yaml(block) if any(key in block for key in keys) else {}
    elif m := _TOML.match(text):
        values = _toml(m[1])
    elif m := _JSON.match(text):
        values = _json(text, m.end())
    else:
        return {}
    return {key: plain(value) for key, value in values.items() if key in keys}


def other_formats(text: str) -> int:
    """The end of front matter in TOML or JSON; 0 if there is none."""
    if m := _TOML.match(text):
        return m.end()
    if m := _JSON.match(text):
        import json

        try:
            return json.JSONDecoder().raw_decode(text, m.end())[1]
        except (ValueError, RecursionError):
            return 0
    return 0


def _yaml(block: str) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        values = yaml.load(block, loader)  # noqa: S506 - both loaders are safe
    # PyYAML passes on errors of its constructors, and recurses into nested brackets.
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _toml(block: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(block.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _json(text: str, start: int) -> dict[str, Any]:
    import json

    try:
        values, _ = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def plain(value: Any) -> Any:
    """A value without anything that JSON cannot represent."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
