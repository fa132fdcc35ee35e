"""Report → a fingerprint for each problem, which stays the same when lines around it change.

It identifies a problem from one run to the next (in code scanning, the problems of a merge request,
or a baseline).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Final, NamedTuple

from recall_lint.base.problems import Diagnostic
from recall_lint.base.report import Report

DEAD: Final = frozenset({"RL101", "RL102", "RL109", "RL110", "RL111", "RL112", "RL113", "RL114"})
"""The rules about missing or unavailable targets.

Which of them applies depends on other files and on the available history: in a shallow clone, the
target is just as broken, and the problem is the same.
"""


def fingerprints(report: Report) -> list[str]:
    """One for each of the report's diagnostics, in order: 32 hexadecimal digits.

    It is computed from the rule's code (the same for all rules about missing targets), the notebook
    path whatever the report shows, the question's text, and the link's destination (without a link,
    the text of the problem's span), with white space normalized. Problems equal in all of these are
    numbered in file order, so that fixing one of two removes one fingerprint.
    """
    return [fingerprint for fingerprint, _ in signed(report)]


class Traits(NamedTuple):
    """What a fingerprint is computed from."""

    code: str
    path: str
    question: str
    """Empty without one."""
    subject: str
    """The link's destination, or the text of the problem's span."""


def signed(report: Report) -> list[tuple[str, Traits]]:
    """The same fingerprints, each with what it is computed from."""
    seen: Counter[Traits] = Counter()
    found = []
    for diagnostic in report.diagnostics:
        traits = _traits(diagnostic, report)
        same = traits._replace(code="dead") if traits.code in DEAD else traits
        seen[same] += 1
        text = "\0".join((*same, str(seen[same])))
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        found.append((digest, traits))
    return found


def _traits(diagnostic: Diagnostic, report: Report) -> Traits:
    problem = diagnostic.problem
    question = "" if problem.question is None else problem.question.text
    if problem.link is not None:
        subject = problem.link.destination
    else:
        subject = report.source(problem.path).text[slice(*problem.span)]
    path = report.inside(problem.path)
    return Traits(diagnostic.code, path, _on_one_line(question), _on_one_line(subject))


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
