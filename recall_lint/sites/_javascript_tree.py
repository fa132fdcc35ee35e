"""JavaScript or TypeScript → its syntax tree, and access to its nodes.

Source: https://tree-sitter.github.io/, with TypeScript's grammar, which also parses JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_ESCAPE = re.compile(
    r"\\(u\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|\r\n|.)", re.DOTALL
)
_LONGEST: Final = 40
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


def parse(text: str, *, tsx: bool) -> Node:
    """The root of a text's tree; with `tsx`, `<x>` is JSX and not a cast."""
    return _parser(tsx).parse(text.encode("utf-8", "replace")).root_node


@cache
def _parser(tsx: bool) -> Parser:
    import tree_sitter
    import tree_sitter_typescript as grammar

    language = grammar.language_tsx() if tsx else grammar.language_typescript()
    return tree_sitter.Parser(tree_sitter.Language(language))


def first_error(root: Node) -> Node | None:
    """The first syntax error in a tree."""
    left = [root] if root.has_error else []
    while left:
        node = left.pop()
        if node.is_error or node.is_missing:
            return node
        left += reversed([child for child in node.children if child.has_error or child.is_missing])
    return None


def string(node: Node) -> str:
    """The value of a string, or of a part of a template."""
    text = source(node)
    return _ESCAPE.sub(_unescaped, text[1:-1] if node.type == "string" else text)


def source(node: Node) -> str:
    """The source of a node."""
    return (node.text or b"").decode("utf-8", "replace")


def shown(node: Node) -> str:
    """The beginning of its source, for a message."""
    line = source(node).partition("\n")[0]
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def field(node: Node, *names: str) -> list[Node | None]:
    """The children that have these names in the grammar."""
    return [node.child_by_field_name(name) for name in names]


def bindings(node: Node | None) -> Iterator[tuple[str, Node]]:
    """The names that a declaration binds, each with its value or its function."""
    if node is None:
        return
    if node.type in ("lexical_declaration", "variable_declaration"):
        for child in node.named_children:
            name, value = field(child, "name", "value")
            if name is not None and value is not None and name.type == "identifier":
                yield source(name), value
    elif node.type == "function_declaration":
        (name,) = field(node, "name")
        if name is not None:
            yield source(name), node


def bound(node: Node) -> Node | None:
    """What a name is bound to in its scope."""
    name = source(node)
    around = node.parent
    while around is not None:
        for each in around.named_children:
            for other, value in bindings(field(each, "declaration")[0] or each):
                if other == name:
                    return value
        around = around.parent
    return None


def export(node: Node, name: str) -> Node | None:
    """The value that a statement exports under a name."""
    if node.type == "export_statement":
        value, declared = field(node, "value", "declaration")
        if any(child.type in ("default", "=") for child in node.children):
            last = node.named_children[-1] if node.named_children else None
            return (value or declared or last) if name == "default" else None
        found = (value for each, value in bindings(declared) if each == name)
        return next(found, None) or _listed(node, name)
    if node.type == "expression_statement" and node.named_children:
        left, right = field(node.named_children[0], "left", "right")
        wanted = {f"exports.{name}", f"module.exports.{name}"}
        if name == "default":
            wanted.add("module.exports")
        if left is not None and source(left) in wanted:
            return right
    return None


def _listed(node: Node, name: str) -> Node | None:
    """The value that `export { a as b }` exports under a name."""
    if field(node, "source")[0] is not None:
        return None
    for clause in node.named_children:
        for each in clause.named_children if clause.type == "export_clause" else ():
            original, alias = field(each, "name", "alias")
            shown_as = alias or original
            if shown_as is not None and source(shown_as) == name:
                return original
    return None


def imports(statement: Node) -> list[tuple[str, str]]:
    """The names that an import binds, each with the name of the export."""
    found = []
    for clause in statement.named_children[:1]:
        for part in clause.named_children:
            if part.type == "identifier":
                found.append((source(part), "default"))
            for each in part.named_children if part.type == "named_imports" else ():
                name, alias = field(each, "name", "alias")
                if name is not None:
                    found.append((source(alias or name), source(name)))
    return found


def _unescaped(m: re.Match[str]) -> str:
    code = m[2] or m[3] or m[4]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return "" if m[1] in ("\r\n", "\n", "\r") else _ESCAPED.get(m[1], m[1])
