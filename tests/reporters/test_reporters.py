"""Laws of every format."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from recall_lint.reporters import NAMES, reporter
from tests.literate import FIXTURES, ROOT, lint_texts
from tests.reporters.samples import hostile, render

HIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Characters that control a terminal, or make text read differently."""

ALL = (*NAMES, "step_summary")


def test_a_module_for_each_name() -> None:
    folder = ROOT / "recall_lint" / "reporters"
    assert {path.stem for path in folder.glob("[a-z]*.py")} == set(ALL)
    assert all(name == reporter(name).NAME for name in ALL)


@pytest.mark.parametrize("name", ALL)
def test_hostile_text_is_encodable_and_moves_no_cursor(name: str) -> None:
    report = hostile()
    assert {d.code for d in report.diagnostics} == {"RL101", "RL104", "RL301"}
    text = render(name, report)
    assert text.encode().decode() == text
    assert not HIDDEN.search(text)
    assert text.endswith("\n")


@pytest.mark.parametrize("name", ALL)
def test_errors_and_warnings_differ(name: str) -> None:
    """Reports that differ only in severity are distinguishable in each format."""
    report = lint_texts({"a.md": "[a](gone.md)\n"})
    (diagnostic,) = report.diagnostics
    texts = {
        render(name, report._replace(diagnostics=(diagnostic._replace(severity=severity),)))
        for severity in ("error", "warning")
    }
    assert len(texts) == 2


@pytest.mark.parametrize("name", NAMES)
def test_only_the_modules_of_the_formats_asked_for_are_imported(name: str) -> None:
    program = (
        "import sys\n"
        "from recall_lint.cli import main\n"
        "try: main()\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "-f", name, str(FIXTURES / "demo" / "Notes")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    modules = set(done.stderr.split())
    assert {f"recall_lint.reporters.{other}" for other in ALL} & modules == {
        f"recall_lint.reporters.{name}"
    }
    assert ("recall_lint.linter.fingerprints" in modules) == (name in ("sarif", "gitlab"))
    assert ("xml.etree.ElementTree" in modules) == (name == "junit")
