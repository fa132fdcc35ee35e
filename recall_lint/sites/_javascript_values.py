"""An expression of JavaScript or TypeScript → its value, as far as literals go.

Nothing is executed. `javascript` resolves names and imports.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from recall_lint.sites._javascript_calls import called, is_plain, made, negated, placed
from recall_lint.sites._javascript_tree import field, shown, source, string

if TYPE_CHECKING:
    from tree_sitter import Node

DEEPEST: Final = 60
"""Maximum depth of values, including resolved names and imports."""

_CASTS: Final = frozenset(
    {
        "parenthesized_expression", "satisfies_expression", "as_expression", "non_null_expression",
        "await_expression", "type_assertion",
    }
)  # fmt: skip
FUNCTIONS: Final = frozenset({"arrow_function", "function_expression", "function_declaration"})
_CONSTANTS: Final = {"true": True, "false": False, "null": None, "undefined": None}
_ENVIRONMENT: Final = "process.env"
_INTEGER = re.compile(r"0[xXoObB][0-9a-fA-F]+|[0-9]+")


class Unread(NamedTuple):
    """A value that is only known when executed."""

    text: str
    """Its source."""
    line: int
    """1-based."""


class Expressions(ABC):
    """The values of expressions in one file."""

    def __init__(self, path: str, depth: int) -> None:
        """`depth`: how many values are being read that this file is a part of."""
        self.path = path
        self.depth = depth
        self.values: dict[int, Any] = {}

    @abstractmethod
    def bound_value(self, node: Node, unread: Unread) -> Any:
        """The value that a name is bound to."""

    @abstractmethod
    def imported(self, module: str, name: str) -> Any:
        """The export of another file in the notebook."""

    def value(self, node: Node) -> Any:
        """The value of an expression."""
        unread = Unread(shown(node), node.start_point.row + 1)
        if node.id not in self.values:
            # A value that refers to itself is unknown.
            self.values[node.id] = unread
            self.depth += 1
            if self.depth <= DEEPEST:
                self.values[node.id] = self._read(node, unread)
            self.depth -= 1
        return self.values[node.id]

    def _read(self, node: Node, unread: Unread) -> Any:
        kind = node.type
        if kind in _CONSTANTS:
            return _CONSTANTS[kind]
        if kind in _CASTS and node.named_children:
            return self.value(node.named_children[-1 if kind == "type_assertion" else 0])
        match kind:
            case "string":
                return string(node)
            case "number":
                text = source(node).replace("_", "")
                return int(text, 0) if _INTEGER.fullmatch(text) else float(text)
            case "template_string":
                return self._template(node, unread)
            case "array":
                return self._array(node)
            case "object":
                return self._object(node)
            case "identifier" | "shorthand_property_identifier":
                return self.bound_value(node, unread)
            case "member_expression":
                return self._member(node, unread)
            case "binary_expression":
                return self._binary(node, unread)
            case "ternary_expression":
                return self._choice(node, unread)
            case "unary_expression":
                return self._unary(node, unread)
            case "call_expression" | "new_expression":
                return self._call(node, unread)
        return unread

    def _template(self, node: Node, unread: Unread) -> Any:
        parts = []
        for child in node.named_children:
            if child.type == "template_substitution" and child.named_children:
                value = self.value(child.named_children[0])
                if not isinstance(value, str):
                    return unread
                parts.append(value)
            else:
                parts.append(string(child))
        return "".join(parts)

    def _array(self, node: Node) -> list[Any]:
        values: list[Any] = []
        for child in node.named_children:
            if child.type == "spread_element" and child.named_children:
                spread = self.value(child.named_children[0])
                values += spread if isinstance(spread, list) else [spread]
            elif child.type != "comment":
                values.append(self.value(child))
        return values

    def _object(self, node: Node) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for child in node.named_children:
            match child.type:
                case "pair":
                    key, value = field(child, "key", "value")
                    if key is not None and value is not None:
                        values[self._key(key)] = self.value(value)
                case "method_definition":
                    (key,) = field(child, "name")
                    if key is not None:
                        values[self._key(key)] = Unread(shown(child), child.start_point.row + 1)
                case "shorthand_property_identifier":
                    values[source(child)] = self.value(child)
                case "spread_element" if child.named_children:
                    spread = self.value(child.named_children[0])
                    values.update(spread if isinstance(spread, dict) else {})
        return values

    def _key(self, node: Node) -> str:
        if node.type == "computed_property_name" and node.named_children:
            key = self.value(node.named_children[0])
            return key if isinstance(key, str) else source(node)
        return string(node) if node.type == "string" else source(node)

    def _member(self, node: Node, unread: Unread) -> Any:
        whole = source(node)
        if (place := placed(whole, self.path)) is not None:
            return place
        if whole == f"{_ENVIRONMENT}.NODE_ENV":
            return "production"
        outer, name = field(node, "object", "property")
        value = None if outer is None else self.value(outer)
        if isinstance(value, str) and whole.endswith(".pathname"):
            return value
        return value.get(source(name)) if isinstance(value, dict) and name is not None else unread

    def _unary(self, node: Node, unread: Unread) -> Any:
        operator, argument = field(node, "operator", "argument")
        value = unread if argument is None else self.value(argument)
        if operator is None or isinstance(value, Unread):
            return unread
        signed = negated(source(operator), value)
        return unread if signed is None else signed

    def _binary(self, node: Node, unread: Unread) -> Any:
        left, operator, right = field(node, "left", "operator", "right")
        if left is None or operator is None or right is None:
            return unread
        value = self.value(left)
        match source(operator):
            case "||" if not value or isinstance(value, Unread):
                return self.value(right)
            case "??" if value is None or isinstance(value, Unread):
                return self.value(right)
            case "||" | "??":
                return value
            case "===" | "==" | "!==" | "!=" as equals:
                other = self.value(right)
                if isinstance(value, Unread) and value.text.startswith(_ENVIRONMENT):
                    value = None
                if is_plain(value) and is_plain(other):
                    return (value == other) == equals.startswith("=")
            case "+" if isinstance(value, str) and isinstance(other := self.value(right), str):
                return value + other
        return unread

    def _choice(self, node: Node, unread: Unread) -> Any:
        condition, then, otherwise = field(node, "condition", "consequence", "alternative")
        if condition is None or then is None or otherwise is None:
            return unread
        chosen = self.value(condition)
        if isinstance(chosen, Unread):
            return self.value(otherwise) if _ENVIRONMENT in chosen.text else unread
        return self.value(then if chosen else otherwise)

    def _call(self, node: Node, unread: Unread) -> Any:
        function, constructor, arguments = field(node, "function", "constructor", "arguments")
        if arguments is None:
            return unread
        given = arguments.named_children
        if function is None:
            name = "" if constructor is None else source(constructor)
            value = made(name, [self.value(each) for each in given])
            return unread if value is None else value
        if len(given) == 1 and given[0].type in FUNCTIONS and function.type == "identifier":
            return self.returned(given[0])
        name, values = source(function), [self.value(each) for each in given]
        if name == "require" and len(values) == 1 and isinstance(values[0], str):
            return self.imported(values[0], "default")
        value = called(name, values)
        return unread if value is None else value

    def returned(self, function: Node) -> Any:
        (body,) = field(function, "body")
        if body is not None and body.type != "statement_block":
            return self.value(body)
        statements = [] if body is None else body.named_children
        returns = [each for each in statements if each.type == "return_statement"]
        if len(returns) == 1 and returns[0].named_children:
            return self.value(returns[0].named_children[0])
        return Unread(shown(function), function.start_point.row + 1)
