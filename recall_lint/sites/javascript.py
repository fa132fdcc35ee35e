"""A configuration in JavaScript or TypeScript → its value, as far as literals go. Nothing is run.

`load` gives what a module exports: of an object, a list or a text the value itself, and `Unread`
for whatever would have to be run. Read are names bound once to such a value, `...spread`, members,
texts put together, `a || b` and `a ?? b`, casts of TypeScript, a function's only `return`, a call
with one object (`defineConfig({…})`), `require.resolve('…')`, `path.join(…)` and
`path.resolve(__dirname, …)`, and what is imported from another file of the notebook.

Source: https://tree-sitter.github.io/, with TypeScript's grammar, which reads JavaScript as well.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from recall_lint.sites.model import Files, SiteError

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

SUFFIXES: Final = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")
"""How modules' names end; an import may leave them out."""

_DEEPEST: Final = 60
"""How deep values nest that are read, names that stand for names included."""

_ESCAPE = re.compile(
    r"\\(u\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|\r\n|.)", re.DOTALL
)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_CASTS: Final = frozenset(
    {
        "parenthesized_expression", "satisfies_expression", "as_expression", "non_null_expression",
        "await_expression", "type_assertion",
    }
)  # fmt: skip
_FUNCTIONS: Final = frozenset(
    {"arrow_function", "function_expression", "function_declaration", "method_definition"}
)
_FOLDER: Final = ("__dirname", "import.meta.dirname", "process.cwd()")


class Unread(NamedTuple):
    """A value that would have to be run to be known."""

    text: str
    """As it is written."""
    line: int
    """1-based."""


def load(path: str, files: Files) -> Any:
    """What the module of a file exports by default.

    Raises `SiteError` for a text that is no JavaScript.
    """
    module = _Module(path, files, 0)
    error = module.error()
    if error is not None:
        line = error.start_point.row + 1
        raise SiteError(f"{path}:{line}: this is no JavaScript: {_shown(error)!r}")
    return module.exported("default")


@cache
def _parser(tsx: bool) -> Parser:
    import tree_sitter
    import tree_sitter_typescript as grammar

    language = grammar.language_tsx() if tsx else grammar.language_typescript()
    return tree_sitter.Parser(tree_sitter.Language(language))


