"""Notebooks in folders of a repository: paths in reports, links between them, one run for all."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from recall_lint.base.config import Config
from recall_lint.facts.surroundings import Surroundings
from recall_lint.reporters import FOR_PEOPLE, NAMES
from recall_lint.run.request import Request
from recall_lint.run.session import Session
from tests.history.test_history import Repo
from tests.literate import ROOT
from tests.test_hooks import commit
from tests.test_situations import RIGHT, WRONG, said

RUN: Final = (sys.executable, "-m", "recall_lint")
NOTE: Final = "# Giants\n\nJupiter and Saturn.\n"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with a notebook in a folder, and a fixable link in it."""
    made = Repo(tmp_path / "repository")
    notebook = {".recall-lint.toml": "", "Notes/Planets.md": NOTE, "Recall/Planets.md": WRONG}
    made.commit({f"docs/{path}": text for path, text in notebook.items()})
    return made


# Paths in reports.


def paths(form: str, told: str) -> set[str]:
    """Every path that a report gives as a location."""
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
TOOLS: Final = [GIT, PATCH] if shutil.which("patch") else [GIT]


@pytest.mark.parametrize(
    ("here", "asked", "tool"),
    [
        *(
            (here, asked, tool)
            for here, asked in ((".", "docs"), ("docs", "."), ("docs/Recall", "."))
            for tool in TOOLS
        ),
        *(("..", "repository/docs", tool) for tool in TOOLS if tool != GIT),
    ],
)
def test_a_patch_applies_where_it_was_made(
    repo: Repo, here: str, asked: str, tool: tuple[str, ...]
) -> None:
    found = said(repo.root / here, "--diff", "--quiet", asked)
    assert found.code == 1
    assert applied(repo.root / here, found.told, *tool)
    assert (repo.root / "docs/Recall/Planets.md").read_text("utf-8") == RIGHT


@pytest.mark.parametrize("tool", TOOLS)
def test_a_patch_of_the_whole_repository_applies_in_a_folder(
    repo: Repo, tool: tuple[str, ...]
) -> None:
    repo.git("mv", "docs/.recall-lint.toml", ".")
    found = said(repo.root / "docs/Recall", "--diff", "--quiet")
    assert applied(repo.root / "docs/Recall", found.told, *tool)
    assert (repo.root / "docs/Recall/Planets.md").read_text("utf-8") == RIGHT


def test_a_patch_of_files_elsewhere_applies_in_the_root_of_the_repository(repo: Repo) -> None:
    found = said(repo.root / "docs/Notes", "--diff", "..")
    note = "note: paths in the patch are relative to the repository root: apply it there\n"
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
    """A repository with files around its notebook."""
    repo.commit(AROUND)
    return repo


def codes(repo: Repo, *links: str, arguments: tuple[str, ...] = ()) -> dict[str, str]:
    """The reports on links in a note of the notebook; correct links have none."""
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
        # Only the index counts.
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
    assert "(link to a page that exists on all surfaces)" in said(around.root / "docs").told


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
        # Only the author has these.
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


# Several notebooks in one run.

MONO: Final[dict[str, str | None]] = {
    "README.md": "# Welcome\n\n[a](a/Notes/A.md#a) [b](b/Notes/B.md#gone) [c](gone.md)\n",
    "a/.recall-lint.toml": "",
    "a/Notes/A.md": "# A\n\nText. [b](../../b/Notes/B.md#b) [top](../../README.md#welcome)\n",
    "a/Recall/Q.md": "1. Who? [Reread](../Notes/a.md#a)\n2. What?\n",
    "b/pyproject.toml": '[tool.recall-lint]\nignore = ["RL301"]\n',
    "b/Notes/B.md": "# B\n\nText.\n",
    "b/Recall/Q.md": "1. Who? [Reread](../../a/Notes/A.md#gone)\n2. What?\n",
    "src/pyproject.toml": '[project]\nname = "recall-lint-notes"\n',
    "src/Recall.md": "1. Who?\n",
}
FOUND: Final = (
    "README.md:3:25: RL102",
    "README.md:3:48: RL101",
    "src/Recall.md:1:4: RL301",
    "a/Recall/Q.md:1:18: RL107",
    "a/Recall/Q.md:2:4: RL301",
    "b/Recall/Q.md:1:18: RL102",
)


