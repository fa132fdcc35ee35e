"""Report → a fingerprint for each problem, the same when lines around it come and go.

Whoever remembers problems from one run to the next (code scanning, a merge
request's list, a baseline) knows them again by it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Final, NamedTuple

from recall_lint.base.problems import Diagnostic
from recall_lint.base.report import Report

DEAD: Final = frozenset({"RL101", "RL102", "RL109", "RL110", "RL111", "RL112", "RL113", "RL114"})
"""The rules of targets that are not there, or not for everybody.

Which of them speaks depends on what else is there, and on how much of the history: a target is
as dead in a shallow clone, and the problem the same.
"""


def fingerprints(report: Report) -> list[str]:
    """One for each of the report's diagnostics, in their order: 32 hexadecimal digits.

    It is made of the rule's code (one for all rules of dead targets), the path in the notebook
    whatever the report calls it, the question's text, and the link's destination (for a problem
    without a link, the text that it points at), with white space taken as one space.
    What is equal in all of them is told apart by its order in the file, so that mending one of
    two equal problems leaves one of the two fingerprints.
    """
    return [fingerprint for fingerprint, _ in signed(report)]


class Traits(NamedTuple):
    """What a fingerprint is made of."""

    code: str
    path: str
    question: str
    """Empty without one."""
    subject: str
    """The link's destination, or the text that the problem points at."""


def signed(report: Report) -> list[tuple[str, Traits]]:
    """The same fingerprints, each with what it is made of."""
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
