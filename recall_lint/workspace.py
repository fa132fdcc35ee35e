"""The shell around the pure middle: paths and a configuration → a Notebook, read from disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Self

from recall_lint import files, markdown, surfaces
from recall_lint.candidates import Finder
from recall_lint.config import Config, ConfigError, config_file, find_root, is_recall_page, matcher
from recall_lint.config import load as load_config
from recall_lint.context import Context
from recall_lint.history import History
from recall_lint.linter import Report, lint, narrowed, selected_rules
from recall_lint.model import Document, Source
from recall_lint.notebook import Notebook
from recall_lint.rules import RULES, is_default
from recall_lint.shelf import plain
from recall_lint.slugs import BY_NAME
from recall_lint.tree import Tree


class Workspace(NamedTuple):
    """A notebook as it stands on the disk."""

    root: str
    notebook: Notebook
    selected: tuple[str, ...]
    """The documents that the user asked about."""
    because: tuple[str, ...]
    """The files from which its surfaces were detected; empty if they were chosen or assumed."""
    unreadable: tuple[str, ...]
    """A line for each file or folder that could not be read."""
    notices: tuple[str, ...]
    """What the user should know about the run."""


def common_root(paths: Sequence[str]) -> str:
    """The one notebook root of all paths.

    Without a folder that says it is one, it is the current folder if that
    holds all paths, else the innermost folder that does: the names that the
    user wrote, such as `Recall`, are names in the notebook.
    """
    try:
        here = os.path.realpath(os.getcwd())
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigError(f"the current folder: {reason}; change to one that is there") from None
    for path in paths:
        if not os.path.lexists(path):
            raise ConfigError(f"{path}: no such file or folder")
    marked = {path: find_root(path) for path in paths}
    homeless = [path for path, root in marked.items() if root is None]
    around = _folder_around(here, homeless)
    roots = {root or around: path for path, root in marked.items()}
    if len(roots) > 1:
        (one, first), (other, second) = list(roots.items())[:2]
        raise ConfigError(
            f"{first} and {second} lie in two notebooks, {one} and {other}; check them one by one"
        )
    return next(iter(roots))


def _folder_around(here: str, paths: Sequence[str]) -> str:
    folders = []
    for path in paths:
        real = os.path.realpath(path)
        folders.append(real if os.path.isdir(real) else os.path.dirname(real))
    common = os.path.commonpath(folders or [here])
    return here if os.path.commonpath([here, common]) == here else common


def load(root: str, paths: Sequence[str], config: Config) -> Workspace:
    """Read and parse every document of the notebook below `root`."""
    documents: list[Document] = []
    listing = files.discover(root, matcher(config.exclude))
    unreadable = list(listing.unreadable)
    notices = list(listing.notices)
    for path in listing.markdown:
        try:
            source = files.read(root, path)
        except files.UnreadableError as error:
            unreadable.append(str(error))
            continue
        if not source.text.isascii() and not _is_encodable(source.text):
            notices.append(f"{path} is not UTF-8; what is not is kept as it is")
        documents.append(markdown.parse(source, config.engine))
    detected = surfaces.Detected(tuple(BY_NAME[name] for name in config.surfaces), ())
    if not config.surfaces:
        try:
            detected = surfaces.detect(files.top_names(root))
        except files.UnreadableError as error:
            detected = surfaces.detect(())
            unreadable.append(str(error))
    notebook = Notebook(
        plain(documents, detected.surfaces),
        Tree(
            listing.tracked,
            listing.untracked,
            repositories=listing.repositories,
            aliases=listing.aliases,
            git=listing.git,
            real=lambda path: files.real_path(root, path),
            count_lines=lambda path: files.count_lines(root, path),
        ),
        recall=matcher(config.recall) if config.recall else is_recall_page,
        note=matcher(config.notes) if config.notes else lambda path: True,
        surfaces=detected.surfaces,
    )
    selected = _below(root, notebook.documents, paths)
    notices.extend(_silences(notebook, selected, config.recall))
    return Workspace(
        root,
        notebook,
        selected,
        detected.because,
        # The root may have been refused twice.
        tuple(dict.fromkeys(unreadable)),
        tuple(notices),
    )


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _below(root: str, documents: Iterable[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """The documents that the wanted paths name, or that lie in the folders that they name."""
    # A link may be a document under its own name, or another name of one.
    tops = {*map(_real_parent, wanted), *map(os.path.realpath, wanted)}
    return tuple(
        path for path in documents if not tops.isdisjoint(_upwards(os.path.join(root, path)))
    )


def _upwards(path: str) -> Iterator[str]:
    """A path and the folders that it lies in, innermost first."""
    yield path
    while (parent := os.path.dirname(path)) != path:
        path = parent
        yield path


def _real_parent(path: str) -> str:
    """The path with every link in it followed but the last."""
    parent, name = os.path.split(os.path.abspath(path))
    return os.path.join(os.path.realpath(parent), name)


def _silences(notebook: Notebook, selected: Sequence[str], recall: Sequence[str]) -> list[str]:
    """What would otherwise pass as a clean notebook."""
    if not notebook.documents:
        return ["no Markdown file was found"]
    if not selected:
        return ["none of the given paths holds a Markdown file of the notebook"]
    if not notebook.recall_pages:
        return [_no_recall_pages(recall)]
    return [
        f"{path} is a recall page without questions"
        for path in selected
        if notebook.is_recall_page(path) and not notebook.questions(path)
    ]


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


class Session:
    """One run: a workspace, its owner's choices, and the history behind it."""

    def __init__(self, workspace: Workspace, config: Config, *, history: bool) -> None:
        self.workspace = workspace
        self.config = config
        surface = workspace.notebook.surfaces[0]
        self.history = History(workspace.root, surface, enabled=history, engine=config.engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.history.__exit__(*problem)

    def report(self, texts: Mapping[str, str] | None = None) -> Report:
        """The report on the notebook, or on what it would be with other texts of some files."""
        return lint(self._context(texts or {}, self.config), self.workspace.selected)

    def whole(self, texts: Mapping[str, str]) -> Report:
        """What every rule that is on, or was asked for, says of every file."""
        chosen = {rule.CODE for rule in selected_rules(self.config)}
        codes = chosen | {rule.CODE for rule in RULES if is_default(rule)}
        context = self._context(texts, self.config._replace(select=tuple(codes), ignore=()))
        return lint(context, context.notebook.documents)

    def _context(self, texts: Mapping[str, str], config: Config) -> Context:
        notebook = self.workspace.notebook
        if texts:
            notebook = notebook.revised(
                markdown.parse(Source(p, t), self.config.engine) for p, t in texts.items()
            )
        finder = Finder(notebook, self.history.trace)
        return Context(notebook, config, finder, self.history.written)

    def write(self, texts: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
        """Write the new texts of files: those that were written, a line for each that was not."""
        written = {}
        refused = []
        for path, text in texts.items():
            try:
                before = self.workspace.notebook.documents[path].source.text
                files.write(self.workspace.root, path, before, text)
            except files.ChangedError as error:
                refused.append(str(error))
            else:
                written[path] = text
        return written, refused


def open_session(
    paths: Sequence[str],
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    *,
    history: bool = True,
    engine: str | None = None,
) -> Session:
    """A run over the notebook around some paths, its configuration read and checked."""
    root = common_root(paths)
    config = narrowed(load_config(config_file(root)), select, ignore)
    if engine is not None:
        config = config._replace(engine=engine)
    selected_rules(config)
    try:
        markdown.engine(config.engine)
    except markdown.EngineError as error:
        raise ConfigError(str(error)) from None
    return Session(load(root, paths, config), config, history=history)
