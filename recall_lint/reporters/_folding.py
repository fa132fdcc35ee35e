"""Problems → those to show, and how many similar ones are hidden after each.

A notebook whose images were never committed has a hundred missing images with one cause. The first
in each file shows what is wrong; listing them all would hide everything else.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from recall_lint.base.problems import Diagnostic, Problem
from recall_lint.base.text import printable
from recall_lint.reporters._groups import breaks_question

_LEAST: Final = 2
"""Minimum number of problems to hide: a line that counts a single one saves nothing."""
_MANY: Final = 100
"""If more problems of one rule are left after folding, only the first are shown."""
_FIRST: Final = 20


class Entry(NamedTuple):
    """A problem to show."""

    diagnostic: Diagnostic
    more: int = 0
    """The number of hidden problems in the same file with the same rule and cause."""


def fold(diagnostics: Iterable[Diagnostic]) -> list[Entry]:
    """Show the first problem of each cause in each file, and count the others."""
    entries: list[Entry] = []
    for _, group in groupby(diagnostics, key=lambda d: d.problem.path):
        found = [(diagnostic, _cause(diagnostic)) for diagnostic in group]
        numbers = Counter(cause for _, cause in found)
        seen = set()
        for diagnostic, cause in found:
            more = numbers[cause] - 1
            if more < _LEAST:
                entries.append(Entry(diagnostic))
            elif cause not in seen:
                entries.append(Entry(diagnostic, more))
                seen.add(cause)
    return entries


def limit(entries: Sequence[Entry]) -> tuple[list[Entry], Counter[tuple[str, str]]]:
    """Show only the first problems of a rule that has very many, and count the others by rule."""
    numbers = Counter(_rule(entry) for entry in entries)
    seen: Counter[tuple[str, str]] = Counter()
    hidden: Counter[tuple[str, str]] = Counter()
    shown = []
    for entry in entries:
        rule = _rule(entry)
        seen[rule] += 1
        if numbers[rule] > _MANY and seen[rule] > _FIRST:
            hidden[rule] += 1 + entry.more
        else:
            shown.append(entry)
    return shown, hidden


def _rule(entry: Entry) -> tuple[str, str]:
    return entry.diagnostic.code, entry.diagnostic.name


def _cause(diagnostic: Diagnostic) -> tuple[str, str]:
    """What problems in a file have in common if they probably have one cause.

    This is the rule, plus the folder for destinations that name a file (images that were never
    committed), or the file for destinations that name a section (a table of contents for sections
    not written yet). Questions are fixed one by one, so they are only folded if the message is the
    same: they have no link, or link to the same missing section.
    """
    if breaks_question(diagnostic):
        return diagnostic.code, diagnostic.problem.message
    link = diagnostic.problem.link
    if link is None:
        return diagnostic.code, ""
    file, hash_sign, _ = link.destination.partition("#")
    return diagnostic.code, file + hash_sign if hash_sign else posixpath.dirname(file)


def fold_line(entry: Entry) -> str:
    """The line that counts the problems not shown after one."""
    where = printable(_where(entry.diagnostic.problem))
    code, name = _rule(entry)
    return f"and {entry.more:,} more {code} {name}{where}; -v lists them"


def _where(problem: Problem) -> str:
    """The file or folder in all destinations of one cause."""
    link = problem.link
    if link is None or link.wiki or not link.destination:
        return ""
    file, hash_sign, _ = link.destination.partition("#")
    if hash_sign and not file:
        return " in this file"
    full = posixpath.normpath(posixpath.join(posixpath.dirname(problem.path), file))
    if hash_sign:
        return f" in {full}"
    folder = posixpath.dirname(full)
    return f" in {folder.rstrip('/')}/" if folder else " in this folder"
