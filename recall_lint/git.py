"""Arguments → what git prints. The only room that starts git, and never to write.

A hook inherits variables such as `GIT_DIR` and `GIT_INDEX_FILE` that would
point git at another repository than the notebook's: they are taken out. Who
asks for the index that a commit is being made of gives it (`committed_index`).
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from zlib import crc32

_KEPT = frozenset({"GIT_CEILING_DIRECTORIES", "GIT_EXEC_PATH", "GIT_SSL_NO_VERIFY"})


class GitError(Exception):
    """git is missing or refused; the text is the line that says why."""


def run(root: str, *arguments: str, given: bytes = b"", index: str | None = None) -> bytes:
    """What `git -C root …` prints on standard output, given this on its standard input.

    `index` is a file to be read in place of the repository's own index.
    """
    environment = _environment()
    if index is not None:
        environment["GIT_INDEX_FILE"] = index
    return _run(root, arguments, environment, given)


def _run(
    folder: str, arguments: Sequence[str], environment: dict[str, str], given: bytes = b""
) -> bytes:
    try:
        process = _start(folder, arguments, environment, subprocess.PIPE)
        out, err = process.communicate(given)
    except OSError as error:
        raise GitError(f"git cannot be started: {error.strerror}") from None
    if process.returncode != 0:
        lines = err.decode("utf-8", "replace").strip().splitlines()
        raise GitError(_reason(lines) or f"git {arguments[0]} ended with {process.returncode}")
    return out


def start(root: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A running `git -C root …` with pipes to its standard input and output."""
    return _start(root, arguments, _environment(), subprocess.DEVNULL)


def _start(
    folder: str, arguments: Sequence[str], environment: dict[str, str], stderr: int
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["git", "-C", folder, *arguments],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
    )


def _reason(lines: Sequence[str]) -> str | None:
    """The line that says why; advice may stand behind it, and warnings before."""
    fatal = (line for line in lines if line.startswith("fatal:"))
    return next(fatal, lines[-1] if lines else None)


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in _KEPT
    }
    # `git status` and its like would otherwise refresh the index.
    return {**kept, "GIT_OPTIONAL_LOCKS": "0"}


def head(root: str, commit: str = "HEAD") -> Callable[[], str]:
    """Ask what stands for the history of a commit, by default the last; the function waits for it.

    That is the commit's id, and where a shallow clone ends: fetching more of it changes what is
    known of the same commit. `none` where there is no commit.
    """
    try:
        process = start(root, "rev-parse", "--git-path", "shallow", commit)
    except OSError:
        return lambda: "none"

    def wait() -> str:
        told = os.fsdecode(process.communicate()[0]).removesuffix("\n")
        if process.returncode:
            return "none"
        shallow, _, found = told.rpartition("\n")
        try:
            with open(os.path.join(root, shallow), "rb") as file:
                return f"{found} {crc32(file.read()):08x}"
        except OSError:
            return found

    return cache(wait)


def has_branch(root: str, name: str) -> bool:
    """Whether a repository whose top folder is `root` knows a branch or a tag of this name."""
    refs = (f"refs/heads/{name}", f"refs/remotes/*/{name}", f"refs/tags/{name}")
    try:
        is_top = not run(root, "rev-parse", "--show-prefix").strip()
        return is_top and bool(run(root, "for-each-ref", "--count=1", *refs))
    except GitError:
        return False


def changed_between(root: str, before: str, now: str) -> list[tuple[str, str]] | None:
    """What the commits since an earlier one did to which files: `A`, `M`, `D` …, and the name.

    Both are what `head` told. None where the later does not follow the earlier by first parents
    alone, or git does not know.
    """
    old, _, shallow = before.partition(" ")
    new, _, shallow_now = now.partition(" ")
    if shallow != shallow_now or "none" in (old, new):
        return None
    asked = ("-m", "--first-parent", "--format=%x01%P", "--name-status", "-z", "--no-renames")
    try:
        told = os.fsdecode(run(root, "log", *asked, "--relative", f"{old}..{new}"))
    except GitError:
        return None
    changes: list[tuple[str, str]] = []
    parents = ""
    for commit in told.split("\x01")[1:]:
        parents, _, rest = commit.partition("\0")
        fields = rest.lstrip("\n").split("\0")
        changes += zip(fields[::2], fields[1::2], strict=False)
    return changes if parents.split()[:1] == [old] else None


def committed_index(root: str) -> str | None:
    """The index that the commit in progress is made of, where that is not the repository's own.

    `git commit FILE` and `git commit -p` make one for the time of the commit, and tell hooks
    where it is. One that belongs to another repository than the notebook's says nothing here.
    """
    if "GIT_INDEX_FILE" not in os.environ:
        return None
    asked = ("rev-parse", "--path-format=absolute", "--absolute-git-dir")
    try:
        told = _run(os.getcwd(), (*asked, "--git-path", "index"), dict(os.environ))
        own = run(root, *asked)
    except GitError:
        return None
    if told.startswith(b"--"):
        raise GitError("git 2.31 or newer is needed to find the index of a commit")
    folder, _, index = os.fsdecode(told).partition("\n")
    return index.removesuffix("\n") if folder == os.fsdecode(own).removesuffix("\n") else None


class Blobs:
    """One `git cat-file --batch`, asked for one blob after the other."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def read(self, blob: str) -> bytes | None:
        """The bytes of a blob; None if git does not have it."""
        if self._process is None or self._owner != os.getpid():
            # A forked worker that read from its parent's would get others' answers.
            self._process = start(self._root, "cat-file", "--batch")
            self._owner = os.getpid()
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{blob}\n".encode())
        stdin.flush()
        head = stdout.readline().split()
        if len(head) != 3:
            return None
        return stdout.read(int(head[2]) + 1)[:-1]

    def close(self) -> None:
        if self._process is not None and self._owner == os.getpid():
            self._process.communicate()
            self._process = None
