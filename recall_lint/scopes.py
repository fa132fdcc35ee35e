"""`--staged`, `--since` and what a hook is told → where the files come from, and what is news."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from recall_lint import git
from recall_lint.config import ConfigError
from recall_lint.origins import Commit, Folder, Index, Origin


class Start(NamedTuple):
    """A commit that changes began with."""

    commit: str
    moved: Mapping[str, str]
    """The files that it has as they are, and under another name: the name now, and then."""


class Since(NamedTuple):
    """Where the changes began whose problems are asked for."""

    starts: tuple[Start, ...]
    """A problem is new if none of them has it; none before the first commit."""
    changed: frozenset[str]
    """The files that differ from those of all starts."""
    untouched: str
    """What is said of a file that has not changed, and has a new problem."""
    aside: str
    """What is said of problems that are not new."""


class Scope(NamedTuple):
    """What a run looks at."""

    origin: Origin
    since: Since | None = None
    """None where all problems are asked for."""
    notice: str = ""


def staged(root: str, environment: Mapping[str, str]) -> Scope:
    """What the next commit will have, against the last one.

    pre-commit names two commits instead where it is asked for what lies between them.
    """
    source, target = (environment.get(f"PRE_COMMIT_{end}_REF") for end in ("FROM", "TO"))
    if source and target:
        return between(root, source, target)
    try:
        # In a merge, what either side brings along is not the merge's doing. `git merge` tells
        # its hook which sides there are by variables; a merge that has stopped has `MERGE_HEAD`.
        sides = [f"{name[8:]}^{{commit}}" for name in environment if name.startswith("GITHEAD_")]
        told = git.run(root, "rev-parse", "--revs-only", "HEAD", *sides, "MERGE_HEAD")
        origin = Index(root, git.committed_index(root))
        starts, changed = _compared(origin, told.decode().split())
    except git.GitError as error:
        raise ConfigError(f"{root}: `--staged` reads git's index: {error}") from None
    if not starts:
        return Scope(origin)
    if (
        not changed
        and not starts[0].moved
        and len(starts) == 1
        and "GIT_INDEX_FILE" not in environment
    ):
        # No commit is being made: somebody runs all hooks, by hand or in CI.
        notice = "nothing is staged: the whole notebook is checked, as the last commit has it"
        return Scope(origin, notice=notice)
    untouched = "is not staged; what is staged breaks it"
    aside = "that was there before, in files whose text stays"
    return Scope(origin, Since(starts, changed, untouched, aside))


def since(root: str, revision: str) -> Scope:
    """The work tree, against the commit at which its branch left another."""
    return _against(root, Folder(root), revision, "HEAD")


def between(root: str, source: str, target: str) -> Scope:
    """A commit, against the one at which its branch left another."""
    return _against(root, Commit(root, _commit(root, target)), source, target)


def _against(root: str, origin: Origin, source: str, target: str) -> Scope:
    start, end = _commit(root, source), _commit(root, target)
    try:
        base = git.run(root, "merge-base", start, end).decode().strip()
    except git.GitError:
        raise ConfigError(
            f"{source} and {target} have no commit in common here; a shallow clone does not "
            "reach it: fetch the whole history (`fetch-depth: 0`, `git fetch --unshallow`)"
        ) from None
    try:
        starts, changed = _compared(origin, [base])
    except git.GitError as error:
        raise ConfigError(f"{root}: the changes since {source}: {error}") from None
    untouched = f"has not changed since {source}; what has changed breaks it"
    aside = f"that {base[:9]} has, too, in files whose text stayed"
    return Scope(origin, Since(starts, changed, untouched, aside))


def _commit(root: str, revision: str) -> str:
    asked = ("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    try:
        return git.run(root, *asked).decode().split()[-1]
    except git.GitError as error:
        if "not a git repository" in str(error):
            raise ConfigError(
                f"{root}: is in no git repository, and so has no {revision}"
            ) from None
        raise ConfigError(
            f"{revision}: git has no such commit here; fetch it (`git fetch`, in CI "
            "`fetch-depth: 0`), or name another"
        ) from None


def _compared(origin: Origin, commits: Sequence[str]) -> tuple[tuple[Start, ...], frozenset[str]]:
    """Where changes began, and the files that differ from those of all these commits."""
    starts = []
    changed: frozenset[str] | None = None
    for commit in commits:
        told = origin.changed_since(commit)
        moved = {c.new: c.old for c in told if c.status == "R"}
        starts.append(Start(commit, moved))
        same = {c.new for c in told if c.before and c.before == c.after}
        differing = frozenset(c.new for c in told) - same
        changed = differing if changed is None else changed & differing
    return tuple(starts), changed or frozenset()
