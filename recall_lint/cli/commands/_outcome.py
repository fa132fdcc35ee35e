"""The notebooks of one run: the results of each, and their combination."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from recall_lint.base.report import Report, joined
from recall_lint.cli.commands import _baseline
from recall_lint.cli.paths import Naming, is_one_repository
from recall_lint.run.notices import notices

if TYPE_CHECKING:
    from recall_lint.base.unchecked import Unchecked
    from recall_lint.fixes.apply import FixResult
    from recall_lint.run.session import Session


class CheckedNotebook:
    """One notebook: its new problems, and the result of fixing them."""

    def __init__(self, session: Session, file: str | None, *, history: bool) -> None:
        """`file` is the baseline given on the command line."""
        self.session = session
        self.naming = Naming.of(session.root)
        self.baseline = _baseline.opened(session, file, history=history)
        self.report = self.baseline.new(session.report())
        self.fix_result: FixResult | None = None
        self.refused: list[str] = []
        """A line for each file that was not written."""

    @property
    def is_partial(self) -> bool:
        """Whether known problems are omitted from the report."""
        return self.session.scope.since is not None or bool(self.baseline.entries)

    def propose(self, *, unsafe: bool) -> FixResult:
        """Choose and verify fixes."""
        from recall_lint.fixes.apply import apply_fixes

        self.fix_result = apply_fixes(self.report, self.session.lint_all, unsafe=unsafe)
        return self.fix_result

    def write(self) -> None:
        """Write the fixed files, and report on the notebook again."""
        from recall_lint.run.writing import write_texts

        assert self.fix_result is not None
        texts, self.refused = write_texts(self.session, self.fix_result.texts)
        written = (s for s in self.fix_result.applied if s.diagnostic.problem.path in texts)
        self.fix_result = self.fix_result._replace(texts=texts, applied=tuple(written))
        self.report_as_fixed()

    def report_as_fixed(self) -> None:
        """Report on the notebook as if the fixes were applied."""
        assert self.fix_result is not None
        self.report = self.baseline.new(self.session.report(self.fix_result.texts))


class Patch(NamedTuple):
    """What `--diff` printed."""

    text: str
    notices: list[str]
    """How to apply it."""


class Outcome:
    """The results of a run over one or more notebooks."""

    def __init__(
        self, notebooks: Sequence[CheckedNotebook], patch: Patch | None, times: Mapping[str, float]
    ) -> None:
        """`times` are when the run began, and when each stage was finished."""
        self.notebooks = notebooks
        self.patch = patch
        self.times = times

    @cached_property
    def for_people(self) -> Report:
        """The report on all notebooks, with paths for people."""
        return self._report(people=True)

    @cached_property
    def for_programs(self) -> Report:
        """The report on all notebooks, with paths for programs."""
        # Only the current folder is known to contain all repositories.
        return self._report(people=not is_one_repository(each.naming for each in self.notebooks))

    def _report(self, *, people: bool) -> Report:
        # The notebooks below may leave no file of a repository to its own notebook.
        some = [each for each in self.notebooks if each.report.files] or self.notebooks[:1]
        return joined([e.naming.report_for(e.report, people=people) for e in some])

    @property
    def because(self) -> tuple[str, ...]:
        """The files from which the surfaces were detected."""
        return tuple(
            dict.fromkeys(
                each.naming.for_people(path)
                for each in self.notebooks
                for path in each.session.publication.because
            )
        )

    @property
    def errors(self) -> tuple[str, ...]:
        """A line for each file that could not be read or written."""
        return tuple(self._each(lambda each: (*each.session.unreadable, *each.refused)))

    @property
    def bugs(self) -> Mapping[str, Unchecked]:
        """The files that could not be checked because of an internal error."""
        return {
            each.naming.for_people(path): why
            for each in self.notebooks
            for path, why in each.session.documents.bugs.items()
        }

    @property
    def notices(self) -> tuple[str, ...]:
        """Notices about each notebook, and about the patch."""
        lines = self._each(
            lambda each: (*notices(each.session, each.report), *each.baseline.notices)
        )
        return (*lines, *(() if self.patch is None else self.patch.notices))

    @property
    def is_partial(self) -> bool:
        """Whether known problems are omitted from any report."""
        return any(each.is_partial for each in self.notebooks)

    @property
    def fails(self) -> bool:
        """Whether any problem, or any proposed fix, makes the run fail."""
        if self.patch is not None:
            strict = any(each.session.config.fail_on != "never" for each in self.notebooks)
            return strict and bool(self.patch.text)
        return any(any(map(e.report.fails, e.report.diagnostics)) for e in self.notebooks)

    def _each(self, lines_of: Callable[[CheckedNotebook], Sequence[str]]) -> Iterator[str]:
        """Lines about each notebook; if there are several, prefixed with its folder."""
        for each in self.notebooks:
            folder = each.naming.for_people(".") if len(self.notebooks) > 1 else "."
            head = "" if folder == "." else f"{folder}: "
            yield from (f"{head}{line}" for line in lines_of(each))
