"""Report → the same report with its paths relative to another folder."""

from __future__ import annotations

import re
from collections.abc import Callable

from recall_lint.base.destinations import absolute, split
from recall_lint.base.problems import Candidate, Fix, Problem
from recall_lint.base.report import Report


def renamed(report: Report, name: Callable[[str], str]) -> Report:
    """The same report with other paths."""
    own: dict[str, str] = {}

    def called(path: str) -> str:
        new = name(path)
        own[new] = path
        return new

    def fix(old: Fix) -> Fix:
        return old._replace(edits=tuple(e._replace(path=called(e.path)) for e in old.edits))

    def candidate(old: Candidate) -> Candidate:
        return old._replace(target=old.target._replace(path=name(old.target.path)))

    diagnostics = [
        diagnostic._replace(
            problem=diagnostic.problem._replace(
                path=called(diagnostic.problem.path),
                message=_in_words(diagnostic.problem.message, diagnostic.problem, name),
                hint=_in_words(diagnostic.problem.hint, diagnostic.problem, name),
                fixes=tuple(map(fix, diagnostic.problem.fixes)),
                candidates=tuple(map(candidate, diagnostic.problem.candidates)),
            )
        )
        for diagnostic in report.diagnostics
    ]
    return report._replace(
        diagnostics=tuple(diagnostics),
        files={called(path): counts for path, counts in report.files.items()},
        source=lambda path: report.source(own[path]),
        fail_on=lambda path: report.fail_on(own[path]),
        inside=lambda path: report.inside(own[path]),
    )


def _in_words(text: str, problem: Problem, name: Callable[[str], str]) -> str:
    """A message or hint with other paths for the files that a problem is about.

    A path that is quoted alone is a destination, which is relative to its page.
    """
    paths = {problem.path, *(candidate.target.path for candidate in problem.candidates)}
    parts = problem.link and split(problem.link.destination)
    if parts:
        paths.add(absolute(problem.path, parts.path))
    longest = sorted(paths, key=len, reverse=True)
    named = rf"(?<![\w./`-])(?:{'|'.join(map(re.escape, longest))})(?![\w/-]|\.\w)"
    return re.sub(named, lambda m: name(m[0]), text)
