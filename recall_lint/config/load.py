"""`pyproject.toml` or `.recall-lint.toml` → Config. Unknown keys are errors."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any, Final

from recall_lint.base import git
from recall_lint.base.config import FAIL_ON, SURFACES, Choice, Config, ConfigError, check_patterns
from recall_lint.base.text import did_you_mean

FILE_NAME: Final = ".recall-lint.toml"
PYPROJECT: Final = "pyproject.toml"
_CONFIGURING: Final = (f"/{FILE_NAME}", f"/{PYPROJECT}")

_CHOICES: Final = {"fail_on": FAIL_ON}
KEYS: Final = {field.replace("_", "-"): field for field in Config._fields}


def find_root(path: str) -> str | None:
    """The nearest folder at or above `path` that has a configuration or is a work tree."""
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


def notebooks_below(root: str, names: Iterable[str]) -> list[str]:
    """The folders below a notebook that have their own configuration, outermost only.

    `names` are files for which `may_configure` is true.
    """
    found: list[str] = []
    for folder in sorted({name.rpartition("/")[0] for name in names}):
        if not folder.startswith(tuple(f"{each}/" for each in found)) and config_file(
            os.path.join(root, folder)
        ):
            found.append(folder)
    return found


def may_configure(name: str) -> bool:
    """Whether a file in a subfolder may be the configuration of a notebook there."""
    return name.endswith(_CONFIGURING)


def load(file: str | None) -> Config:
    """The configuration in a file, or the default one."""
    table = None if file is None else _own_table(file)
    return Config() if file is None or table is None else _parse(table, file)


def _own_table(file: str) -> dict[str, Any] | None:
    """The recall-lint table of a file; None for a `pyproject.toml` without one."""
    shared = os.path.basename(file) == PYPROJECT
    try:
        with open(file, "rb") as stream:
            data = stream.read()
        if shared and b"recall-lint" not in data:
            # Invalid TOML without our table's name is someone else's problem.
            return None
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"failed to read {file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{file} is not valid UTF-8") from None
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
            raise ConfigError(f"{file}: unknown key `{key}`{did_you_mean(key, KEYS)}")
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
            if value.startswith("/") or ".." in value.split("/"):
                raise ConfigError(f"{file}: `{key}` must be in the notebook, not {value!r}")
            values[field] = value
        else:
            values[field] = _strings(file, f"`{key}`", value)
    for field in ("notes", "recall", "exclude", "ignore_links", "coverage_exclude"):
        check_patterns(f"{file}: `{field.replace('_', '-')}`", values.get(field, ()))
    for name in values.get("surfaces", ()):
        if name not in SURFACES:
            raise ConfigError(
                f"{file}: `surfaces`: unknown surface `{name}`{did_you_mean(name, SURFACES)}"
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
                raise ConfigError(
                    f"{where}: unknown key `{key}`{did_you_mean(key, Choice._fields)}"
                )
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
