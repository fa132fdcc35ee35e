"""How a link resolves: exactly one of these for every link."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from recall_lint.base.problems import Target

MANY: Final = 10
"""From so many on, what a surface does not read is not a mistake: something else reads it."""


class External(NamedTuple):
    """An external URL, or another scheme such as `mailto:`."""


class Found(NamedTuple):
    """The target exists on every surface."""

    target: Target
    place: int | None
    """The section that the anchor names, by its index; None for a file or an HTML anchor."""
    tracked: bool
    """Whether git knows the file; true where there is no git."""


class AnchorCase(NamedTuple):
    """The target exists, but the anchor differs in letter case."""

    target: Target
    place: int | None
    right: str


class Mismatch(NamedTuple):
    """The target exists on some surfaces only, or is a different section on each."""

    target: Target
    place: int | None
    """What the first surface that knows it reaches: a section by its index, or an HTML anchor."""
    alive: tuple[str, ...]
    """The surfaces that reach it."""
    dead: tuple[str, ...]
    """The surfaces that reach nothing, or something else."""
    everywhere: Target | None
    """A target that reaches it on all of them."""


Reason = Literal[
    "ignore-links", "template", "prefix", "generator", "custom-id", "generated", "wikilink"
]
"""Why a link is not judged."""


class Unjudged(NamedTuple):
    """A link that cannot be checked, or that the configuration excludes."""

    reason: Reason
    detail: str = ""
    """The pattern, the prefix or the surface."""

    def __str__(self) -> str:
        """As reports count it."""
        return f"{self.reason} {self.detail}".rstrip()


class MissingFile(NamedTuple):
    """The file does not exist."""

    target: Target
    url: str | None = None
    """What a site was asked for, where that is no file: the target's path is then what was
    the source of such a page."""


class Unwritten(NamedTuple):
    """The note does not exist: in a vault, one that is yet to be written."""

    target: Target


class Unpublished(NamedTuple):
    """The page exists but is not published by its site."""

    target: Target


class MissingSection(NamedTuple):
    """The document exists, but the anchor does not, on any surface."""

    target: Target
    unread_id: bool = False
    """Whether a heading ends with this id, `{#id}`, where no surface reads it."""


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
