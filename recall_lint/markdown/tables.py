"""Lines of a table → its cells, each a leaf with its position."""

from __future__ import annotations

import re

from recall_lint.markdown.cursor import Line
from recall_lint.markdown.definitions import take_definitions
from recall_lint.markdown.leaves import Leaf
from recall_lint.markdown.open_blocks import OpenBlocks

_DELIMITER_ROW = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*$")
_CELL = re.compile(r"(?:\\\||[^|])*")


def open_table(blocks: OpenBlocks, line: Line, paragraph: Leaf) -> bool:
    """Turn the paragraph's last line into a table header if this line is its delimiter row."""
    text = line.text[line.next :]
    if paragraph.no_table or not paragraph.pieces or not _is_delimiter_row(text):
        return False
    at, head = paragraph.pieces[-1]
    cells = _row_cells(head, at)
    if len(cells) != len(_row_cells(text, 0)):
        paragraph.no_table = True
        return False
    del paragraph.pieces[-1]
    take_definitions(paragraph, blocks.definitions)
    if not paragraph.pieces:
        del blocks.leaves[-1]
    blocks.leaf = None
    blocks.table_columns = len(cells)
    _add_cells(blocks, cells)
    return True


def add_row(blocks: OpenBlocks, line: Line) -> None:
    at = line.at + line.next
    _add_cells(blocks, _row_cells(line.text[line.next :], at)[: blocks.table_columns])


def _add_cells(blocks: OpenBlocks, cells: list[list[tuple[int, str]]]) -> None:
    for pieces in cells:
        leaf = Leaf("cell", blocks.top(), pieces[0][0])
        leaf.pieces = pieces
        leaf.joint = ""
        leaf.end = pieces[-1][0] + len(pieces[-1][1])
        blocks.leaves.append(leaf)
        blocks.leaf = leaf


def _is_delimiter_row(row: str) -> bool:
    """Whether a row can be a delimiter row."""
    return row[0] in "|:-" and _DELIMITER_ROW.match(row) is not None


def _row_cells(row: str, at: int) -> list[list[tuple[int, str]]]:
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
