"""Known, new and fixed problems."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from recall_lint.cli import main
from recall_lint.linter.baseline import BaselineError, Entry, compare, dumps, entries, loads
from recall_lint.sources import files
from tests.literate import ROOT, Case, lint_texts
from tests.reporters.samples import CASES, HOSTILE

SCHEMA = json.loads((ROOT / "docs" / "baseline.schema.json").read_text("utf-8"))
PAGE = "1. What? [Reread](../Notes/A.md#gone)\n2. No link\n"
FILES = {"Notes/A.md": "# A\nText.\n[x](#gone)\n", "Recall/A.md": PAGE}
FILE = ".recall-lint-baseline.json"


def told(entry: Entry) -> tuple[str, str]:
    return entry.path, entry.code


def everything(entry: Entry) -> bool:
    return True


def test_nothing_is_new_in_the_same_report() -> None:
    report = lint_texts(FILES)
    found, known, gone = compare(report, entries(report), everything)
    assert (found.diagnostics, known, gone) == ((), 3, ())
    assert found.files == report.files


def test_moved_lines_stay_known_and_new_problems_are_new() -> None:
    page = "# Head\n\n[y](../Notes/B.md)\n\n8. No link\n9. What? [Reread](../Notes/A.md#gone)\n"
    found, known, gone = compare(
        lint_texts(FILES | {"Recall/A.md": page}), entries(lint_texts(FILES)), everything
    )
    assert [(d.code, d.problem.path) for d in found.diagnostics] == [("RL101", "Recall/A.md")]
    assert (known, gone) == (3, ())


def test_what_is_gone_was_asked_for() -> None:
    before = entries(lint_texts(FILES))
    after = lint_texts(FILES | {"Recall/A.md": ""})
    gone = [("Recall/A.md", "RL102"), ("Recall/A.md", "RL301")]
    assert [told(entry) for entry in compare(after, before, everything).gone] == gone
    assert compare(after, before, lambda entry: entry.code == "RL1").gone == ()


def test_of_equal_problems_as_many_are_known_as_there_were() -> None:
    line = "[a](gone.md)\n"
    before = entries(lint_texts({"a.md": line * 2}))
    found, known, _ = compare(lint_texts({"a.md": line * 3}), before, everything)
    assert (len(found.diagnostics), known) == (1, 2)
    assert len(compare(lint_texts({"a.md": line}), before, everything).gone) == 1


@pytest.mark.parametrize("case", CASES)
def test_every_case_fits_the_schema_and_comes_back(case: Case) -> None:
    known = entries(case.report())
    text = dumps(known)
    Draft202012Validator(SCHEMA).validate(json.loads(text))
    assert loads(text) == known


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_bytes_that_are_no_utf_8_come_back() -> None:
    known = entries(lint_texts(HOSTILE))
    assert loads(dumps(known).encode().decode()) == known


@given(st.lists(st.builds(Entry, st.text(), st.text(), st.text(), st.text(), st.text())))
def test_any_entry_comes_back(known: list[Entry]) -> None:
    assert loads(dumps(known)) == tuple(sorted(set(known)))


ROW = '{"path": "a", "code": "b", "subject": "c", "fingerprint": "d"}'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "invalid JSON: Expecting value: line 1"),
        ("[" * 100_000, "invalid JSON"),
        ("[]", "`version` is missing"),
        ("{}", "`version` is missing"),
        ('{"version": 1}', "unsupported baseline version 1 "),
        ('{"version": 2}', "`problems` must be a list"),
        ('{"version": 2, "problems": [1]}', "expected each problem to be an object, found 1"),
        ('{"version": 2, "problems": [{}]}', "`path` is missing"),
        (
            f'{{"version": 2, "problems": [{ROW[:-1]}, "question": 1}}]}}',
            "`question` must be a string",
        ),
    ],
)
def test_what_is_no_baseline(text: str, words: str) -> None:
    with pytest.raises(BaselineError, match=words):
        loads(text)


def test_a_question_may_be_left_out() -> None:
    assert loads(f'{{"version": 2, "problems": [{ROW}]}}') == (Entry("a", "b", "", "c", "d"),)


# Whole runs.


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), prog_name="recall-lint")


def make(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make(tmp_path, {".recall-lint.toml": "", **FILES})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_run_reports_what_is_new(notebook: Path) -> None:
    written = run("baseline")
    assert (written.exit_code, written.stdout) == (0, "")
    assert f"recorded 3 problems in {notebook / FILE}" in written.stderr
    text = (notebook / FILE).read_text()
    assert "line" not in text
    clean = run("--baseline", FILE)
    assert (clean.exit_code, clean.stdout) == (0, "")
    assert f"3 problems in baseline {FILE} not shown" in clean.stderr
    make(notebook, {"Recall/A.md": f"[x](gone.md)\n\n{PAGE}"})
    for _ in range(2):
        new = run("--baseline", FILE, "-f", "concise")
        assert (new.exit_code, len(new.stdout.splitlines())) == (1, 1)
    assert len(run("-f", "concise").stdout.splitlines()) == 4


def test_a_run_says_what_is_gone(notebook: Path) -> None:
    run("baseline")
    before = (notebook / FILE).read_text()
    make(notebook, {"Recall/A.md": "1. What? [Reread](../Notes/A.md)\n"})
    result = run("--baseline", FILE)
    assert result.exit_code == 0
    assert (
        "recall-lint: note: fixed since the baseline: Recall/A.md: RL301: No link\n"
        in result.stderr
    )
    assert (
        f"baseline {FILE}: 2 entries no longer occur; update it with `recall-lint baseline`\n"
        in result.stderr
    )
    assert "gone" not in run("--baseline", FILE, "Notes").stderr
    assert (
        f"baseline {FILE}: 1 entry no longer occurs"
        in run("--baseline", FILE, "--select", "RL3").stderr
    )
    (notebook / "Recall" / "A.md").unlink()
    assert f"baseline {FILE}: 2 entries no longer occur" in run("--baseline", FILE, "Recall").stderr
    run("baseline", "Notes")
    assert (notebook / FILE).read_text() == before
    assert "recorded 1 problem in " in run("baseline").stderr


def test_without_history_its_entries_are_not_gone(notebook: Path) -> None:
    row = {"path": "Notes/A.md", "question": None, "subject": "x", "fingerprint": "0"}
    problems = [{"code": code, **row} for code in ("RL115", "RL104")]
    make(notebook, {FILE: json.dumps({"version": 2, "problems": problems})})
    assert "1 entry no longer occurs" in run("--baseline", FILE, "--no-history").stderr
    assert "2 entries no longer occur" in run("--baseline", FILE).stderr


def test_the_configuration_may_name_it(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(notebook, {".recall-lint.toml": 'baseline = "known.json"\n'})
    monkeypatch.chdir(notebook / "Notes")
    missing = run()
    assert missing.exit_code == 2
    assert f"baseline {notebook / 'known.json'} not found; create it" in missing.stderr
    assert run("baseline", "..").exit_code == 0
    assert not (notebook / FILE).exists()
    assert run("..").exit_code == 0
    assert run("baseline", "..", "-o", "mine.json").exit_code == 0
    assert (notebook / "Notes" / "mine.json").read_text() == (notebook / "known.json").read_text()


def test_known_problems_are_not_mended(notebook: Path) -> None:
    make(notebook, {"Notes/A.md": "# A\nText.\n[x](#A)\n"})
    run("baseline")
    make(notebook, {"Notes/A.md": "# A\nText.\n[x](#A)\n[y](../notes/A.md)\n"})
    assert run("--baseline", FILE, "--fix").exit_code == 0
    assert (notebook / "Notes" / "A.md").read_text() == "# A\nText.\n[x](#A)\n[y](../Notes/A.md)\n"
    assert run("--baseline", FILE, "--diff").stdout == ""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "known.json: invalid JSON"),
        (
            b'{"version": 9, "problems": []}',
            "unsupported baseline version 9 (expected 2); restore the file, or",
        ),
        (b"\xff", "known.json is not valid UTF-8"),
    ],
)
def test_what_is_no_baseline_is_a_mistake_and_not_overwritten(
    notebook: Path, data: bytes, words: str
) -> None:
    (notebook / "known.json").write_bytes(data)
    for arguments in (("--baseline", "known.json"), ("baseline", "-o", "known.json")):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert words in result.stderr
    assert (notebook / "known.json").read_bytes() == data


@pytest.mark.usefixtures("notebook")
def test_a_baseline_that_cannot_be_read_or_written() -> None:
    assert "failed to read baseline Notes: " in run("--baseline", "Notes").stderr
    result = run("baseline", "-o", "Gone/known.json")
    assert result.exit_code == 2
    assert "failed to write Gone/known.json: " in result.stderr


def test_a_file_that_cannot_be_read_makes_no_baseline(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(root: str, path: str) -> bytes:
        raise files.UnreadableError(f"failed to read {path}: Permission denied")

    make(notebook, {"Notes/B.md": ""})
    monkeypatch.setattr(files, "read", refuse)
    result = run("baseline")
    assert result.exit_code == 2
    assert "Notes/B.md" in result.stderr
    assert not (notebook / FILE).exists()


def test_a_full_disk_leaves_the_old_baseline(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("baseline")
    before = (notebook / FILE).read_text()
    (notebook / "Recall" / "B.md").write_text("1. No link\n")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run("baseline")
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert (notebook / FILE).read_text() == before
    assert {path.name for path in notebook.iterdir()} == {
        FILE,
        ".recall-lint.toml",
        "Notes",
        "Recall",
    }
