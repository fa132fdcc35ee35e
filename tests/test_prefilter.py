"""A reader's view of a note → that nothing is wrong with it, or that it has to be parsed."""

from __future__ import annotations

import pytest

from recall_lint.config import Config
from recall_lint.markdown import reader
from recall_lint.prefilter import Prefilter
from recall_lint.report import Counts
from recall_lint.rules import RULES
from tests.literate import Case, lint_texts, make_notebook
from tests.rules.test_rules import cases_of

pytest.importorskip("pyromark")

FILES = {
    "a.md": "# One\n\n# Two\n\n# Two\n\n<a name='Zap'></a>\n",
    "sub/README.md": "# Sub\n",
    "sub/pic.png": "",
    "sub/b c.md": "# Ünï\n",
    ".untracked": "new.md",
    "new.md": "# New\n",
}


def counts(text: str, path: str = "q.md", config: Config | None = None) -> Counts | None:
    notebook = make_notebook({**FILES, path: text}, config)
    view = reader.view(text)
    assert view is not None
    ignores = bool(config and config.ignore_links)
    return Prefilter(notebook, ignores=ignores).counts(path, view)


@pytest.mark.parametrize(
    ("destination", "links"),
    [
        ("a.md", 1),
        ("./a.md#one", 1),
        ("/a.md#Zap", 1),
        ("sub", 1),
        ("sub/#sub", 1),
        ("sub/b%20c.md#%C3%BCn%C3%AF", 1),
        ("<sub/b c.md>", 1),
        ("#here", 1),
        ("#", 1),
        ("a.md?plain=1", 1),
        ("https://example.org", 0),
        ("mailto:a@example.org", 0),
        ("a.md/", 1),
    ],
)
def test_what_is_right(destination: str, links: int) -> None:
    assert counts(f"# Here\n\n[x]({destination})\n") == Counts(0, links)


@pytest.mark.parametrize(
    "destination",
    [
        "",
        "b.md",
        "A.md",
        "a.md#three",
        "a.md#ONE",
        "a.md#two",
        "a.md#two-1",
        "a.md#zap",
        "../x.md",
        "new.md",
        "https//x",
        "{{x}}.md",
        "sub/nothing.png",
    ],
)
def test_what_may_be_wrong(destination: str) -> None:
    assert counts(f"# Here\n\n[x]({destination})\n") is None


def test_a_note_that_git_does_not_know_may_link_to_another() -> None:
    text = "[x](a.md)\n"
    files = {**FILES, "own.md": text, ".untracked": "new.md own.md", "new.md": "[x](own.md)\n"}
    view = reader.view(files["new.md"])
    assert view is not None
    prefilter = Prefilter(make_notebook(files), ignores=False)
    assert prefilter.counts("new.md", view) == Counts(0, 1)


def test_what_is_ignored_is_counted() -> None:
    config = Config(ignore_links=("gone*",))
    assert counts("[x](gone.md) [y](a.md)\n", config=config) == Counts(
        0, 1, {"ignore-links gone*": 1}
    )


def is_plain(case: Case) -> bool:
    """Whether GitHub alone publishes what a case is about, and no history is needed."""
    hidden = (path for path in case.files if path.startswith(".") and path != ".untracked")
    return not any(hidden) and not case.before and not make_notebook(case.files).publication.sites


@pytest.mark.parametrize("case", [c for rule in RULES for c in cases_of(rule) if is_plain(c)])
def test_no_case_of_a_rule_passes(case: Case) -> None:
    report, notebook = lint_texts(case.files), make_notebook(case.files)
    prefilter = Prefilter(notebook, ignores=False)
    found = {diagnostic.problem.path for diagnostic in report.diagnostics}
    for path, text in case.files.items():
        view = reader.view(text)
        is_note = path in notebook.documents and not notebook.is_recall_page(path)
        if view is not None and is_note and not path.endswith(".mdx"):
            cleared = prefilter.counts(path, view)
            assert cleared is None or (path not in found and cleared == report.files[path])
