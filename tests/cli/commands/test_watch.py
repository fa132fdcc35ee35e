"""`--watch`: changes in the results when files change."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from recall_lint.cli import main

NOTE = "# Rings\n\nIce.\n"
PAGE = "1. What are they? [Reread](../Notes/A.md#rings)\n2. And? [Reread](../Notes/A.md#gone)\n"


# When tests run in the background, Ctrl-C would be ignored.
PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from recall_lint.__main__ import main
main()
"""


class Watch:
    """A running `recall-lint --watch`, and its output."""

    def __init__(self, root: Path, *options: str) -> None:
        self.root = root
        environment = {**os.environ, "RECALL_LINT_CACHE_DIR": str(root.parent / "cache")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "--watch", "--no-history", *options],
            cwd=root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._text = ""
        self._seen = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._text += line

    def until(self, pattern: str) -> str:
        """The output since the last call, up to a match."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            m = re.compile(pattern).search(self._text, self._seen)
            if m:
                found = self._text[self._seen : m.end()]
                self._seen = m.end()
                return found
            time.sleep(0.02)
        raise AssertionError(f"no {pattern!r} in {self._text[self._seen :]!r}")

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=30)
        self._reader.join()
        return code

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "notebook"
    for name, text in {".recall-lint.toml": "", "Notes/A.md": NOTE, "Recall/A.md": PAGE}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


@pytest.fixture
def watch(root: Path) -> Iterator[Watch]:
    running = Watch(root)
    yield running
    running.kill()


def replace(file: Path, text: str) -> None:
    """Write a file like editors do: a new file is renamed to it."""
    new = file.with_suffix(".tmp")
    new.write_text(text)
    new.rename(file)


def test_what_changed_in_the_verdict(watch: Watch) -> None:
    note, page = watch.root / "Notes/A.md", watch.root / "Recall/A.md"
    assert "no section `gone`" in watch.until("watching for changes; stop with Ctrl-C\n")
    replace(note, NOTE.replace("Rings", "Moons"))
    said = watch.until("1 new; 2 errors now\n")
    assert re.match(r"\[\d\d:\d\d:\d\d\] Notes/A.md changed\n", said)
    assert "no section `rings`" in said
    assert "no section `gone`" not in said
    replace(note, NOTE)
    assert "fixed: Recall/A.md:1: RL102 missing-section\n" in watch.until("1 fixed; 1 error now\n")
    replace(page, f"\n{PAGE}")
    watch.until("nothing new; 1 error now\n")
    replace(page, "1. What are they? [Reread](../Notes/A.md#rings)\n")
    watch.until("1 fixed; no problems now\n")
    assert watch.interrupt() == 0


def test_it_survives_what_does_not_last(watch: Watch) -> None:
    configuration, notes = watch.root / ".recall-lint.toml", watch.root / "Notes"
    watch.until("watching for changes")
    configuration.write_text("[half")
    watch.until("invalid TOML")
    configuration.write_text("")
    watch.until("nothing new; 1 error now\n")
    shutil.move(notes, watch.root.parent / "away")
    watch.until("1 new; 2 errors now\n")
    shutil.move(watch.root.parent / "away", notes)
    watch.until("1 fixed; 1 error now\n")
    shutil.move(watch.root, watch.root.parent / "elsewhere")
    watch.until("notebook changed\n")
    (watch.root.parent / "elsewhere/Recall/A.md").write_text("")
    shutil.move(watch.root.parent / "elsewhere", watch.root)
    watch.until("1 fixed; no problems now\n")
    # This may be about the time when the folder was moved away.
    replace(notes / "A.md", f"{NOTE}More.\n")
    watch.until("nothing new; no problems now\n")
    assert watch.interrupt() == 0


def test_the_exit_code_is_the_last_verdict_s(watch: Watch) -> None:
    watch.until("watching for changes")
    assert watch.interrupt() == 1


def test_clear_reports_everything_again(root: Path) -> None:
    running = Watch(root, "--clear", "--format", "concise")
    first = running.until("watching for changes; stop with Ctrl-C\n")
    (root / "Notes/B.md").write_text("# B\n")
    again = running.until(r"checked .*\n|1 error in .*\n")
    assert "Recall/A.md:2:18: error: RL102" in first
    assert "Recall/A.md:2:18: error: RL102" in again
    assert running.interrupt() == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--watch", "--fix"), "`--watch` and `--fix` cannot be combined"),
        (("--watch", "--since", "HEAD"), "`--watch` and `--since` cannot be combined"),
        (("--watch", "-"), "`--watch` cannot read standard input"),
        (("--watch", "-f", "json"), "only human and concise output"),
        (("--watch", "-f", "concise:x"), "only human and concise output"),
        (("--clear",), "`--clear` requires `--watch`"),
    ],
)
def test_options_that_make_no_sense(options: tuple[str, ...], words: str) -> None:
    result = CliRunner().invoke(main, list(options), prog_name="recall-lint")
    assert (result.exit_code, words in result.stderr) == (2, True), result.stderr


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    result = CliRunner().invoke(main, ["--watch"], prog_name="recall-lint")
    assert result.exit_code == 2
    assert "pip install 'recall-lint[watch]'" in result.stderr
