"""No file outside the notebook's repository is read or written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from recall_lint.cli import main
from tests.literate import ROOT

TEXT = "# Secret 4711\n\nThe word is 4711.\n"
MARK = "4711"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file that the user of the linter did not name."""
    file = tmp_path / "outside" / "secret.md"
    file.parent.mkdir()
    file.write_text(TEXT)
    return file


@pytest.fixture
def notebook(tmp_path: Path, outside: Path) -> Path:
    """A notebook that names the file in every possible way."""
    root = tmp_path / "notebook"
    texts = {
        "Recall/Q.md": (
            "1. What is the word? [a](../Notes/out.md#secret)\n"
            f"2. What is it? [b](../../outside/secret.md#secret) [c]({outside}#secret)\n"
            "3. And? [d](../folder/secret.md#secret) ![e](../folder/secret.md)\n"
            "4. Word? [f](<file://{outside}#secret>) [[../outside/secret#secret]] ![[secret]]\n"
        ),
        "Notes/In.md": "# In\n\n{{#include ../../outside/secret.md}}\n{% include_relative x %}\n",
        "mkdocs.yml": "site_name: x\ndocs_dir: ../outside\nINHERIT: ../outside/secret.md\n",
        "book.toml": '[book]\nsrc = "../outside"\n',
        "_config.yml": "source: ../outside\nincludes_dir: ../outside\n",
        "hugo.toml": 'contentDir = "../outside"\n[module]\n[[module.mounts]]\n'
        f'source = "{outside.parent}"\ntarget = "content"\n',
        "docusaurus.config.js": (
            "import x from '../outside/secret.md';\n"
            "export default { presets: [['classic', { docs: { path: '../outside' } }]] };\n"
            "require('fs').writeFileSync('../outside/trace', '');\n"
        ),
        ".vitepress/config.ts": "export default { srcDir: '../outside' }\n",
        "src/SUMMARY.md": "- [x](../../outside/secret.md)\n",
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (root / "Notes/out.md").symlink_to(outside)
    (root / "Notes/config.yml").symlink_to(outside)
    (root / "folder").symlink_to(outside.parent)
    return root


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-m", "recall_lint", *arguments),
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("by_git", [True, False])
@pytest.mark.parametrize(
    "line",
    [
        "check -v -f json",
        "check --fix --unsafe-fixes -f json",
        "check --diff --unsafe-fixes",
        "answer word",
        "coverage",
        "questions --format csv",
        "explain Recall/Q.md:2",
        "sites --format json",
        "report -o page.html",
        "baseline",
        "rename Notes/In.md ../outside/In.md",
        "rename ../outside/secret.md Notes/Mine.md",
    ],
)
def test_what_lies_elsewhere_is_neither_read_nor_written(
    notebook: Path, outside: Path, line: str, by_git: bool
) -> None:
    if by_git:
        subprocess.run(["git", "init", "-q", "."], cwd=notebook, check=True)
        subprocess.run(["git", "add", "-A"], cwd=notebook, check=True)
    done = run(notebook, *line.split())
    assert done.returncode in {0, 1, 2}, done.stderr
    assert MARK not in done.stdout + done.stderr
    page = notebook / "page.html"
    assert not page.exists() or MARK not in page.read_text()
    assert [each.name for each in outside.parent.iterdir()] == ["secret.md"]
    assert outside.read_text() == TEXT


def test_a_configuration_cannot_name_a_baseline_elsewhere(notebook: Path, outside: Path) -> None:
    for name in ("../outside/new.json", str(outside.parent / "new.json"), "a/../../outside/x"):
        (notebook / ".recall-lint.toml").write_text(f'baseline = "{name}"\n')
        done = run(notebook, "baseline")
        assert done.returncode == 2
        assert "`baseline` must be in the notebook" in done.stderr
    (notebook / ".recall-lint.toml").write_text('baseline = "folder/new.json"\n')
    assert run(notebook, "baseline").returncode == 2
    assert [each.name for each in outside.parent.iterdir()] == ["secret.md"]


@pytest.mark.parametrize("what", ["text", "nothing", "empty file", "database"])
@pytest.mark.parametrize(
    "name",
    [
        "",
        "notebook.sqlite3",
        "notebook.sqlite3-journal",
        "notebook.sqlite3-wal",
        "README.md",
        ".gitignore",
    ],
)
def test_a_cache_that_leads_elsewhere_is_not_used(
    notebook: Path, outside: Path, name: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RECALL_LINT_CACHE_DIR")
    monkeypatch.chdir(notebook)
    if name and what != "text":
        outside.unlink()
    if name and what == "empty file":
        outside.touch()
    elif name and what == "database":
        with closing(sqlite3.connect(outside)) as connection:
            connection.execute("CREATE TABLE documents (id TEXT)")
            connection.execute("INSERT INTO documents VALUES ('dear')")
            connection.commit()
    before = {each.name: each.read_bytes() for each in outside.parent.iterdir()}
    link = notebook / ".recall-lint_cache" / name
    if name:
        link.parent.mkdir()
    link.symlink_to(outside if name else outside.parent)
    (notebook / ".recall-lint.toml").touch()
    plain = CliRunner().invoke(main, ["--no-cache", "-f", "json"]).stdout
    for _ in range(2):
        assert CliRunner().invoke(main, ["-f", "json"]).stdout == plain
    assert CliRunner().invoke(main, ["clean"]).exit_code == 0
    assert {each.name: each.read_bytes() for each in outside.parent.iterdir()} == before
    assert not (notebook / ".recall-lint_cache").exists()
