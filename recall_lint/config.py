"""`pyproject.toml` or `.recall-lint.toml` → Config. Unknown keys are errors."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final, Literal, NamedTuple, get_args

from recall_lint import git
from recall_lint.sites.model import Choice

FILE_NAME: Final = ".recall-lint.toml"
PYPROJECT: Final = "pyproject.toml"

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


_CHOICES: Final = {"fail_on": FAIL_ON}
KEYS: Final = {field.replace("_", "-"): field for field in Config._fields}


def find_root(path: str) -> str | None:
    """The nearest folder at or above `path` with a configuration, or that is a work tree."""
    folder = os.path.realpath(path)
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    tree = git.work_tree(folder)
    while True:
        if folder == tree or config_file(folder) is not None:
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
    if os.path.isfile(shared) and _own_table(shared) is not None:
        return shared
    return None


def load(file: str | None) -> Config:
    """The configuration in a file, or the default one."""
    table = None if file is None else _own_table(file)
    return Config() if file is None or table is None else _parse(table, file)


def _own_table(file: str) -> dict[str, Any] | None:
    """The recall-lint table of a file; None for a `pyproject.toml` without one."""
    try:
        with open(file, encoding="utf-8-sig") as stream:
            text = stream.read()
    except OSError as error:
        raise ConfigError(f"failed to read {file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{file} is not valid UTF-8") from None
    shared = os.path.basename(file) == PYPROJECT
    if shared and "recall-lint" not in text:
        return None
    import tomllib

    try:
        table: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: invalid TOML: {error}") from None
    if shared:
        tools = table.get("tool")
        table = tools.get("recall-lint") if isinstance(tools, dict) else None
        if table is not None and not isinstance(table, dict):
            raise ConfigError(f"{file}: `tool.recall-lint` must be a table")
    return table  # type: ignore[no-any-return]


def load_named(file: str) -> Config:
    """The configuration in an explicitly given file, which must contain one."""
    table = _own_table(file)
    if table is None:
        raise ConfigError(f"{file} has no `[tool.recall-lint]` table")
    return _parse(table, file)


def fields(file: str) -> frozenset[str]:
    """The fields of a Config that a file sets."""
    return frozenset(KEYS[key] for key in _own_table(file) or ())


def _parse(table: dict[str, Any], file: str) -> Config:
    values: dict[str, Any] = {}
    for key, value in table.items():
        field = KEYS.get(key)
        if field is None:
            raise ConfigError(f"{file}: unknown key `{key}`{nearest(key, KEYS)}")
        if field in _CHOICES:
            if value not in _CHOICES[field]:
                valid = ", ".join(_CHOICES[field])
                raise ConfigError(f"{file}: `{key}` must be one of {valid}, not {value!r}")
            values[field] = value
        elif field == "per_file_ignores":
            values[field] = _per_file(file, key, value)
        elif field == "sites":
            values[field] = _sites(file, value)
        elif field == "baseline":
            if not isinstance(value, str):
                raise ConfigError(f"{file}: `{key}` must be a file name, not {value!r}")
            values[field] = value
        else:
            values[field] = _strings(file, f"`{key}`", value)
    for field in ("notes", "recall", "exclude", "ignore_links"):
        check_patterns(f"{file}: `{field.replace('_', '-')}`", values.get(field, ()))
    for name in values.get("surfaces", ()):
        if name not in SURFACES:
            raise ConfigError(
                f"{file}: `surfaces`: unknown surface `{name}`{nearest(name, SURFACES)}"
            )
    for pattern in values.get("placeholder_patterns", ()):
        try:
            re.compile(pattern)
        except re.error as error:
            raise ConfigError(
                f"{file}: `placeholder-patterns`: invalid regular expression {pattern!r}: {error}"
            ) from None
    return Config(**values)


def _sites(file: str, value: object) -> tuple[Choice, ...]:
    from recall_lint.sites import MARKERS

    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ConfigError(f"{file}: `sites` must be an array of tables (`[[sites]]`)")
    found = []
    for table in value:
        where = f"{file}: `[[sites]]`"
        for key in table:
            if key not in Choice._fields:
                raise ConfigError(f"{where}: unknown key `{key}`{nearest(key, Choice._fields)}")
        name = table.get("generator")
        if name not in MARKERS:
            raise ConfigError(
                f"{where}: `generator` must be one of {', '.join(MARKERS)}, not {name!r}"
            )
        static = table.get("static")
        folders = None if static is None else _strings(file, "`static`", static)
        for key in ("root", "content", "base"):
            if not isinstance(table.get(key, ""), str):
                raise ConfigError(f"{where}: `{key}` must be a string, not {table[key]!r}")
        root = table.get("root", ".").strip("/") or "."
        found.append(Choice(name, root, table.get("content"), folders, table.get("base")))
    return tuple(found)


def _strings(file: str, what: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ConfigError(f"{file}: {what} must be a list of strings, not {value!r}")
    for entry in value:
        if not isinstance(entry, str) or not entry:
            raise ConfigError(f"{file}: {what} must contain non-empty strings, not {entry!r}")
    return tuple(dict.fromkeys(value))


def _per_file(file: str, key: str, value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        raise ConfigError(
            f"{file}: `{key}` must be a table that maps patterns to lists of rules, not {value!r}"
        )
    check_patterns(f"{file}: `{key}`", [pattern.removeprefix("!") or pattern for pattern in value])
    return tuple(
        (pattern, _strings(file, f"`{key}` for {pattern!r}", rules))
        for pattern, rules in value.items()
    )


def check_patterns(where: str, patterns: Iterable[str]) -> None:
    """Raise ConfigError for an invalid gitignore pattern; `where` names its place."""
    for pattern in patterns:
        try:
            matcher((pattern,))
        except ValueError as error:
            raise ConfigError(f"{where}: invalid gitignore pattern {pattern!r}: {error}") from None


def nearest(word: str, valid: Iterable[str]) -> str:
    """The end of an error message: the valid word most like a wrong one, or all of them."""
    from difflib import get_close_matches

    words = list(valid)
    close = get_close_matches(word, words, n=1)
    return f"; did you mean `{close[0]}`?" if close else f"; expected one of {', '.join(words)}"


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
