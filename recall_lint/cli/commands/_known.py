"""A run beside its baseline: which file that is, what it says, and what is new."""

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


class Known:
    """What a baseline says, which of it a run could have found, and what is new."""

    def __init__(
        self, session: Session, file: str, entries: Sequence[Entry], *, history: bool
    ) -> None:
        self.entries = entries
        self.notices: list[str] = []
        """What the user should know of the baseline."""
        self._session = session
        self._file = file
        self._history = history

    def new(self, report: Report) -> Report:
        """What is new in a report."""
        if not self._file:
            return report
        from recall_lint.linter.baseline import compare

        found, left_out, gone = compare(report, self.entries, self.asked)
        self.notices = [f"gone: {entry}" for entry in gone]
        if left_out:
            self.notices.append(f"{count(left_out, 'known problem')} of {self._file} left out")
        if gone:
            entries = "1 entry" if len(gone) == 1 else f"{len(gone):,} entries"
            are = "is" if len(gone) == 1 else "are"
            self.notices.append(f"{entries} of {self._file} {are} gone: run `recall-lint baseline`")
        return found

    def asked(self, entry: Entry) -> bool:
        """Whether an entry's file was asked about, and its rule ran, or whichever tells it now."""
        if self._session.asks_for_news:
            return False
        return entry.path in self._paths and entry.code in self._codes

    @cached_property
    def _paths(self) -> frozenset[str]:
        # Files that are there no more lie below what the user named, too.
        return frozenset(self._session.chosen({entry.path for entry in self.entries}))

    @cached_property
    def _codes(self) -> frozenset[str]:
        """The codes of entries that the rules that ran can have found."""
        from recall_lint.linter.fingerprints import DEAD
        from recall_lint.linter.linter import selected_rules
        from recall_lint.rules import RULES, needs_history

        def codes(rules: Iterable[Rule]) -> frozenset[str]:
            return frozenset(r.CODE for r in rules if self._history or not needs_history(r))

        ran = codes(selected_rules(self._session.config))
        # A dead target is one problem, whichever rule tells it: all that can must have run.
        return ran | DEAD if codes(RULES) & DEAD <= ran else ran - DEAD


def opened(session: Session, given: str | None, *, history: bool) -> Known:
    """The baseline that the user named on the command line, or in the configuration, if any."""
    configured = session.config.baseline
    file = given or (os.path.join(session.root, configured) if configured else "")
    return Known(session, file, read(file) if file else (), history=history)


def read(file: str) -> tuple[Entry, ...]:
    """The problems in a baseline; a file that is none ends the run."""
    from recall_lint.linter.baseline import BaselineError, loads

    try:
        with open(file, encoding="utf-8-sig") as stream:
            return loads(stream.read())
    except FileNotFoundError:
        fail(f"{file}: there is no such baseline; write one with `recall-lint baseline -o {file}`")
    except OSError as error:
        fail(f"{file}: the baseline cannot be read: {error.strerror or error}; name another file")
    except UnicodeDecodeError:
        fail(f"{file}: is not UTF-8, as a baseline must be; {_WAY_OUT}")
    except BaselineError as error:
        fail(f"{file}: {error}; {_WAY_OUT}")


_WAY_OUT = "restore it, or delete it and run `recall-lint baseline`"
