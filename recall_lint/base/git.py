"""Arguments → git's output.

The only module that runs git, and only to read, except for `move`.

A hook inherits variables such as `GIT_DIR` and `GIT_INDEX_FILE`, which may point git at a
repository other than the notebook's. They are removed, unless they name a work tree that contains
the notebook. The index of a commit in progress is passed explicitly (`committed_index`).
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from zlib import crc32

from recall_lint.base import git_trust

NO_COMMIT = "none"
"""The history ID of a repository without commits, and of a folder outside any repository."""

_MISSING = (FileNotFoundError, NotADirectoryError, PermissionError)
"""Raised if git is not installed; any other error ends the run."""

_CONVERTING = ("core.autocrlf", "core.eol", "filter.")
_CONVERTERS = frozenset({"filter", "ident", "working-tree-encoding"})
_LINE_FEEDS = frozenset({"input", "false", "no", "off", "0", ""})

_DROPPED = frozenset(
    {
        # The variables of `git rev-parse --local-env-vars`, except for settings, which apply
        # anywhere.
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
        # Pathspecs need their default meaning.
        "GIT_GLOB_PATHSPECS",
        "GIT_ICASE_PATHSPECS",
        "GIT_LITERAL_PATHSPECS",
        "GIT_NOGLOB_PATHSPECS",
    }
)


_IGNORED: dict[str, frozenset[str]] = {}
"""Results of `ignored_filters` by folder."""


class GitError(Exception):
    """git is missing or failed; the message is its error."""


def run(root: str, *arguments: str, given: bytes = b"", index: str | None = None) -> bytes:
    """Run `git -C root …` with this standard input, and return its standard output.

    `index` is a file to use instead of the repository's own index.
    """
    environment = _environment(root)
    if index is not None:
        environment["GIT_INDEX_FILE"] = index
    return _run(root, arguments, environment, given)


def _run(
    folder: str, arguments: Sequence[str], environment: dict[str, str], given: bytes = b""
) -> bytes:
    try:
        process = _start(folder, arguments, environment, subprocess.PIPE)
        out, err = process.communicate(given)
    except _MISSING as error:
        raise GitError(f"could not start git: {error.strerror}") from None
    if process.returncode != 0:
        lines = err.decode("utf-8", "replace").strip().splitlines()
        raise GitError(
            _reason(lines) or f"git {arguments[0]} failed with exit code {process.returncode}"
        )
    return out


def start(root: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start `git -C root …` with pipes to its standard input and output."""
    return _start(root, arguments, _environment(root), subprocess.DEVNULL)


def _start(
    folder: str, arguments: Sequence[str], environment: dict[str, str], stderr: int
) -> subprocess.Popen[bytes]:
    own = _filters(folder, environment) if git_trust.runs_filters(arguments) else ()
    return _popen(folder, (*git_trust.OPTIONS, *own, *arguments), environment, stderr)


def _filters(folder: str, environment: dict[str, str]) -> tuple[str, ...]:
    with _popen(folder, git_trust.LISTED, environment, subprocess.DEVNULL) as process:
        output, _ = process.communicate()
    found = git_trust.filters(os.fsdecode(output))
    _IGNORED[folder] = found.ignored
    return found.options


def ignored_filters(root: str) -> frozenset[str]:
    """The configured filters that git did not run in a folder, because only the repository names
    them.
    """
    return _IGNORED.get(root, frozenset())


def _popen(
    folder: str, arguments: Sequence[str], environment: dict[str, str], stderr: int
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["git", "-C", folder, *arguments],
        env={**environment, **git_trust.ENVIRONMENT},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
    )


def _reason(lines: Sequence[str]) -> str | None:
    """The error line and the command that git suggests; warnings may precede them."""
    fatal = next((line for line in lines if line.startswith("fatal:")), None)
    advised = next((line.strip() for line in lines if line.startswith("\tgit ")), None)
    if fatal and advised:
        return f"{fatal}; run `{advised}`"
    return fatal or (lines[-1] if lines else None)


def _environment(root: str) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    named = _named_work_tree()
    if named is not None and work_tree(root) == named:
        environment |= {"GIT_DIR": os.path.abspath(os.environ["GIT_DIR"]), "GIT_WORK_TREE": named}
    # Otherwise `git status` and others refresh the index, and messages may be translated.
    return {**environment, "GIT_OPTIONAL_LOCKS": "0", "LANGUAGE": "en"}


def _named_work_tree() -> str | None:
    """The work tree set in the environment, together with its repository."""
    if os.environ.get("GIT_DIR") and (tree := os.environ.get("GIT_WORK_TREE")):
        return os.path.realpath(tree)
    return None


def work_tree(folder: str) -> str | None:
    """The innermost work tree that contains a folder, given by its real path."""
    named = _named_work_tree()
    while folder != named and not os.path.lexists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder


