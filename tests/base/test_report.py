"""Reports with their files called otherwise, and several as one."""

from __future__ import annotations

from recall_lint.base.report import joined, renamed
from recall_lint.linter.fingerprints import fingerprints
from tests.literate import lint_texts

PAGE = {"Notes/A.md": "# A\n\nText.\n", "Recall/Q.md": "1. Who? [Reread](../Notes/a.md#a)\n"}


def test_a_renamed_report_says_the_same_of_the_same_texts() -> None:
    report = lint_texts(PAGE)
    other = renamed(report, "docs/{}".format)
    ((_, _, _, before), (_, _, _, after)) = (*report.diagnostics, *other.diagnostics)
    assert [*other.files] == [f"docs/{path}" for path in report.files]
    assert after.path == "docs/Recall/Q.md"
    assert [edit.path for fix in after.fixes for edit in fix.edits] == ["docs/Recall/Q.md"]
    assert [c.target.path for c in after.candidates] == ["docs/Notes/A.md"]
    assert other.source(after.path).text == report.source(before.path).text
    assert fingerprints(other) == fingerprints(report)
    # And once more.
    assert fingerprints(renamed(other, "more/{}".format)) == fingerprints(report)


def test_reports_are_joined_in_their_order() -> None:
    report = lint_texts(PAGE)
    strict = report._replace(fail_on=lambda path: "never")
    whole = joined([renamed(report, "a/{}".format), renamed(strict, "b/{}".format)])
    assert [d.problem.path for d in whole.diagnostics] == ["a/Recall/Q.md", "b/Recall/Q.md"]
    assert [*map(whole.fails, whole.diagnostics)] == [True, False]
    assert (whole.question_count, whole.link_count, len(whole.files)) == (2, 2, 4)
    assert whole.surfaces == report.surfaces
    first, second = fingerprints(whole)
    assert first == fingerprints(report)[0] != second
    assert joined([report]) is report