@pytest.fixture
def mono(tmp_path: Path) -> Repo:
    """A repository with two notebooks, and documents outside both."""
    made = Repo(tmp_path / "repository")
    made.commit(MONO)
    return made


def found(folder: Path, *arguments: str, **environment: str) -> tuple[str, ...]:
    """Locations and codes of the problems of a run."""
    told = said(folder, *arguments, **environment).told
    return tuple(f"{place} {code}" for place, _, code in (t.split()[:3] for t in told.splitlines()))


def test_a_run_over_a_repository_judges_each_notebook_by_its_configuration(mono: Repo) -> None:
    for arguments in ((), (), ("--no-cache",)):
        assert found(mono.root, *arguments) == FOUND
    run = said(mono.root)
    assert run.code == 1
    assert "6 errors in 5 questions, 7 links and 6 files in 3 notebooks" in run.noted
    assert "no recall pages" not in run.noted
    assert found(mono.root, "a", "b") == FOUND[3:]
    assert found(mono.root, "b/Recall", "README.md") == (*FOUND[:2], FOUND[5])
    assert found(mono.root / "a") == tuple(each.removeprefix("a/") for each in FOUND[3:5])
    assert found(mono.root / "a", "..", "../b") == tuple(
        each.removeprefix("a/") if each.startswith("a/") else f"../{each}" for each in FOUND
    )


def test_without_git_notebooks_are_found_as_well(mono: Repo) -> None:
    shutil.rmtree(mono.root / ".git")
    outside = {"a/Notes/A.md:3:11: RL108", "a/Notes/A.md:3:39: RL108", "b/Recall/Q.md:1:18: RL108"}
    assert {*found(mono.root)} == {*FOUND[:5]} | outside
    # Programs get paths relative to the current folder: no other folder contains everything.
    log = json.loads(run_to(mono.root, "sarif", "a", "b"))
    assert {*_values(log, "uri")} == {"a/Notes/A.md", "a/Recall/Q.md", "b/Recall/Q.md"}
    (base,) = log["runs"][0]["originalUriBaseIds"].values()
    assert base == {"description": {"text": "The current folder."}}


def test_what_makes_a_folder_a_notebook(mono: Repo) -> None:
    question = "src/Recall.md:1:4: RL301"
    for text, is_notebook in (
        ("[tool.recall-lint", True),
        ("[tool.other\n", False),
        ("\ufeff[tool.other]\n", False),
        ("[tool.recall-lint]\nignore = ['RL3']\n", True),
    ):
        mono.write({"src/pyproject.toml": text})
        if text == "[tool.recall-lint":
            run = said(mono.root)
            assert run.code == 2
            assert f"error: {mono.root}/src/pyproject.toml: invalid TOML: " in run.noted
            assert run.told == ""
        else:
            assert (question in found(mono.root)) is not is_notebook
    (mono.root / "src/pyproject.toml").write_bytes(b"\xff\xfe\x00")
    assert found(mono.root) == FOUND
    # An excluded folder is not searched.
    mono.write({".recall-lint.toml": "exclude = ['/b/']\n"})
    assert found(mono.root) == (FOUND[1], *FOUND[2:5])
    assert found(mono.root, "--exclude=a/") == FOUND[1:3]
    assert found(mono.root, "b") == FOUND[5:]


def test_a_configuration_for_all_leaves_one_notebook(mono: Repo) -> None:
    mono.write({"all.toml": 'select = ["RL301"]\n'})
    lines = ("a/Recall/Q.md:2:4", "b/Recall/Q.md:2:4", "src/Recall.md:1:4")
    assert found(mono.root, "--config=all.toml") == tuple(f"{line}: RL301" for line in lines)
    assert found(mono.root, "--config=all.toml", "a", "b") == tuple(
        f"{x}: RL301" for x in lines[:2]
    )


def test_a_notebook_in_a_notebook(mono: Repo) -> None:
    inner = {"a/deep/.recall-lint.toml": 'select = ["RL1"]\n', "a/deep/Recall.md": "1. Who?\n"}
    mono.commit({**inner, "a/deep/Note.md": "[a](../Notes/A.md#gone)\n"})
    assert found(mono.root) == (*FOUND[:5], "a/deep/Note.md:1:5: RL102", *FOUND[5:])
    assert found(mono.root, "a/deep") == ("a/deep/Note.md:1:5: RL102",)


