"""The text of a configuration file → its settings, or a `SiteError` that names file and line.

Generators build settings of their own from YAML's tags, environment variables and Python objects
among them. None of it is run here: a value with an unknown tag is `Tagged`, which no reader takes
for a text, and `!ENV` is the default that it names.
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
    """With `!!` written out: `tag:yaml.org,2002:python/name:slugs.slugify`."""
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
    # PyYAML lets the errors of its constructors through, and recurses into nested brackets.
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
        """Values as YAML's standard has them, and tagged ones."""

        def untagged(self, node: Node) -> Any:
            """The value of a node as if it were without its tag."""
            if isinstance(node, nodes.MappingNode):
                return self.construct_mapping(node, deep=True)
            if isinstance(node, nodes.SequenceNode):
                return self.construct_sequence(node, deep=True)
            assert isinstance(node, nodes.ScalarNode)
            return self.construct_scalar(node)

        def tagged(self, node: Node) -> Tagged:
            return Tagged(node.tag, self.untagged(node))

        def environment(self, node: Node) -> Any:
            """`!ENV NAME` and `!ENV [NAME, …, default]`, where no such variable is set."""
            value = self.untagged(node)
            return value[-1] if isinstance(value, list) and len(value) > 1 else None

    # PyYAML's types know of loaders alone, not of what constructs from nodes.
    add: Any = Constructor.add_constructor
    add("!ENV", Constructor.environment)
    add(None, Constructor.tagged)
    return Constructor
