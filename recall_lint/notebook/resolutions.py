"""What a destination comes to: exactly one of these for every link."""

from __future__ import annotations

from typing import Literal, NamedTuple

from recall_lint.base.model import Target


class External(NamedTuple):
    """A URL of somewhere else, or a scheme of its own such as `mailto:`."""


class Found(NamedTuple):
    """The target is there, on every surface."""

    target: Target
    place: int | None
    """The section that the anchor names, by its index; None for a file or an HTML anchor."""
    tracked: bool
    """Whether git knows the file; true where there is no git."""


class AnchorCase(NamedTuple):
    """The target is there but for the letter case of its anchor."""

    target: Target
    place: int | None
    right: str


class Mismatch(NamedTuple):
    """The target is there on some surfaces only, or is another section on each."""

    target: Target
    place: int | None
    """What the first surface that knows it reaches: a section by its index, or an HTML anchor."""
    alive: tuple[str, ...]
    """The surfaces that reach it."""
    dead: tuple[str, ...]
    """The surfaces that reach nothing, or something else."""
    everywhere: Target | None
    """A target that reaches it on all of them."""


Reason = Literal["ignore-links", "template", "prefix", "custom-id", "generated", "wikilink"]
"""Why a link is not judged."""


class Unjudged(NamedTuple):
    """What nothing here can tell, or what its owner does not want to be told of."""

    reason: Reason
    detail: str = ""
    """The pattern, the prefix or the surface."""

    def __str__(self) -> str:
        """As reports count it."""
        return f"{self.reason} {self.detail}".rstrip()


class MissingFile(NamedTuple):
    """No file is where the destination points."""

    target: Target
    url: str | None = None
    """What a site was asked for, where that is no file: the target's path is then what was
    the source of such a page."""


class Unwritten(NamedTuple):
    """No note has the name that a link gives: in a vault, one that is yet to be written."""

    target: Target


class Unpublished(NamedTuple):
    """The page is there, and its site does not serve it."""

    target: Target


class MissingSection(NamedTuple):
    """The document is there, the anchor is not, on any surface."""

    target: Target
    unread_id: bool = False
    """Whether a heading ends with this id, `{#id}`, where no surface reads it."""


class MissingLine(NamedTuple):
    """The file has fewer lines than the destination names."""

    target: Target
    lines: int


class PathCase(NamedTuple):
    """The file is there under a name in other letter case."""

    target: Target
    right: str


class Outside(NamedTuple):
    """The path climbs out of the notebook."""

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
