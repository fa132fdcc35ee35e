"""Texts with code → what extensions of Markdown look at, line by line."""

from __future__ import annotations

from recall_lint.slugs._extensions import prose


def test_code_is_no_prose_and_keeps_its_lines() -> None:
    text = "a\n```x\nb\n```\n`c` d\n"
    assert prose(text) == ["a", "```x", "", "", "`x` d"]
