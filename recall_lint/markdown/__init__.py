"""Source → Document. The only room that imports a Markdown parser.

`parse` takes a `Source` and gives its `Document`: sections, links, HTML
anchors and outermost list items, each with exact character spans. Two engines
give the same document; `engine` says which of them a choice comes to.
`phrases` gives the short texts that might have been headings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Final

from recall_lint.markdown.phrases import Phrase, phrases
from recall_lint.model import Document, Source

__all__ = ["CHOICES", "EngineError", "Phrase", "engine", "parse", "phrases"]

CHOICES: Final = ("auto", "mistune", "pyromark")
"""The engines, and `auto`: the fastest that is installed."""


class EngineError(Exception):
    """An engine that is not installed; the text says how to get it."""


def parse(source: Source, choice: str = "auto") -> Document:
    """The document of a source, by the engine of one's choice."""
    return _build(choice)(source)


def engine(choice: str = "auto") -> str:
    """The name of the engine, and of its package, that a choice comes to."""
    if choice != "mistune":
        try:
            import_module("pyromark")
        except ImportError:
            if choice != "auto":
                raise EngineError(
                    "the engine `pyromark` is not installed; get it with "
                    "`pip install 'recall-lint[fast]'`, or choose `mistune`"
                ) from None
        else:
            return "pyromark"
    return "mistune"


@cache
def _build(choice: str) -> Callable[[Source], Document]:
    if engine(choice) == "pyromark":
        from recall_lint.markdown.pulldown import build
    else:
        from recall_lint.markdown.builder import build
    return build
