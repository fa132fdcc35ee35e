"""`--staged`, `--since` and a hook's environment → the files to check, and what they are compared
with.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from recall_lint.base import git
from recall_lint.base.config import ConfigError
from recall_lint.sources.git_commit import Commit
from recall_lint.sources.git_index import Index
from recall_lint.sources.origins import Origin
from recall_lint.sources.work_tree import Folder

_NO_COMMIT = "0" * 40
"""What git and CI servers pass instead of a commit for a new branch."""


class Start(NamedTuple):
    """A commit that changes are based on."""

    commit: str
    moved: Mapping[str, str]
    """Files that are unchanged but renamed: the current name, and the name in this commit."""


class Since(NamedTuple):
    """The commits that the changes to report on are based on."""

    starts: tuple[Start, ...]
    """A problem is new if it is in none of them; empty before the first commit."""
    changed: frozenset[str]
    """The files that differ from all starts."""
    unchanged_notice: str
    """Notice for an unchanged file with a new problem, after its path."""
    origin_note: str
    """The origin of existing problems, in parentheses; may be empty."""


class Scope(NamedTuple):
    """The files that a run checks."""

    origin: Origin
    since: Since | None = None
    """None to report all problems."""
    notice: str = ""


def staged(root: str, environment: Mapping[str, str]) -> Scope:
    """The staged files, compared with the last commit.

    If pre-commit runs for a push: the pushed commits, compared with the remote. If it is run by
    hand: everything in the index.
    """
    source, target, branch = (
        environment.get(f"PRE_COMMIT_{name}") for name in ("FROM_REF", "TO_REF", "LOCAL_BRANCH")
    )
    if source and target:
        return _against(root, Commit(root, _commit(root, target)), source, target)
    if branch:
        # pre-commit names no commits if the first one has no parent.
        end = _commit(root, branch)
        return _first(root, Commit(root, end), end)
    try:
        origin = Index(root, git.committed_index(root))
        starts, changed = _compared(origin, _parents(root, environment))
    except git.GitError as error:
        raise ConfigError(f"failed to read the git index (`--staged`): {error}") from None
    if not starts:
        return Scope(origin)
    by_hand = "GIT_INDEX_FILE" not in environment
    is_staged = bool(changed or len(starts) > 1 or starts[0].moved)
    if by_hand and not is_staged:
        # The index of another repository is not staged for this one.
        asked = ("diff-index", "--cached", "--name-only", "-z", starts[0].commit)
        is_staged = bool(git.run(root, *asked))
    if by_hand and (environment.get("PRE_COMMIT") or not is_staged):
        # `--all-files` means everything, and cannot be distinguished from a run without it.
        notice = "no commit in progress: checking all files in the index"
        return Scope(origin, notice=notice)
    unchanged_notice = "is broken by the staged changes (the file itself is not staged)"
    return Scope(origin, Since(starts, changed, unchanged_notice, ""))


def _parents(root: str, environment: Mapping[str, str]) -> list[str]:
    """The parents of the next commit: two for a merge, none for the first commit."""
    # `git merge` passes the sides to its hook in variables; a stopped merge has them in a file.
    sides = [name[8:] for name in environment if name.startswith("GITHEAD_")]
    file = os.fsdecode(git.run(root, "rev-parse", "--git-path", "MERGE_HEAD")).removesuffix("\n")
    with suppress(FileNotFoundError), open(os.path.join(root, file)) as heads:
        sides += heads.read().split()
    commits = (f"{side}^{{commit}}" for side in sides)
    return git.run(root, "rev-parse", "--revs-only", "HEAD", *commits).decode().split()


def since(root: str, revision: str) -> Scope:
    """The work tree, compared with its merge base with a revision."""
    return _against(root, Folder(root), revision, "HEAD")


def _against(root: str, origin: Origin, source: str, target: str) -> Scope:
    if len(source) >= len(_NO_COMMIT) and not source.strip("0"):
        return _first(root, origin, _commit(root, target))
    start, end = _commit(root, source), _commit(root, target)
    try:
        base = git.run(root, "merge-base", start, end).decode().strip()
    except git.GitError:
        raise ConfigError(
            f"no common ancestor of {source} and {target} in this clone: fetch the full history "
            "(`fetch-depth: 0`, `git fetch --unshallow`)"
        ) from None
    try:
        starts, changed = _compared(origin, [base])
    except git.GitError as error:
        raise ConfigError(f"failed to list the changes since {source}: {error}") from None
    unchanged_notice = f"is unchanged since {source} but broken by other changes"
    origin_note = f" (already in {base[:9]})"
    return Scope(origin, Since(starts, changed, unchanged_notice, origin_note))


def _first(root: str, origin: Origin, end: str) -> Scope:
    """A commit of a new branch, compared with the commits on remotes."""
    output = git.run(root, "for-each-ref", "--format=%(objectname) %(symref)", "refs/remotes")
    remotes = [
        line.removesuffix(" ") for line in output.decode().splitlines() if line.endswith(" ")
    ]
    if remotes.count(end) == 1:
        # The branch itself, fetched by CI.
        remotes.remove(end)
    given = "".join(f"{commit}\n" for commit in (end, *(f"^{each}" for each in remotes)))
    listed = git.run(root, "rev-list", "--boundary", "--stdin", given=given.encode())
    new = listed.decode().split()
    bounds = [commit[1:] for commit in new if commit.startswith("-")] if new else [end]
    if not bounds:
        notice = "no remote has any of these commits: checking the whole notebook"
        return Scope(origin, notice=notice)
    starts, changed = _compared(origin, bounds)
    unchanged_notice = "is not changed by these commits but broken by them"
    origin_note = " (already on a remote)"
    return Scope(origin, Since(starts, changed, unchanged_notice, origin_note))


def _commit(root: str, revision: str) -> str:
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    try:
        return git.run(root, *asked).decode().split()[-1]
    except git.GitError as error:
        if "not a git repository" in str(error):
            raise ConfigError(
                f"cannot resolve revision {revision}: {root} is not a git repository"
            ) from None
        if str(error).startswith("fatal:"):
            raise ConfigError(f"cannot resolve revision {revision}: {error}") from None
        raise ConfigError(
            f"unknown revision {revision}; fetch it (`git fetch`, in CI `fetch-depth: 0`)"
        ) from None


def _compared(origin: Origin, commits: Sequence[str]) -> tuple[tuple[Start, ...], frozenset[str]]:
    """The base commits, and the files that differ from all of them."""
    starts = []
    changed: frozenset[str] | None = None
    for commit in commits:
        changes = origin.changed_since(commit)
        moved = {c.new: c.old for c in changes if c.status == "R"}
        starts.append(Start(commit, moved))
        same = {c.new for c in changes if c.before and c.before == c.after}
        differing = frozenset(c.new for c in changes) - same
        changed = differing if changed is None else changed & differing
    return tuple(starts), changed or frozenset()
