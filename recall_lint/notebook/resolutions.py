"""The possible resolutions of a link; each link has exactly one."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from recall_lint.base.problems import Target

MANY: Final = 10
"""Number of occurrences from which on a syntax that no surface reads is assumed to be intended for
another tool.
"""


class External(NamedTuple):
    """An external URL, or another scheme such as `mailto:`."""


class Found(NamedTuple):
    """The target exists on every surface."""

    target: Target
    place: int | None
    """The index of the section; None for a file or an HTML anchor."""
    tracked: bool
    """Whether the file is tracked; true without git."""


class AnchorCase(NamedTuple):
    """The target exists, but the anchor differs in letter case."""

    target: Target
    place: int | None
    right: str


class Mismatch(NamedTuple):
    """The target exists on some surfaces only, or is a different section on each."""

    target: Target
    place: int | None
    """The target on the first surface that has it: a section by its index, or an HTML anchor."""
    works_on: tuple[str, ...]
    """The surfaces on which the link works."""
    broken_on: tuple[str, ...]
    """The surfaces on which it is broken, or has another target."""
    common_target: Target | None
    """A target that is the same on all of them."""


Reason = Literal[
    "ignore-links", "template", "prefix", "generator", "custom-id", "generated", "wikilink"
]
"""Why a link is not checked."""


class Unjudged(NamedTuple):
    """A link that cannot be checked, or that the configuration excludes."""

    reason: Reason
    detail: str = ""
    """The pattern, the prefix or the surface."""

    def __str__(self) -> str:
        """As counted in reports."""
        return f"{self.reason} {self.detail}".rstrip()


class MissingFile(NamedTuple):
    """The file does not exist."""

    target: Target
    url: str | None = None
    """The requested URL on a site, if it is not a file; the target's path is then that of a
    possible source.
    """


class Unwritten(NamedTuple):
    """The note does not exist: in a vault, it may be written later."""

    target: Target


class Unpublished(NamedTuple):
    """The page exists but is not published by its site."""

    target: Target


class MissingSection(NamedTuple):
    """The document exists, but the anchor does not, on any surface."""

    target: Target
    unread_id: bool = False
    """Whether a heading ends with this ID, `{#id}`, which no surface reads."""


class MissingLine(NamedTuple):
    """The file has fewer lines than the anchor requires."""

    target: Target
    lines: int


class PathCase(NamedTuple):
    """The file exists, but its name differs in letter case."""

    target: Target
    right: str


class Outside(NamedTuple):
    """The path leads outside the notebook."""

    target: Target


Resolution = (
    External
    | Unjudged
    | Found
    | AnchorCase
    | Mismatch
    | MissingFile
    | Unwritten
    | Unpublished
    | MissingSection
    | MissingLine
    | PathCase
    | Outside
)
