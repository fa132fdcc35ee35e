"""Report → text, one format a module. Adding one is one file and one line here.

A module is imported when its format is asked for, and not before.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from recall_lint.base.report import Report


class Reporter(Protocol):
    """What each module of this package is."""

    __doc__: str | None

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """As `--format` takes it; the module's name."""

    def render(self, report: Report, *, color: bool, width: int) -> str:
        """The whole report, each line ended; `width` is the terminal's, in columns."""


NAMES: Final = ("human", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson")

FOR_PEOPLE: Final = frozenset({"human", "concise"})
"""Those that name a file as the reader's shell would; the others, as a repository's server does."""


def reporter(name: str) -> Reporter:
    """The reporter of that name."""
    module: Any = import_module(f"{__name__}.{name}")
    found: Reporter = module
    return found
