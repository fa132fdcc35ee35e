"""Texts and edits."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recall_lint.base.model import Span
from recall_lint.base.problems import Edit
from recall_lint.fixes import patch


def edit(start: int, end: int, replacement: str) -> Edit:
    return Edit("a.md", Span(start, end), replacement)


def test_apply() -> None:
    edits = [edit(4, 5, "five"), edit(0, 1, "one"), edit(0, 1, "one")]
    assert patch.apply("1 2 5 6\r\n", edits) == "one 2 five 6\r\n"
    assert patch.apply("ab", [edit(1, 1, "-")]) == "a-b"


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(patch.OverlapError):
        patch.apply("abcd", [edit(0, 2, "x"), edit(1, 3, "y")])


@pytest.mark.parametrize(
    ("first", "second", "free"),
    [
        ((0, 2, "x"), (1, 3, "y"), False),
        ((1, 3, "x"), (0, 2, "y"), False),
        ((0, 2, "x"), (2, 3, "y"), True),
        ((2, 3, "x"), (0, 2, "y"), True),
        ((2, 2, "x"), (0, 2, "y"), True),
        ((0, 2, "x"), (0, 2, "x"), True),
        ((0, 2, "x"), (0, 2, "y"), False),
        ((0, 9, "x"), (3, 4, "y"), False),
        ((1, 1, "x"), (1, 1, "y"), False),
    ],
)
def test_taken_characters(
    first: tuple[int, int, str], second: tuple[int, int, str], free: bool
) -> None:
    taken = patch.OccupiedSpans()
    assert taken.take([edit(*first)])
    assert taken.take([edit(*second)]) is free


@given(st.text(), st.data())
def test_nothing_outside_the_spans_changes(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    edits = [
        edit(start, end, data.draw(st.text(max_size=4)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    after = patch.apply(text, edits)
    end = shift = 0
    for one in edits:
        assert after[end + shift : one.span.start + shift] == text[end : one.span.start]
        end = one.span.end
        shift += len(one.replacement) - (one.span.end - one.span.start)
    assert after[end + shift :] == text[end:]


def test_unified_diff() -> None:
    assert patch.unified_diff("n/a.md", "a\nb\n", "a\nc\n").splitlines() == [
        "--- a/n/a.md",
        "+++ b/n/a.md",
        "@@ -1,2 +1,2 @@",
        " a",
        "-b",
        "+c",
    ]
    assert patch.unified_diff("a.md", "b", "c").endswith(
        "-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"
    )
    assert patch.unified_diff("a.md", "b", "b") == ""
    assert patch.unified_diff("a.md", "a\rb\r\n", "a\rc\r\n").count("No newline") == 0


@pytest.mark.parametrize(
    "name",
    [
        "ü.md",
        "a b.md",
        "a\tb.md",
        "a\nb.md",
        'a"b.md',
        "a\\b.md",
        "a'b.md",
        "\udcfc.md",
        "\x01\x7f.md",
    ],
)
def test_git_applies_a_diff_whatever_a_file_is_called(tmp_path: Path, name: str) -> None:
    file = tmp_path / "n m" / name
    file.parent.mkdir()
    file.write_text("a\n")
    diff = patch.unified_diff(f"n m/{name}", "a\n", "b\n")
    command = ["git", "apply"]
    subprocess.run(command, cwd=tmp_path, input=os.fsencode(diff), check=True)
    assert file.read_text() == "b\n"
    diff = patch.unified_diff(f"n m/{name}", "b\n", "c\n", f"n m/1 {name}")
    subprocess.run(command, cwd=tmp_path, input=os.fsencode(diff), check=True)
    assert [each.read_text() for each in file.parent.iterdir()] == ["c\n"]
