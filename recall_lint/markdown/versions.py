"""The versions of the parsers, determined without importing them."""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from typing import Final

PARSERS: Final = ("mistune", "pyromark")
"""The Markdown parsers: one for documents, one for the rendered view."""


@cache
def version(package: str) -> str:
    """The version of an installed package, from the name of its metadata folder.

    `importlib.metadata` returns the same, but can take longer than a whole run.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return "none"
    beside = os.listdir(os.path.dirname(os.path.dirname(spec.origin)))
    found = [name for name in beside if name.lower().startswith(f"{package}-")]
    return next((name.split("-")[1].removesuffix(".dist") for name in found), "unknown")
