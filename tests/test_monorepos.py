"""Notebooks in folders of a repository: what reports call files, links between, one run for all."""

from __future__ import annotations

import json
import re
import shutil
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


# Links to the rest of the repository.

AROUND: Final[dict[str, str | None]] = {
    "README.md": "# Welcome\n\nTo [the notes](docs/Notes/Planets.md).\n\n## Build\n\nHow.\n",
    "src/tool.py": "1\n2\n",
    "src/README.md": "# Sources\n\nHere.\n",
    "docs/Recall/Planets.md": RIGHT,
}


@pytest.fixture
def around(repo: Repo) -> Repo:
    """One with something around its notebook."""
    repo.commit(AROUND)
    return repo


def codes(repo: Repo, *links: str, arguments: tuple[str, ...] = ()) -> dict[str, str]:
    """What is said of links in a note of the notebook; nothing of those that are right."""
    text = "".join(f"[{number}]({link})\n" for number, link in enumerate(links))
    repo.write({"docs/Notes/Links.md": text})
    if (repo.root / ".git").exists():
        repo.git("add", "docs/Notes/Links.md")
    told = said(repo.root / "docs", *arguments, "Notes/Links.md").told
    found = {}
    for line in told.splitlines():
        place, _, code = line.split()[:3]
        found[links[int(place.split(":")[1]) - 1]] = code
    return found


RIGHT_LINKS: Final = (
    "../../README.md",
    "../../README.md#build",
    "../../README.md#",
    "../../src/tool.py",
    "../../src/tool.py#L2",
    "../../src",
    "../../src#sources",
    "../../src/README.md#sources",
    "../..",
    "../..#welcome",
    "/README.md#build",
    "/docs/Notes/Planets.md#giants",
    "../../docs/Notes/Planets.md#giants",
    "../../docs/Recall",
    "../../../../issues",
)
WRONG_LINKS: Final = {
    "../../gone.md": "RL101",
    "../../gone/": "RL101",
    "../../README.md#gone": "RL102",
    "../../readme.md": "RL107",
    "../../src#gone": "RL102",
    "../../src/tool.py#L3": "RL102",
    "../..#gone": "RL102",
    "/README.md#gone": "RL102",
    "/Notes/Planets.md": "RL101",
    "../../docs/Notes/Planets.md#gone": "RL102",
    "../../new.md": "RL109",
    "../../ignored.md": "RL109",
    "../../../outside.md": "RL108",
    "../../../../outside.md": "RL108",
}


@pytest.mark.parametrize("arguments", [(), ("--no-cache",), ("--staged",)])
def test_links_into_the_repository_are_judged_as_a_forge_serves_it(
    around: Repo, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "outside.md").write_text("# Secret\n")
    around.commit({".gitignore": "/ignored.md\n"})
    around.write({"new.md": "# New\n", "ignored.md": "# Old\n"})
    links = (*RIGHT_LINKS, *WRONG_LINKS)
    wrong = WRONG_LINKS
    if arguments == ("--staged",):
        # The index alone counts.
        wrong = {**wrong, "../../new.md": "RL101", "../../ignored.md": "RL101"}
    for _ in range(2):
        assert codes(around, *links, arguments=arguments) == wrong