def head(root: str, commit: str = "HEAD") -> Callable[[], str]:
    """Start looking up the ID of a commit's history (default: HEAD); the returned function waits
    for it.

    The ID is the commit's own plus the boundary of a shallow clone: fetching more commits changes
    what is known of the same commit.
    """
    try:
        process = start(root, "rev-parse", "--git-path", "shallow", commit)
    except _MISSING:
        return lambda: NO_COMMIT

    def wait() -> str:
        output = os.fsdecode(process.communicate()[0]).removesuffix("\n")
        if process.returncode:
            return NO_COMMIT
        shallow, _, found = output.rpartition("\n")
        try:
            with open(os.path.join(root, shallow), "rb") as file:
                return f"{found} {crc32(file.read()):08x}"
        except OSError:
            return found

    return cache(wait)


def changed_between(root: str, before: str, now: str) -> list[tuple[str, str]] | None:
    """The file changes (`A`, `M`, `D` …, and the name) of the commits since an earlier one.

    Both are results of `head`. None if the later commit does not follow the earlier one by first
    parents, or git does not know it.
    """
    old, _, shallow = before.partition(" ")
    new, _, shallow_now = now.partition(" ")
    if shallow != shallow_now or NO_COMMIT in (old, new):
        return None
    asked = ("-m", "--first-parent", "--format=%x01%P", "--name-status", "-z", "--no-renames")
    try:
        output = os.fsdecode(run(root, "log", *asked, "--relative", f"{old}..{new}"))
    except GitError:
        return None
    changes: list[tuple[str, str]] = []
    parents = ""
    for commit in output.split("\x01")[1:]:
        parents, _, rest = commit.partition("\0")
        fields = rest.lstrip("\n").split("\0")
        changes += zip(fields[::2], fields[1::2], strict=False)
    return changes if parents.split()[:1] == [old] else None


def move(root: str, old: str, new: str) -> bool:
    """Move a file or folder in the work tree and the index; False if it is not tracked.

    Raises GitError, and moves nothing, if git refuses.
    """
    if not run(root, "ls-files", "-z", "--", f":(literal){old}"):
        return False
    run(root, "mv", "--", old, new)
    return True


def has_branch(root: str, name: str) -> bool:
    """Whether a repository with the top folder `root` has a branch or tag of this name."""
    refs = (f"refs/heads/{name}", f"refs/remotes/*/{name}", f"refs/tags/{name}")
    try:
        is_top = not run(root, "rev-parse", "--show-prefix").strip()
        return is_top and bool(run(root, "for-each-ref", "--count=1", *refs))
    except GitError:
        return False


def committed_index(root: str) -> str | None:
    """The index of the commit in progress, if it is not the repository's own.

    `git commit FILE` and `git commit -p` create one during the commit, and pass its path to hooks.
    An index of a repository other than the notebook's is ignored.
    """
    if "GIT_INDEX_FILE" not in os.environ:
        return None
    asked = ("rev-parse", "--path-format=absolute", "--absolute-git-dir")
    try:
        output = _run(os.getcwd(), (*asked, "--git-path", "index"), dict(os.environ))
        own = run(root, *asked)
    except GitError:
        return None
    if output.startswith(b"--"):
        raise GitError("git 2.31 or newer is required to find the index of a commit in progress")
    folder, _, index = os.fsdecode(output).partition("\n")
    return index.removesuffix("\n") if folder == os.fsdecode(own).removesuffix("\n") else None


def converted(root: str, paths: Iterable[str]) -> dict[str, str]:
    """The files whose content in the work tree may differ from the stored blob, by path.

    The reasons are line endings, an encoding, or a filter. The value identifies the settings: it
    changes with them.
    """
    output = os.fsdecode(run(root, "config", "--list", "-z")).split("\0")[:-1]
    settings = [line for line in output if line.startswith(_CONVERTING)]
    every = dict(line.partition("\n")[::2] for line in settings)
    returns = every.get("core.autocrlf", "false").lower() not in _LINE_FEEDS
    returns |= every.get("core.eol") == "crlf" or os.linesep == "\r\n"
    given = os.fsencode("".join(f"{path}\0" for path in paths))
    output = os.fsdecode(run(root, "check-attr", "-z", "--stdin", "--all", given=given)).split("\0")
    found: dict[str, list[str]] = {}
    for path, name, value in zip(output[::3], output[1::3], output[2::3], strict=False):
        if (name in _CONVERTERS and value != "unset") or (name, value) == ("eol", "crlf"):
            found.setdefault(path, []).append(f"{name}={value}")
    if returns:
        found.update((path, found.get(path, [])) for path in os.fsdecode(given).split("\0")[:-1])
    return {path: f"{crc32(repr((settings, why)).encode()):08x}" for path, why in found.items()}


def left_out(root: str) -> frozenset[str]:
    """The blobs of HEAD that are missing in a partial clone; none of them is fetched."""
    asked = ("rev-list", "--objects", "--no-object-names", "--no-walk", "--missing=print", "HEAD")
    output = run(root, *asked).decode().splitlines()
    return frozenset(line[1:] for line in output if line.startswith("?"))


def ignores(root: str, path: str) -> bool:
    """Whether a file at this path would be ignored, or belong to another repository."""
    with start(root, "check-ignore", "-q", "--", path) as process:
        process.communicate()
    # Exit code 1 means that it is not.
    return process.returncode != 1
