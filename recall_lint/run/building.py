"""Files and documents of a run → its notebook, with recorded lookups, and the input of rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from recall_lint import markdown, slugs
from recall_lint.answers.answering import Answering
from recall_lint.base.config import Config, first_match, matcher
from recall_lint.base.destinations import climbs
from recall_lint.base.tree import Tree
from recall_lint.facts.dependencies import Dependencies
from recall_lint.facts.index import DocumentIndex
from recall_lint.facts.surroundings import Around, Wider
from recall_lint.history.candidates import Finder
from recall_lint.history.history import History
from recall_lint.notebook.inputs import Repository, Roles
from recall_lint.notebook.notebook import Notebook
from recall_lint.questions.section_names import SectionNames
from recall_lint.rules.context import Context
from recall_lint.run.lookups import Lookups
from recall_lint.run.notebook_files import NotebookFiles
from recall_lint.sites.files import Listed
from recall_lint.sites.publication import Publication
from recall_lint.sources.origins import count_lines


def build_notebook(
    config: Config,
    files: NotebookFiles,
    lookups: Lookups,
    documents: DocumentIndex,
    publication: Publication,
    was_folder: Callable[[str], bool],
) -> Notebook:
    """The notebook; its documents are unpacked on demand."""
    subjects = Dependencies()
    ask = partial(lookups.record, subjects)

    def read_for_site(path: str) -> str | None:
        """Read a file that a site's routes depend on."""
        ask(f"lines {path}")
        return files.read_text(path)

    reachable = Wider(
        documents,
        files.lies_around,
        lookups.read_around,
        lambda source: markdown.parse(source, publication.syntax(source.path)),
        tuple(map(slugs.dialect, publication.dialects)),
        routes=bool(publication.sites),
    )
    repository = Repository(
        _tree(files, ask, is_inside_repository=bool(lookups.subfolder)),
        Listed(files.names, read_for_site),
        was_folder=was_folder,
        is_branch=lambda name: bool(ask(f"branch {name}")),
        at=lookups.subfolder,
    )
    may_be_note = matcher(config.notes) if config.notes else lambda path: True
    roles = Roles(
        documents.is_recall_page,
        may_be_note,
        first_match(config.ignore_links),
        SectionNames(config.question_sections),
    )
    return Notebook(reachable, repository, roles, publication, subjects)


def context_of(notebook: Notebook, config: Config, history: History, *, asks: bool) -> Context:
    """The input of rules; `asks` is whether the history is used at all."""
    finder = Finder(notebook, history.trace)
    answering = Answering(notebook, config.placeholder_patterns)
    return Context(notebook, config, finder, history.written, asks, answering)


def _tree(files: NotebookFiles, ask: Callable[[str], Any], *, is_inside_repository: bool) -> Tree:
    def real(path: str) -> tuple[str, bool] | None:
        found = ask(f"real {path}")
        return found and (found[0], found[1])

    def lines(path: str) -> int | None:
        if climbs(path):
            found: int | None = ask(f"length {path}")
            return found
        ask(f"lines {path}")
        return count_lines(files.origin, path)

    listing = files.listing
    return Tree(
        listing.tracked,
        listing.untracked,
        repositories=listing.repositories,
        aliases=listing.aliases,
        git=listing.git,
        real=real,
        count_lines=lines,
        beyond=Around(ask) if is_inside_repository else None,
    )
