"""Text on standard input in place of a file of the notebook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.commands.test_check import make, run
from tests.sources.test_files import git


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make(
        tmp_path,
        {
            ".recall-lint.toml": "",
            "Notes/A.md": "# A thing\nText.\n[x](#gone)\n",
            "Recall/A.md": "1. What? [Reread](../Notes/A.md#gone)\n",
        },
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(file: str, text: str, *arguments: str) -> list[str]:
    result = run("-f", "concise", "--stdin-filename", file, *arguments, "-", text=text.encode())
    return [line.partition(" (")[0] for line in result.stdout.splitlines()]


def test_it_takes_the_place_of_a_file_and_only_its_problems_are_told(notebook: Path) -> None:
    before = (notebook / "Recall/A.md").read_text()
    for name in ("Recall/A.md", str(notebook / "Recall/A.md"), "Notes/../Recall/A.md"):
        assert said(name, "1. What?\n   [a](../Notes/A.md#a-thing) [b](b.md)\n") == [
            "Recall/A.md:2:35: error: RL101 missing-file: file not found: Recall/b.md"
        ]
    assert said("Recall/A.md", "1. What? [a](../Notes/A.md#a-thing)\n") == []
    assert (notebook / "Recall/A.md").read_text() == before
    # The next run reports the file on disk.
    assert run("-f", "concise").stdout.count("RL102") == 2


@pytest.mark.parametrize("file", ["Recall/New.md", "deep/er/Recall/New.md", "New recall.md"])
@pytest.mark.parametrize("by_git", [False, True])
def test_a_new_file_knows_itself(notebook: Path, file: str, by_git: bool) -> None:
    if by_git:
        git(notebook, "init", "-q")
        git(notebook, "add", ".")
    name = file.rpartition("/")[2].replace(" ", "%20")
    text = f"# Top\n1. What? [a]({name}#top) [b](#top) [c]({name}) [d](#no) [e]({name}#no)\n2. X?\n"
    codes = [code for line in said(file, text) for code in re.findall(r"RL\d+", line)]
    assert codes == ["RL102", "RL102", "RL301"]
    assert not (notebook / file).exists()


def test_a_new_file_in_other_letter_case(notebook: Path) -> None:
    assert notebook
    assert said("notes/a.md", "# B\n[b](a.md#b)\n") == []


def test_an_alias_is_the_file_that_it_leads_to(notebook: Path) -> None:
    (notebook / "alias.md").symlink_to("Recall/A.md")
    (line,) = said("alias.md", "1. What?\n")
    assert line.startswith("Recall/A.md:1:4: error: RL301")


def test_the_mended_text_is_printed_byte_for_byte(notebook: Path) -> None:
    text = b"\xef\xbb\xbf1. Caf\xe9? [R](../Notes/A.md#A-Thing)\r\n2. X? [gone](gone.md)\r\n"
    result = run("--fix", "--stdin-filename", "Recall/A.md", "-", text=text)
    assert result.stdout_bytes == text.replace(b"A-Thing", b"a-thing")
    assert result.exit_code == 1
    assert "RL101 missing-file" in result.stderr
    assert "RL104" not in result.stderr
    assert "fixed 1 problem in 1 file" in result.stderr
    assert "gone" in (notebook / "Recall/A.md").read_text()
    counted = run("--fix", "--statistics", "--stdin-filename", "Recall/A.md", "-", text=text)
    assert counted.stdout_bytes == result.stdout_bytes
    assert counted.stderr.startswith("1  error    RL101  missing-file\n")
    diff = run("--diff", "--stdin-filename", "Recall/A.md", "-", text=text)
    assert diff.stdout_bytes.startswith(b"--- a/Recall/A.md\n+++ b/Recall/A.md\n")
    assert diff.exit_code == 1


@pytest.mark.usefixtures("notebook")
@pytest.mark.parametrize("text", [b"", b"\n", b"\r", b"\xff\xfe\x00", b"1. X? [a](../Notes/A.md)"])
def test_what_needs_no_mending_is_printed_as_it_is(text: bytes) -> None:
    result = run("--fix", "--stdin-filename", "Recall/A.md", "-", text=text)
    assert result.stdout_bytes == text


@pytest.mark.usefixtures("notebook")
def test_an_excluded_file_is_not_checked() -> None:
    options = ("--exclude", "Notes/", "--stdin-filename", "Notes/A.md", "-")
    result = run(*options, text=b"[a](gone.md)\n")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "note: Notes/A.md is excluded and was not checked" in result.stderr
    assert run(*options, "--fix", text=b"[a](#X)").stdout == "[a](#X)"


@pytest.mark.usefixtures("notebook")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-",), "requires `--stdin-filename FILE`"),
        (("-", "Notes"), "must be used together, without other paths"),
        (("--stdin-filename", "Notes/A.md"), "must be used together"),
        (("--stdin-filename", "Notes/A.md", "-", "-"), "must be used together"),
        (("--stdin-filename", "tool.py", "-"), "tool.py is not a Markdown file"),
        (("--stdin-filename", "", "-"), "empty value"),
        (("--stdin-filename", "Notes", "-"), "is not a Markdown file"),
    ],
)
def test_usage_errors(arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments, text=b"[a](gone.md)\n")
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_a_link_that_leads_out_of_the_notebook(notebook: Path) -> None:
    outside = notebook.parent / "outside.md"
    outside.write_text("# Out\n")
    (notebook / "out.md").symlink_to(outside)
    (line,) = said("out.md", "[a](gone.md)\n")
    assert line.startswith("out.md:1:5: error: RL101")


def test_history_of_lines_that_were_never_committed(notebook: Path) -> None:
    git(notebook, "init", "-q")
    git(notebook, "add", ".")
    who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    git(notebook, *who, "commit", "-q", "-m", "a")
    make(notebook, {"Notes/A.md": "# Another thing\nText.\n"})
    git(notebook, *who, "commit", "-q", "-a", "-m", "b")
    text = "1. What? [R](../Notes/A.md#a-thing) [s](../Notes/A.md#another-thing)\n"
    for file in ("Recall/A.md", "Recall/New.md"):
        (line,) = said(file, text)
        assert "RL111 renamed-section" in line
