"""The rendered view of a note → correct links, and those that may be wrong."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from recall_lint.base.config import Config
from recall_lint.base.report import Counts
from recall_lint.markdown import reader
from recall_lint.markdown.outlines import links_to
from recall_lint.notebook.prefilter import Judgement, Prefilter
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


def judge(text: str, path: str = "q.md", config: Config | None = None) -> Judgement | None:
    notebook = make_notebook({**FILES, path: text}, config)
    view = reader.view(text)
    assert view is not None
    ignores = bool(config and config.ignore_links)
    return Prefilter(notebook, ignores=ignores).judge(path, view)


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
    assert judge(f"# Here\n\n[x]({destination})\n") == (Counts(0, links), {})


@pytest.mark.parametrize(
    "destination",
    [
        "b.md",
        "b%20c.md",
        "A.md",
        "a.md#three",
        "a.md#ONE",
        "a.md#zap",
        "../x.md",
        "new.md",
        "https//x",
        "{{x}}.md",
        "sub/nothing.png",
    ],
)
def test_what_may_be_wrong(destination: str) -> None:
    text = f"# Here\n\n[x]({destination}) [y](a.md) ![z](<{destination}>)\n"
    judged = judge(text)
    assert judged is not None
    assert judged.counts.links + sum(judged.suspects.values()) == 3
    assert [*judged.suspects] == [unquote(destination)]


@pytest.mark.parametrize("destination", ["", "--", "a.md#two", "a.md#two-1"])
def test_what_the_whole_document_has_to_tell(destination: str) -> None:
    """A destination without a word, and an anchor shared by several sections."""
    assert judge(f"# Here\n\n[x]({destination})\n") is None


def test_a_note_that_git_does_not_know_may_link_to_another() -> None:
    text = "[x](a.md)\n"
    files = {**FILES, "own.md": text, ".untracked": "new.md own.md", "new.md": "[x](own.md)\n"}
    view = reader.view(files["new.md"])
    assert view is not None
    prefilter = Prefilter(make_notebook(files), ignores=False)
    assert prefilter.judge("new.md", view) == (Counts(0, 1), {})


def test_what_is_ignored_is_counted() -> None:
    config = Config(ignore_links=("gone*",))
    found = judge("[x](gone.md) [y](a.md)\n", config=config)
    assert found == (Counts(0, 1, {"ignore-links gone*": 1}), {})


def is_plain(case: Case) -> bool:
    """Whether a case is about GitHub only, and needs no history."""
    hidden = (path for path in case.files if path.startswith(".") and path != ".untracked")
    return not any(hidden) and not case.before and not make_notebook(case.files).publication.sites


@pytest.mark.parametrize("case", [c for rule in RULES for c in cases_of(rule) if is_plain(c)])
def test_no_case_of_a_rule_passes(case: Case) -> None:
    report, notebook = lint_texts(case.files), make_notebook(case.files)
    prefilter = Prefilter(notebook, ignores=False)
    for path, text in case.files.items():
        view = reader.view(text)
        # A note with questions is parsed.
        is_note = path in notebook.documents and not notebook.questions(path)
        is_note = is_note and not notebook.roles.is_recall_page(path)
        judged = prefilter.judge(path, view) if view and is_note else None
        if view is None or judged is None or path.endswith(".mdx"):
            continue
        reported = [d.problem.link for d in report.diagnostics if d.problem.path == path]
        assert all(link and unquote(link.destination) in judged.suspects for link in reported)
        document = notebook.documents[path]
        found = links_to(document.source, judged.suspects, len(view.titles))
        suspected = (x for x in document.links if unquote(x.destination) in judged.suspects)
        assert found == tuple(suspected)
        if not judged.suspects:
            assert judged.counts == report.files[path]