class _Module:
    """One file, and the values that names have in it."""

    def __init__(self, path: str, files: Files, depth: int) -> None:
        self.path = path
        self.files = files
        self.depth = depth
        source = (files.read(path) or "").encode("utf-8", "replace")
        self.root = _parser(not path.endswith((".ts", ".mts", ".cts"))).parse(source).root_node

    def error(self) -> Node | None:
        """The first place that is no JavaScript."""
        if not self.root.has_error:
            return None
        return next(
            (node for node in _descendants(self.root) if node.is_error or node.is_missing),
            self.root,
        )

    def exported(self, name: str) -> Any:
        """The value of an export; `Unread` without one."""
        for node in self.root.named_children:
            if node.type == "export_statement":
                value = node.child_by_field_name("value")
                declared = node.child_by_field_name("declaration")
                if name == "default" and any(
                    child.type in ("default", "=") for child in node.children
                ):
                    chosen = value or declared or node.named_children[-1]
                    return self.called(chosen, self.root)
                for each, bound in _bindings(declared):
                    if each == name:
                        return self.value(bound, self.root)
            elif node.type == "expression_statement" and node.named_children:
                assigned = node.named_children[0]
                left = assigned.child_by_field_name("left")
                right = assigned.child_by_field_name("right")
                if left is not None and right is not None:
                    wanted = {f"exports.{name}", f"module.exports.{name}"}
                    if name == "default":
                        wanted.add("module.exports")
                    if _text(left) in wanted:
                        return self.called(right, self.root)
        return Unread(f"no export {name}", 1)

    def called(self, node: Node, scope: Node) -> Any:
        """A value; of a function what it returns."""
        if node.type == "identifier":
            bound = self._bound(_text(node), scope)
            if bound is not None and bound.type in _FUNCTIONS:
                node = bound
        if node.type in _FUNCTIONS:
            return self._returned(node)
        return self.value(node, scope)

    def value(self, node: Node, scope: Node) -> Any:
        """The value of an expression that stands in a scope."""
        self.depth += 1
        try:
            read = getattr(self, f"_{node.type}", None)
            if self.depth > _DEEPEST:
                return self._unread(node)
            if node.type in _CASTS:
                return self.value(node.named_children[0], scope)
            return self._unread(node) if read is None else read(node, scope)
        finally:
            self.depth -= 1

    def _unread(self, node: Node) -> Unread:
        return Unread(_shown(node), node.start_point.row + 1)

    # Expressions, by the names that the grammar has for them.

    def _string(self, node: Node, scope: Node) -> str:
        return _ESCAPE.sub(_unescaped, _text(node)[1:-1])

    def _number(self, node: Node, scope: Node) -> Any:
        text = _text(node).replace("_", "")
        try:
            return int(text, 0) if re.fullmatch(r"0[xXoObB].*|\d+", text) else float(text)
        except ValueError:
            return self._unread(node)

    def _true(self, node: Node, scope: Node) -> bool:
        return True

    def _false(self, node: Node, scope: Node) -> bool:
        return False

    def _null(self, node: Node, scope: Node) -> None:
        return None

    def _undefined(self, node: Node, scope: Node) -> None:
        return None

    def _template_string(self, node: Node, scope: Node) -> Any:
        parts = []
        for child in node.named_children:
            if child.type == "template_substitution":
                value = self.value(child.named_children[0], scope)
                if not isinstance(value, str | int) or isinstance(value, bool):
                    return self._unread(node)
                parts.append(str(value))
            else:
                parts.append(_ESCAPE.sub(_unescaped, _text(child)))
        return "".join(parts)

    def _array(self, node: Node, scope: Node) -> list[Any]:
        values: list[Any] = []
        for child in node.named_children:
            if child.type == "spread_element":
                spread = self.value(child.named_children[0], scope)
                values += spread if isinstance(spread, list) else [self._unread(child)]
            elif child.type != "comment":
                values.append(self.value(child, scope))
        return values

    def _object(self, node: Node, scope: Node) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for child in node.named_children:
            if child.type == "pair":
                key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
                if key is not None and value is not None:
                    values[self._key(key)] = self.value(value, scope)
            elif child.type == "shorthand_property_identifier":
                values[_text(child)] = self._identifier(child, scope)
            elif child.type == "spread_element":
                spread = self.value(child.named_children[0], scope)
                values.update(spread if isinstance(spread, dict) else {})
            elif child.type == "method_definition":
                name = child.child_by_field_name("name")
                values["" if name is None else _text(name)] = self._unread(child)
        return values

    def _key(self, node: Node) -> str:
        return self._string(node, node) if node.type == "string" else _text(node)

    def _identifier(self, node: Node, scope: Node) -> Any:
        name = _text(node)
        bound = self._bound(name, scope)
        if bound is not None:
            return self._unread(node) if bound.type in _FUNCTIONS else self.value(bound, scope)
        return self._imported(name) if name not in _FOLDER else self._folder()

    def _member_expression(self, node: Node, scope: Node) -> Any:
        if _text(node) in _FOLDER:
            return self._folder()
        outer, name = node.child_by_field_name("object"), node.child_by_field_name("property")
        value = None if outer is None else self.value(outer, scope)
        if isinstance(value, dict) and name is not None:
            return value.get(_text(name))
        return self._unread(node)

    def _binary_expression(self, node: Node, scope: Node) -> Any:
        sides = [node.child_by_field_name(side) for side in ("left", "right")]
        operator = node.child_by_field_name("operator")
        left, right = (None if side is None else self.value(side, scope) for side in sides)
        match None if operator is None else _text(operator):
            case "+" if isinstance(left, str) and isinstance(right, str):
                return left + right
            case "||" | "??":
                # What depends on the environment is not set.
                return right if isinstance(left, Unread) or left is None else left
        return self._unread(node)

    def _call_expression(self, node: Node, scope: Node) -> Any:
        function, arguments = (node.child_by_field_name(n) for n in ("function", "arguments"))
        if function is None or arguments is None:
            return self._unread(node)
        name = _text(function)
        if name == "process.cwd":
            return self._folder()
        values = [self.value(each, scope) for each in arguments.named_children]
        texts = [value for value in values if isinstance(value, str)]
        if name == "require.resolve" and len(texts) == len(values) == 1:
            return texts[0]
        if re.fullmatch(r"(?:path\.)?(?:resolve|join)", name) and len(texts) == len(values) > 0:
            return posixpath.normpath(posixpath.join(*texts))
        if name in ("require", "import") and len(texts) == 1:
            return self._module(texts[0], "default")
        if len(values) == 1 and isinstance(values[0], dict) and function.type == "identifier":
            return values[0]
        if len(values) == 1 and function.type == "identifier":
            arguments_of = arguments.named_children[0]
            if arguments_of.type in _FUNCTIONS:
                return self._returned(arguments_of)
        return self._unread(node)

    # Names.

    def _folder(self) -> str:
        """A module's folder, from which paths lead: the one that configuration speaks of."""
        return "."

    def _bound(self, name: str, scope: Node) -> Node | None:
        """What a name is bound to, in a scope or around it."""
        around: Node | None = scope
        while around is not None:
            for node in around.named_children:
                declared = node.child_by_field_name("declaration") or node
                for each, bound in _bindings(declared):
                    if each == name:
                        return bound
            around = around.parent
        return None

    def _returned(self, function: Node) -> Any:
        body = function.child_by_field_name("body")
        if body is None:
            return self._unread(function)
        if body.type != "statement_block":
            return self.value(body, body)
        returns = [node for node in body.named_children if node.type == "return_statement"]
        if len(returns) != 1 or not returns[0].named_children:
            return self._unread(function)
        return self.value(returns[0].named_children[0], body)

    def _imported(self, name: str) -> Any:
        for node in self.root.named_children:
            source = node.child_by_field_name("source")
            if node.type != "import_statement" or source is None:
                continue
            clause = node.named_children[0]
            for part in clause.named_children:
                if part.type == "identifier" and _text(part) == name:
                    return self._module(self._string(source, source), "default")
                for each in part.named_children if part.type == "named_imports" else ():
                    alias = each.child_by_field_name("alias") or each.child_by_field_name("name")
                    original = each.child_by_field_name("name")
                    if alias is not None and original is not None and _text(alias) == name:
                        return self._module(self._string(source, source), _text(original))
        return Unread(name, 1)

    def _module(self, source: str, name: str) -> Any:
        """What another file of the notebook exports."""
        if source.startswith("."):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), source))
            if path.endswith(".json") and path in self.files:
                from recall_lint.sites.reading import load_any_json

                return load_any_json(self.files.read(path) or "", path)
            endings = ("", *SUFFIXES, *(f"/index{suffix}" for suffix in SUFFIXES))
            for choice in (path + ending for ending in endings):
                if choice in self.files and choice.endswith(SUFFIXES) and self.depth < _DEEPEST:
                    return _Module(choice, self.files, self.depth + 1).exported(name)
        return Unread(source, 1)


def _bindings(node: Node | None) -> Iterator[tuple[str, Node]]:
    """The names that a declaration binds, each to its value or its function."""
    if node is None:
        return
    if node.type in ("lexical_declaration", "variable_declaration"):
        for child in node.named_children:
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if name is not None and value is not None and name.type == "identifier":
                yield _text(name), value
    elif node.type == "function_declaration":
        name = node.child_by_field_name("name")
        if name is not None:
            yield _text(name), node


def _descendants(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.has_error or child.is_missing:
            yield from _descendants(child)
            yield child


def _unescaped(m: re.Match[str]) -> str:
    code = m[2] or m[3] or m[4]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return "" if m[1] in "\r\n" else _ESCAPED.get(m[1], m[1])


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def _shown(node: Node) -> str:
    line = _text(node).partition("\n")[0]
    return line if len(line) < 40 else f"{line[:40]}…"
