"""Report and an earlier one → which problems are new, and which are gone.

A baseline is JSON for review: sorted, one problem per object, and nothing in it changes when lines
move.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from recall_lint.base.report import Report
from recall_lint.base.text import seen_in_json
from recall_lint.linter.fingerprints import signed

FILE_NAME: Final = ".recall-lint-baseline.json"
VERSION: Final = 2


class BaselineError(Exception):
    """A text that is not a valid baseline; the message says what was expected."""


class Entry(NamedTuple):
    """A known problem; every field but the fingerprint is for readers."""

    path: str
    code: str
    question: str
    """Empty without one."""
    subject: str
    """The link's destination, or the text of the problem's span."""
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.path}: {self.code}: {self.question or self.subject}"


class Comparison(NamedTuple):
    """A report compared with a baseline."""

    report: Report
    """With only the new problems."""
    known: int
    """How many known problems were removed."""
    gone: tuple[Entry, ...]
    """Entries of the baseline that no longer occur."""


def entries(report: Report) -> tuple[Entry, ...]:
    """The problems of a report as baseline entries, sorted."""
    found = [
        Entry(traits.path, traits.code, traits.question, traits.subject, fingerprint)
        for fingerprint, traits in signed(report)
    ]
    return tuple(sorted(found))


def compare(
    report: Report, known: Sequence[Entry], is_checked: Callable[[Entry], bool]
) -> Comparison:
    """Find the new problems; `is_checked` is whether the run could have found an entry."""
    fingerprints = {entry.fingerprint for entry in known}
    now = [fingerprint for fingerprint, _ in signed(report)]
    new = tuple(
        diagnostic
        for diagnostic, fingerprint in zip(report.diagnostics, now, strict=True)
        if fingerprint not in fingerprints
    )
    there = set(now)
    gone = sorted(e for e in known if e.fingerprint not in there and is_checked(e))
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
    # Invalid UTF-8 is escaped, too.
    return seen_in_json(text) + "\n"


def loads(text: str) -> tuple[Entry, ...]:
    """Parse the problems in the text of a baseline."""
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"invalid JSON: {error}") from None
    if not isinstance(value, dict) or "version" not in value:
        raise BaselineError("not a baseline file: `version` is missing")
    if value["version"] != VERSION:
        raise BaselineError(
            f"unsupported baseline version {value['version']!r} (expected {VERSION})"
        )
    problems = value.get("problems")
    if not isinstance(problems, list):
        raise BaselineError("not a baseline file: `problems` must be a list")
    return tuple(map(_entry, problems))


def _entry(row: Any) -> Entry:
    if not isinstance(row, dict):
        raise BaselineError(f"expected each problem to be an object, found {row!r}")
    for key in ("path", "code", "subject", "fingerprint"):
        if not isinstance(row.get(key), str):
            raise BaselineError(f"`{key}` is missing or not a string: {row!r}")
    question = row.get("question")
    if question is not None and not isinstance(question, str):
        raise BaselineError(f"`question` must be a string: {row!r}")
    return Entry(row["path"], row["code"], question or "", row["subject"], row["fingerprint"])
