"""Sources and documents as values."""

from __future__ import annotations

import pytest

from recall_lint.base.lines import line_starts, split_lines
from recall_lint.base.model import Source


@pytest.mark.parametrize(
    ("text", "offset", "position"),
    [
        ("", 0, (1, 1)),
        ("ab\ncd", 4, (2, 2)),
        ("a\r\nb\rc", 3, (2, 1)),
        ("a\r\nb\rc", 5, (3, 1)),
        ("\ufeffab", 1, (1, 1)),
        ("\ufeffab", 2, (1, 2)),
        ("a\n\ufeffb", 3, (2, 2)),
        ("a\x0cb\u2028c", 4, (1, 5)),
    ],
)
def test_position(text: str, offset: int, position: tuple[int, int]) -> None:
    assert Source("a.md", text).position(offset) == position


def test_line() -> None:
    source = Source("a.md", "\ufeffone\r\ntwo\rthree")
    assert [source.line(number) for number in (1, 2, 3)] == ["one", "two", "three"]


@pytest.mark.parametrize("text", ["", "a", "a\n", "a\n\nb", "\r\n\r", "a\rb\n", "\n"])
def test_lines_make_up_the_text(text: str) -> None:
    starts = line_starts(text)
    lines = list(split_lines(text))
    assert [at for at, _ in lines] == [at for at in starts if at < len(text)]
    assert all(text.startswith(line, at) for at, line in lines)
