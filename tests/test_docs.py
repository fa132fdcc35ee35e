"""What the documentation says, compared with what the program does."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from recall_lint import __version__
from recall_lint.cli import main
from recall_lint.config import KEYS
from recall_lint.rules import RULES, is_default
from tests.docs import FILES, rewritten
from tests.literate import ROOT

README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_generated_parts_are_up_to_date(file: Path) -> None:
    text = file.read_text("utf-8")
    assert rewritten(file) == text, "run `python -m tests.docs`"


def test_readme_shows_every_key_of_the_configuration() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    assert list(tomllib.loads(example)) == list(KEYS)


def test_ci_runs_the_readme_s_test_command() -> None:
    (command,) = re.findall(r"<!-- test command -->\n```sh\n(.*)\n```", README)
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    extract = re.search(r'eval "\$\((sed .*)\)"', script)
    assert extract is not None
    printed = subprocess.run(
        ["bash", "-c", extract[1]], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert printed.stdout == f"{command}\n"


def test_architecture_justifies_every_dependency() -> None:
    rows = set(re.findall(r"^\| ([a-z-]+) \|", ARCHITECTURE, re.MULTILINE))
    declared = {re.split(r"[<>=]", d)[0] for d in PROJECT["project"]["dependencies"]}
    assert declared <= rows
    for extra in PROJECT["project"]["optional-dependencies"]["dev"]:
        name = re.split(r"[<>=]", extra)[0]
        assert name.startswith("types-") or name in ARCHITECTURE, name


def test_architecture_names_every_room() -> None:
    for path in (ROOT / "recall_lint").iterdir():
        if not path.name.startswith("__"):
            assert f"`{path.name}{'/' if path.is_dir() else ''}`" in ARCHITECTURE


def test_the_changelog_and_the_hook_speak_of_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## Unreleased" in changelog or f"## {__version__}" in changelog
    assert f"rev: v{__version__}" in README


def test_our_own_docs_are_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(main, ["."])
    assert (result.exit_code, result.stdout) == (0, "")


def test_the_demo_shows_every_rule_that_one_state_of_files_can_show(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT / "fixtures" / "demo")
    shown = set(re.findall(r" (RL\d+) ", CliRunner().invoke(main, ["-f", "concise"]).stdout))
    needs_git = {"RL109", "RL111", "RL112", "RL113", "RL114", "RL115", "RL305"}
    off = {rule.CODE for rule in RULES if not is_default(rule)}
    assert shown == {rule.CODE for rule in RULES} - needs_git - off


EDITORS = (ROOT / "docs" / "editors.md").read_text("utf-8")


def test_editors_read_the_concise_format(monkeypatch: pytest.MonkeyPatch) -> None:
    (task,) = re.findall(r"```json\n(.*?)```", EDITORS, re.DOTALL)
    pattern = json.loads(task)["tasks"][0]["problemMatcher"]["pattern"]
    monkeypatch.chdir(ROOT / "fixtures" / "demo")
    lines = CliRunner().invoke(main, ["-f", "concise", "--no-history"]).stdout.splitlines()
    assert lines
    for line in lines:
        match = re.search(pattern["regexp"], line)
        assert match is not None
        assert (ROOT / "fixtures" / "demo" / match[pattern["file"]]).is_file()
        assert re.fullmatch(r"RL\d{3} [a-z-]+", match[pattern["code"]])
        assert line.endswith(f": {match[pattern['message']]}")
    (shown,) = re.findall(r"```text\n(.*) \(did you mean …\?\)\n```", EDITORS)
    assert any(line.startswith(shown) for line in lines)
