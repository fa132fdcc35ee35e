"""A configuration in JavaScript or TypeScript → its value, as far as literals go. Nothing is run.

`load` gives what a module exports by default: an object, a list, a text, a number or None, and
`Unread` in the place of whatever would have to be run. Read are names that are bound to a value,
members, `...spread`, texts put together, `a || b`, `a ?? b`, `a ? b : c`, `a === b`, the casts of
TypeScript, what a function returns as its only `return`, a call with an object first
(`defineConfig({…})`), `require.resolve('…')`, `path.join(…)`, `path.resolve(__dirname, …)` and
`fileURLToPath(new URL('…', import.meta.url))`, and what is imported from another file of the
notebook. A variable of the environment is not set, but for `NODE_ENV`: a site is built for use.
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
"""How modules' names end; an import may leave them out."""


def load(path: str, files: Files) -> Any:
    """What the module of a file exports by default.

    Raises `SiteError` for a text that is no JavaScript, if that hides what is exported.
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
    """One file: the values of its names, and of what it imports and exports."""

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
        """A value; of a function what it returns."""
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
        """What another file of the notebook exports."""
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
