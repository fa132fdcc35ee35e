"""Completion with the Tab key, in real shells where they are installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from recall_lint.cli import main
from recall_lint.cli.commands import NAMES
from recall_lint.rules import RULES
from tests.literate import ROOT

DOCUMENTED = dict(
    re.findall(
        r"```(bash|zsh|fish)\n(.*?)\n```",
        (ROOT / "docs" / "completion.md").read_text("utf-8"),
        re.DOTALL,
    )
)
"""By shell, the commands that set completion up."""

BASH = """
compopt() {{ echo files; }}
{setup}
complete -p recall-lint > /dev/null || exit 1
COMP_WORDS=({words}) COMP_CWORD=$(({count} - 1)) COMPREPLY=()
_recall_lint_completion recall-lint
printf '%s\\n' "${{COMPREPLY[@]}}"
"""

# Outside its line editor zsh completes nothing: the script's additions are printed instead.
ZSH = """
compdef() {{ :; }}
_path_files() {{ echo files; }}
_describe() {{ print -l -- ${{(P)3}} }}
compadd() {{ print -l -- ${{(P)@[-1]}} }}
{setup}
words=({words}) CURRENT={count}
_recall_lint_completion
"""

FISH = """
set -gx HOME $PWD
mkdir -p .config/fish/completions
{setup}
source .config/fish/completions/recall-lint.fish
complete -C "{line}"
"""


def offered(shell: str, line: str, folder: Path) -> list[str]:
    """The completions of a shell at the end of a line, without descriptions."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    words = line.split(" ")
    script = {"bash": BASH, "zsh": ZSH, "fish": FISH}[shell].format(
        setup=DOCUMENTED[shell],
        words=" ".join(word or "''" for word in words),
        count=len(words),
        line=line,
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    options = ["-f"] if shell == "zsh" else ["--noprofile", "--norc"] if shell == "bash" else []
    done = subprocess.run(
        [program, *options, "-c", script],
        cwd=folder,
        env={"PATH": path, "HOME": str(folder), "TERM": "dumb"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return [re.split(r"\t|(?<=[a-z0-9]):", each)[0] for each in done.stdout.splitlines() if each]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_in_a_shell(shell: str, tmp_path: Path) -> None:
    (tmp_path / "Quiz.md").touch()
    assert offered(shell, "recall-lint --sel", tmp_path) == ["--select"]
    assert offered(shell, "recall-lint --select RL10", tmp_path)[:2] == ["RL101", "RL102"]
    assert offered(shell, "recall-lint rule untracked", tmp_path) == ["untracked-target"]
    assert "rename" in offered(shell, "recall-lint ren", tmp_path)
    paths = ["Quiz.md"] if shell == "fish" else ["files"]
    assert offered(shell, "recall-lint Notes Q", tmp_path) == paths


def completions(*words: str) -> list[str]:
    """The completions for the last word, for any shell; `<file>` for files."""
    *before, last = words
    found = ShellComplete(main, {}, "recall-lint", "").get_completions(before, last)
    return ["<file>" if item.type == "file" else item.value for item in found]


def test_what_may_come_first() -> None:
    assert completions("") == ["<file>", *NAMES]
    assert completions("--vers") == ["--version"]
    assert completions("--fi") == ["--fix"]
    assert completions("Notes", "--fi") == ["--fix"]
    assert completions("Notes", "") == ["<file>"]


def test_rules() -> None:
    every = [rule.CODE for rule in RULES] + [rule.NAME for rule in RULES]
    for words in (
        ("--select", ""),
        ("--extend-select", ""),
        ("check", "--ignore", ""),
        ("rule", ""),
    ):
        assert completions(*words) == every
    assert completions("--select", "RL1,untr") == ["RL1,untracked-target"]


def test_every_command_completes() -> None:
    for name in main.commands:
        assert completions(name, ""), name
