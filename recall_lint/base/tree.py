"""The file names of a notebook as a value: what exists, under which exact name, and whether it is
tracked.

Only names are stored. What only the disk knows (ignored files, symbolic links to folders, line
counts) is passed in as functions, so that rules and tests need no disk.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Protocol

from recall_lint.base.destinations import climbs
from recall_lint.base.moves import Moves


class Exact(NamedTuple):
    """A file or folder with exactly this name exists."""

    path: str
    """Its real path, if the given one leads through a symbolic link."""
    folder: bool
    tracked: bool
    """Whether everybody who clones the repository gets it; true without git."""


class OtherCase(NamedTuple):
    """Only a name with different letter case exists."""

    path: str


class Absent(NamedTuple):
    """Nothing with this name exists."""


class Foreign(NamedTuple):
    """Outside the notebook and everything published with it; not looked up."""


Place = Exact | OtherCase | Absent | Foreign


class Beyond(Protocol):
    """The files around a notebook that are published with it; their paths begin with `../`."""

    def find(self, path: str) -> Place:
        """What is at a path."""

    def lists(self, path: str) -> bool:
        """Whether the path is not ignored by git."""


class _Nothing:
    """Nothing: the notebook is published alone."""

    def find(self, path: str) -> Place:
        return Foreign()

    def lists(self, path: str) -> bool:
        return False


class Tree:
    """The names below a notebook's root."""

    def __init__(
        self,
        tracked: Iterable[str],
        untracked: Iterable[str] = (),
        *,
        repositories: Iterable[str] = (),
        aliases: Mapping[str, str] | None = None,
        git: bool = True,
        real: Callable[[str], tuple[str, bool] | None] = lambda path: None,
        count_lines: Callable[[str], int | None] = lambda path: None,
        beyond: Beyond | None = None,
    ) -> None:
        """`real` returns the real path of something on disk, and whether it is a folder.

        `repositories` are names that are nested repositories, `aliases` are symbolic links to other
        names. Without `git`, nothing counts as ignored. `beyond` looks up what is outside the
        notebook.
        """
        self._files: Mapping[str, bool] = {
            **dict.fromkeys(untracked, False),
            **dict.fromkeys(tracked, True),
        }
        self._repositories = frozenset(repositories)
        self._aliases = aliases or {}
        self._git = git
        self._real = real
        self.count_lines = count_lines
        self._beyond = beyond or _Nothing()
        self._folders: dict[str, bool] | None = None
        self._lower: dict[str, str] | None = None
        self._places: dict[str, Place] = {}

    def with_files(self, paths: Iterable[str]) -> Tree:
        """The same names, plus files to be created, which count as tracked."""
        new = [path for path in paths if isinstance(self.find(path), Absent | OtherCase)]
        if not new:
            return self
        return Tree(
            [*(path for path, tracked in self._files.items() if tracked), *new],
            [path for path, tracked in self._files.items() if not tracked],
            repositories=self._repositories,
            aliases=self._aliases,
            git=self._git,
            real=self._real,
            count_lines=self.count_lines,
            beyond=self._beyond,
        )

    def moved(self, moves: Moves) -> Tree:
        """The same names after some moves."""

        def real(path: str) -> tuple[str, bool] | None:
            before = moves.before(path)
            found = None if before is None else self._real(before)
            return found and (moves.after(found[0]), found[1])

        def count_lines(path: str) -> int | None:
            before = moves.before(path)
            return None if before is None else self.count_lines(before)

        return Tree(
            [moves.after(path) for path, tracked in self._files.items() if tracked],
            [moves.after(path) for path, tracked in self._files.items() if not tracked],
            repositories=map(moves.after, self._repositories),
            aliases={moves.after(name): moves.after(to) for name, to in self._aliases.items()},
            git=self._git,
            real=real,
            count_lines=count_lines,
            beyond=self._beyond,
        )

    def forget(self) -> None:
        """Free what was worked out of single paths."""
        self._places.clear()

    def find(self, path: str) -> Place:
        """What is at a notebook path."""
        place = self._places.get(path)
        if place is None:
            place = self._places[path] = self._find(path)
        return place

    def lists(self, path: str) -> bool:
        """Whether this is a name of the notebook that git does not ignore."""
        if climbs(path):
            return self._beyond.lists(path)
        return path in self._files or path in self._known_folders()

    def _find(self, path: str) -> Place:
        if climbs(path):
            return self._beyond.find(path)
        tracked = self._files.get(path)
        if tracked is not None:
            name = self._aliases.get(path, path)
            return Exact(name, path in self._repositories, tracked and self._files[name])
        folders = self._known_folders()
        if path in folders:
            return Exact(path, folder=True, tracked=folders[path])
        other = self._known_lower().get(path.lower())
        real = self._real(path)
        repository = self._repository_around(path)
        if real is None and repository is not None and self._real(f"{repository}/.git") is None:
            # A submodule that is not checked out: its contents are unknown.
            return Exact(path, folder=False, tracked=True)
        if other is not None and (real is None or real[0].lower() == path.lower()):
            return OtherCase(other)
        if real is None:
            return Absent()
        name, folder = real
        if climbs(name):
            return self._beyond.find(name)
        listed = self._repository_around(name) or name
        tracked = self._files.get(listed, folders.get(listed, not self._git))
        return Exact(name, folder, tracked)

    def _repository_around(self, path: str) -> str | None:
        """The nested repository that a path leads into."""
        folder = posixpath.dirname(path) if self._repositories else ""
        while folder and folder not in self._repositories:
            folder = posixpath.dirname(folder)
        return folder or None

    def _known_folders(self) -> dict[str, bool]:
        if self._folders is None:
            self._folders = {".": True}
            for path, tracked in self._files.items():
                folder = posixpath.dirname(path)
                while folder and not self._folders.get(folder, False):
                    self._folders[folder] = tracked or self._folders.get(folder, False)
                    folder = posixpath.dirname(folder)
        return self._folders

    def _known_lower(self) -> dict[str, str]:
        if self._lower is None:
            names = [*sorted(self._files, reverse=True), *self._known_folders()]
            self._lower = {name.lower(): name for name in names}
        return self._lower