def test_nothing_outside_of_the_repository_is_read(around: Repo, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text("# Secret\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/a.md").write_text("# Secret\n")
    (around.root / "link.md").symlink_to("../outside.md")
    (around.root / "folder").symlink_to("../folder")
    (around.root / "docs/out").symlink_to("../../folder")
    around.git("add", "--all")
    around.git("commit", "--quiet", "--message=x")
    links = ("../../link.md#gone", "../../link.md#L9", "../../folder/a.md#secret", "../out/a.md")
    for arguments in ((), ("--no-cache",)):
        assert codes(around, *links, arguments=arguments) == {
            "../../folder/a.md#secret": "RL108",
            "../out/a.md": "RL108",
        }
    assert "the same" not in said(around.root / "docs", "--no-cache").told


def test_a_link_through_a_link_of_the_repository_is_right(around: Repo) -> None:
    (around.root / "docs/sources").symlink_to("../src")
    around.git("add", "--all")
    assert codes(around, "../sources/README.md#sources", "../sources/README.md#gone") == {
        "../sources/README.md#gone": "RL102"
    }


def test_without_git_what_lies_around_a_notebook_is_outside(around: Repo) -> None:
    shutil.rmtree(around.root / ".git")
    links = ("../../README.md", "../../gone.md")
    for arguments in ((), ("--no-cache",)):
        assert codes(around, *links, arguments=arguments) == dict.fromkeys(links, "RL108")


def test_a_site_has_nothing_of_what_lies_around_it(around: Repo) -> None:
    around.write({"docs/.recall-lint.toml": 'surfaces = ["pandoc-gfm"]\n'})
    assert codes(around, "../../README.md") == {"../../README.md": "RL108"}
    around.write({"docs/.recall-lint.toml": 'surfaces = ["github", "pandoc-gfm"]\n'})
    assert codes(around, "../../README.md") == {"../../README.md": "RL103"}
    around.write({"docs/.recall-lint.toml": 'surfaces = ["github", "kramdown-gfm"]\n'})
    assert codes(around, "/README.md#build") == {"/README.md#build": "RL103"}
    assert "(link to a page that all of them have)" in said(around.root / "docs").told


def test_what_changes_around_a_notebook_is_noticed(around: Repo) -> None:
    links = (
        "../../README.md#build",
        "../../src/more.py",
        "../../src/tool.py#L3",
        "../../docs/A.md",
    )
    steps: tuple[tuple[dict[str, str | None], set[str]], ...] = (
        ({}, {*links[1:]}),
        ({"src/more.py": ""}, {*links[1:]}),
        ({"src/tool.py": "1\n2\n3\n"}, {links[1], links[3]}),
        ({"README.md": "# Welcome\n"}, {links[0], links[1], links[3]}),
        # Only their writer has these.
        ({"docs/A.md": "Text.\n"}, {links[0], links[1], links[3]}),
        ({"README.md": None}, {links[0], links[1], links[3]}),
    )
    for files, wrong in steps:
        around.write(files)
        assert {*codes(around, *links)} == wrong
    around.git("add", "--all")
    assert {*codes(around, *links)} == {links[0]}


def test_a_commit_that_breaks_a_link_from_elsewhere_is_stopped(around: Repo) -> None:
    around.commit({"docs/Notes/Links.md": "[a](../../README.md#build) [b](../../gone.md)\n"})
    around.stage({"README.md": "# Welcome\n"})
    for arguments in (("--staged",), ("--since", "HEAD")):
        found = said(around.root / "docs", *arguments)
        assert [line.split()[2] for line in found.told.splitlines()] == ["RL102"]
        assert "note: Notes/Links.md " in found.noted


def test_a_sparse_checkout_has_its_neighbours_in_the_index(around: Repo) -> None:
    around.git("sparse-checkout", "set", "--no-cone", "docs/")
    assert not (around.root / "README.md").exists()
    assert codes(around, *RIGHT_LINKS) == {}
    assert codes(around, "../../README.md#gone", "../../gone.md") == {
        "../../README.md#gone": "RL102",
        "../../gone.md": "RL101",
    }


def test_a_fix_reaches_what_lies_around(around: Repo) -> None:
    text = "[a](../../readme.md#build) [b](/Notes/Planets.md#giants)\n"
    around.write({"docs/Notes/Links.md": text})
    said(around.root / "docs", "--fix", "--unsafe-fixes")
    mended = "[a](../../README.md#build) [b](/docs/Notes/Planets.md#giants)\n"
    assert (around.root / "docs/Notes/Links.md").read_text() == mended


def test_a_branch_lies_beside_the_repository(around: Repo) -> None:
    around.git("branch", "assets")
    links = ("../../../assets/a.png", "../../../gone/a.png")
    assert codes(around, *links) == {links[1]: "RL108"}
