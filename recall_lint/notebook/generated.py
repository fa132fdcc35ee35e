"""Parts of a document that a tool generates, with links that are not meant to work.

all-contributors lists people between two comments, with an icon for each kind of work. If there is
no page for a kind of work, its icon links to an anchor that does not exist, `#content-ada`.
"""

from __future__ import annotations

from typing import Final

from recall_lint.base.model import Link, Span

_START: Final = "<!-- ALL-CONTRIBUTORS-LIST:START"
_END: Final = "<!-- ALL-CONTRIBUTORS-LIST:END"


def contributors(text: str) -> Span | None:
    """The list of all-contributors in a text."""
    start = text.find(_START)
    end = text.find(_END, start) if start >= 0 else -1
    return Span(start, end) if end >= 0 else None


def is_placeholder(link: Link, listed: Span) -> bool:
    """Whether a link to a missing section belongs to such an icon."""
    at, destination = link.span.start, link.destination
    return link.html and destination.startswith("#") and listed.start < at < listed.end
