"""An editor's buffers → what a run would report if all were saved."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recall_lint.base.report import Report
from recall_lint.run.editing import EditedNotebook
from recall_lint.run.startup import RunOptions, open_session
from tests.sources.test_files import git

_PATHS = ("Notes/A.md", "Notes/B.md", "Notes/C.md", "Recall/A.md", "Recall/B.md")
_TITLES = ("Alpha", "Beta", "Beta", "Gamma rays", "Alpha beta")
_PIECES = (
    *(f"## {title}\n\nText about {title.lower()}.\n" for title in _TITLES),
    "[x](A.md#alpha) [y](../Notes/B.md#beta-1)\n",
    "[x](../Notes/New.md#gamma-rays) [z](B.md#L3)\n",
    "[x](../Notes/A.md#gamma-ray)\n",
    "1. What is gamma? [Reread](../Notes/A.md#gamma-rays)\n",
    "1. What is gamma?\n",
    "1. Text about alpha beta? [Reread](../Notes/B.md#alpha-beta)\n",
    "---\ntitle: a\n---\n",
    "[ref]: ../Notes/C.md#alpha\n[a][ref]\n",
    "<!-- recall-lint-disable-next-line -->\n[x](gone.md)\n",
    "`[[Beta]]` [[Beta]] é 😀 [x](#alpha)\n",
)

texts = st.lists(st.sampled_from(_PIECES), max_size=5).map("\n".join)
steps = st.lists(
    st.tuples(st.sampled_from((*_PATHS, "Notes/New.md")), texts | st.none()), max_size=8
)


def _told(report: Report) -> list[object]:
    return [
        (*each[:3], *each.problem._replace(question=None), report.source(each.problem.path).text)
        for each in report.diagnostics
    ]


def _checked(root: Path) -> list[object]:
    with open_session(str(root), options=RunOptions(keep=False, jobs=1)) as session:
        return _told(session.report())


class Editor:
    """Buffers over a notebook, and a copy of it in which they are saved."""

    def __init__(self, root: Path, copy: Path) -> None:
        self.root, self.copy = root, copy
        self.buffers: dict[str, bytes] = {}
        self.notebook = self._open()

    def _open(self) -> EditedNotebook:
        with open_session(str(self.root), options=RunOptions(jobs=1)) as session:
            request = session.request
        return EditedNotebook(request, self.buffers)

    def put(self, path: str, text: str | None) -> None:
        """Edit a file, or close it."""
        full, saved = str(self.root / path), self.copy / path
        if text is None:
            self.buffers.pop(full, None)
            before = self.root / path
            if before.exists():
                shutil.copy(before, saved)
            else:
                saved.unlink(missing_ok=True)
        else:
            self.buffers[full] = text.encode()
            saved.write_text(text, "utf-8", newline="")
        if not self.notebook.revise([path]):
            self.notebook.close()
            self.notebook = self._open()

    def told(self) -> list[object]:
        return _told(self.notebook.report(self.notebook.documents))

    def checked(self) -> list[object]:
        """What a run says that reads the same texts from files."""
        return _checked(self.copy)


@pytest.fixture
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    editor = new_editor(tmp_path_factory.mktemp("edited"))
    yield editor
    editor.notebook.close()


def new_editor(folder: Path, *, git_knows: bool = True) -> Editor:
    """An editor over a notebook that has two commits, or none."""
    root = folder / "notes"
    for path in _PATHS:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("# Old name\n\nText about gamma.\n\n## Beta\n\nMore.\n", "utf-8")
    (root / ".gitignore").write_text("ignored.md\n")
    if git_knows:
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        git(root, "init", "-q")
        git(root, "add", ".")
        git(root, *who, "commit", "-qm", "a")
        (root / "Notes/A.md").write_text("# Gamma rays\n\nText about gamma.\n", "utf-8")
        (root / "Recall/A.md").write_text("1. Gamma? [Reread](../Notes/B.md#beta)\n", "utf-8")
        git(root, *who, "commit", "-qam", "b")
    copy = folder / "copy"
    shutil.copytree(root, copy, symlinks=True)
    return Editor(root, copy)


@settings(max_examples=25, suppress_health_check=[*HealthCheck], print_blob=True)
@given(steps)
def test_the_problems_are_those_of_a_check_of_the_same_texts(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str | None]]
) -> None:
    editor = new_editor(tmp_path_factory.mktemp("edited"))
    for number, (path, text) in enumerate(edits):
        editor.put(path, text)
        if number % 2:
            editor.told()
    assert editor.told() == editor.checked()
    editor.notebook.close()
    # The cache is then valid for a check of the files on disk.
    with open_session(str(editor.root)) as session:
        assert _told(session.report()) == _checked(editor.root)


def test_an_edit_breaks_and_mends_links_from_elsewhere(editor: Editor) -> None:
    editor.put("Recall/A.md", "1. Gamma? [Reread](../Notes/B.md#beta)\n")
    assert not editor.told()
    editor.put("Notes/B.md", "# Old name\n\n## Delta\n\nMore.\n")
    report = editor.notebook.report(["Recall/A.md"])
    (found,) = report.diagnostics
    assert found.name == "renamed-section"
    assert found.problem.hint
    editor.put("Notes/B.md", None)
    assert not editor.told()


def test_only_what_an_edit_concerns_is_checked_again(editor: Editor) -> None:
    editor.told()
    editor.put("Notes/C.md", "# Old name\n\nOther words.\n\n## Beta\n\nMore.\n")
    editor.told()
    assert editor.notebook.session.checked == 1


def test_a_buffer_without_a_file_is_a_document_unless_git_ignores_it(editor: Editor) -> None:
    editor.put("Notes/New.md", "# New\n\n[x](gone.md)\n")
    editor.put("ignored.md", "# New\n")
    assert "Notes/New.md" in editor.notebook.documents
    assert "ignored.md" not in editor.notebook.documents
    assert editor.told()
    editor.put("Notes/New.md", None)
    assert "Notes/New.md" not in editor.notebook.documents
    assert not editor.told()


def test_a_commit_is_noticed(editor: Editor) -> None:
    assert not editor.notebook.has_commit_moved()
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    git(editor.root, *who, "commit", "-q", "--allow-empty", "-m", "c")
    assert editor.notebook.has_commit_moved()


def test_a_notebook_without_git(tmp_path: Path) -> None:
    editor = new_editor(tmp_path, git_knows=False)
    editor.put("Notes/New.md", "# New\n\n[x](gone.md)\n")
    (editor.copy / "node_modules").mkdir()
    editor.put("node_modules/x.md", "# New\n")
    assert editor.told() == editor.checked()
    editor.notebook.close()


def test_files_that_link_to_a_file(editor: Editor) -> None:
    assert "Recall/A.md" in [*editor.notebook.linking_to("Notes/B.md")]
    assert "Recall/B.md" not in [*editor.notebook.linking_to("Notes/B.md")]
    editor.put("Recall/B.md", "[x](../Notes/B.md)\n")
    assert "Recall/B.md" in [*editor.notebook.linking_to("Notes/B.md")]


def test_memory_does_not_grow_with_edits(editor: Editor) -> None:
    for number in range(200):
        editor.put("Notes/B.md", f"# Old name\n\n## Beta\n\n{number}\n[x](#gone{number})\n")
        editor.notebook.report(["Notes/B.md"])
    assert len(editor.notebook.session.documents.fresh) < 20
    assert os.listdir(editor.root)
