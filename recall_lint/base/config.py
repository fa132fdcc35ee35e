"""The configuration of a notebook as plain values, and the matching of its patterns."""

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
    """Settings for a site; None leaves a setting to the site's own configuration."""

    generator: str
    root: str
    content: str | None = None
    """The folder of its pages."""
    static: tuple[str, ...] | None = None
    """Folders of files that are published unchanged."""
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
    """Rules to skip; the longer prefix wins over `select` and `extend_select`."""
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Patterns, and the rules to skip in matching files; `!` negates a pattern."""
    fail_on: FailOn = "error"
    placeholder_patterns: tuple[str, ...] = PLACEHOLDERS
    """Patterns of placeholder sections."""
    baseline: str = ""
    """The baseline file, relative to the notebook root; empty for none."""
    ignore_links: tuple[str, ...] = ()
    """Patterns of destinations not to check, as written or as paths from the root."""
    question_sections: tuple[str, ...] = ()
    """Headings of sections that hold questions in notes; if empty, the built-in ones."""
    coverage_exclude: tuple[str, ...] = ()
    """Patterns of notes and `path#anchor` of sections that need no question."""
    sites: tuple[Choice, ...] = ()
    """Settings of generated sites that cannot be detected."""


class Choices(NamedTuple):
    """Command-line options that extend a configuration."""

    file: str | None = None
    """The configuration file to use instead of the default one."""
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    """Additional patterns."""
    ignore_links: tuple[str, ...] = ()
    """Additional patterns."""
    fail_on: FailOn | None = None


def check_patterns(where: str, patterns: Iterable[str]) -> None:
    """Raise ConfigError for an invalid gitignore pattern; `where` names its place."""
    for pattern in patterns:
        try:
            matcher((pattern,))
        except ValueError as error:
            raise ConfigError(f"{where}: invalid gitignore pattern {pattern!r}: {error}") from None


def is_recall_page(path: str) -> bool:
    """Whether a file is in a folder `Recall` or has the word `recall` in its name.

    Case does not matter. Words are separated by anything but letters, and by capital letters:
    `SpaceRecall.md` is a recall page, `recalloc.md` is not. Neither is an index, such as
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
    """A pattern without redundant parts: `./x` is `x` in the root, `/x`."""
    sign = "!" if pattern.startswith("!") else ""
    path = pattern.removeprefix("!")
    return sign + _NOTHING_SAID.sub("/", f"/{path}" if path.startswith("./") else path)


def idle_patterns(config: Config, names: Collection[str]) -> list[str]:
    """A line for each file pattern that matches none of these names."""
    keys = {
        "notes": config.notes,
        "recall": config.recall,
        "exclude": config.exclude,
        "per-file-ignores": tuple(pattern for pattern, _ in config.per_file_ignores),
    }
    lines = []
    for key, patterns in keys.items():
        idle = [p for p in patterns if not any(map(matcher((p.removeprefix("!"),)), names))]
        # If there are no recall pages at all, another notice says so.
        if key != "recall" or len(idle) < len(patterns):
            lines += [f"`{key}`: pattern {pattern!r} matches no file" for pattern in idle]
    return lines


def first_match(patterns: tuple[str, ...]) -> Callable[[str], str | None]:
    """The first gitignore pattern that matches a path; None if none does."""
    if not patterns:
        return lambda path: None
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(patterns)

    def match(path: str) -> str | None:
        found = spec.check_file(path)
        return patterns[found.index] if found.include and found.index is not None else None

    return match
