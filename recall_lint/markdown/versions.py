"""The versions of the parsers, found without loading them."""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from typing import Final

PARSERS: Final = ("mistune", "pyromark")
"""What reads Markdown: the one every document, the other what a click sees of it."""


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
