r"""Obsidian: headings are found by their text; there are no slugs.

Algorithm: the heading's text as written is lower-cased, the characters
``! " # $ % & ( ) * + , . : ; < = > ? @ ^ ` { | } ~ / [ ] \`` and line ends
become spaces, runs of white space become one, and the ends are trimmed. A
fragment is treated likewise, after all but the last of its parts between `#`
has been cut off; one that begins with `^` names a block and never a heading.
Headings in lists, quotes and footnotes are not seen, nor are HTML headings
and underlined headings of several lines.

Uniqueness: none. Of headings with the same text the first is found.

Source: `stripHeading`, `resolveSubpath` and the metadata cache of Obsidian's
public API, as documented; no Obsidian was run.
Differs: of `Note#Heading#Sub` only the last part is looked up, not the path.
"""

from __future__ import annotations

import re
from typing import Final

from recall_lint.model import Document, Section

NAME = "obsidian"
WHERE = "Obsidian vaults, by heading text"

_TO_SPACE: Final = str.maketrans(dict.fromkeys('!"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\n', " "))
_SPACES = re.compile(r"\s+")


def normal(text: str) -> str:
    """A heading's text in the form in which headings are compared."""
    return _SPACES.sub(" ", text.translate(_TO_SPACE)).strip().lower()


def anchors(document: Document) -> list[str | None]:
    """The normalised text of each section that Obsidian sees."""
    return [normal(section.markup) if _is_seen(section) else None for section in document.sections]


def key(fragment: str) -> str:
    """What a percent-decoded fragment is looked up as: its last part, normalised."""
    last = fragment.rstrip("#").rpartition("#")[2]
    return last if last.startswith("^") else normal(last)


def _is_seen(section: Section) -> bool:
    return section.style != "html" and not section.containers and "\n" not in section.markup
