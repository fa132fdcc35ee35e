r"""GitLab: the anchors that GitLab gives the headings of files, wikis and issues.

Algorithm: the heading's text as rendered is trimmed and lower-cased (Σ always to σ); every
character is dropped that is not in Ruby's `\p{Word}`, `-` or a space; each space becomes `-`, and
runs of `-` become one. A name of digits only gets the prefix `anchor-`, so that it does not look
like an issue.

Uniqueness: naive suffix. The second `foo` is `foo-1`, even if another heading has that name.

Source: GitLab's `Banzai::Filter::TableOfContentsFilter` and
`Gitlab::Utils::Markdown#string_to_anchor`, read; GitLab was not run.
Differs: releases until 2023 removed product suffixes such as `(PREMIUM)`.
"""

from __future__ import annotations

import re

from recall_lint.base.model import Document
from recall_lint.slugs._text import lower_plain, strip, words
from recall_lint.slugs._unique import NaiveNames

NAME = "gitlab"
WHERE = "GitLab: files, wikis and issues"

_DASHES = re.compile(r"[- ]+")
_DIGITS = re.compile(r"[0-9]+")


def slug(text: str) -> str:
    """The anchor of a heading's rendered text, before it is made unique."""
    name = _DASHES.sub("-", words(lower_plain(strip(text))))
    return f"anchor-{name}" if _DIGITS.fullmatch(name) else name


def anchors(document: Document) -> list[str | None]:
    """The anchor of each section of a document; none for headings in footnotes."""
    names = NaiveNames()
    return [
        None if "footnote" in section.containers else names.next(slug(section.title))
        for section in document.sections
    ]


def key(fragment: str) -> str:
    """The lookup key of a percent-decoded fragment: itself."""
    return fragment
