"""A configuration in JavaScript or TypeScript → its value, as far as literals go.

Nothing is executed. `load` returns the default export of a module: an object, a list, a string, a
number or None, with `Unread` in place of everything that would have to be executed. Supported are
names bound to a value, members, `...spread`, concatenated strings, `a || b`, `a ?? b`, `a ? b : c`,
`a === b`, TypeScript's casts, the value of a function's only `return`, a call with an object first
(`defineConfig({…})`), `require.resolve('…')`, `path.join(…)`, `path.resolve(__dirname, …)` and
`fileURLToPath(new URL('…', import.meta.url))`, and imports from other files of the notebook.
Environment variables are unset, except for `NODE_ENV`: a site is built for production.
"""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING, Any, Final

from recall_lint.sites._javascript_calls import placed
from recall_lint.sites._javascript_tree import (
    bound,
    export,
    field,
    first_error,
    imports,
    parse,
    shown,
    source,
    string,
)
from recall_lint.sites._javascript_values import DEEPEST, FUNCTIONS, Expressions, Unread
from recall_lint.sites.model import Files, SiteError

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Unread", "load", "problem"]

SUFFIXES: Final = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")
"""Suffixes of modules, which imports may omit."""


def load(path: str, files: Files) -> Any:
    """The default export of a module.

    Raises `SiteError` for a syntax error that hides the export.
    """
    value = _Module(path, files, 0).exported("default")
    if isinstance(value, Unread) and (said := problem(path, files)):
        raise SiteError(said)
    return value


def problem(path: str, files: Files) -> str | None:
    """The first syntax error of a file, with its line; None if there is none."""
    error = first_error(_Module(path, files, 0).root)
    if error is None:
        return None
    return f"{path}:{error.start_point.row + 1}: invalid JavaScript: {shown(error)!r}"


class _Module(Expressions):
    """One file: the values of its names, imports and exports."""

    def __init__(self, path: str, files: Files, depth: int) -> None:
        super().__init__(path, depth)
        self.files = files
        tsx = not path.endswith((".ts", ".mts", ".cts"))
        self.root = parse(files.read(path) or "", tsx=tsx)

    def exported(self, name: str) -> Any:
        """The value of an export."""
        for node in self.root.named_children:
            exported = export(node, name)
            if exported is not None:
                return self._result(exported)
        return Unread(f"no export of {name}", 1)

    def _result(self, node: Node) -> Any:
        """A value; for a function, its result."""
        value = bound(node) if node.type == "identifier" else None
        if value is not None and value.type in FUNCTIONS:
            node = value
        return self.returned(node) if node.type in FUNCTIONS else self.value(node)

    def bound_value(self, node: Node, unread: Unread) -> Any:
        value = bound(node)
        if value is not None:
            return unread if value.type in FUNCTIONS else self.value(value)
        name = source(node)
        if (place := placed(name, self.path)) is not None:
            return place
        for statement in self.root.named_children:
            (module,) = field(statement, "source")
            if statement.type == "import_statement" and module is not None:
                for local, original in imports(statement):
                    if local == name:
                        return self.imported(string(module), original)
        return unread

    def imported(self, module: str, name: str) -> Any:
        """The export of another file in the notebook."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), module))
        if not module.startswith("."):
            return Unread(module, 1)
        if path.endswith(".json"):
            try:
                return json.loads(self.files.read(path) or "")
            except (ValueError, RecursionError):
                return Unread(module, 1)
        for ending in ("", *SUFFIXES, *(f"/index{suffix}" for suffix in SUFFIXES)):
            choice = path + ending
            if choice.endswith(SUFFIXES) and choice in self.files and self.depth < DEEPEST:
                return _Module(choice, self.files, self.depth + 1).exported(name)
        return Unread(module, 1)
