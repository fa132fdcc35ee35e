"""Long-running git processes that answer one question after another."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from io import BufferedReader
from typing import Final

from recall_lint.base import git

_MARK: Final = b"?" + os.urandom(8).hex().encode()
"""A name that does not exist in any repository: git echoes it after earlier answers."""


class Filter:
    """A running git process that reads questions line by line, and echoes an unknown line."""

    def __init__(self, root: str, *arguments: str) -> None:
        self._root = root
        self._arguments = arguments
        self._running = _Running(root, *arguments)

    def ask(self, questions: bytes) -> Iterator[bytes]:
        """The lines of git's answer to some lines, which must fit into a pipe; raises GitError.

        An answer may be larger than the repository: it is never in memory as a whole.
        """
        stdout = self._running.ask(b"%b%b\n" % (questions, _MARK))
        printed = 0
        for line in stdout:
            if line == _MARK + b"\n":
                return
            printed += 1
            yield line
        # git exits if it cannot fetch a blob that a partial clone omitted; run alone, it gives the
        # reason.
        self.close()
        again = git.run(self._root, *self._arguments, given=questions)
        yield from again.splitlines(keepends=True)[printed:]

    def close(self) -> None:
        self._running.close()


class Blobs:
    """`git cat-file --batch`, one blob at a time."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._stored = _Running(root, "cat-file", "--batch")
        self._written = _Running(root, "cat-file", "--batch", "--filters")

    def read(self, blob: str, path: str = "") -> bytes | None:
        """The bytes of a blob; None if it is missing, GitError if git fails.

        With a path, the bytes that git would write to that file in the work tree.
        """
        return self._read_written(blob, path) if path else self._read_stored(blob)

    def _read_stored(self, blob: str) -> bytes | None:
        stdout = self._stored.ask(f"{blob}\n".encode())
        head = stdout.readline().split()
        if not head:
            # git exits if it cannot fetch a blob that a partial clone omitted; run alone, it gives
            # the reason.
            self._stored.close()
            return git.run(self._root, "cat-file", "blob", blob)
        if len(head) != 3:
            return None
        return stdout.read(int(head[2]) + 1)[:-1]

    def _read_written(self, blob: str, path: str) -> bytes:
        full = self._prefix + path
        if "\n" not in full:
            # git prints the size before conversion, so the answer to the marker ends the bytes.
            stdout = self._written.ask(os.fsencode(f"{blob} {full}\n") + _MARK + b"\n")
            head = stdout.readline().split()
            end = _MARK + b" missing\n"
            lines = []
            while (line := stdout.readline()) and line != end:
                lines.append(line)
            if line and len(head) == 3:
                return b"".join(lines)[:-1]
            self._written.close()
        return git.run(self._root, "cat-file", "--filters", f"--path={full}", blob)

    @cached_property
    def _prefix(self) -> str:
        """The folder, relative to the top of the work tree."""
        return os.fsdecode(git.run(self._root, "rev-parse", "--show-prefix")).removesuffix("\n")

    def close(self) -> None:
        self._stored.close()
        self._written.close()


class _Running:
    """A running git process, started on first use."""

    def __init__(self, root: str, *arguments: str) -> None:
        self._root = root
        self._arguments = arguments
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, question: bytes) -> BufferedReader:
        """The stream to read the answer from; at its end if git has exited."""
        if self._process is None or self._owner != os.getpid():
            # A forked worker that shared its parent's process would read answers meant for others.
            self._process = git.start(self._root, *self._arguments)
            self._owner = os.getpid()
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert isinstance(stdout, BufferedReader)
        with suppress(BrokenPipeError):
            stdin.write(question)
            stdin.flush()
        return stdout

    def close(self) -> None:
        if self._process is not None and self._owner == os.getpid():
            with suppress(BrokenPipeError):
                self._process.communicate()
            self._process = None
