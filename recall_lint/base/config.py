"""What a notebook's owner chose, as plain values, and what its patterns match."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import Final, Literal, NamedTuple, get_args

SURFACES: Final = (
    "github",
    "kramdown-gfm",
    "kramdown",
    "python-markdown",
    "gitlab",
    "hugo",
    "docusaurus",
    "starlight",
    "vitepress",
    "mdbook",
    "honkit",
    "pandoc-gfm",
    "vscode",
    "obsidian",
    "quartz",
)
"""The names of the dialects, listed here so that they need not be imported."""

PLACEHOLDERS: Final = (
    r"(?-i:TODO|FIXME)\b.*",
    r"(?:todo|tbd|tba|tbc|fixme|wip)(?:\s*[:(].*)?",
    r"coming soon",
    r"to be (?:added|announced|completed|confirmed|continued|decided|defined|determined)",
    r"to be (?:done|filled(?: in| out)?|written)",
    r"work in progress",
    r"under construction",
    r"(?:add|write|fill in|insert) (?:content|text|notes?|me|this)(?: here| later)?",
    r"(?:empty|placeholder|lorem ipsum\b.*|n/?a|none yet|nothing (?:here )?yet)",
    r"[.…?\-–—_*\s]+",
)
"""Regular expressions, matched against a whole paragraph, ignoring case."""


_INDEX: Final = re.compile(r"(?:readme|_?index)\.\w+", re.IGNORECASE)
_RECALL: Final = re.compile(
    r"(?<![A-Za-z])recall(?![a-z])|Recall(?![a-z])|(?<![A-Za-z])RECALL(?![A-Za-z])"
)

_NOTHING_SAID: Final = re.compile(r"/(?:\.?/)+")

FailOn = Literal["error", "warning", "never"]
"""The lowest severity that makes a run fail."""
FAIL_ON: Final[tuple[str, ...]] = get_args(FailOn)


class ConfigError(Exception):
    """An invalid configuration; the message names the file, the key and what is expected."""


class Choice(NamedTuple):
    """What the notebook's owner says of a site; what is None is left to its own configuration."""

    generator: str
    root: str
    content: str | None = None
    """The folder of its pages."""
    static: tuple[str, ...] | None = None
    """Folders of files that are served as they are."""
    base: str | None = None


class Config(NamedTuple):
    """The configuration of a notebook. Patterns are gitignore patterns from the notebook root."""

    notes: tuple[str, ...] = ()
    """Files that are notes; if empty, every document that is not a recall page."""
    recall: tuple[str, ...] = ()
    """Files that are recall pages; if empty, `is_recall_page` decides."""
    exclude: tuple[str, ...] = ()
    """Files that are not part of the notebook."""
    surfaces: tuple[str, ...] = ()
    """Dialects that publish the notebook; detected if empty."""
    select: tuple[str, ...] = ()
    """Codes, prefixes of codes, or names of the rules to run; if empty, the default rules."""
    extend_select: tuple[str, ...] = ()
    """Rules to run in addition."""
    ignore: tuple[str, ...] = ()
    """Rules not to run; the longer prefix wins over `select` and `extend_select`."""
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Patterns, and the rules not to run over the files that match; `!` means those that do not."""
    fail_on: FailOn = "error"
    placeholder_patterns: tuple[str, ...] = PLACEHOLDERS
    """Patterns of placeholder sections."""
    baseline: str = ""
    """The file of known problems, from the notebook root; empty for none."""
    ignore_links: tuple[str, ...] = ()
    """Patterns of destinations not to check, as written or as paths from the root."""
    question_sections: tuple[str, ...] = ()
    """Headings of the sections of notes that hold questions; if empty, the built-in ones."""
    coverage_exclude: tuple[str, ...] = ()
    """Patterns of notes and `path#anchor` of sections that need no question."""
    sites: tuple[Choice, ...] = ()
    """Settings of generated sites that cannot be detected."""


class Choices(NamedTuple):
    """Command-line options that extend a configuration."""

    file: str | None = None
    """The configuration file to use instead of the one that is found."""
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    """More patterns."""
    ignore_links: tuple[str, ...] = ()
    """More patterns."""
    fail_on: FailOn | None = None


def check_patterns(where: str, patterns: Iterable[str]) -> None:
    """Raise ConfigError for an invalid gitignore pattern; `where` names its place."""
    for pattern in patterns:
        try:
            matcher((pattern,))
        except ValueError as error:
            raise ConfigError(f"{where}: invalid gitignore pattern {pattern!r}: {error}") from None


def is_recall_page(path: str) -> bool:
    """Whether a file lies in a folder `Recall` or has the word `recall` in its name.

    Letter case does not matter; what is no letter parts words, and so does a capital letter:
    `SpaceRecall.md` is a recall page, `recalloc.md` is none. Nor is an index, such as
    `README.md`.
    """
    *folders, name = path.split("/")
    if _INDEX.fullmatch(name):
        return False
    return _RECALL.search(name) is not None or "recall" in map(str.lower, folders)


def matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a notebook path matches gitignore patterns."""
    if not patterns:
        return lambda path: False
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(map(_normal, patterns)).match_file


def _normal(pattern: str) -> str:
    """A pattern without what says nothing in a path: `./x` is `x` in the root, `/x`."""
    sign = "!" if pattern.startswith("!") else ""
    path = pattern.removeprefix("!")
    return sign + _NOTHING_SAID.sub("/", f"/{path}" if path.startswith("./") else path)


def idle_patterns(config: Config, names: Collection[str]) -> list[str]:
    """A line for each pattern of files that matches none of these names."""
    keys = {
        "notes": config.notes,
        "recall": config.recall,
        "exclude": config.exclude,
        "per-file-ignores": tuple(pattern for pattern, _ in config.per_file_ignores),
    }
    told = []
    for key, patterns in keys.items():
        idle = [p for p in patterns if not any(map(matcher((p.removeprefix("!"),)), names))]
        # If there are no recall pages at all, another note says so.
        if key != "recall" or len(idle) < len(patterns):
            told += [f"`{key}`: pattern {pattern!r} matches no file" for pattern in idle]
    return told


def first_match(patterns: tuple[str, ...]) -> Callable[[str], str | None]:
    """The gitignore pattern that decides that a path matches; None if it does not."""
    if not patterns:
        return lambda path: None
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(patterns)

    def match(path: str) -> str | None:
        found = spec.check_file(path)
        return patterns[found.index] if found.include and found.index is not None else None

    return match
