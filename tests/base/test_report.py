"""Reports with their files called otherwise, and several as one."""

from __future__ import annotations

from collections.abc import Callable

from recall_lint.base.renaming import renamed
from recall_lint.base.report import joined
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


def messages(files: dict[str, str], name: Callable[[str], str]) -> list[str]:
    report = renamed(lint_texts({**PAGE, **files}), name)
    return [f"{d.problem.message} ({d.problem.hint})" for d in report.diagnostics]


def test_what_is_said_of_files_names_them_as_the_report_does() -> None:
    page = {"Recall/Q.md": "1. Who? [R](../Notes/B.md) [S](../Notes/A.md#as)\n"}
    assert messages(page, "docs/{}".format) == [
        "file not found: docs/Notes/B.md ()",
        "no section `as` in docs/Notes/A.md ()",
    ]
    wrong_case = {"Recall/Q.md": "1. Who? [R](../Notes/a.md)\n"}
    assert messages(wrong_case, "docs/{}".format) == [
        "wrong letter case: the file is named docs/Notes/A.md (write `../Notes/A.md`)"
    ]


def test_what_is_quoted_is_a_destination_and_stays() -> None:
    # In the root, a destination looks like a path.
    page = {"Q.md": "[R](Notes/a.md)\n", "Recall/Q.md": "1. Who? [R](../Notes/A.md#a)\n"}
    assert messages(page, "docs/{}".format) == [
        "wrong letter case: the file is named docs/Notes/A.md (write `Notes/A.md`)"
    ]


def test_a_path_in_a_longer_one_is_none() -> None:
    page = {"Recall/Q.md": "1. Who? [R](../a.md)\n", "x/a.md.md": "[a](../x/a.md)\n"}
    assert messages(page, "docs/{}".format) == [
        "file not found: docs/a.md (did you mean `../Notes/A.md`?)",
        "file not found: docs/x/a.md (did you mean `../Notes/A.md`?)",
    ]
