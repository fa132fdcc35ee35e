"""Documents → anchors: one dialect per module, listed here in reading order.

A dialect defines which anchors a publishing surface gives the sections of a document, and how a
link's fragment is looked up among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Protocol, runtime_checkable
from urllib.parse import parse_qsl

from recall_lint.base.model import Document
from recall_lint.slugs import (
    docusaurus,
    github,
    gitlab,
    honkit,
    hugo,
    kramdown,
    kramdown_gfm,
    mdbook,
    obsidian,
    pandoc_gfm,
    python_markdown,
    quartz,
    starlight,
    vitepress,
    vscode,
)


class Dialect(Protocol):
    """The interface of each module in this package; its docstring has the algorithm and its source.

    A module may also define `others(document)`, the names of the anchors other than headings and
    HTML, such as footnotes; `opaque(document)`, whether it has anchors that only a build of the
    site can determine, and `hides(fragment)`, whether this may be one of them; `variant(options)`,
    the dialect with other settings; `EXACT_HTML = True`, if only headings are looked up by their
    key; and, if a fragment can be a path of headings, `is_path(fragment)` and `follower(document)`,
    which returns the index of the section at its end.
    """

    __doc__: str | None

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """As in the configuration and in reports."""

    @property
    def WHERE(self) -> str:  # noqa: N802 - a module's constant
        """What publishes with it, in one line."""

    def anchors(self, document: Document) -> list[str | None]:
        """The anchor of each section, in order; None for a heading without one."""

    def key(self, fragment: str) -> str:
        """The lookup key of a percent-decoded fragment."""


@runtime_checkable
class Seen(Dialect, Protocol):
    """A dialect that depends only on the text of headings, footnotes aside."""

    def names(self, titles: Iterable[str]) -> list[str]:
        """The anchors of headings with these texts, in order."""


DIALECTS: tuple[Dialect, ...] = (
    github,
    kramdown_gfm,
    kramdown,
    python_markdown,
    gitlab,
    hugo,
    docusaurus,
    starlight,
    vitepress,
    mdbook,
    honkit,
    pandoc_gfm,
    vscode,
    obsidian,
    quartz,
)

BY_NAME: dict[str, Dialect] = {dialect.NAME: dialect for dialect in DIALECTS}


@cache
def dialect(name: str) -> Dialect:
    """The dialect with this name, which may have options after `?`:

    `python-markdown?attr_list=no`.
    """
    base, _, options = name.partition("?")
    module = BY_NAME[base]
    if not options:
        return module
    variant: Dialect = module.variant(dict(parse_qsl(options)))  # type: ignore[attr-defined]
    return variant


def others(dialect: Dialect, document: Document) -> Iterable[str]:
    """The names of a document's anchors that are neither headings nor HTML."""
    found = getattr(dialect, "others", None)
    return () if found is None else found(document)


def is_path(dialect: Dialect, fragment: str) -> bool:
    """Whether a fragment names a section by its parents, `Old#Stars`."""
    asked = getattr(dialect, "is_path", None)
    return asked is not None and asked(fragment)


def follower(dialect: Dialect, document: Document) -> Callable[[str], int | None]:
    """Such a fragment → the index of the section."""
    found: Callable[[str], int | None] = dialect.follower(document)  # type: ignore[attr-defined]
    return found


def is_opaque(dialect: Dialect, document: Document) -> bool:
    """Whether a document has anchors that only a build of the site can determine."""
    asked = getattr(dialect, "opaque", None)
    return asked is not None and asked(document)


def hides(dialect: Dialect, fragment: str) -> bool:
    """Whether a fragment may be an anchor that only the generator of an opaque document knows."""
    asked = getattr(dialect, "hides", None)
    return asked is None or asked(fragment)
