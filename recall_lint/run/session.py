"""One run: a folder on disk → the problems in its files.

A run lists the files, reuses cached results that are still valid, computes the
rest, and caches it for the next run. Modules that a warm run does not need are
not imported.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from recall_lint import sites
from recall_lint.base import git, workers
from recall_lint.base.config import (
    Config,
    ConfigError,
    first_match,
    idle_patterns,
    is_recall_page,
    matcher,
)
from recall_lint.base.report import Counts, Findings, Report
from recall_lint.base.text import count
from recall_lint.config.load import may_configure, notebooks_below
from recall_lint.config.roots import below, real_parent
from recall_lint.facts import cache
from recall_lint.facts.cached_results import Answer, numbers
from recall_lint.facts.index import Catalogue, Told
from recall_lint.facts.reading import Settings
from recall_lint.facts.result_cache import Memory
from recall_lint.sites.files import Listed
from recall_lint.sites.publication import Publication
from recall_lint.sources import diff_base, encoding, files
from recall_lint.sources.git_commit import Commit
from recall_lint.sources.git_index import Index
from recall_lint.sources.origins import count_lines

if TYPE_CHECKING:
    from recall_lint.base.model import Diagnostic
    from recall_lint.base.tree import Tree
    from recall_lint.facts.dependencies import Subjects
    from recall_lint.facts.surroundings import Surroundings
    from recall_lint.history.cached_traces import Recollections
    from recall_lint.history.history import History
    from recall_lint.notebook.notebook import Notebook
    from recall_lint.rules.context import Context


_MOST_NAMED: Final = 5
"""Maximum number of files with a note of their own."""

_ON_SURROUNDINGS: Final = frozenset({"around", "listed", "length", "document"})
"""What is asked about files around the notebook."""

_WORTH_SHARING: Final = 2_000_000
"""Bytes of Markdown above which two processes are faster than one."""


def _no_recall_pages(patterns: Sequence[str]) -> str:
    if not patterns:
        return (
            "no recall pages found (expected a folder `Recall`, or `recall` in the file name); "
            "set `recall` if yours are named differently"
        )
    named = ", ".join(f"`{pattern}`" for pattern in patterns)
    return f"no recall pages found (`recall` is set to {named})"


class Work(NamedTuple):
    """The results for some files."""

    answers: dict[str, Answer]
    disk: dict[str, Any]
    """Questions to the file system and their answers."""
    notices: list[str]
    """Notes about git history for the user."""
    failed: bool
    """Whether git history was incomplete."""
    heard: Recollections
    """What is known of it."""


class Session:
    """One run: a notebook from some source, its configuration, and cached results.

    A session is opened by `open_session`, and writes the cache on exit.
    """

    def __init__(
        self,
        root: str,
        paths: Sequence[str],
        config: Config,
        kept: cache.Cache,
        scope: diff_base.Scope,
        *,
        history: bool,
        jobs: int,
        told: Told = lambda what, done, total: None,
        nests: bool = True,
    ) -> None:
        """Without `jobs`, the number of processes is automatic; `told` is called with progress.

        `nests` says whether folders with a configuration of their own are other notebooks.
        """
        self.root = root
        self._scope = scope
        self._origin = scope.origin
        self._jobs = jobs
        self.config = config
        self.configuration: str | None = None
        """The configuration file, if there is one."""
        self._started = time.time_ns()
        self._asks_history = history
        self._kept = kept
        self._noticed: dict[str, None] = {}
        self._history_failed = False
        self._heard: Recollections | None = None
        self._told = told
        # `fail_on` does not affect the results.
        self._memory = Memory(kept, f"{config._replace(fail_on='error')} {history}")
        self._excluded = self._memory.excluded()
        # Let git look this up while it lists the files.
        self._asked_head = self._origin.head() if self._memory.rests_on_head else None
        self._listed = self._origin.discover(self._is_excluded)
        self._nests = nests
        self.below = notebooks_below(root, self._configurations) if nests else []
        """The folders below that are notebooks of their own: their documents are not of this."""
        self._inner = tuple(f"{folder}/" for folder in self.below)
        self._listing = self._listed.without(self.below) if self.below else self._listed
        self.publication = self._find_sites()
        """How each document is published."""
        settings = Settings(self.publication)
        recall, jobs_for = self._is_recall_page, self._jobs_for
        self.catalogue = Catalogue(self._origin, settings, recall, kept, jobs_for, told)
        self.catalogue.survey(self._listing.stamps, self._memory.files(self.publication))
        commits = partial(git.changed_between, root)
        self._memory.compare(self._listing, self.catalogue, self._head, commits, self._ask)
        self._paths = paths
        self.selected = self.chosen(self.catalogue)
        """The documents to report on."""
        self.checked = 0
        """How many of them had no valid cached result."""
        self._texts: dict[str, str] = {}
        self._news: list[str] = []
        self._lost: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *problem: object) -> None:
        if self._asked_head is not None:
            # Wait for it, as nobody else may have.
            self._asked_head()
        if kind is None:
            self._memory.keep(
                self._listing,
                self.catalogue,
                self._excluded,
                self._told_head,
                self._history_notices,
                partial(self._origin.is_settled, now=self._started),
                self._past(),
            )
        if "history" in self.__dict__:
            self.history.__exit__(kind, *problem)
        self._origin.close()
        if "_surroundings" in self.__dict__:
            self._surroundings.close()
        self._kept.close()

    def _past(self) -> dict[str, Any] | None:
        """What is known of the history, if that is more than was kept."""
        if not (self._heard and self._kept.lasts):
            return None
        known = self.history.recollections(self._heard)
        if known is None:
            return None
        known.dialect = self.publication.dialects[0]
        return known.packed()

    def _recollections(self) -> Recollections:
        """What earlier runs found in the history, as anchors are made now."""
        from recall_lint.history.cached_traces import Recollections

        kept = Recollections.of(self._kept.past())
        return kept if kept.dialect == self.publication.dialects[0] else Recollections()

    def _jobs_for(self, paths: Iterable[str]) -> int:
        if self._jobs:
            return self._jobs
        return workers.available() if self._origin.size(paths) >= _WORTH_SHARING else 1

    # What is there.

    def _find_sites(self) -> Publication:
        """How the documents are published; detected again if a name or a configuration changed."""
        known = self._memory.publication(self._listing, self._origin.stamp)
        if known is not None:
            return known
        config = self.config
        listed = Listed(self._names, self._read_text)
        found = sites.find(listed, config.surfaces, config.sites, self._is_of_others)
        stamps = {path: self._origin.stamp(path) for path in listed.asked}
        # What is not checked out makes no notebook.
        others = ((path, self._origin.stamp(path)) for path in self._configurations)
        stamps.update((path, stamp) for path, stamp in others if stamp)
        self._memory.remember_publication(found, stamps, idle_patterns(config, self._names))
        return found

    @cached_property
    def _configurations(self) -> list[str]:
        """The files below the root that may make another notebook of their folder."""
        listing = self._listed
        names = (name for each in (listing.tracked, listing.untracked) for name in each)
        return [n for n in names if may_configure(n) and not self._is_excluded(n)]

    def _is_of_others(self, path: str) -> bool:
        """Whether a path is excluded, or lies in another notebook."""
        return path.startswith(self._inner) or self._is_excluded(path)

    @cached_property
    def _names(self) -> list[str]:
        """The names of all files, and of ignored folders that mark a vault."""
        names = [*self._listing.tracked, *self._listing.untracked]
        hidden = (name for name in (".obsidian", ".foam") if self._origin.real_path(name))
        return [*names, *(f"{name}/" for name in hidden)]

    @cached_property
    def _ignored(self) -> Callable[[str], str | None]:
        """The pattern, if any, that excludes a destination from checking."""
        return first_match(self.config.ignore_links)

    def _read_text(self, path: str) -> str | None:
        try:
            return encoding.decode(self._origin.read(path))
        except files.UnreadableError:
            return None

    def _read_for_site(self, subjects: Subjects, path: str) -> str | None:
        """Read a file that a site's routes depend on."""
        self._noted(subjects, f"lines {path}")
        return self._read_text(path)

    def chosen(self, documents: Iterable[str]) -> tuple[str, ...]:
        """The given notebook paths, existing or not, that are under the paths to report on."""
        return below(self.root, documents, self._paths)

    @cached_property
    def _excludes(self) -> Callable[[str], bool]:
        return matcher(self.config.exclude)

    def _is_excluded(self, path: str) -> bool:
        known = self._excluded.get(path)
        if known is None:
            known = self._excluded[path] = self._excludes(path)
        return known

    @cached_property
    def _is_recall_page(self) -> Callable[[str], bool]:
        return matcher(self.config.recall) if self.config.recall else is_recall_page

    @property
    def asks_for_news(self) -> bool:
        """Whether to report only problems introduced by the changes."""
        return self._scope.since is not None

    @property
    def unreadable(self) -> tuple[str, ...]:
        """A line for each file or folder that could not be read, now or in an earlier version."""
        return (*self._listing.unreadable, *self.catalogue.unreadable, *self._lost)

    def _head(self) -> str:
        return (self._asked_head or self._origin.head())()

    def _told_head(self) -> str:
        """The id of the history that results depend on; unknown if git failed."""
        head = self._head()
        return "unknown" if self._history_failed and head != git.NO_COMMIT else head

    def _ask(self, question: str) -> Any:
        """Look up what only the file system, or git for branches, can tell."""
        kind, _, path = question.partition(" ")
        if kind in _ON_SURROUNDINGS:
            return self._ask_around(kind, path)
        if kind == "lines":
            return self._origin.stamp(path)
        if kind == "branch":
            return git.has_branch(self._top, path)
        found = self._origin.real_path(path)
        return None if found is None else [*found]

    def _ask_around(self, kind: str, path: str) -> Any:
        """Ask what lies around the notebook."""
        from recall_lint.facts import surroundings

        around = self._surroundings
        if kind == "around":
            return surroundings.packed(around.find(path))
        if kind == "listed":
            return around.lists(path)
        if kind == "length":
            return around.count_lines(path)
        return surroundings.mark(around.read(path))

    @cached_property
    def _top(self) -> str:
        """The root of the repository; the notebook's own without one."""
        return git.work_tree(self.root) or self.root

    @cached_property
    def _within(self) -> str:
        """The notebook's folder in the repository, empty for its root."""
        at = os.path.relpath(self.root, self._top).replace(os.sep, "/")
        return "" if at == "." else at

    @cached_property
    def _surroundings(self) -> Surroundings:
        from recall_lint.facts.surroundings import Surroundings

        if not self._within:
            return Surroundings(self._origin, "", self._listed)
        return Surroundings(self._origin.around(self._top), self._within)

    # What is said of it.

    @cached_property
    def notebook(self) -> Notebook:
        """The notebook; its documents are unpacked on demand."""
        from recall_lint import markdown, slugs
        from recall_lint.facts.dependencies import Subjects
        from recall_lint.facts.surroundings import Wider
        from recall_lint.notebook.notebook import Notebook

        subjects = Subjects()
        publication = self.publication
        shelf = Wider(
            self.catalogue,
            self._lies_around,
            self._read_around,
            lambda source: markdown.parse(source, publication.syntax(source.path)),
            tuple(map(slugs.dialect, publication.dialects)),
            routes=bool(publication.sites),
        )
        return Notebook(
            shelf,
            self._tree(subjects),
            recall=self.catalogue.is_recall_page,
            note=matcher(self.config.notes) if self.config.notes else lambda path: True,
            publication=publication,
            files=Listed(self._names, partial(self._read_for_site, subjects)),
            ignored=self._ignored,
            was_folder=self._was_folder,
            is_branch=lambda name: bool(self._noted(subjects, f"branch {name}")),
            at=self._within,
            subjects=subjects,
        )

    def _noted(self, subjects: Subjects, question: str) -> Any:
        """What the disk says to a question; the answer that is worked out rests on it."""
        subjects.note(f"disk {question}")
        self._memory.disk[question] = said = self._ask(question)
        return said

    def _lies_around(self, path: str) -> bool:
        """Whether a document is none of this notebook, and links may reach it."""
        return path.startswith(("../", *self._inner)) and files.is_markdown(path)

    def _read_around(self, path: str) -> bytes | None:
        """The bytes of a document around the notebook: a subject as those of the notebook are."""
        self._memory.disk[f"document {path}"] = self._ask(f"document {path}")
        return self._surroundings.read(path)

    def _tree(self, subjects: Subjects) -> Tree:
        from recall_lint.base.destinations import climbs
        from recall_lint.base.tree import Tree
        from recall_lint.facts.surroundings import Around

        ask = partial(self._noted, subjects)

        def real(path: str) -> tuple[str, bool] | None:
            found = ask(f"real {path}")
            return found and (found[0], found[1])

        def lines(path: str) -> int | None:
            if climbs(path):
                found: int | None = ask(f"length {path}")
                return found
            ask(f"lines {path}")
            return count_lines(self._origin, path)

        listing = self._listing
        return Tree(
            listing.tracked,
            listing.untracked,
            repositories=listing.repositories,
            aliases=listing.aliases,
            git=listing.git,
            real=real,
            count_lines=lines,
            beyond=Around(ask) if self._within else None,
        )

    @cached_property
    def history(self) -> History:
        """The git history of the notebook."""
        from recall_lint.history.history import History

        return History(
            self.root,
            self.notebook.surfaces[0],
            enabled=self._asks_history,
            note=self.notebook.subjects.note,
            commit=self._origin.commit,
            uncommitted=self._origin.uncommitted,
            head=self._head,
            recollections=self._recollections,
        )

    def _was_folder(self, folder: str) -> bool:
        return self.history.knows_folder(folder)

    @property
    def _history_notices(self) -> list[str]:
        return [*dict.fromkeys([*self._noticed, *self._memory.notices])]

    def take(self, file: str, text: str) -> str | None:
        """Use a text in place of a file, existing or not, and report only on that file.

        Returns the file's notebook path, or None if it is excluded.
        """
        names = [
            os.path.relpath(full, self.root).replace(os.sep, "/")
            for full in (real_parent(file), os.path.realpath(file))
        ]
        path = next((name for name in names if name in self.catalogue), names[0])
        if path.startswith("../"):
            raise ConfigError(f"{file} is outside the notebook ({self.root})")
        if not files.is_markdown(path):
            valid = ", ".join(files.MARKDOWN_SUFFIXES)
            raise ConfigError(f"{file} is not a Markdown file (expected {valid})")
        self._paths = (file,)
        self.selected = ()
        if self._is_excluded(path):
            return None
        self.selected = (path,)
        self._texts = {path: text}
        return path

    def report(self, texts: Mapping[str, str] | None = None) -> Report:
        """Report on the notebook, or on how it would be with other texts of some files."""
        texts = {**self._texts, **(texts or {})}
        if texts:
            from recall_lint.linter.linter import lint

            self.checked = len(self.selected)
            return self._narrowed(lint(self._context(texts, self.config), self.selected))
        return self._narrowed(self._everything())

    def _everything(self) -> Report:
        self._work_out([path for path in self.selected if self._memory.diagnostics(path) is None])
        diagnostics: list[Diagnostic] = []
        counts = {}
        for path in self.selected:
            packed = self._memory.diagnostics(path)
            if packed:
                from recall_lint.facts import packing

                diagnostics.extend(packing.unpack_diagnostics(packed))
            counts[path] = self._memory.counts(path) or Counts(0, 0)
        source, surfaces = self.catalogue.source, self.publication.names
        return Report(
            tuple(diagnostics), counts, surfaces, source, lambda path: self.config.fail_on
        )

    def _narrowed(self, report: Report) -> Report:
        """The new problems of a report, if only those are wanted."""
        since = self._scope.since
        if since is None:
            return report
        touched = since.changed
        others = {d.problem.path for d in report.diagnostics} - touched
        if not others or not since.starts:
            return report
        from recall_lint.linter import news

        before: set[str] = set()
        for commit, moved in since.starts:
            with self._at(commit, {moved.get(path, path) for path in others}) as earlier:
                before |= news.known(earlier.report(), moved)
                self._lost += earlier.unreadable
        narrowed = news.new(report, touched, before)
        elsewhere = {path for start in since.starts for path in start.moved}
        broken = sorted({d.problem.path for d in narrowed.diagnostics} - touched - elsewhere)
        self._news = [f"{path} {since.untouched}" for path in broken[:_MOST_NAMED]]
        if more := broken[_MOST_NAMED:]:
            self._news.append(f"and {count(len(more), 'more file')}")
        aside = len(report.diagnostics) - len(narrowed.diagnostics)
        if aside:
            self._news.append(
                f"{count(aside, 'existing problem')} in unchanged files not shown{since.aside}"
            )
        return narrowed

    def _at(self, commit: str, paths: Collection[str]) -> Session:
        """The notebook at a commit, to report on some of its files."""
        origin = Commit(self.root, commit)
        session = Session(
            self.root,
            (),
            self.config,
            self._kept.beside(origin.name),
            diff_base.Scope(origin),
            history=self._asks_history,
            jobs=self._jobs,
            nests=self._nests,
        )
        session.selected = tuple(path for path in session.catalogue if path in paths)
        return session

    def _work_out(self, paths: Sequence[str]) -> None:
        """Run the rules on some files."""
        if not paths:
            return
        from recall_lint.facts import packing
        from recall_lint.history.cached_traces import Recollections
        from recall_lint.linter.linter import Selection, check
        from recall_lint.notebook.prefilter import Prefilter

        context = self._context({}, self.config)
        selection = Selection(self.config)
        self.checked = len(paths)
        subjects = self.notebook.subjects

        prefilter = Prefilter(self.notebook, ignores=bool(self.config.ignore_links))

        def judge(path: str) -> Findings:
            view = self.catalogue.view(path)
            judgement = None if view is None else prefilter.judge(path, view)
            if judgement is None:
                return check(context, selection.of(path), path)
            counts, suspects = judgement
            if not suspects:
                return Findings((), counts)
            is_narrow = self.notebook.narrow(path, suspects)
            found = check(context, selection.of(path), path)
            return found._replace(counts=counts.plus(found.counts)) if is_narrow else found

        def work(paths: Sequence[str]) -> Work:
            found = {}
            for path in paths:
                findings, rests = subjects.of(partial(judge, path))
                said = packing.pack_diagnostics(findings.diagnostics)
                found[path] = Answer(findings.counts, said, numbers(rests))
                self.notebook.forget(path)
            history = self.history
            heard, history.found = history.found, Recollections()
            return Work(found, self._memory.disk, history.notices, history.failed, heard)

        self._heard = self._heard or Recollections()
        told = partial(self._told, "checking")
        for done in workers.share(work, paths, self._jobs_for(paths), told):
            self._memory.add(done.answers)
            self._memory.disk.update(done.disk)
            self._noticed.update(dict.fromkeys(done.notices))
            self._history_failed |= done.failed
            self._heard.update(done.heard)

    def whole(self, texts: Mapping[str, str]) -> Report:
        """The results of every selected rule on every file."""
        from recall_lint.linter.linter import lint, selected_rules
        from recall_lint.rules import RULES, is_default

        chosen = {rule.CODE for rule in selected_rules(self.config)}
        codes = chosen | {rule.CODE for rule in RULES if is_default(rule)}
        config = self.config._replace(
            select=tuple(codes), extend_select=(), ignore=(), per_file_ignores=()
        )
        context = self._context({**self._texts, **texts}, config)
        return lint(context, context.notebook.documents)

    def _context(self, texts: Mapping[str, str], config: Config) -> Context:
        from recall_lint import markdown
        from recall_lint.base.model import Source
        from recall_lint.history.candidates import Finder
        from recall_lint.rules.context import Context

        notebook = self.notebook
        if texts:
            notebook = notebook.revised(
                markdown.parse(Source(path, text), self.publication.syntax(path))
                for path, text in texts.items()
            )
        finder = Finder(notebook, self.history.trace)
        return Context(notebook, config, finder, self.history.written, self._asks_history)

    def notices(self, report: Report) -> Iterator[str]:
        """What the user should know about the run."""
        yield from self._listing.notices
        yield from self._excluded_by_name()
        if self._scope.notice:
            yield self._scope.notice
        yield from self._news
        for path in self.catalogue:
            if not self.catalogue.is_utf8(path):
                yield f"{path} is not valid UTF-8; invalid bytes are left unchanged"
        yield from self._memory.idle
        yield from self.publication.problems
        yield from self._unjudged(report)
        yield from self._silences(report)
        yield from self._left_behind(report)
        yield from self._history_notices
        if self._kept.notice:
            yield self._kept.notice

    def _excluded_by_name(self) -> Iterator[str]:
        """The files that were passed explicitly but are excluded."""
        for path in self._paths if self.config.exclude else ():
            name = os.path.relpath(real_parent(path), self.root).replace(os.sep, "/")
            if files.is_markdown(name) and not os.path.isdir(path) and self._is_excluded(name):
                yield f"{path} is excluded and was not checked"

    def _unjudged(self, report: Report) -> Iterator[str]:
        """Notes about links that were not checked."""
        counts = report.unjudged
        for reason, number in counts.items():
            kind, _, detail = reason.partition(" ")
            links = count(number, "link")
            if kind == "prefix":
                yield (
                    f"{links} under {detail} not checked: the notebook publishes nothing there; "
                    f'if that is intended, set `ignore-links = ["{detail}"]`'
                )
            elif kind == "custom-id":
                yield (
                    f"{links} to IDs such as `{{#id}}` not checked: not supported by {detail}; "
                    "set `surfaces` to a dialect that does"
                )
            elif kind == "wikilink":
                yield (
                    f"{links} such as `[[this]]` not checked: set `surfaces` to a dialect that "
                    "supports wikilinks"
                )
        if len(self.selected) == len(self.catalogue):
            for pattern in self.config.ignore_links:
                if f"ignore-links {pattern}" not in counts:
                    yield f"`ignore-links`: pattern {pattern!r} matches no link"

    def _silences(self, report: Report) -> Iterator[str]:
        """Notes about what would otherwise look like a clean notebook."""
        is_rest = self.below and (self.configuration is None or not self.selected)
        # What the notebooks below leave of a repository need not be much.
        if not is_rest and (lack := self._lack):
            yield lack
            return
        for path, counts in report.files.items():
            if not counts.questions and self.catalogue.is_recall_page(path):
                yield f"recall page {path} has no questions"

    @property
    def _lack(self) -> str:
        """A note about what every notebook should have; empty if nothing is missing."""
        if not len(self.catalogue) and not self._texts:
            return "no Markdown files found"
        if not self.selected:
            explained = any(self._excluded_by_name())
            return "" if explained else "no Markdown files found under the given paths"
        if not any(map(self.catalogue.is_recall_page, self.catalogue)):
            return _no_recall_pages(self.config.recall)
        return ""

    def _left_behind(self, report: Report) -> Iterator[str]:
        """Notes about link targets that exist only in the work tree."""
        if not isinstance(self._origin, Index):
            return
        from recall_lint.base import destinations

        listed = {*self._listing.tracked}
        found = set()
        for _, _, _, problem in report.diagnostics:
            parts = problem.link and destinations.split(problem.link.destination)
            if parts and parts.path:
                found.add(destinations.absolute(problem.path, parts.path))
        for path in sorted(found - listed):
            if not path.startswith("..") and os.path.isfile(f"{self.root}/{path}"):
                yield f"{path} is not staged; run `git add {path}` to include it in the commit"

    def write(self, texts: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
        """Write new texts of files; returns those written, and a line for each that was not."""
        from recall_lint.sources import writing

        written = {}
        refused = []
        for path, text in texts.items():
            try:
                before = self._origin.text_to_mend(path, self.catalogue.source(path).text)
                writing.write(self.root, path, before, text)
            except files.ChangedError as error:
                refused.append(str(error))
            else:
                written[path] = text
        return written, refused