def test_notebooks_do_not_know_each_other_s_questions(mono: Repo) -> None:
    mono.write({"src/Recall.md": "1. Who?\n", "b/Recall/Q.md": "1. Who?\n", "a/Recall/Q.md": None})
    assert not [line for line in found(mono.root) if "RL304" in line]
    mono.write({"b/Recall/Q.md": "1. Who?\n2. Who?\n"})
    assert [line for line in found(mono.root) if "RL304" in line] == ["b/Recall/Q.md:2:4: RL304"]


def test_what_changes_in_another_notebook_is_noticed(mono: Repo) -> None:
    assert found(mono.root) == FOUND
    mono.write({f"{name}/Notes/{name.upper()}.md": "# Gone\n\nText.\n" for name in "ab"})
    assert [line.split()[0] for line in found(mono.root)] == [
        "README.md:3:5:",
        *(line.split()[0] for line in FOUND[1:5]),
    ]
    # A former notebook becomes part of the one around it.
    mono.write({"b/pyproject.toml": ""})
    assert "b/Recall/Q.md:2:4: RL301" in found(mono.root)


def test_a_warm_run_checks_nothing_anew(mono: Repo) -> None:
    for file in mono.root.rglob("*"):
        if file.is_file():
            os.utime(file, (1_700_000_000, 1_700_000_000))
    found(mono.root)
    noted = said(mono.root, "--verbose").noted
    assert [line for line in noted.splitlines() if "re-checked" in line] == [
        "recall-lint: 0 of 2 files re-checked" for _ in range(3)
    ]
    assert noted.count("recall-lint: configuration: ") == 3


