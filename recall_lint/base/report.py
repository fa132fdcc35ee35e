"""The results of a run, per file and as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from recall_lint.base.model import Source
    from recall_lint.base.problems import Diagnostic

_FAILING: Final = {"error": ("error",), "warning": ("error", "warning"), "never": ()}


class Counts(NamedTuple):
    """The number of questions and links in one file."""

    questions: int
    links: int
    """Links that rules can check: those into the notebook."""
    unjudged: Mapping[str, int] = {}
    """How many links were not checked, by reason: `prefix /windows/`."""

    def plus(self, other: Counts) -> Counts:
        """The sum of the counts of two parts of one file."""
        unjudged = dict(self.unjudged)
        for reason, number in other.unjudged.items():
            unjudged[reason] = unjudged.get(reason, 0) + number
        return Counts(self.questions + other.questions, self.links + other.links, unjudged)


class Findings(NamedTuple):
    """The results for one file."""

    diagnostics: tuple[Diagnostic, ...]
    """Sorted by place and code; each place has a code at most once."""
    counts: Counts


class Report(NamedTuple):
    """The results of a run."""

    diagnostics: tuple[Diagnostic, ...]
    """Sorted by path, place and code."""
    files: Mapping[str, Counts]
    """The documents that were checked, sorted by path."""
    surfaces: tuple[str, ...]
    """Names of the dialects that publish the notebook."""
    source: Callable[[str], Source]
    """The text of a document by path, for lines and columns."""
    fail_on: Callable[[str], str] = lambda path: "error"
    """The lowest severity in a file that makes a run fail: `error`, `warning` or `never`."""
    base: str = "the root of the notebook"
    """The folder that paths are relative to."""
    inside: Callable[[str], str] = str
    """Maps a path in the report to the notebook path."""
    coverage: tuple[str, ...] = ()
    """Sentences on how much of the notes questions cover; empty unless requested."""

    def fails(self, diagnostic: Diagnostic) -> bool:
        """Whether a problem makes the run fail."""
        return diagnostic.severity in _FAILING[self.fail_on(diagnostic.problem.path)]

    @property
    def errors(self) -> int:
        return sum(diagnostic.severity == "error" for diagnostic in self.diagnostics)

    @property
    def warnings(self) -> int:
        return len(self.diagnostics) - self.errors

    @property
    def question_count(self) -> int:
        return sum(counts.questions for counts in self.files.values())

    @property
    def unjudged(self) -> Mapping[str, int]:
        """Number of links that were not checked, by reason."""
        total: dict[str, int] = {}
        for counts in self.files.values():
            for reason, number in counts.unjudged.items():
                total[reason] = total.get(reason, 0) + number
        return total

    @property
    def link_count(self) -> int:
        return sum(counts.links for counts in self.files.values())


def joined(reports: Sequence[Report]) -> Report:
    """Several reports as one; no two of them have the same path."""
    if len(reports) == 1:
        return reports[0]
    of = {path: report for report in reports for path in _files(report)}
    surfaces = dict.fromkeys(name for report in reports for name in report.surfaces)
    return Report(
        tuple(diagnostic for report in reports for diagnostic in report.diagnostics),
        {path: counts for report in reports for path, counts in report.files.items()},
        tuple(surfaces),
        lambda path: of[path].source(path),
        lambda path: of[path].fail_on(path),
        reports[-1].base,
        lambda path: of[path].inside(path),
        tuple(sentence for report in reports for sentence in report.coverage),
    )


def _files(report: Report) -> Iterator[str]:
    """Every file in a report."""
    yield from report.files
    for diagnostic in report.diagnostics:
        yield diagnostic.problem.path
        yield from (edit.path for fix in diagnostic.problem.fixes for edit in fix.edits)
