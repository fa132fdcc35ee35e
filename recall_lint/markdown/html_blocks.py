"""A line → whether it starts an HTML block, and what ends that; the grammar of tags.

CommonMark has seven kinds: four end at a certain text, raw text elements at a closing tag, and the
others at a blank line.
"""

from __future__ import annotations

import re
from typing import Final

from mistune.helpers import BLOCK_TAGS, HTML_TAGNAME, PRE_TAGS

from recall_lint.markdown.html import HTML_ATTRIBUTE

HTML_TAG: Final = rf"<{HTML_TAGNAME}(?:{HTML_ATTRIBUTE})*+\s*+/?>|</{HTML_TAGNAME}\s*+>"

_RAW = re.compile(rf"<(?:{'|'.join(PRE_TAGS)})(?=[\s>]|$)", re.IGNORECASE)
_RAW_END = re.compile(rf"</(?:{'|'.join(PRE_TAGS)})>", re.IGNORECASE)
_BLOCK = re.compile(rf"</?(?:{'|'.join(BLOCK_TAGS)})(?=\s|/?>|$)", re.IGNORECASE)
_TAG_ALONE = re.compile(rf"(?:{HTML_TAG})[^\S\n]*$", re.MULTILINE)
_DECLARATION = re.compile(r"<![A-Z]")
_ENDS: Final = {end: re.compile(re.escape(end)) for end in ("-->", "?>", "]]>", ">")}


def html_block_start(text: str, pos: int, interrupts: bool) -> tuple[bool, re.Pattern[str] | None]:
    """Whether an HTML block starts here, and what ends it (None: a blank line)."""
    if _RAW.match(text, pos):
        return True, _RAW_END
    if text.startswith("<!--", pos):
        return True, _ENDS["-->"]
    if text.startswith("<?", pos):
        return True, _ENDS["?>"]
    if text.startswith("<![CDATA[", pos):
        return True, _ENDS["]]>"]
    if _DECLARATION.match(text, pos):
        return True, _ENDS[">"]
    if _BLOCK.match(text, pos):
        return True, None
    return not interrupts and _TAG_ALONE.match(text, pos) is not None, None
