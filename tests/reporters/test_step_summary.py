"""The step summary, parsed by GitHub's own Markdown parser."""

from __future__ import annotations

from typing import Any

import cmarkgfm
import html5lib
from cmarkgfm.cmark import Options

from recall_lint.base.text import printable
from recall_lint.reporters import step_summary
from recall_lint.reporters._text import sentence
from tests.literate import lint_texts
from tests.reporters.samples import demo, hostile, match, render


def html(text: str) -> Any:
    made = cmarkgfm.cmark.markdown_to_html_with_extensions(
        text, Options.CMARK_OPT_UNSAFE, ["table", "autolink", "strikethrough", "tagfilter"]
    )
    return html5lib.parse(made, namespaceHTMLElements=False)


def words(element: Any) -> str:
    return "".join(element.itertext()).strip()


def test_snapshot(snapshot: Any) -> None:
    match(snapshot, render("step_summary", demo()), "step_summary.md")


def test_a_table_for_each_file() -> None:
    report = demo()
    page = html(render("step_summary", report))
    paths = sorted({d.problem.path for d in report.diagnostics})
    assert [words(head) for head in page.iter("h4")] == paths
    assert len(list(page.iter("table"))) == len(paths)
    assert words(next(page.iter("h3"))) == "recall-lint: 15 errors and 4 warnings"


def test_what_the_notebook_says_stays_text() -> None:
    report = hostile()
    page = html(render("step_summary", report))
    structure = "html head body h3 h4 p table thead tbody tr th td code br"
    assert {element.tag for element in page.iter()} == set(structure.split())
    rows = [[words(cell) for cell in row.iter("td")] for row in page.iter("tr")]
    shown = [row[3].partition("question: ")[0] for row in rows if row]
    told = [" ".join(sentence(d.problem).split()) for d in report.diagnostics]
    assert [text.replace("`", "") for text in shown] == [text.replace("`", "") for text in told]
    assert [words(head) for head in page.iter("h4")] == [
        printable(path) for path in sorted({d.problem.path for d in report.diagnostics})
    ]


def test_a_clean_notebook() -> None:
    text = render("step_summary", lint_texts({"a.md": "text\n"}))
    assert text.startswith("### recall-lint: no problems\n\n0 questions, 0 links and 1 file ")
    assert "|" not in text


def test_it_is_cut_before_github_refuses_it(monkeypatch: Any) -> None:
    monkeypatch.setattr(step_summary, "_ROOM", 1000)
    report = lint_texts({"a.md": "[a](gone.md)\n\n" * 50})
    page = html(render("step_summary", report))
    rows = len(list(page.iter("td"))) // 4
    assert 0 < rows < 20
    assert words(list(page.iter("p"))[-1]) == f"… and {50 - rows} more problems."


def test_the_coverage_is_text() -> None:
    report = demo()._replace(coverage=("1 added since `a`*b*<br>.", "in: <x>"))
    page = html(render("step_summary", report))
    told = [words(paragraph) for paragraph in page.iter("p")]
    assert told[1:] == ["1 added since `a`*b*<br>.", "in: <x>"]
