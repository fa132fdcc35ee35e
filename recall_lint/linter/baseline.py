"""Report and what an earlier one said → what is new, and what is gone.

A baseline is JSON that people review: sorted, one problem an object, and
nothing in it that changes when lines move.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from recall_lint.base.report import Report
from recall_lint.linter.fingerprints import signed

FILE_NAME: Final = ".recall-lint-baseline.json"
VERSION: Final = 2

_SURROGATE = re.compile(r"[\ud800-\udfff]")


class BaselineError(Exception):
    """A text that is no baseline; it says what was expected."""


class Entry(NamedTuple):
    """A problem that is known; all but the fingerprint is there for those who read it."""

    path: str
    code: str
    question: str
    """Empty without one."""
    subject: str
    """The link's destination, or the text that the problem points at."""
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.path}: {self.code}: {self.question or self.subject}"


class Comparison(NamedTuple):
    """A report beside a baseline."""

    report: Report
    """With the new problems only."""
    known: int
    """How many were left out."""
    gone: tuple[Entry, ...]
    """What the baseline has and the report does not."""


def entries(report: Report) -> tuple[Entry, ...]:
    """The problems of a report as a baseline has them, sorted."""
    found = [
        Entry(traits.path, traits.code, traits.question, traits.subject, fingerprint)
        for fingerprint, traits in signed(report)
    ]
    return tuple(sorted(found))


def compare(report: Report, known: Sequence[Entry], asked: Callable[[Entry], bool]) -> Comparison:
    """What is new in a report; `asked` says of an entry whether the run could have found it."""
    fingerprints = {entry.fingerprint for entry in known}
    now = [fingerprint for fingerprint, _ in signed(report)]
    new = tuple(
        diagnostic
        for diagnostic, fingerprint in zip(report.diagnostics, now, strict=True)
        if fingerprint not in fingerprints
    )
    there = set(now)
    gone = sorted(e for e in known if e.fingerprint not in there and asked(e))
    left_out = len(report.diagnostics) - len(new)
    return Comparison(report._replace(diagnostics=new), left_out, tuple(gone))


def dumps(known: Iterable[Entry]) -> str:
    """A baseline as text."""
    problems = [
        {
            "path": entry.path,
            "code": entry.code,
            "question": entry.question or None,
            "subject": entry.subject,
            "fingerprint": entry.fingerprint,
        }
        for entry in sorted(set(known))
    ]
    text = json.dumps({"version": VERSION, "problems": problems}, ensure_ascii=False, indent=2)
    # Bytes that were no UTF-8 come as surrogates, which only an escape can write.
    return _SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", text) + "\n"


def loads(text: str) -> tuple[Entry, ...]:
    """The problems in the text of a baseline."""
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"is not valid JSON: {error}") from None
    if not isinstance(value, dict) or "version" not in value:
        raise BaselineError("is no baseline: it has no `version`")
    if value["version"] != VERSION:
        raise BaselineError(f"has version {value['version']!r}, and {VERSION} was expected")
    problems = value.get("problems")
    if not isinstance(problems, list):
        raise BaselineError("is no baseline: `problems` must be a list")
    return tuple(map(_entry, problems))


def _entry(row: Any) -> Entry:
    if not isinstance(row, dict):
        raise BaselineError(f"holds {row!r} for a problem, and an object was expected")
    for key in ("path", "code", "subject", "fingerprint"):
        if not isinstance(row.get(key), str):
            raise BaselineError(f"has a problem without `{key}`: {row!r}")
    question = row.get("question")
    if question is not None and not isinstance(question, str):
        raise BaselineError(f"has a problem whose `question` is no text: {row!r}")
    return Entry(row["path"], row["code"], question or "", row["subject"], row["fingerprint"])
