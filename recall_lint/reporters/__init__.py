"""Report → text, one format per module. Adding one takes one file and one line here.

A module is imported only when its format is requested.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from recall_lint.base.report import Report


class Reporter(Protocol):
    """The interface of each module in this package."""

    __doc__: str | None

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """The name for `--format`, and of the module."""

    def render(self, report: Report, *, color: bool, width: int) -> str:
        """Render the whole report, with a final newline; `width` is the terminal's, in columns."""


NAMES: Final = ("human", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson")

FOR_PEOPLE: Final = frozenset({"human", "concise"})
"""Those that name a file as the reader's shell would; the others, as a repository's server does."""


def reporter(name: str) -> Reporter:
    """The reporter with this name."""
    module: Any = import_module(f"{__name__}.{name}")
    found: Reporter = module
    return found
