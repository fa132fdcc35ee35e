"""A run and its baseline: the file, its entries, and what is new."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from recall_lint.base.text import count
from recall_lint.cli.console import fail

if TYPE_CHECKING:
    from recall_lint.base.report import Report
    from recall_lint.linter.baseline import Entry
    from recall_lint.rules import Rule
    from recall_lint.run.session import Session


class BaselineRun:
    """The entries of a baseline, which of them a run can find, and the new problems."""

    def __init__(
        self, session: Session, file: str, entries: Sequence[Entry], *, history: bool
    ) -> None:
        self.entries = entries
        self.notices: list[str] = []
        """Notes about the baseline for the user."""
        self._session = session
        self._file = file
        self._history = history

    def new(self, report: Report) -> Report:
        """A report without the problems in the baseline."""
        if not self._file:
            return report
        from recall_lint.linter.baseline import compare

        found, left_out, gone = compare(report, self.entries, self.is_checked)
        self.notices = [f"fixed since the baseline: {entry}" for entry in gone]
        if left_out:
            self.notices.append(f"{count(left_out, 'problem')} in baseline {self._file} not shown")
        if gone:
            one = len(gone) == 1
            entries = (
                "1 entry no longer occurs" if one else f"{len(gone):,} entries no longer occur"
            )
            update = "update it with `recall-lint baseline`"
            self.notices.append(f"baseline {self._file}: {entries}; {update}")
        return found

    def is_checked(self, entry: Entry) -> bool:
        """Whether an entry's file was checked, and its rule or a replacement was run."""
        if self._session.scope.since is not None:
            return False
        return entry.path in self._paths and entry.code in self._codes

    @cached_property
    def _paths(self) -> frozenset[str]:
        # Files that no longer exist may be below the given paths, too.
        return frozenset(self._session.select({entry.path for entry in self.entries}))

    @cached_property
    def _codes(self) -> frozenset[str]:
        """The codes of entries that the rules of this run can find."""
        from recall_lint.linter.fingerprints import DEAD
        from recall_lint.linter.linter import selected_rules
        from recall_lint.rules import RULES, needs_history

        def codes(rules: Iterable[Rule]) -> frozenset[str]:
            return frozenset(r.CODE for r in rules if self._history or not needs_history(r))

        ran = codes(selected_rules(self._session.config))
        # A broken target is one problem, whichever rule reports it, so all of these rules must have
        # run.
        return ran | DEAD if codes(RULES) & DEAD <= ran else ran - DEAD


def opened(session: Session, given: str | None, *, history: bool) -> BaselineRun:
    """The baseline given on the command line or in the configuration, if any."""
    configured = session.config.baseline
    file = given or (os.path.join(session.root, configured) if configured else "")
    return BaselineRun(session, file, read(file) if file else (), history=history)


def read(file: str) -> tuple[Entry, ...]:
    """Read the problems in a baseline; an invalid file ends the run."""
    from recall_lint.linter.baseline import BaselineError, loads

    try:
        with open(file, encoding="utf-8-sig") as stream:
            return loads(stream.read())
    except FileNotFoundError:
        fail(f"baseline {file} not found; create it with `recall-lint baseline -o {file}`")
    except OSError as error:
        fail(f"failed to read baseline {file}: {error.strerror or error}")
    except UnicodeDecodeError:
        fail(f"{file} is not valid UTF-8; {_WAY_OUT}")
    except BaselineError as error:
        fail(f"{file}: {error}; {_WAY_OUT}")


_WAY_OUT = "restore the file, or delete it and re-create it with `recall-lint baseline`"
