"""Reports to render: every case of the rules, and a hostile notebook."""

from __future__ import annotations

from typing import Any

import pytest

from recall_lint.base.report import Report
from recall_lint.reporters import reporter
from tests.literate import FIXTURES, ROOT, lint_texts, read_cases

SCHEMAS = ROOT / "tests" / "schemas"

CASES = [
    pytest.param(case, id=f"{file.stem}: {case.name}")
    for file in sorted((FIXTURES / "rules").glob("*.md"))
    for case in read_cases(file.read_text("utf-8"))
]

_NASTY = (
    r"]]> %0A::error::x | `a` <b>&amp; \[a](b) {0} $x$ ,: 🔭 ~~s~~ https://a.b @c" + "\x07\x1b[31m"
)
_NOISE = "\x00\x85\ufffe\udce9\u202egnp.\u2066\u2028\u200f\u061c"
_LINK = "gone\udce9 %0A|]]\\>&`\x1b.md"

HOSTILE = {
    "Notes/a b#c, d: ü%20|`数.md": f"\ufeff# A thing\n[é🔭 x](#A-Thing)\n[x](<{_LINK}>)\n",
    "Recall/\udcff\x01\n\u202e.md": f"\ufeff1. {_NASTY} [Reread](<../Notes/{_LINK}#]]\\>>)\n"
    f"2. No link\r3. {_NASTY}\r\n4. {_NASTY}{_NOISE}\n   two\n   lines\n",
}


def hostile() -> Report:
    return lint_texts(HOSTILE)


def demo() -> Report:
    folder = FIXTURES / "demo"
    files = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.glob("[!.]*/**/*.md"))
    }
    return lint_texts(files)


def render(name: str, report: Report) -> str:
    return reporter(name).render(report, color=False, width=80)


def match(snapshot: Any, text: str, name: str) -> None:
    snapshot.snapshot_dir = ROOT / "tests" / "snapshots"
    snapshot.assert_match(text, name)
