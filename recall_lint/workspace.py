"""The shell around the pure middle: paths and a configuration → a Notebook, read from disk."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, Self

from recall_lint import files, markdown, surfaces
from recall_lint.candidates import Finder
from recall_lint.config import Config, ConfigError, config_file, find_root, is_recall_page, matcher
from recall_lint.config import load as load_config
from recall_lint.context import Context
from recall_lint.history import History
from recall_lint.linter import Report, lint, narrowed, selected_rules
from recall_lint.model import Document, Source
from recall_lint.notebook import Notebook
from recall_lint.slugs import BY_NAME
from recall_lint.tree import Tree

NO_RECALL_PAGES: Final = (
    "the notebook has no recall pages: none lies in a folder `Recall` or has `recall` "
    "in its name; set `recall` in the configuration if they are called otherwise"
)


class Workspace(NamedTuple):
    """A notebook as it stands on the disk."""

    root: str
    notebook: Notebook
    selected: tuple[str, ...]
    """The documents that the user asked about."""
    because: tuple[str, ...]
    """The files from which its surfaces were detected; empty if they were chosen or assumed."""
    unreadable: tuple[str, ...]
    """A line for each file that could not be read."""
    notices: tuple[str, ...]
    """What the user should know about the run."""


def common_root(paths: Sequence[str]) -> str:
    """The one notebook root of all paths."""
    for path in paths:
        if not os.path.lexists(path):
            raise ConfigError(f"{path}: no such file or folder")
    roots = {find_root(path): path for path in paths}
    if len(roots) > 1:
        (one, first), (other, second) = list(roots.items())[:2]
        raise ConfigError(
            f"{first} and {second} lie in two notebooks, {one} and {other}; check them one by one"
        )
    return next(iter(roots))


def load(root: str, paths: Sequence[str], config: Config) -> Workspace:
    """Read and parse every document of the notebook below `root`."""
    unreadable: list[str] = []
    notices: list[str] = []
    documents: list[Document] = []
    try:
        listing = files.discover(root, matcher(config.exclude))
    except files.UnreadableError as error:
        listing = files.Listing((), (), (), ())
        unreadable.append(str(error))
    notices.extend(listing.notices)
    for path in listing.markdown:
        try:
            source = files.read(root, path)
        except files.UnreadableError as error:
            unreadable.append(str(error))
            continue
        if not source.text.isascii() and not _is_encodable(source.text):
            notices.append(f"{path} is not UTF-8; what is not is kept as it is")
        documents.append(markdown.parse(source))
    detected = surfaces.Detected(tuple(BY_NAME[name] for name in config.surfaces), ())
    if not config.surfaces:
        detected = surfaces.detect(os.listdir(root))
    notebook = Notebook(
        documents,
        Tree(
            listing.tracked,
            listing.untracked,
            real=lambda path: files.real_path(root, path),
            count_lines=lambda path: files.count_lines(root, path),
        ),
        recall=matcher(config.recall) if config.recall else is_recall_page,
        note=matcher(config.notes) if config.notes else lambda path: True,
        surfaces=detected.surfaces,
    )
    selected = tuple(p for p in notebook.documents if _is_below(root, p, paths))
    notices.extend(_silences(notebook, selected))
    return Workspace(root, notebook, selected, detected.because, tuple(unreadable), tuple(notices))


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_below(root: str, path: str, wanted: Sequence[str]) -> bool:
    full = os.path.join(root, path)
    for name in wanted:
        top = os.path.realpath(name) if not os.path.islink(name) else _real_parent(name)
        if full == top or full.startswith(top.rstrip(os.sep) + os.sep):
            return True
    return False


def _real_parent(path: str) -> str:
    """A link to a document is the document of that name, not the one it points at."""
    parent, name = os.path.split(os.path.abspath(path))
    return os.path.join(os.path.realpath(parent), name)


def _silences(notebook: Notebook, selected: Sequence[str]) -> list[str]:
    """What would otherwise pass as a clean notebook."""
    if not notebook.documents:
        return ["no Markdown file was found"]
    if not selected:
        return ["none of the given paths holds a Markdown file of the notebook"]
    if not notebook.questions:
        return [NO_RECALL_PAGES]
    return [
        f"{path} is a recall page without questions"
        for path in selected
        if path in notebook.questions and not notebook.questions[path]
    ]


class Session:
    """One run: a workspace, its owner's choices, and the history behind it."""

    def __init__(self, workspace: Workspace, config: Config, *, history: bool) -> None:
        self.workspace = workspace
        self.config = config
        surface = workspace.notebook.surfaces[0]
        self.history = History(workspace.root, surface, enabled=history)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.history.__exit__(*problem)

    def report(self, texts: Mapping[str, str] | None = None) -> Report:
        """The report on the notebook, or on what it would be with other texts of some files."""
        notebook = self.workspace.notebook
        if texts:
            notebook = notebook.revised(markdown.parse(Source(p, t)) for p, t in texts.items())
        finder = Finder(notebook, self.history.trace)
        context = Context(notebook, self.config, finder, self.history.written)
        return lint(context, self.workspace.selected)

    def write(self, texts: Mapping[str, str]) -> list[str]:
        """Write the new texts of files; a line for each that was refused."""
        refused = []
        for path, text in texts.items():
            try:
                before = self.workspace.notebook.documents[path].source.text
                files.write(self.workspace.root, path, before, text)
            except files.ChangedError as error:
                refused.append(str(error))
        return refused


def open_session(
    paths: Sequence[str],
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    *,
    history: bool = True,
) -> Session:
    """A run over the notebook around some paths, its configuration read and checked."""
    root = common_root(paths)
    config = narrowed(load_config(config_file(root)), select, ignore)
    selected_rules(config)
    return Session(load(root, paths, config), config, history=history)
