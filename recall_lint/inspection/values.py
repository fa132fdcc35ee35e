"""The output of `show`, `explain` and `sites`, as plain values.

The fields of these values are the keys of `--format json`. Lines and columns are 1-based, columns
in characters; a link's are those of its destination.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from recall_lint.base.model import Position, QuestionForm
from recall_lint.history.candidates import Fate

Role = Literal["recall", "note", "other"]


class ShownSection(NamedTuple):
    line: int
    column: int
    level: int
    title: str
    anchors: Mapping[str, str | None]
    """By surface; null if the heading has none."""


class ShownAnchor(NamedTuple):
    line: int
    column: int
    name: str


class ShownQuestion(NamedTuple):
    line: int
    column: int
    number: int | None
    text: str
    section: str | None
    """The heading above it."""
    links: tuple[Position, ...]
    """The positions of its links, as in `links` of the file."""


QuestionState = Literal["linked", "answered", "broken", "placeholder", "unlinked"]
"""Whether the links of a question work, or what it has instead of links."""


class ShownAnswer(NamedTuple):
    """A section that may answer a question."""

    path: str
    anchor: str
    title: str
    line: int
    score: float
    """0 to 1: the share of the question's words found there, weighted by rarity."""
    sentence: str
    """The sentence with most of them; empty if only titles match."""


class ListedQuestion(NamedTuple):
    """One question of a notebook."""

    path: str
    line: int
    number: int | None
    text: str
    form: QuestionForm
    targets: tuple[str, ...]
    """The files and anchors that its links point to, `Notes/A.md#b`."""
    state: QuestionState


class ShownLink(NamedTuple):
    line: int
    column: int
    text: str
    destination: str
    image: bool
    path: str | None
    """The target file; null for an external URL."""
    anchor: str | None
    resolution: str


class ShownLookalike(NamedTuple):
    line: int
    column: int
    kind: str
    text: str
    destination: str


class Outline(NamedTuple):
    """The outline of one file."""

    path: str
    role: Role
    surfaces: tuple[str, ...]
    urls: tuple[str, ...]
    """The URL paths on its site, the canonical one first; empty without a site."""
    sections: tuple[ShownSection, ...]
    html_anchors: tuple[ShownAnchor, ...]
    questions: tuple[ShownQuestion, ...]
    links: tuple[ShownLink, ...]
    lookalikes: tuple[ShownLookalike, ...]
    """Text that looks like a link but is not one."""


class ShownSite(NamedTuple):
    """A site, or the forge for documents outside any site."""

    generator: str
    """The generator, or the dialect of the forge."""
    root: str | None
    """The folder with its configuration; null for the forge."""
    because: str | None
    """The file or folder it was detected from; null for the forge."""
    content: tuple[str, ...]
    static: tuple[str, ...]
    base: str | None
    surfaces: tuple[str, ...]
    """The dialects that its documents are checked against."""
    documents: int


class Reached(NamedTuple):
    """What a link's anchor resolves to on one surface, and the anchor of the intended section."""

    surface: str
    title: str | None
    """The heading that the anchor points to; null for an HTML anchor, or if there is none."""
    line: int | None
    """The line of that heading or HTML anchor; null if there is none."""
    anchor: str | None
    """The anchor of the section that the link points to; null if there is none."""


class ShownCandidate(NamedTuple):
    path: str
    anchor: str | None
    score: float
    evidence: str


class Past(NamedTuple):
    """Where the target of a broken link last existed."""

    path: str
    """The file's name at that time."""
    title: str | None
    """The heading at that time; null for a whole file or an HTML anchor."""
    line: int | None
    last: str | None
    """The last commit that had it."""
    gone: str | None
    """The commit that removed it; null if that is not committed."""
    path_now: str | None
    """The file's current name; null if it no longer exists."""


class Explanation(NamedTuple):
    """One link, step by step."""

    line: int
    column: int
    text: str
    written: str
    """The destination as written."""
    destination: str
    """The destination with escapes and entities decoded."""
    image: bool
    question: str | None
    """The question that the link belongs to."""
    path: str | None
    """The path of the destination from the notebook root, percent-decoded."""
    anchor: str | None
    """The anchor of the destination, percent-decoded."""
    file: str | None
    """The file or folder that the link points to."""
    surfaces: tuple[Reached, ...]
    """Empty if no anchor is looked up."""
    resolution: str
    meaning: str
    fate: Fate | None
    """What happened to the target of a broken link; null if the link works."""
    past: Past | None
    candidates: tuple[ShownCandidate, ...]
    answers: tuple[ShownAnswer, ...]
    """The sections that seem to answer the question, best first; empty without a question."""


def data(value: Any) -> Any:
    """Convert one of these values to dicts, lists and scalars."""
    if hasattr(value, "_asdict"):
        return {name: data(field) for name, field in value._asdict().items()}
    if isinstance(value, tuple):
        return [data(each) for each in value]
    return value
