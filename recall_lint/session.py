"""One run: a folder on the disk → what rules say of its files.

A run asks the disk what is there, takes over what an earlier run worked out
and still holds, works out the rest, and keeps it for the next. What a warm run
does not need is not even imported.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from recall_lint import cache, encoding, files, git, scopes, sites, workers
from recall_lint.answers import Answer, numbers
from recall_lint.catalogue import Catalogue, Settings, Told
from recall_lint.config import (
    Config,
    ConfigError,
    first_match,
    idle_patterns,
    is_recall_page,
    matcher,
    may_configure,
    notebooks_below,
)
from recall_lint.memory import Memory
from recall_lint.origins import Commit, Index, count_lines
from recall_lint.report import Counts, Report
from recall_lint.roots import below, real_parent
from recall_lint.sites.files import Listed
from recall_lint.sites.publication import Publication
from recall_lint.terminal import count

if TYPE_CHECKING:
    from recall_lint.context import Context
    from recall_lint.history import History
    from recall_lint.model import Diagnostic
    from recall_lint.notebook import Notebook
    from recall_lint.subjects import Subjects
    from recall_lint.surroundings import Surroundings
    from recall_lint.tree import Tree


_MOST_NAMED: Final = 5
"""Files that each get a note of their own."""

_ON_SURROUNDINGS: Final = frozenset({"around", "listed", "length", "document"})
"""What is asked about files around the notebook."""

_WORTH_SHARING: Final = 2_000_000
"""Bytes of Markdown from which on two processes are faster than one."""


def _no_recall_pages(patterns: Sequence[str]) -> str:
    if not patterns:
        why = (
            "none lies in a folder `Recall` or has `recall` in its name; "
            "set `recall` in the configuration if they are called otherwise"
        )
    else:
        named = ", ".join(f"`{pattern}`" for pattern in patterns)
        why = f"`recall` is configured as {named}"
    return f"the notebook has no recall pages: {why}"


class Work(NamedTuple):
    """What was found out of some files."""

    answers: dict[str, Answer]
    disk: dict[str, Any]
    """What the disk was asked, and what it said."""
    notices: list[str]
    """What the user should know of the history behind it."""
    failed: bool
    """Whether git could not tell all of that history."""


class Session:
    """One run: a notebook as it stands somewhere, its owner's choices, and what is known of it.

    A session is opened by `open_session`, and keeps what it worked out when it is left.
    """

    def __init__(
        self,
        root: str,
        paths: Sequence[str],
        config: Config,
        kept: cache.Cache,
        scope: scopes.Scope,
        *,
        history: bool,
        jobs: int,
        told: Told = lambda what, done, total: None,
        nests: bool = True,
    ) -> None:
        """Without `jobs`, as many processes work on it as pay; `told` is told how far they are.

        `nests` says whether folders with a configuration of their own are other notebooks.
        """
        self.root = root
        self._scope = scope
        self._origin = scope.origin
        self._jobs = jobs
        self.config = config
        self.configuration: str | None = None
        """The file that says so, if one does."""
        self._started = time.time_ns()
        self._asks_history = history
        self._kept = kept
        self._noticed: dict[str, None] = {}
        self._history_failed = False
        self._told = told
        # Whether a problem makes a run fail changes nothing about it.
        self._memory = Memory(kept, f"{config._replace(fail_on='error')} {history}")
        self._excluded = self._memory.excluded()
        # git looks up one thing while it lists the files.
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
        """The documents that the user asked about."""
        self.checked = 0
        """How many of them no earlier run had checked as they are."""
        self._texts: dict[str, str] = {}
        self._news: list[str] = []
        self._lost: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *problem: object) -> None:
        if "history" in self.__dict__:
            self.history.__exit__(kind, *problem)
        if self._asked_head is not None:
            # Nobody may have waited for it.
            self._asked_head()
        self._origin.close()
        if "_surroundings" in self.__dict__:
            self._surroundings.close()
        if kind is None:
            self._memory.keep(
                self._listing,
                self.catalogue,
                self._excluded,
                self._told_head,
                self._history_notices,
                partial(self._origin.is_settled, now=self._started),
            )
        self._kept.close()

    def _jobs_for(self, paths: Iterable[str]) -> int:
        if self._jobs:
            return self._jobs
        return workers.available() if self._origin.size(paths) >= _WORTH_SHARING else 1

    # What is there.

    def _find_sites(self) -> Publication:
        """How the documents are published; found anew if a name or a configuration changed."""
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
        """The names of all files, and of the folders that git ignores and that tell of a vault."""
        names = [*self._listing.tracked, *self._listing.untracked]
        hidden = (name for name in (".obsidian", ".foam") if self._origin.real_path(name))
        return [*names, *(f"{name}/" for name in hidden)]

    @cached_property
    def _ignored(self) -> Callable[[str], str | None]:
        """The pattern by which a destination is not to be judged."""
        return first_match(self.config.ignore_links)

    def _read_text(self, path: str) -> str | None:
        try:
            return encoding.decode(self._origin.read(path))
        except files.UnreadableError:
            return None

    def _read_for_site(self, subjects: Subjects, path: str) -> str | None:
        """The text of a file that a site's routes depend on."""
        self._noted(subjects, f"lines {path}")
        return self._read_text(path)

    def chosen(self, documents: Iterable[str]) -> tuple[str, ...]:
        """Those of some notebook paths, be they there or not, that the user asked about."""
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
        """Whether only problems are reported that came with what was changed."""
        return self._scope.since is not None

    @property
    def unreadable(self) -> tuple[str, ...]:
        """A line for each file or folder that could not be read, now or as it was before."""
        return (*self._listing.unreadable, *self.catalogue.unreadable, *self._lost)

    def _head(self) -> str:
        return (self._asked_head or self._origin.head())()

    def _told_head(self) -> str:
        """What stands for the history that answers rest on: nothing does where git failed."""
        head = self._head()
        return "unknown" if self._history_failed and head != git.NO_COMMIT else head

    def _ask(self, question: str) -> Any:
        """Ask the disk what only the disk knows; git's branches are such, too."""
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
        from recall_lint import surroundings

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
        from recall_lint.surroundings import Surroundings

        if not self._within:
            return Surroundings(self._origin, "", self._listed)
        return Surroundings(self._origin.around(self._top), self._within)

    # What is said of it.

    @cached_property
    def notebook(self) -> Notebook:
        """The notebook, its documents unpacked as they are asked for."""
        from recall_lint import markdown, slugs
        from recall_lint.notebook import Notebook
        from recall_lint.subjects import Subjects
        from recall_lint.surroundings import Wider

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
        from recall_lint.destinations import climbs
        from recall_lint.surroundings import Around
        from recall_lint.tree import Tree

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
        """What git knows of the notebook."""
        from recall_lint.history import History

        return History(
            self.root,
            self.notebook.surfaces[0],
            enabled=self._asks_history,
            note=self.notebook.subjects.note,
            commit=self._origin.commit,
            uncommitted=self._origin.uncommitted,
        )

    def _was_folder(self, folder: str) -> bool:
        return self.history.knows_folder(folder)

    @property
    def _history_notices(self) -> list[str]:
        return [*dict.fromkeys([*self._noticed, *self._memory.notices])]

    def take(self, file: str, text: str) -> str | None:
        """Let a text stand for a file, be it on the disk or not, and ask about that file alone.

        Gives the file's path in the notebook; None, and nothing to ask about, if it is excluded.
        """
        names = [
            os.path.relpath(full, self.root).replace(os.sep, "/")
            for full in (real_parent(file), os.path.realpath(file))
        ]
        path = next((name for name in names if name in self.catalogue), names[0])
        if path.startswith("../"):
            raise ConfigError(f"{file}: lies outside the notebook, {self.root}")
        if not files.is_markdown(path):
            valid = ", ".join(files.MARKDOWN_SUFFIXES)
            raise ConfigError(f"{file}: is no Markdown file; their names end in {valid}")
        self._paths = (file,)
        self.selected = ()
        if self._is_excluded(path):
            return None
        self.selected = (path,)
        self._texts = {path: text}
        return path

    def report(self, texts: Mapping[str, str] | None = None) -> Report:
        """The report on the notebook, or on what it would be with other texts of some files."""
        texts = {**self._texts, **(texts or {})}
        if texts:
            from recall_lint.linter import lint

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
                from recall_lint import packing

                diagnostics.extend(packing.unpack_diagnostics(packed))
            counts[path] = self._memory.counts(path) or Counts(0, 0)
        source, surfaces = self.catalogue.source, self.publication.names
        return Report(
            tuple(diagnostics), counts, surfaces, source, lambda path: self.config.fail_on
        )

    def _narrowed(self, report: Report) -> Report:
        """What is news of a report, where news are asked for."""
        since = self._scope.since
        if since is None:
            return report
        touched = since.changed
        others = {d.problem.path for d in report.diagnostics} - touched
        if not others or not since.starts:
            return report
        from recall_lint import news

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
            self._news.append(f"and so with {count(len(more), 'more file')}")
        aside = len(report.diagnostics) - len(narrowed.diagnostics)
        if aside:
            self._news.append(f"left out: {count(aside, 'problem')} {since.aside}")
        return narrowed

    def _at(self, commit: str, paths: Collection[str]) -> Session:
        """The notebook as a commit has it, some files of it asked about."""
        origin = Commit(self.root, commit)
        session = Session(
            self.root,
            (),
            self.config,
            self._kept.beside(origin.name),
            scopes.Scope(origin),
            history=self._asks_history,
            jobs=self._jobs,
            nests=self._nests,
        )
        session.selected = tuple(path for path in session.catalogue if path in paths)
        return session

    def _work_out(self, paths: Sequence[str]) -> None:
        """Find out what rules say of some files."""
        if not paths:
            return
        from recall_lint import packing
        from recall_lint.linter import Selection, check
        from recall_lint.prefilter import Prefilter

        context = self._context({}, self.config)
        selection = Selection(self.config)
        self.checked = len(paths)
        subjects = self.notebook.subjects

        prefilter = Prefilter(self.notebook, ignores=bool(self.config.ignore_links))

        def work(paths: Sequence[str]) -> Work:
            found = {}
            for path in paths:
                view = self.catalogue.view(path)
                if view is not None:
                    counts, rests = subjects.of(partial(prefilter.counts, path, view))
                    if counts is not None:
                        found[path] = Answer(counts, "", numbers(rests))
                        continue
                findings, rests = subjects.of(partial(check, context, selection.of(path), path))
                said = packing.pack_diagnostics(findings.diagnostics)
                found[path] = Answer(findings.counts, said, numbers(rests))
                self.notebook.forget(path)
            history = self.history
            return Work(found, self._memory.disk, history.notices, history.failed)

        told = partial(self._told, "checking")
        for done in workers.share(work, paths, self._jobs_for(paths), told):
            self._memory.add(done.answers)
            self._memory.disk.update(done.disk)
            self._noticed.update(dict.fromkeys(done.notices))
            self._history_failed |= done.failed

    def whole(self, texts: Mapping[str, str]) -> Report:
        """What every rule that is on, or was asked for, says of every file."""
        from recall_lint.linter import lint, selected_rules
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
        from recall_lint.candidates import Finder
        from recall_lint.context import Context
        from recall_lint.model import Source

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
                yield f"{path} is not UTF-8; what is not is kept as it is"
        yield from self._memory.idle
        yield from self.publication.problems
        yield from self._unjudged(report)
        yield from self._silences(report)
        yield from self._left_behind(report)
        yield from self._history_notices
        if self._kept.notice:
            yield self._kept.notice

    def _excluded_by_name(self) -> Iterator[str]:
        """The files that the user named, and that are excluded all the same."""
        for path in self._paths if self.config.exclude else ():
            name = os.path.relpath(real_parent(path), self.root).replace(os.sep, "/")
            if files.is_markdown(name) and not os.path.isdir(path) and self._is_excluded(name):
                yield f"{path} is excluded; it is not checked"

    def _unjudged(self, report: Report) -> Iterator[str]:
        """What the user should know of links that were not judged."""
        counts = report.unjudged
        for reason, number in counts.items():
            kind, _, detail = reason.partition(" ")
            links = count(number, "link")
            if kind == "prefix":
                yield (
                    f"{links} below {detail} not judged: nothing of this notebook is served there; "
                    f'`ignore-links = ["{detail}"]` says that this is right'
                )
            elif kind == "custom-id":
                yield (
                    f"{links} to ids such as `{{#id}}` not judged: {detail} does not read them; "
                    "set `surfaces` to what does"
                )
            elif kind == "wikilink":
                yield f"{links} such as `[[this]]` not judged: set `surfaces` to what reads them"
        if len(self.selected) == len(self.catalogue):
            for pattern in self.config.ignore_links:
                if f"ignore-links {pattern}" not in counts:
                    yield f"`ignore-links` holds {pattern!r}, which matches no link"

    def _silences(self, report: Report) -> Iterator[str]:
        """What would otherwise pass as a clean notebook."""
        is_rest = self.below and (self.configuration is None or not self.selected)
        # What the notebooks below leave of a repository need not be much.
        if not is_rest and (lack := self._lack):
            yield lack
            return
        for path, counts in report.files.items():
            if not counts.questions and self.catalogue.is_recall_page(path):
                yield f"{path} is a recall page without questions"

    @property
    def _lack(self) -> str:
        """What a notebook should have, and this one has not."""
        if not len(self.catalogue) and not self._texts:
            return "no Markdown file was found"
        if not self.selected:
            told = any(self._excluded_by_name())
            return "" if told else "none of the given paths holds a Markdown file of the notebook"
        if not any(map(self.catalogue.is_recall_page, self.catalogue)):
            return _no_recall_pages(self.config.recall)
        return ""

    def _left_behind(self, report: Report) -> Iterator[str]:
        """What links lead to, and the work tree has alone."""
        if not isinstance(self._origin, Index):
            return
        from recall_lint import destinations

        listed = {*self._listing.tracked}
        found = set()
        for _, _, _, problem in report.diagnostics:
            parts = problem.link and destinations.split(problem.link.destination)
            if parts and parts.path:
                found.add(destinations.absolute(problem.path, parts.path))
        for path in sorted(found - listed):
            if not path.startswith("..") and os.path.isfile(f"{self.root}/{path}"):
                yield f"{path} is in the work tree alone; to have it in the commit, `git add` it"

    def write(self, texts: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
        """Write the new texts of files: those that were written, a line for each that was not."""
        written = {}
        refused = []
        for path, text in texts.items():
            try:
                before = self._origin.text_to_mend(path, self.catalogue.source(path).text)
                files.write(self.root, path, before, text)
            except files.ChangedError as error:
                refused.append(str(error))
            else:
                written[path] = text
        return written, refused
