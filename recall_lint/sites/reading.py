"""The text of a configuration file → its settings, or a `SiteError` with file and line.

Generators define settings of their own with YAML tags, including environment variables and Python
objects. None of these is evaluated: a value with an unknown tag is `Tagged`, which is never read as
a string, and `!ENV` is its default.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from recall_lint.sites.model import SiteError

if TYPE_CHECKING:
    from yaml.constructor import SafeConstructor
    from yaml.nodes import Node


class Tagged(NamedTuple):
    """A YAML value with a tag that only its generator understands."""

    tag: str
    """With `!!` expanded: `tag:yaml.org,2002:python/name:slugs.slugify`."""
    value: Any


def load_yaml(text: str, path: str) -> dict[str, Any]:
    """The settings of a YAML file; an empty one has none."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text.removeprefix("\ufeff"), Loader=loader)
        value = None if node is None else _constructor()().construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _error(path, mark.line + 1 if mark else 1, "YAML", error.problem or "") from None
    # PyYAML passes on errors of its constructors, and recurses into nested brackets.
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError) as error:
        raise _error(path, 1, "YAML", str(error).partition("\n")[0]) from None
    return _mapping(value, path)


def load_toml(text: str, path: str) -> dict[str, Any]:
    """The settings of a TOML file."""
    import re
    import tomllib

    try:
        return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)\Z", str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        reason = str(error)[: place.start()] if place else str(error)
        raise _error(path, line, "TOML", reason) from None
    except RecursionError as error:
        raise _error(path, 1, "TOML", str(error)) from None


def load_json(text: str, path: str) -> dict[str, Any]:
    """The settings of a JSON file."""
    import json

    try:
        return _mapping(json.loads(text.removeprefix("\ufeff")), path)
    except json.JSONDecodeError as error:
        raise _error(path, error.lineno, "JSON", error.msg) from None
    except RecursionError as error:
        raise _error(path, 1, "JSON", str(error)) from None


def _mapping(value: Any, path: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise SiteError(f"{path}:1: expected a mapping, found a {_kind(value)}")
    return value


def _kind(value: object) -> str:
    return "list" if isinstance(value, list) else "single value"


def _error(path: str, line: int, language: str, reason: str) -> SiteError:
    return SiteError(f"{path}:{line}: invalid {language}: {reason}")


@cache
def _constructor() -> type[SafeConstructor]:
    from yaml import nodes
    from yaml.constructor import SafeConstructor

    class Constructor(SafeConstructor):
        """Values according to the YAML standard, and tagged ones."""

        def untagged(self, node: Node) -> Any:
            """The value of a node as if it had no tag."""
            if isinstance(node, nodes.MappingNode):
                return self.construct_mapping(node, deep=True)
            if isinstance(node, nodes.SequenceNode):
                return self.construct_sequence(node, deep=True)
            assert isinstance(node, nodes.ScalarNode)
            return self.construct_scalar(node)

        def tagged(self, node: Node) -> Tagged:
            return Tagged(node.tag, self.untagged(node))

        def environment(self, node: Node) -> Any:
            """`!ENV NAME` and `!ENV [NAME, …, default]`, with the variable unset."""
            value = self.untagged(node)
            return value[-1] if isinstance(value, list) and len(value) > 1 else None

    # PyYAML's types only know loaders, not what constructs values from nodes.
    add: Any = Constructor.add_constructor
    add("!ENV", Constructor.environment)
    add(None, Constructor.tagged)
    return Constructor
