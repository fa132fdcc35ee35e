"""Notebooks in folders of a repository: what reports call files, links between, one run for all."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from recall_lint.reporters import FOR_PEOPLE, NAMES
from tests.test_history import Repo
from tests.test_situations import RIGHT, WRONG, said

RUN: Final = (sys.executable, "-m", "recall_lint")
NOTE: Final = "# Giants\n\nJupiter and Saturn.\n"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with a notebook in a folder, and a link in it that can be mended."""
    made = Repo(tmp_path / "repository")
    notebook = {".recall-lint.toml": "", "Notes/Planets.md": NOTE, "Recall/Planets.md": WRONG}
    made.commit({f"docs/{path}": text for path, text in notebook.items()})
    return made


# What reports call files.


def paths(form: str, told: str) -> set[str]:
    """Every file that a report names as the place of something."""
    if form in FOR_PEOPLE:
        return {told.split(":", maxsplit=1)[0] if form == "concise" else told.splitlines()[0]}
    if form == "github":
        return {told.partition("file=")[2].partition(",")[0]}
    if form == "junit":
        return {*re.findall(r'<testsuite name="([^"]+)"[^>]* failures="1"', told)}
    return {*_values(json.loads(told), "uri" if form == "sarif" else "path")}


def _values(value: Any, key: str) -> list[str]:
    found: list[str] = []
    if isinstance(value, dict):
        found += [value[key]] if key in value else []
        value = [*value.values()]
    if isinstance(value, list):
        found += [each for part in value for each in _values(part, key)]
    return found


@pytest.mark.parametrize("form", NAMES)
@pytest.mark.parametrize(
    ("here", "asked", "shown"),
    [
        (".", "docs", "docs/Recall/Planets.md"),
        ("docs", ".", "Recall/Planets.md"),
        ("docs/Recall", ".", "Planets.md"),
        ("docs/Notes", "..", "../Recall/Planets.md"),
        ("..", "repository/docs", "repository/docs/Recall/Planets.md"),
    ],
)
def test_people_read_paths_from_where_they_are_and_programs_from_the_repository(
    repo: Repo, form: str, here: str, asked: str, shown: str
) -> None:
    found = said(repo.root / here, f"--format={form}:report", asked)
    assert found.code == 1
    told = (repo.root / here / "report").read_text("utf-8")
    assert paths(form, told) == {shown if form in FOR_PEOPLE else "docs/Recall/Planets.md"}


def test_who_stands_elsewhere_reads_whole_paths(repo: Repo, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    found = said(other, str(repo.root / "docs"))
    assert found.told.startswith(f"{repo.root}/docs/Recall/Planets.md:1:18: ")


def test_without_git_programs_read_paths_from_the_notebook(tmp_path: Path) -> None:
    for path, text in {".recall-lint.toml": "", "Recall/A.md": "1. Who? [R](gone.md)\n"}.items():
        (tmp_path / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / path).write_text(text)
    found = said(tmp_path, "docs", "--format=json:report")
    assert found.code == 1
    assert paths("json", (tmp_path / "report").read_text()) == {"Recall/A.md"}
    assert said(tmp_path, "docs").told.startswith("docs/Recall/A.md:1:13: ")


@pytest.mark.parametrize(("asked", "base"), [("docs", "repository"), (".", "notebook")])
def test_sarif_says_what_its_paths_begin_with(repo: Repo, asked: str, base: str) -> None:
    if asked == ".":
        repo.git("mv", "docs/.recall-lint.toml", ".")
    log = json.loads(run_to(repo.root, "sarif", asked))
    base_ids = log["runs"][0]["originalUriBaseIds"]
    assert base_ids == {"%SRCROOT%": {"description": {"text": f"The root of the {base}."}}}


def run_to(folder: Path, form: str, *arguments: str) -> str:
    said(folder, f"--format={form}:report", *arguments)
    return (folder / "report").read_text("utf-8")


def test_a_fingerprint_is_the_same_wherever_the_notebook_lies(repo: Repo, tmp_path: Path) -> None:
    alone = Repo(tmp_path / "alone")
    alone.commit({"Notes/Planets.md": NOTE, "Recall/Planets.md": WRONG})
    prints = [
        _values(json.loads(run_to(folder, "gitlab", asked)), "fingerprint")
        for folder, asked in ((alone.root, "."), (repo.root, "docs"), (repo.root / "docs", "."))
    ]
    assert prints[0] == prints[1] == prints[2]
    assert len(prints[0]) == 1


# Patches.


def applied(folder: Path, patch: str, *tool: str) -> bool:
    done = subprocess.run(tool, input=patch, cwd=folder, text=True, check=False)
    return done.returncode == 0


GIT: Final = ("git", "apply")
PATCH: Final = ("patch", "-p1", "--silent")


@pytest.mark.parametrize(
    ("here", "asked", "tool"),
    [
        *(
            (here, asked, tool)
            for here, asked in ((".", "docs"), ("docs", "."), ("docs/Recall", "."))
            for tool in (GIT, PATCH)
        ),
        ("..", "repository/docs", PATCH),
    ],
)
def test_a_patch_applies_where_it_was_made(
    repo: Repo, here: str, asked: str, tool: tuple[str, ...]
) -> None:
    found = said(repo.root / here, "--diff", "--quiet", asked)
    assert found.code == 1
    assert applied(repo.root / here, found.told, *tool)
    assert (repo.root / "docs/Recall/Planets.md").read_text("utf-8") == RIGHT


@pytest.mark.parametrize("tool", [GIT, PATCH])
def test_a_patch_of_the_whole_repository_applies_in_a_folder(
    repo: Repo, tool: tuple[str, ...]
) -> None:
    repo.git("mv", "docs/.recall-lint.toml", ".")
    found = said(repo.root / "docs/Recall", "--diff", "--quiet")
    assert applied(repo.root / "docs/Recall", found.told, *tool)
    assert (repo.root / "docs/Recall/Planets.md").read_text("utf-8") == RIGHT


def test_a_patch_of_files_elsewhere_applies_in_the_root_of_the_repository(repo: Repo) -> None:
    found = said(repo.root / "docs/Notes", "--diff", "..")
    note = "note: the patch names files from the root of the repository: apply it there\n"
    assert note in found.noted
    assert not applied(repo.root / "docs/Notes", found.told, *GIT)
    assert applied(repo.root, found.told, *GIT)
    assert (repo.root / "docs/Recall/Planets.md").read_text("utf-8") == RIGHT


def test_a_renamed_section_s_patch_applies_where_it_was_made(repo: Repo) -> None:
    repo.write({"docs/Recall/Planets.md": RIGHT})
    command = ["rename", "Notes/Planets.md#giants", "Large ones", "--diff"]
    done = subprocess.run(
        [*RUN, *command], cwd=repo.root / "docs", capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert applied(repo.root / "docs", done.stdout, *GIT)
    assert "#large-ones" in (repo.root / "docs/Recall/Planets.md").read_text("utf-8")
