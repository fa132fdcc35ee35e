"""The effective configuration, which can be pasted into a file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recall_lint.base.config import Choices, Config
from recall_lint.cli.commands._settings import toml
from recall_lint.config.load import KEYS, load
from recall_lint.config.roots import root_of
from recall_lint.run.startup import ProjectSettings, read_settings
from recall_lint.sites.publication import Publication
from tests.cli.commands.test_check import make, run
from tests.reporters.samples import match

FILE = """\
recall = ["Quiz/"]
exclude = ["Drafts/"]
ignore = ["RL304"]
extend-select = ["stale-question"]
per-file-ignores = { "Old/" = ["RL2", "missing-section"] }
fail-on = "warning"
"""


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make(tmp_path, {".recall-lint.toml": FILE, "mkdocs.yml": "", "a.md": "[x](gone.md)\n"})
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RECALL_LINT_CACHE_DIR")
    return tmp_path


def test_snapshot(notebook: Path, snapshot: Any) -> None:
    line = ("--ignore", "RL1", "--exclude", "*.draft.md", "--fail-on", "never")
    result = run("--show-settings", *line)
    assert (result.exit_code, result.stderr) == (0, "")
    assert not (notebook / ".recall-lint_cache").exists()
    match(snapshot, result.stdout.replace(str(notebook), "FOLDER"), "settings.txt")


def test_what_is_shown_means_the_same_when_it_is_pasted(notebook: Path) -> None:
    shown = run("--show-settings", "--ignore", "RL3", "--exclude", "b.md").stdout
    assert list(tomllib.loads(shown)) == list(KEYS)
    (notebook / ".recall-lint.toml").write_text(shown)
    again = run("--show-settings").stdout
    assert tomllib.loads(again) == tomllib.loads(shown)
    assert "# command line" not in again
    config = load(str(notebook / ".recall-lint.toml"))
    assert config.exclude == ("Drafts/", "b.md")
    assert config.ignore == ("RL304", "RL3", "RL305")


def test_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = run("--show-settings", "--no-cache").stdout
    assert "# configuration: none\n# cache: none\n" in shown
    assert 'surfaces = ["github"] # no site configuration found: assuming GitHub\n' in shown
    assert shown.count("# default") == len(KEYS) - 1
    (tmp_path / ".recall-lint.toml").write_text(shown)
    assert load(str(tmp_path / ".recall-lint.toml")).placeholder_patterns == (
        Config().placeholder_patterns
    )


@pytest.mark.usefixtures("notebook")
def test_mistakes_are_mistakes() -> None:
    result = run("--show-settings", "--select", "RL8")
    assert (result.exit_code, result.stdout) == (2, "")


words = st.text(st.characters(codec="utf-8") | st.sampled_from("\"\\'#\n\x7f\x00\x85"), min_size=1)


@given(st.lists(words, max_size=3), st.dictionaries(words, st.lists(words), max_size=3), words)
def test_whatever_values_there_are(
    values: list[str], table: dict[str, list[str]], folder: str
) -> None:
    per_file = tuple((pattern, tuple(rules)) for pattern, rules in table.items())
    config = Config(notes=tuple(values), per_file_ignores=per_file, surfaces=("github",))
    shown = tomllib.loads(
        toml(ProjectSettings(folder, None, config), Publication(), Choices(), None)
    )
    assert shown["notes"] == values
    assert shown["per-file-ignores"] == table


def test_setting_up_reads_no_notes(notebook: Path) -> None:
    (notebook / "loop.md").symlink_to("loop.md")
    assert read_settings(root_of("."), Choices()).root == str(notebook)
