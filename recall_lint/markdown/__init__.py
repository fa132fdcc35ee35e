"""Source → Document. The only room that imports a Markdown parser.

`parse` takes a `Source` and gives its `Document`: sections, links, HTML
anchors and outermost list items, each with exact character spans. `phrases`
gives the short texts that might have been headings.
"""

from __future__ import annotations

from recall_lint.markdown.builder import build as parse
from recall_lint.markdown.phrases import Phrase, phrases

__all__ = ["Phrase", "parse", "phrases"]
