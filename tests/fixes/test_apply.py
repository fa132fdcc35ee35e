"""Reports → fixed texts, and the laws of fixes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recall_lint import markdown
from recall_lint.base.model import Source, Span
from recall_lint.base.problems import Diagnostic, Edit, Fix, Problem
from recall_lint.base.report import Report
from recall_lint.fixes.apply import Relint, apply_fixes
from recall_lint.linter.linter import lint
from recall_lint.notebook.notebook import Notebook
from tests.literate import FIXTURES, Case, context, lint_texts, make_notebook, read_cases


def relinter(notebook: Notebook) -> Relint:
    def relint(texts: Mapping[str, str]) -> Report:
        revised = notebook.revised(markdown.parse(Source(p, t)) for p, t in texts.items())
        return lint(context(revised), revised.documents)

    return relint


def mended(files: dict[str, str], *, unsafe: bool = False) -> dict[str, str]:
    notebook = make_notebook(files)
    report = lint(context(notebook), notebook.documents)
    fix_result = apply_fixes(report, relinter(notebook), unsafe=unsafe)
    assert not fix_result.refused
    return files | dict(fix_result.texts)


NOTE = "\ufeff# One\r\n\r\nText.\r\n"


def test_only_the_destination_changes() -> None:
    files = {"Notes/A.md": NOTE, "Recall/A.md": "\ufeff1. a? [x](../notes/A.md 't')\r\n2.\tb\r\n"}
    after = mended(files)
    assert after["Recall/A.md"] == "\ufeff1. a? [x](../Notes/A.md 't')\r\n2.\tb\r\n"
    assert after["Notes/A.md"] == NOTE


def test_an_absolute_path_may_begin_at_the_root_of_a_site() -> None:
    files = {"a.md": "[x](/b/c.md#d)\n", "docs/b/c.md": "# D\n"}
    assert mended(files) == files
    assert mended(files, unsafe=True)["a.md"] == "[x](/docs/b/c.md#d)\n"
    files["a.md"] = "[x](b/c.md#d)\n"
    assert mended(files)["a.md"] == "[x](docs/b/c.md#d)\n"


def test_unsafe_fixes_are_not_made_unasked() -> None:
    files = {"Notes/A.md": "# One thing\nText.\n", "Recall/A.md": "1. a? [x](../Notes/A.md#one)\n"}
    assert mended(files) == files
    assert "#one-thing" in mended(files, unsafe=True)["Recall/A.md"]


def test_what_is_not_likely_is_a_hint_and_no_fix() -> None:
    files = {"README_ja.md": "[x](#sponsors)\n", "README.md": "# Sponsors\nText.\n"}
    assert mended(files, unsafe=True) == files
    files = {"A.md": "[x](gitlab-ci.md)\n", "gitlab.md": "# GitLab\nText.\n"}
    assert mended(files, unsafe=True) == files
    files = {"A.md": "[x](#someby)\n# Some\nText.\n# SumBy\nText.\n"}
    assert mended(files, unsafe=True) == files
    files = {"A.md": "[x](devops-tools.md)\n", "my-devops-tools.md": "# Tools\nText.\n"}
    assert mended(files, unsafe=True) != files


def test_one_definition_used_twice_is_mended_once() -> None:
    files = {"A.md": "[x][r] [y][r]\n\n[r]: #ONE\n\n# One\nText.\n"}
    assert mended(files)["A.md"] == "[x][r] [y][r]\n\n[r]: #one\n\n# One\nText.\n"


def test_a_fix_that_makes_another_problem_is_refused_and_the_others_are_made() -> None:
    notebook = make_notebook({"A.md": "[x](#ONE) [y](#two)\n\n# One\nText.\n# Two\nText.\n"})
    good = Fix("good", (Edit("A.md", Span(4, 8), "#one"),), safe=True)
    bad = Fix("bad", (Edit("A.md", Span(14, 18), "#gone"),), safe=True)
    report = lint(context(notebook), notebook.documents)
    (found,) = report.diagnostics
    fake = Diagnostic("RL999", "fake", "error", Problem("A.md", Span(14, 18), "fake", fixes=(bad,)))
    right = found._replace(problem=found.problem._replace(fixes=(good,)))
    fix_result = apply_fixes(
        report._replace(diagnostics=(right, fake)), relinter(notebook), unsafe=False
    )
    assert [step.fix.title for step in fix_result.applied] == ["good"]
    assert [refusal.step.fix.title for refusal in fix_result.refused] == ["bad"]
    assert fix_result.texts["A.md"].startswith("[x](#one) [y](#two)\n")


def test_a_problem_that_says_now_that_it_is_elsewhere_is_not_new() -> None:
    page = (
        "<!-- recall-lint-disable-next-line RL102 -->\n"
        "1. What? [Reread](../notes/A.md#a)\n"
        "2. What? [Reread](../notes/A.md#a)\n"
        "3. See [it](../notes/A.md). Why?\n"
        "4. See [it](../notes/A.md). Why?\n"
    )
    after = mended({"Notes/A.md": "# A\n\nText.\n", "Recall/A.md": page})
    assert after["Recall/A.md"] == page.partition("\n")[2].replace("notes", "Notes")


CASES = [
    pytest.param(case, id=f"{file.stem}: {case.name}")
    for file in sorted((FIXTURES / "rules").glob("*.md"))
    for case in read_cases(file.read_text("utf-8"))
    if not case.before and ".recall-lint.toml" not in case.files and ".untracked" not in case.files
]


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("case", CASES)
def test_fix_then_lint_is_clean_of_it_and_fix_twice_is_fix_once(case: Case, unsafe: bool) -> None:
    before = lint_texts(case.files)
    fix_result = apply_fixes(before, relinter(make_notebook(case.files)), unsafe=unsafe)
    once = case.files | dict(fix_result.texts)
    after = lint_texts(once)
    assert len(after.diagnostics) <= len(before.diagnostics) - len(fix_result.applied)
    again = apply_fixes(after, relinter(make_notebook(once)), unsafe=unsafe)
    assert not again.applied


@given(
    st.text("ab \r\n*_`éÄ", max_size=20),
    st.sampled_from(["One", "Ö ne", "One--two", "one_two"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_bytes_outside_the_spans_never_change(around: str, title: str, end: str) -> None:
    anchor = title.upper().replace(" ", "-")
    text = f"\ufeff# {title}{end}{end}Text.{end}{end}[x](#{anchor} 't') {around}"
    files = {"A.md": text}
    fix_result = apply_fixes(lint_texts(files), relinter(make_notebook(files)), unsafe=False)
    after = fix_result.texts.get("A.md", text)
    cut = text.index("[x](#") + len("[x](#")
    assert after[:cut] == text[:cut]
    assert after[cut + len(anchor) :] == text[cut + len(anchor) :]
