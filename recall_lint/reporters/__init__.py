"""Report → text, one format a module. Adding one is one file and one line here."""

from __future__ import annotations

from typing import Final, Protocol

from recall_lint.report import Report
from recall_lint.reporters import concise, human, json


class Reporter(Protocol):
    """What each module of this package is."""

    __doc__: str | None

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """As `--format` takes it."""

    def render(self, report: Report, *, color: bool, width: int) -> str:
        """The whole report, each line ended; `width` is the terminal's, in columns."""


REPORTERS: Final[dict[str, Reporter]] = {
    reporter.NAME: reporter for reporter in (human, concise, json)
}
