"""Documents → anchors: one dialect a module, listed here in reading order.

A dialect says which anchors a publishing surface gives the sections of a
document, and how a link's fragment is looked up among them.
"""

from __future__ import annotations

from typing import Protocol

from recall_lint.model import Document
from recall_lint.slugs import (
    docusaurus,
    github,
    gitlab,
    hugo,
    kramdown,
    kramdown_gfm,
    mdbook,
    obsidian,
    pandoc_gfm,
    python_markdown,
    vscode,
)


class Dialect(Protocol):
    """What each module of this package is; its docstring gives the algorithm and its source."""

    __doc__: str | None

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """As configuration and reports write it."""

    @property
    def WHERE(self) -> str:  # noqa: N802 - a module's constant
        """What publishes with it, in one line."""

    def anchors(self, document: Document) -> list[str | None]:
        """The anchor of each section, in order; None for a heading that gets none."""

    def key(self, fragment: str) -> str:
        """What a percent-decoded fragment is looked up as."""


DIALECTS: tuple[Dialect, ...] = (
    github,
    kramdown_gfm,
    kramdown,
    python_markdown,
    gitlab,
    hugo,
    docusaurus,
    mdbook,
    pandoc_gfm,
    vscode,
    obsidian,
)

BY_NAME: dict[str, Dialect] = {dialect.NAME: dialect for dialect in DIALECTS}
