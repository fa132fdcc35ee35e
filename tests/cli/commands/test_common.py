"""Shared behavior of all commands on a notebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from recall_lint.cli import main
from recall_lint.sources import files

_READ = files.read


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A notebook with a file that cannot be read."""

    def read(root: str, path: str) -> bytes:
        if path == "Closed.md":
            raise files.UnreadableError(f"failed to read {path}: Permission denied")
        return _READ(root, path)

    (tmp_path / "A.md").write_text("# A\nText.\n\n[x](B.md#b)\n[y](Closed.md#c)\n")
    (tmp_path / "B.md").write_text("# B\nText.\n")
    (tmp_path / "Closed.md").touch()
    monkeypatch.setattr(files, "read", read)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        "check",
        "baseline",
        "answer text",
        "coverage",
        "coverage --fail-under 100",
        "explain A.md:4",
        "impact B.md#b",
        "questions",
        "report",
        "show A.md",
        "sites",
        "init",
        "rename B.md#b C",
        "rename B.md C.md",
    ],
)
def test_a_file_that_cannot_be_read_is_named_by_every_command(notebook: Path, line: str) -> None:
    result = CliRunner().invoke(main, line.split())
    assert result.exit_code == 2
    told = "recall-lint: error: failed to read Closed.md: Permission denied\n"
    assert result.stderr.count(told) == 1
    if line.startswith("rename"):
        assert "nothing was changed" in result.stderr
        assert (notebook / "B.md").read_text() == "# B\nText.\n"
    else:
        assert "nothing was changed" not in result.stderr
