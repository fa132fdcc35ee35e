"""Source → Document. The only room that imports a Markdown parser.

`parse` takes a `Source` and gives its `Document`: sections, links, HTML
anchors and outermost list items, each with exact character spans.
"""

from __future__ import annotations

from recall_lint.markdown.builder import build as parse

__all__ = ["parse"]
