"""A notebook and an editor's buffers → what `check` would report if all were saved, kept up to
date.

A run is opened once, over the files as the buffers have them. After an edit, only the edited
document is read again, and only results that depend on what changed in it are recomputed. Any other
change, such as to file names, the configuration or the commit, opens a new run, which like `check`
reuses what is valid in the cache.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property

from recall_lint.base import git
from recall_lint.base.report import Report
from recall_lint.facts.changed_dependencies import edited
from recall_lint.notebook.notebook import Notebook
from recall_lint.notebook.resolutions import MissingFile, MissingSection
from recall_lint.rules.context import Context
from recall_lint.run.request import Request
from recall_lint.run.session import Session
from recall_lint.sources.diff_base import Scope
from recall_lint.sources.files import ChangedError
from recall_lint.sources.overlay import Buffers, Overlay
from recall_lint.sources.work_tree import Folder


class EditedNotebook:
    """One notebook with the texts of an editor."""

    def __init__(self, request: Request, buffers: Buffers) -> None:
        """`buffers` may change; `revise` is told which files did."""
        self.root = request.root
        self.config = request.config
        self._overlay = Overlay(Folder(request.root), request.root, buffers)
        self._commit_mark = self._mark_of_commit()
        self._overlay.pin_head()
        self.session = Session(request._replace(scope=Scope(self._overlay)))
        self._edited = self._overlay.edited()
        self._preparing: Iterator[None] | None = None
        self._edited_meanwhile: dict[str, None] = {}
        """The documents edited while answers are being prepared."""

    @property
    def notebook(self) -> Notebook:
        return self.session.notebook

    @property
    def context(self) -> Context:
        """The input of rules."""
        return self.session.context

    @property
    def documents(self) -> Iterable[str]:
        """The notebook paths of all documents."""
        return self.session.documents

    def close(self) -> None:
        """End the run, and write its results to the cache."""
        self.session.__exit__(None)

    def discard(self) -> None:
        """End the run without writing anything."""
        self.session.close()

    # Changes.

    def revise(self, paths: Collection[str]) -> bool:
        """Update some files with new texts; False if that requires a new run."""
        changed: list[str] = []
        try:
            for path in paths:
                if self._decides(path):
                    return False
                changed += self._reread(path)
        except ChangedError:
            return False
        if changed:
            self.session.revise(frozenset(changed))
            self._edited_meanwhile.update(dict.fromkeys(paths))
        if (now := self._overlay.edited()) != self._edited:
            # The set of uncommitted files is different.
            self._edited = now
            self._overlay.refresh()
            self.session.known_history.refresh()
        return True

    def _decides(self, path: str) -> bool:
        """Whether a change of this document may affect how others are read."""
        if path not in self.session.documents:
            return self._overlay.has_new(path) and not self.session.files.is_excluded(path)
        return self.session.results.decides_publication(path) or self._is_asked("lines", path)

    def rests_on(self, path: str) -> bool:
        """Whether any lookup used a file that is not a document."""
        kinds = ("lines", "length")
        return self.session.results.decides_publication(path) or any(
            self._is_asked(kind, path) for kind in kinds
        )

    def _reread(self, path: str) -> Iterable[str]:
        """The dependencies that change when a file is read again."""
        if path in self.session.documents:
            revision = self.session.documents.reread(path)
            return () if revision is None else edited(path, revision)
        return (f"document {path}",) if self._is_asked("document", path) else ()

    def _is_asked(self, kind: str, path: str) -> bool:
        return f"{kind} {path}" in self.session.results.disk

    def has_commit_moved(self) -> bool:
        """Whether the last commit may differ from that at the start of the run."""
        return self._mark_of_commit() != self._commit_mark

    def _mark_of_commit(self) -> tuple[int, int]:
        try:
            status = os.stat(self._log_of_head)
        except OSError:
            return 0, 0
        return status.st_size, status.st_mtime_ns

    @cached_property
    def _log_of_head(self) -> str:
        """The file that a commit, a checkout or a reset writes, even if no file changes."""
        if git.work_tree(self.root) is None:
            return ""
        output = git.run(self.root, "rev-parse", "--git-path", "logs/HEAD")
        return os.path.join(self.root, os.fsdecode(output).rstrip("\n"))

    # Results.

    def report(self, paths: Iterable[str]) -> Report:
        """The report on some documents."""
        self.session.selected = tuple(path for path in paths if path in self.session.documents)
        return self.session.report()

    def try_out(self, texts: Mapping[str, str]) -> Report:
        """The report on all documents with other texts of some."""
        if any(map(self._decides, texts)):
            return self.session.lint_all(texts)
        full = {os.path.join(self.root, path): text for path, text in texts.items()}
        with self._overlay.trial(full):
            self.revise(texts)
            report = self.report(self.documents)
            # Sources are read on first use: all of them are needed now.
            sources = {path: self.session.documents.source(path) for path in texts}
            for source in sources.values():
                len(source.text)
        self.revise(texts)
        known = report.source
        return report._replace(source=lambda path: sources.get(path) or known(path))

    def sections_named(self, is_meant: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
        """The sections with such anchors: their documents and indexes."""
        anchors = self.notebook.anchors
        for path in self.documents:
            for place, name in enumerate(anchors.of_sections_seen(path)):
                if name and is_meant(name):
                    yield path, place

    def needs_answers(self, path: str) -> bool:
        """Whether checking a document requires searching all notes for answers."""
        notebook = self.notebook
        if path not in notebook.recall_pages or self.session.results.diagnostics(path) is not None:
            return False
        uses = notebook.uses(path)
        dead = any(
            u.question and isinstance(u.resolution, MissingFile | MissingSection) for u in uses
        )
        return dead or any(not q.links and q.answer is None for q in notebook.questions(path))

    def prepare_answers(self) -> bool:
        """Perform one step of preparing the answer finder; False after the last one.

        The notebook may be edited between steps.
        """
        if self._preparing is None:
            self._preparing = self._prepare_answers()
        try:
            next(self._preparing)
        except StopIteration:
            self._preparing = None
        return self._preparing is not None

    def _prepare_answers(self) -> Iterator[None]:
        answering = self.context.answering
        if answering is None:
            return
        self._edited_meanwhile.clear()
        before = answering.of_notes
        yield from before.build()
        now = self.context.answering
        if now is not None and now.of_notes is not before:
            is_note = self.notebook.roles.is_note
            now.of_notes.take(before, filter(is_note, self._edited_meanwhile))

    def linking_to(self, path: str) -> Iterator[str]:
        """The documents that may link to a file, in order, with few false positives.

        Checks everything that has not been checked.
        """
        self.session.check(self.documents)
        # A link without an anchor depends on the path, not on the content.
        subjects = f"document {path}", f"place {path.lower()}"
        resting = set().union(*map(self.session.results.resting_on, subjects))
        return (document for document in self.documents if document in resting)
