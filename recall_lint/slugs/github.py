r"""GitHub: the anchors that github.com gives the headings of a Markdown file.

Algorithm: the heading's text as rendered is lower-cased; every character is dropped that is not in
the Unicode categories L*, M*, Nd, Nl and Pc, one of the 130 circled and squared letters of category
So with the property Alphabetic, `-` or a space; each space becomes `-`. Nothing is trimmed or
collapsed. Headings in footnotes have no anchor.

Uniqueness: collision-checked suffix. A taken name gets `-1`, `-2` … until it is free, so that
`echo, echo, echo 1, echo-1, echo` become `echo, echo-1, echo-1-1, echo-1-2, echo-2`.

The page looks up the fragment as written first, and then in lower case: an HTML `id` or `name` with
capitals must match exactly.

Source: the `TableOfContentsFilter` of html-pipeline, whose Ruby `\p{Word}` is this set, checked
against the anchors of real pages on github.com.
"""

from __future__ import annotations

from collections.abc import Iterable

from recall_lint.base.model import Document
from recall_lint.slugs._text import words
from recall_lint.slugs._unique import CheckedNames

NAME = "github"
EXACT_HTML = True
WHERE = "GitHub: files, READMEs and wikis as github.com shows them"


def slug(text: str) -> str:
    """The anchor of a heading's rendered text, before it is made unique."""
    return words(text.lower()).replace(" ", "-")


def names(titles: Iterable[str]) -> list[str]:
    """The anchors of headings with these texts, in order."""
    taken = CheckedNames()
    return [taken.next(slug(title)) for title in titles]


def anchors(document: Document) -> list[str | None]:
    """The anchor of each section of a document; none for headings in footnotes."""
    names = CheckedNames()
    return [
        None if "footnote" in section.containers else names.next(slug(section.title))
        for section in document.sections
    ]


def key(fragment: str) -> str:
    """The lookup key of a percent-decoded fragment, if nothing has exactly that name."""
    return fragment.lower()
