"""Cards → a text file for Anki: front and back as HTML, and a tag for each note.

The lines that begin with `#` are headers from Anki's manual for text files.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from html import escape
from io import StringIO
from pathlib import PurePosixPath
from typing import Final

from recall_lint import markdown
from recall_lint.base.text import html_seen, printable
from recall_lint.inspection.questions import Card

_HEADERS: Final = "#separator:Comma\n#html:true\n#columns:Front,Back,Tags\n#tags column:3\n"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NO_TAG = re.compile(r"[\s:\"]+")


def csv_text(cards: Iterable[Card]) -> str:
    """The contents of the file, without cards that have no answer."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for text, answer, note in cards:
        if text and answer.strip():
            row = (*map(html_seen, (escape(text), markdown.to_html(answer))), printable(_tag(note)))
            writer.writerow(map(_harmless, row))
    return _HEADERS + out.getvalue()


def _tag(path: str) -> str:
    """A note's path as a tag; Anki nests tags with `::`."""
    return "::".join(_NO_TAG.sub("_", part) for part in PurePosixPath(path).with_suffix("").parts)


def _harmless(cell: str) -> str:
    """A cell that spreadsheets do not read as a formula; as HTML it is the same."""
    return f"&#{ord(cell[0])};{cell[1:]}" if cell.startswith(_FORMULA) else cell
