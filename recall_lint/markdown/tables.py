"""Lines of a table → its cells, each with its place."""

from __future__ import annotations

import re

_DELIMITER_ROW = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*$")
_CELL = re.compile(r"(?:\\\||[^|])*")


def is_delimiter_row(row: str) -> bool:
    """Whether a row may stand below a table's head."""
    return row[0] in "|:-" and _DELIMITER_ROW.match(row) is not None


def row_cells(row: str, at: int) -> list[list[tuple[int, str]]]:
    r"""The cells of a table row, trimmed, each as pieces in which `\|` has become `|`."""
    row = row.rstrip(" \t")
    pos = 1 if row.startswith("|") else 0
    cells = []
    while pos < len(row):
        m = _CELL.match(row, pos)
        assert m is not None
        start, end = m.span()
        pos = end + 1
        while start < end and row[start] in " \t":
            start += 1
        while end > start and row[end - 1] in " \t":
            end -= 1
        pieces = []
        bar = row.find("\\|", start, end)
        while bar >= 0:
            pieces.append((at + start, row[start:bar]))
            start = bar + 1
            bar = row.find("\\|", start + 1, end)
        pieces.append((at + start, row[start:end]))
        cells.append(pieces)
    return cells
