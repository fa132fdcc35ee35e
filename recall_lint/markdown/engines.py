"""A choice → the engine that reads Markdown, found without loading it."""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from typing import Final

CHOICES: Final = ("auto", "mistune", "pyromark")
"""The engines, and `auto`: pyromark, where it is installed."""


class EngineError(Exception):
    """An engine that is not installed; the text says how to get it."""


def engine(choice: str = "auto") -> str:
    """The name of the engine, and of its package, that a choice comes to."""
    if choice == "mistune" or find_spec("pyromark") is not None:
        return "mistune" if choice == "mistune" else "pyromark"
    if choice == "auto":
        return "mistune"
    raise EngineError(
        "the engine `pyromark` is not installed; get it with "
        "`pip install 'recall-lint[fast]'`, or choose `mistune`"
    )


@cache
def version(package: str) -> str:
    """The version of an installed package, by the name of the folder that its installer left.

    `importlib.metadata` says the same, and takes longer than a whole run may.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return "none"
    beside = os.listdir(os.path.dirname(os.path.dirname(spec.origin)))
    found = [name for name in beside if name.lower().startswith(f"{package}-")]
    return next((name.split("-")[1].removesuffix(".dist") for name in found), "unknown")
