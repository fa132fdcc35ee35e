"""The program, so loaded that it tells which parts of it a text reaches."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import recall_lint


def atheris() -> ModuleType | None:
    try:
        return importlib.import_module("atheris")
    except ImportError:
        return None


def load() -> None:
    """Import what is tried, so that it tells which parts of it a text reaches."""
    library = atheris()
    if library is None:
        return
    with unheard(), library.instrument_imports(["recall_lint", "mistune"]):
        for module in pkgutil.walk_packages(recall_lint.__path__, "recall_lint."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        importlib.import_module("mistune")


@contextmanager
def unheard() -> Iterator[None]:
    """Keep to itself what libraries in C say of what they do."""
    heard = os.dup(2)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(heard, 2)
        os.close(heard)
