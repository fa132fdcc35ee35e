"""What is printed stands for what it is."""

from __future__ import annotations

import subprocess

import pytest

from recall_lint.base.text import printable, shell_command


@pytest.mark.parametrize(
    "word", ["a b", "it's", "\u202ea", "a\\\u202e'b'", "\x85\n", "caf\udce9\u200f", ""]
)
def test_a_shell_reads_a_command_back(word: str) -> None:
    command = shell_command(["printf", "%s", word])
    assert printable(command) == command
    typed = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert typed.stdout == word.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Adob\u200be", r"Adob\u200be"),
        ("soft\xadhyphen", r"soft\xadhyphen"),
        ("join\u2060ed \ufeff", r"join\u2060ed \ufeff"),
        ("\N{WOMAN}\u200d\N{PERSONAL COMPUTER} \u0645\u06cc\u200c\u062e", None),
        ("\N{BLACK HEART SUIT}\ufe0f", None),
    ],
)
def test_characters_without_width_are_shown(text: str, shown: str | None) -> None:
    assert printable(text) == (shown or text)
