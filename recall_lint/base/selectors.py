"""A word of a user and a rule → how closely the one names the other."""

from __future__ import annotations


def strength(selector: str, code: str, name: str) -> int:
    """0 if a rule is not meant; the longer the prefix, the more, and a name is the longest."""
    if selector == "ALL":
        return 1
    if selector in (name, code):
        return len(code) + 1
    return len(selector) + 1 if selector and code.startswith(selector) else 0
