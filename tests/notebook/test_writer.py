"""A fix keeps the style of the destination that it replaces."""

from __future__ import annotations

import pytest

from recall_lint.base.problems import Target
from recall_lint.notebook.writer import write
from tests.literate import make_notebook

FILES = {
    "book.toml": "[book]\n",
    "src/SUMMARY.md": "- [I](index.md)\n- [A](deep/a.md)\n- [B](b.md)\n",
    "src/index.md": "# I\n",
    "src/deep/a.md": "# A\n",
    "src/b.md": "# B\n## Part\n",
    "src/unlisted.md": "# U\n",
    "README.md": "# R\n",
}


@pytest.mark.parametrize(
    ("like", "written"),
    [
        ("bb.md", "../b.md#part"),
        ("../bb.html", "../b.html#part"),
        ("/bb.html", "/b.html#part"),
        ("/bb", "/b#part"),
        ("../bb", "../b#part"),
        ("bb.md?x=1", "../b.md?x=1#part"),
        ("#bb", "../b.md#part"),
    ],
)
def test_a_url_stays_a_url_and_a_file_a_file(like: str, written: str) -> None:
    notebook = make_notebook(FILES)
    assert write(notebook, "src/deep/a.md", Target("src/b.md", "part"), like) == written


def test_what_the_site_does_not_serve_is_not_offered() -> None:
    notebook = make_notebook(FILES)
    assert write(notebook, "src/b.md", Target("src/unlisted.md", None), "un.md") is None
    assert write(notebook, "src/b.md", Target("README.md", None), "../READM.md") is None


def test_files_are_written_as_files_where_there_is_no_site() -> None:
    notebook = make_notebook(FILES)
    assert write(notebook, "README.md", Target("src/b.md", None), "src/bb.md") == "src/b.md"
