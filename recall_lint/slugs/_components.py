"""Pages that consist of components only, which may render IDs that are not in the text."""

from __future__ import annotations

import re

from recall_lint.base.model import Document

_COMPONENT = re.compile(r"<(?:[A-Z][\w.]*|[a-z]+-[\w-]+)[\s/>]")


def only_components(document: Document) -> bool:
    """Whether a page has a component of Vue, React or Astro, and no heading."""
    return not document.sections and _COMPONENT.search(document.source.text) is not None
