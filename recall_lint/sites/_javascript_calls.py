"""A JavaScript function or operator, and values → the result, if known.

Paths are relative to the configuration's folder: `import.meta.url` is that file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import Any, Final

_FOLDER: Final = frozenset({"__dirname", "import.meta.dirname", "process.cwd"})
_FILE: Final = frozenset({"__filename", "import.meta.filename", "import.meta.url"})

_PATHS = re.compile(r"(?:path\.)?(?:posix\.)?(?:resolve|join)")
_FOLDER_OF = re.compile(r"(?:path\.)?(?:posix\.)?dirname")
_PATH_OF = re.compile(r"(?:url\.)?fileURLToPath")
_MERGED = re.compile(r"Object\.assign|merge\w*")


def placed(name: str, path: str) -> str | None:
    """The value for the configuration at `path`, or for its folder."""
    if name in _FILE:
        return posixpath.basename(path)
    return "." if name in _FOLDER else None


def negated(operator: str, value: Any) -> Any:
    """`!a`, or `-a`."""
    if operator == "!":
        return not value and value not in ([], {})
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return -value if operator == "-" and is_number else None


def is_plain(value: Any) -> bool:
    """Whether a value is compared by content: a string, a number, true, false or null."""
    return value is None or isinstance(value, str | int | float)


def called(name: str, values: Sequence[Any]) -> Any:
    """The result of a function; None if unknown."""
    if name in _FOLDER:
        return "."
    if values and all(isinstance(value, str) for value in values):
        return _path(name, values)
    if values and isinstance(values[0], dict):
        if _MERGED.fullmatch(name) and all(isinstance(value, dict) for value in values):
            return {key: value for each in values for key, value in each.items()}
        # `defineConfig({…})`, `withMermaid({…})` return the object they receive.
        return values[0] if name.isidentifier() else None
    return None


def made(name: str, values: Sequence[Any]) -> Any:
    """The same for `new`."""
    is_path = name == "URL" and len(values) == 2 and all(isinstance(each, str) for each in values)
    return _joined(posixpath.dirname(values[1]), values[0]) if is_path else None


def _path(name: str, values: Sequence[str]) -> str | None:
    if name == "require.resolve":
        return values[0]
    if _PATHS.fullmatch(name):
        return posixpath.normpath(posixpath.join(*values))
    if len(values) != 1:
        return None
    if _PATH_OF.fullmatch(name):
        return values[0]
    return posixpath.dirname(values[0]) or "." if _FOLDER_OF.fullmatch(name) else None


def _joined(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))
