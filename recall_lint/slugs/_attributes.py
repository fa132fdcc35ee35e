"""The anchors of footnotes, and of the references to them, as renderers name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_REFERENCE = re.compile(r"\[\^([^\]\s][^\]]*)\](?!:)")
_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s][^\]]*)\]:", re.MULTILINE)


def footnote_ids(text: str, *, numbered: bool = False) -> Iterator[str]:
    """The IDs of footnotes that are referred to, and of the references to them.

    kramdown uses their names; others number them in the order of first references.
    """
    if "[^" not in text:
        return
    defined = {*_DEFINITION.findall(text)}
    counts: dict[str, int] = {}
    for name in _REFERENCE.findall(text):
        if name not in defined:
            continue
        if name not in counts:
            counts[name] = 0
        else:
            counts[name] += 1
        number = counts[name]
        shown = str([*counts].index(name) + 1) if numbered else name
        if numbered:
            yield f"fnref{number or ''}:{shown}"
        else:
            yield f"fnref:{shown}:{number}" if number else f"fnref:{shown}"
        if not number:
            yield f"fn:{shown}"


def github_footnote_ids(text: str) -> Iterator[str]:
    """The IDs of footnotes and references in GitHub's renderers, by name."""
    if "[^" not in text:
        return
    defined = {name.lower() for name in _DEFINITION.findall(text)}
    counts: dict[str, int] = {}
    for name in map(str.lower, _REFERENCE.findall(text)):
        if name in defined:
            counts[name] = counts.get(name, 0) + 1
            again = f"-{counts[name]}" if counts[name] > 1 else ""
            yield f"user-content-fnref-{name}{again}"
            yield f"user-content-fn-{name}"
    if counts:
        yield "footnote-label"
