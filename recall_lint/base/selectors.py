"""A selector and a rule → how specifically the selector matches."""

from __future__ import annotations


def strength(selector: str, code: str, name: str) -> int:
    """0 if the rule does not match; longer prefixes score higher, and a name highest."""
    if selector == "ALL":
        return 1
    if selector in (name, code):
        return len(code) + 1
    return len(selector) + 1 if selector and code.startswith(selector) else 0
