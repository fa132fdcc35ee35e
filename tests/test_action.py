"""The ways in which others run recall-lint:

`action.yml`, the hook and the snippets, validated by their schemas.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from recall_lint import __version__
from recall_lint.config import template
from tests.literate import FIXTURES, ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))

STEPS: dict[str, Any] = {
    step.get("name", step.get("uses")): step for step in ACTION["runs"]["steps"]
}


def judged(schema: str, file: Path) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).parent / "check-jsonschema")
    command = [program, "--builtin-schema", schema, str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_action_is_one() -> None:
    done = judged("vendor.github-actions", ROOT / "action.yml")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("schema", "snippet"),
    [("vendor.github-workflows", template.GITHUB), ("vendor.gitlab-ci", template.GITLAB)],
)
def test_the_snippets_are_what_they_say(schema: str, snippet: str, tmp_path: Path) -> None:
    file = tmp_path / "snippet.yml"
    file.write_text(snippet, "utf-8")
    done = judged(schema, file)
    assert done.returncode == 0, done.stdout
    file.write_text(snippet.replace("script:", "skript:").replace("runs-on:", "runs-off:"), "utf-8")
    assert judged(schema, file).returncode == 1


def test_the_steps_of_the_documentation_fit_the_workflow(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "github.md").read_text("utf-8")
    (step,) = re.findall(r"```yaml\n( {6}- uses.*?)```", text, re.DOTALL)
    file = tmp_path / "workflow.yml"
    file.write_text(template.GITHUB + step, "utf-8")
    done = judged("vendor.github-workflows", file)
    assert done.returncode == 0, done.stdout
    inputs = yaml.safe_load(step)[0]["with"]
    assert set(inputs) == set(ACTION["inputs"])
    for name in inputs:
        assert f"| `{name}` |" in text


def test_the_workflow_that_publishes_the_page(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "github.md").read_text("utf-8")
    (workflow,) = re.findall(r"```yaml\n(name: recall-lint page\n.*?)```", text, re.DOTALL)
    file = tmp_path / "workflow.yml"
    file.write_text(workflow, "utf-8")
    done = judged("vendor.github-workflows", file)
    assert done.returncode == 0, done.stdout
    build, publish = yaml.safe_load(workflow)["jobs"].values()
    assert "permissions" not in build
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}


def test_the_hook_of_the_documentation_is_ours() -> None:
    hook, fix = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (repo,) = yaml.safe_load(template.PRE_COMMIT)["repos"]
    assert repo["hooks"] == [{"id": hook["id"]}]
    text = (ROOT / "docs" / "pre-commit.md").read_text("utf-8")
    for each in (hook, fix):
        assert f"| `{each['id']}` | `{each['entry']}` |" in text
    (more,) = re.findall(r"```yaml\n( {6}- id.*?)```", text, re.DOTALL)
    assert yaml.safe_load(more)[0]["id"] == hook["id"]


def test_every_snippet_names_this_version() -> None:
    for text in (template.PRE_COMMIT, template.GITHUB, template.GITLAB):
        assert f"v{__version__}" in text
    for file in (ROOT / "docs").glob("*.md"):
        tags = re.findall(r"recall-lint@v([\d.]+\d)", file.read_text("utf-8"))
        assert set(tags) <= {__version__}, file.name


def test_the_cache_is_kept_wherever_the_notebook_is_and_whatever_was_found() -> None:
    restore, save = STEPS["actions/cache/restore@v4"], STEPS["actions/cache/save@v4"]
    folder = STEPS["Run recall-lint"]["env"]["RECALL_LINT_CACHE_DIR"]
    assert restore["with"]["path"] == save["with"]["path"] == folder
    # Without a condition, a step only runs after success.
    assert "!cancelled()" in save["if"]
    assert [*STEPS][-1] == "actions/cache/save@v4"


def test_no_input_is_text_of_a_script() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize(
    ("paths", "arguments", "told"),
    [
        (".", "", "Notes/Stars.md"),
        ("Recall/Stars.md\n\nNo such.md\n", "", "No such.md: no such file or folder"),
        ("Notes", "-f\nconcise --select  RL108", "Notes/Telescopes.md:12:13: error: RL108"),
        ("$(touch hacked)", "`touch hacked`", "No such"),
        ("--help", "", "--help: no such file or folder"),
    ],
)
def test_the_action_runs_what_it_is_given(
    paths: str, arguments: str, told: str, tmp_path: Path
) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    folder = shutil.copytree(FIXTURES / "demo", tmp_path / "demo")
    done = subprocess.run(
        [
            bash,
            "--noprofile",
            "--norc",
            "-eo",
            "pipefail",
            "-c",
            STEPS["Run recall-lint"]["run"],
        ],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHON": sys.executable,
            "PATHS": paths,
            "ARGS": arguments,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.lower() in (done.stdout + done.stderr).lower()
    assert done.returncode == (2 if "no such" in told.lower() else 1)
    assert not (folder / "hacked").exists()
