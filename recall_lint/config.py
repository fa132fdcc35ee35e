"""`pyproject.toml` or `.recall-lint.toml` → Config. Anything unknown in them is an error."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from recall_lint.slugs import BY_NAME

FILE_NAME: Final = ".recall-lint.toml"
PYPROJECT: Final = "pyproject.toml"
_TABLE: Final = "tool.recall-lint"

PLACEHOLDERS: Final = (
    r"(?-i:TODO|TBD|TBA|TBC|FIXME|WIP)\b.*",
    r"(?:todo|tbd|tba|tbc|fixme|wip)(?:\s*[:(–—-].*)?",
    r"coming soon",
    r"to be (?:added|announced|completed|confirmed|continued|decided|defined|determined)",
    r"to be (?:done|filled(?: in| out)?|written)",
    r"work in progress",
    r"under construction",
    r"(?:add|write|fill in|insert) (?:content|text|notes?|me|this)(?: here| later)?",
    r"(?:empty|placeholder|lorem ipsum\b.*|n/?a|none yet|nothing (?:here )?yet)",
    r"[.…?\-–—_*\s]+",
)
"""Regular expressions, matched against a whole paragraph, letter case aside."""


class ConfigError(Exception):
    """A configuration that cannot be used; the text names the file, the key and the way out."""


class Config(NamedTuple):
    """What a notebook's owner chose. Patterns are gitignore patterns from the notebook root."""

    notes: tuple[str, ...] = ()
    """Files that are notes; without any, every document that is no recall page."""
    recall: tuple[str, ...] = ("[Rr][Ee][Cc][Aa][Ll][Ll]/", "*[Rr][Ee][Cc][Aa][Ll][Ll]*.*")
    """Files that are recall pages: in a folder `Recall`, or with `recall` in the name."""
    exclude: tuple[str, ...] = ()
    """Files that are no part of the notebook."""
    surfaces: tuple[str, ...] = ()
    """Dialects that publish the notebook; detected, without any."""
    select: tuple[str, ...] = ()
    """Codes, prefixes of codes, or names of the rules to run; all that are on, without any."""
    ignore: tuple[str, ...] = ()
    """Rules not to run; the longer prefix wins over `select`."""
    placeholder_patterns: tuple[str, ...] = PLACEHOLDERS
    """What a section without an answer says."""


KEYS: Final = {field.replace("_", "-"): field for field in Config._fields}


def find_root(path: str) -> str | None:
    """The nearest folder at or above `path` with a configuration or `.git`."""
    folder = os.path.realpath(path)
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    while True:
        if os.path.lexists(os.path.join(folder, ".git")) or config_file(folder) is not None:
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def config_file(folder: str) -> str | None:
    """The configuration file of a folder, if it has one."""
    own = os.path.join(folder, FILE_NAME)
    if os.path.isfile(own):
        return own
    shared = os.path.join(folder, PYPROJECT)
    if os.path.isfile(shared):
        try:
            with open(shared, encoding="utf-8", errors="replace") as file:
                text = file.read()
        except OSError as error:
            raise ConfigError(f"{shared}: cannot be read: {error.strerror}") from None
        if re.search(r"^\s*\[\s*tool\s*\.\s*[\"']?recall-lint\b", text, re.MULTILINE):
            return shared
    return None


def load(file: str | None) -> Config:
    """The configuration in a file, or the default one."""
    if file is None:
        return Config()
    import tomllib

    try:
        with open(file, "rb") as stream:
            table: Any = tomllib.load(stream)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: is not valid TOML: {error}") from None
    if os.path.basename(file) == PYPROJECT:
        for name in _TABLE.split("."):
            table = table.get(name, {})
            if not isinstance(table, dict):
                raise ConfigError(f"{file}: `{_TABLE}` must be a table")
    return _parse(table, file)


def _parse(table: dict[str, Any], file: str) -> Config:
    values = {}
    for key, value in table.items():
        field = KEYS.get(key)
        if field is None:
            raise ConfigError(f"{file}: unknown key `{key}`{nearest(key, KEYS)}")
        if isinstance(value, str) or not isinstance(value, list):
            raise ConfigError(f"{file}: `{key}` must be a list of strings, not {value!r}")
        for entry in value:
            if not isinstance(entry, str) or not entry:
                raise ConfigError(f"{file}: `{key}` must hold non-empty strings, not {entry!r}")
        values[field] = tuple(value)
    for name in values.get("surfaces", ()):
        if name not in BY_NAME:
            raise ConfigError(f"{file}: `surfaces` holds `{name}`{nearest(name, BY_NAME)}")
    for pattern in values.get("placeholder_patterns", ()):
        try:
            re.compile(pattern)
        except re.error as error:
            raise ConfigError(
                f"{file}: `placeholder-patterns` holds {pattern!r}, "
                f"which is not a regular expression: {error}"
            ) from None
    return Config(**values)


def nearest(word: str, valid: Iterable[str]) -> str:
    """The end of an error message: the valid word most like a wrong one, or all of them."""
    from difflib import get_close_matches

    words = list(valid)
    close = get_close_matches(word, words, n=1)
    return f"; did you mean `{close[0]}`?" if close else f"; valid are {', '.join(words)}"


def matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a notebook path matches gitignore patterns."""
    if not patterns:
        return lambda path: False
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns).match_file