def test_what_a_deleted_link_led_to_is_looked_at_no_longer(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = "1. Which? [Reread](../Notes/Planets.md#giants) [x](../../x.md)\n"
    repo.write({"x.md": NOTE, "docs/Recall/Planets.md": out})

    def run() -> None:
        root, kept = str(repo.root / "docs"), str(repo.root / "cache.sqlite3")
        with Session(Request(root, (root,), Config(), kept, history=False)) as opened:
            opened.report()

    run()
    repo.write({"docs/Recall/Planets.md": out.replace("[x](../../x.md)", "")})
    run()
    monkeypatch.delattr(Surroundings, "find")
    monkeypatch.delattr(Surroundings, "read")
    run()


def test_fixes_are_made_in_each_notebook(mono: Repo) -> None:
    mono.write({"b/Recall/Q.md": "1. Who? [Reread](../notes/B.md#b)\n"})
    patch = said(mono.root, "--diff").told
    assert [line for line in patch.splitlines() if line.startswith("+++")] == [
        "+++ b/a/Recall/Q.md",
        "+++ b/b/Recall/Q.md",
    ]
    assert applied(mono.root, patch, *GIT)
    mono.git("checkout", "a")
    mono.write({"b/Recall/Q.md": "1. Who? [Reread](../notes/B.md#b)\n"})
    run = said(mono.root, "--fix", "--show-fixes")
    assert "fixed 2 problems in 2 files" in run.noted
    assert "a/Recall/Q.md: RL107 path-case: write `../Notes/A.md#a`" in run.noted
    assert (mono.root / "b/Recall/Q.md").read_text() == "1. Who? [Reread](../Notes/B.md#b)\n"
    assert found(mono.root) == (*FOUND[:3], FOUND[4])


def test_each_notebook_has_a_baseline(mono: Repo) -> None:
    done = subprocess.run(
        [*RUN, "baseline"], cwd=mono.root, capture_output=True, check=True, text=True
    )
    assert done.stderr.count("recorded ") == 3
    for config in (".recall-lint.toml", "a/.recall-lint.toml"):
        mono.write({config: "baseline = '.recall-lint-baseline.json'\n"})
    assert found(mono.root) == FOUND[5:]
    assert found(mono.root, "--baseline=b/.recall-lint-baseline.json", "b") == ()
    run = said(mono.root, "--baseline=b/.recall-lint-baseline.json")
    assert run.code == 2
    assert "error: `--baseline` cannot be used with 3 notebooks: set `baseline`" in run.noted
    done = subprocess.run(
        [*RUN, "baseline", "-o", "x"], cwd=mono.root, capture_output=True, check=False, text=True
    )
    assert done.returncode == 2
    assert "error: `--output` cannot be used with 3 notebooks" in done.stderr
    mono.write({"a/Recall/Q.md": "1. Who? [Reread](../Notes/A.md#a)\n"})
    assert "note: a: fixed since the baseline: Recall/Q.md: RL107: Who?" in said(mono.root).noted


def test_each_notebook_says_what_makes_a_run_fail(mono: Repo) -> None:
    mono.write({"README.md": "# Welcome\n", "src/Recall.md": None})
    for name in "ab":
        link = f"[Reread](../Notes/{name.upper()}.md#{name})"
        mono.write({f"{name}/Recall/Q.md": f"1. Who? {link}\n2. Who? {link}\n"})
    assert said(mono.root).code == 0
    mono.write({"a/.recall-lint.toml": "fail-on = 'warning'\n"})
    assert said(mono.root).code == 1
    report = run_to(mono.root, "junit", ".")
    assert '<testsuite name="a/Recall/Q.md" tests="1" failures="1" errors="0">' in report
    assert '<testsuite name="b/Recall/Q.md" tests="1" failures="0" errors="0">' in report
    assert said(mono.root, "b").code == 0


def test_a_text_on_standard_input_is_of_the_nearest_notebook(mono: Repo) -> None:
    for folder, code in (("a", 1), ("b", 0)):
        done = subprocess.run(
            [*RUN, "-f", "concise", "--stdin-filename", f"{folder}/Recall/New.md", "-"],
            cwd=mono.root,
            input="1. Who? [b](../../b/Notes/B.md#b)\n2. Why?\n",
            capture_output=True,
            check=False,
            text=True,
        )
        told = f"{folder}/Recall/New.md:2:4: error: RL301" if code else ""
        assert done.stdout.startswith(told)
        assert bool(done.stdout) is bool(code)
        assert "in 2 questions, 1 link and 1 file, for github" in done.stderr


def test_a_commit_is_judged_in_each_notebook(mono: Repo) -> None:
    hook = mono.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    words = " ".join(f"'{word}'" for word in (*RUN, "--staged", "-f", "concise", "--no-cache"))
    hook.write_text(f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec {words}\n")
    hook.chmod(0o755)
    mono.write({"src/tool.py": ""})
    mono.git("add", "src")
    assert commit(mono.root)[0]
    mono.write({"b/Notes/B.md": "# Bees\n"})
    mono.git("add", "b")
    done, told = commit(mono.root / "b")
    assert not done
    assert "a/Notes/A.md:3:11: error: RL102" in told
    assert told.count(": error: ") == 1
    assert (
        "note: a: Notes/A.md is broken by the staged changes (the file itself is not staged)"
        in told
    )
    mono.git("commit", "--quiet", "--no-verify", "--message=x")
    assert found(mono.root, "--since", "HEAD~") == ("a/Notes/A.md:3:11: RL102",)
    assert found(mono.root, "--since", "HEAD") == ()
    # By hand, a commit in one notebook does not affect the others.
    mono.write({"a/Notes/New.md": "Text.\n"})
    mono.git("add", "a")
    assert said(mono.root, "--staged").told == ""


def test_equal_problems_of_two_notebooks_are_two(mono: Repo) -> None:
    page: dict[str, str | None] = {f"{name}/Recall/Q.md": "[x](gone.md)\n" for name in "ab"}
    mono.write(page)
    report = json.loads(run_to(mono.root, "gitlab", "a", "b"))
    assert _values(report, "path") == ["a/Recall/Q.md", "b/Recall/Q.md"]
    assert len({*_values(report, "fingerprint")}) == 2


def test_notebooks_of_two_repositories(mono: Repo, tmp_path: Path) -> None:
    other = Repo(tmp_path / "other")
    other.commit({"README.md": "[x](gone.md)\n"})
    assert found(mono.root, "a", "../other") == (f"{other.root}/README.md:1:5: RL101", *FOUND[3:5])


def test_settings_of_several_notebooks_are_shown_one_after_the_other(mono: Repo) -> None:
    told = said(mono.root, "--show-settings", "a", "b").told
    assert [line for line in told.splitlines() if line.startswith("# root")] == [
        f"# root: {mono.root}/{name}" for name in "ab"
    ]


def test_settings_of_a_named_configuration_are_those_of_its_run(mono: Repo) -> None:
    mono.write({"b/mkdocs.yml": "site_name: B\n", "b/docs/index.md": "# B\n", "own.toml": ""})
    printed = said(mono.root, "--config", "own.toml", "--show-settings").told
    run = said(mono.root, "--config", "own.toml")
    assert '"python-markdown"' in printed
    assert "python-markdown" in run.noted
