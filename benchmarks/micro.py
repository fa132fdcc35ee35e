"""What the parts cost, one by one: `python -m pytest benchmarks/micro.py`.

On the generated notebook of 34 files; nothing is asserted about time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.corpus import FIGURES, Corpus
from recall_lint import markdown
from recall_lint.base.config import is_recall_page
from recall_lint.base.model import Document, Source
from recall_lint.base.tree import Tree
from recall_lint.facts.store import plain
from recall_lint.markdown import reader
from recall_lint.notebook.inputs import Repository, Roles
from recall_lint.notebook.notebook import Notebook
from recall_lint.slugs import DIALECTS, Dialect, github

SOURCES = [Source(path, text) for path, text in Corpus(34).texts()]
Benchmark = Callable[..., Any]


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [markdown.parse(source) for source in SOURCES]


def notebook(documents: list[Document]) -> Notebook:
    """A new notebook without cached resolutions."""
    tree = Tree([*(source.path for source in SOURCES), *FIGURES], ())
    return Notebook(plain(documents, (github,)), Repository(tree), Roles(is_recall_page))


def test_parsing(benchmark: Benchmark) -> None:
    benchmark(lambda: [markdown.parse(source) for source in SOURCES])


def test_views(benchmark: Benchmark) -> None:
    benchmark(lambda: [reader.view(source.text) for source in SOURCES])


@pytest.mark.parametrize("dialect", DIALECTS, ids=[dialect.NAME for dialect in DIALECTS])
def test_slugs(benchmark: Benchmark, documents: list[Document], dialect: Dialect) -> None:
    benchmark(lambda: [dialect.anchors(document) for document in documents])


def test_index(benchmark: Benchmark, documents: list[Document]) -> None:
    def index() -> None:
        fresh = notebook(documents)
        for path in fresh.documents:
            fresh.anchors.index(path)

    benchmark(index)


def test_resolve(benchmark: Benchmark, documents: list[Document]) -> None:
    indexed = notebook(documents)
    for path in indexed.documents:
        indexed.anchors.index(path)
    benchmark(lambda: [indexed.resolve(d.path, link) for d in documents for link in d.links])
