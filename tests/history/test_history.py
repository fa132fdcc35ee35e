"""Scripted git histories → the reports on links that broke in them."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from recall_lint.base import git, git_process
from recall_lint.base.config import Choices, Config
from recall_lint.base.model import Document
from recall_lint.base.problems import Commit, Target
from recall_lint.facts.index import DocumentIndex
from recall_lint.history.candidates import Finder
from recall_lint.history.history import History
from recall_lint.linter.linter import lint
from recall_lint.rules.context import Context
from recall_lint.run import startup
from recall_lint.run.request import Request
from recall_lint.run.session import Session
from recall_lint.slugs import github
from tests.disk import session

MELTING = "Sand and soda ash are heated until they flow, at 1,500 degrees or so.\n\n"
BLOWING = "A bubble of it hangs at the end of a pipe, and turns all the time.\n\n"
COOLING = "Slowly, over a night, in an oven of its own, or else it will crack.\n\n"
COLOURS = "Cobalt makes it blue, iron green, and a little gold gives ruby.\n\n"

GLASS = f"# Melting\n\n{MELTING}# Blowing\n\n{BLOWING}# Cooling\n\n{COOLING}"


class Told(NamedTuple):
    """The report on one link."""

    code: str
    best: str
    """The first candidate; empty without any."""
    safe: bool
    message: str


class Run(NamedTuple):
    """The report of one run."""

    told: list[Told]
    notices: list[str]


class Repo:
    """A repository with one commit a day, from 2026-01-01 on; `None` deletes a file."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._days = 0
        root.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        date = f"2026-01-{self._days or 1:02}T12:00:00Z"
        environment = {
            "PATH": os.environ["PATH"],
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_AUTHOR_NAME": "Ada",
            "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_AUTHOR_DATE": date,
            "GIT_COMMITTER_NAME": "Ada",
            "GIT_COMMITTER_EMAIL": "ada@example.org",
            "GIT_COMMITTER_DATE": date,
        }
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def write(self, files: dict[str, str | None]) -> None:
        for path, text in files.items():
            file = self.root / path
            if text is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8")

    def wait(self, days: int) -> None:
        """Skip some days, within January."""
        self._days += days

    def commit(self, files: dict[str, str | None]) -> Commit:
        self._days += 1
        self.stage(files)
        self.git("commit", "--quiet", "--allow-empty", "--message=x")
        return Commit(self.git("rev-parse", "HEAD")[:9], f"2026-01-{self._days:02}")

    def stage(self, files: dict[str, str | None]) -> None:
        self.write(files)
        self.git("add", "--all")

    def run(self, *links: str) -> Run:
        """Lint the notebook with another page, `Recall/Q.md`, with questions for these links."""
        lines = [f"{n}. Why? [Reread]({link})\n" for n, link in enumerate(links, 1)]
        self.write({"Recall/Q.md": "".join(lines)})
        return run(self.root)

    def told(self, link: str) -> Told:
        found = self.run(link)
        assert len(found.told) == 1
        return found.told[0]


def run(root: Path, *, enabled: bool = True) -> Run:
    loaded = session(root)
    surface = loaded.notebook.surfaces.dialects[0]
    with History(str(root), lambda path: surface, enabled=enabled) as history:
        finder = Finder(loaded.notebook, history.trace)
        report = lint(Context(loaded.notebook, Config(), finder), ["Recall/Q.md"])
    told = []
    for code, _, _, problem in report.diagnostics:
        if not code.startswith("RL1"):
            continue
        best = str(problem.candidates[0].target) if problem.candidates else ""
        safe = bool(problem.fixes) and problem.fixes[0].safe
        told.append(Told(code, best, safe, problem.message))
    return Run(told, history.notices)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    made = Repo(tmp_path / "notebook")
    made.commit({"Notes/Glass.md": GLASS, "Notes/Colours.md": f"# Colours\n\n{COLOURS}"})
    return made


# Sections.


def test_a_renamed_heading(repo: Repo) -> None:
    commit = repo.commit({"Notes/Glass.md": GLASS.replace("# Melting", "# From sand to melt")})
    repo.commit({"Notes/Colours.md": "# Colours\n\nMany.\n"})
    told = repo.told("../Notes/Glass.md#melting")
    message = f"section `melting` was renamed in {commit.id} (2026-01-02)"
    assert told == Told("RL111", "Notes/Glass.md#from-sand-to-melt", True, message)


def test_a_heading_renamed_twice(repo: Repo) -> None:
    first = repo.commit({"Notes/Glass.md": GLASS.replace("# Melting", "# The melt")})
    repo.commit({"Notes/Glass.md": GLASS.replace("# Melting", "# Sand that flows")})
    told = repo.told("../Notes/Glass.md#melting")
    assert told[:2] == ("RL111", "Notes/Glass.md#sand-that-flows")
    assert str(first) in told.message


def test_a_renumbered_heading(repo: Repo) -> None:
    numbered = GLASS.replace("# Melting", "# 1. Melting").replace("# Blowing", "# 2. Blowing")
    repo.commit({"Notes/Glass.md": numbered})
    shifted = numbered.replace("2. ", "3. ").replace("1. ", "2. ")
    commit = repo.commit({"Notes/Glass.md": f"# 1. Sand\n\nFrom the sea.\n\n{shifted}"})
    told = repo.told("../Notes/Glass.md#2-blowing")
    message = f"section `2-blowing` was renumbered in {commit}"
    assert told == Told("RL111", "Notes/Glass.md#3-blowing", True, message)


def test_a_section_merged_into_another(repo: Repo) -> None:
    commit = repo.commit({"Notes/Glass.md": GLASS.replace("# Cooling\n\n", "")})
    told = repo.told("../Notes/Glass.md#cooling")
    assert told.code in {"RL111", "RL114"}
    assert told.best == "Notes/Glass.md#blowing"
    assert not told.safe
    assert str(commit) in told.message


def test_a_section_moved_to_another_file(repo: Repo) -> None:
    commit = repo.commit(
        {
            "Notes/Glass.md": GLASS.replace(f"# Cooling\n\n{COOLING}", ""),
            "Notes/Ovens.md": f"# Cooling\n\n{COOLING}# Fuel\n\nBeech wood.\n",
        }
    )
    told = repo.told("../Notes/Glass.md#cooling")
    message = f"section `cooling` was moved to Notes/Ovens.md in {commit}"
    assert told == Told("RL112", "Notes/Ovens.md#cooling", True, message)


def test_a_section_moved_and_its_new_file_renamed_later(repo: Repo) -> None:
    commit = repo.commit(
        {
            "Notes/Glass.md": GLASS.replace(f"# Cooling\n\n{COOLING}", ""),
            "Notes/Ovens.md": f"# Letting it cool\n\n{COOLING}",
        }
    )
    repo.commit({"Notes/Ovens.md": None, "Notes/Kilns.md": f"# Letting it cool\n\n{COOLING}"})
    told = repo.told("../Notes/Glass.md#cooling")
    assert told[:2] == ("RL112", "Notes/Kilns.md#letting-it-cool")
    assert str(commit) in told.message


def test_a_removed_section(repo: Repo) -> None:
    commit = repo.commit({"Notes/Glass.md": GLASS.replace(f"# Melting\n\n{MELTING}", "")})
    told = repo.told("../Notes/Glass.md#melting")
    assert told.code == "RL114"
    assert told.message == f"section `melting` was removed in {commit}"
    assert not told.safe


def test_a_section_that_died_since_the_last_commit(repo: Repo) -> None:
    repo.write({"Notes/Glass.md": GLASS.replace("# Melting", "# From sand to melt")})
    told = repo.told("../Notes/Glass.md#melting")
    message = "section `melting` was renamed since the last commit"
    assert told == Told("RL111", "Notes/Glass.md#from-sand-to-melt", True, message)


def test_a_section_that_was_moved_since_the_last_commit(repo: Repo) -> None:
    repo.write(
        {
            "Notes/Glass.md": GLASS.replace(f"# Cooling\n\n{COOLING}", ""),
            "Notes/Ovens.md": f"# Letting it cool\n\n{COOLING}",
        }
    )
    told = repo.told("../Notes/Glass.md#cooling")
    message = "section `cooling` was moved to Notes/Ovens.md since the last commit"
    assert told == Told("RL112", "Notes/Ovens.md#letting-it-cool", False, message)


def test_an_anchor_that_never_existed(repo: Repo) -> None:
    told = repo.told("../Notes/Glass.md#meltng")
    message = "no section `meltng` in Notes/Glass.md"
    assert told == Told("RL102", "Notes/Glass.md#melting", False, message)


def test_an_html_anchor_that_was_renamed(repo: Repo) -> None:
    anchored = GLASS.replace("# Melting\n", '# Melting\n\n<a id="flow"></a>\n')
    repo.commit({"Notes/Glass.md": anchored})
    commit = repo.commit({"Notes/Glass.md": GLASS})
    told = repo.told("../Notes/Glass.md#flow")
    assert told.best == "Notes/Glass.md#melting"
    assert str(commit) in told.message


# Files.


def test_a_renamed_file(repo: Repo) -> None:
    commit = repo.commit({"Notes/Glass.md": None, "Notes/Vitrum.md": GLASS})
    message = f"file was renamed to Notes/Vitrum.md in {commit}"
    told = repo.told("../Notes/Glass.md#melting")
    assert told == Told("RL113", "Notes/Vitrum.md#melting", True, message)
    told = repo.told("../Notes/Glass.md")
    assert told == Told("RL113", "Notes/Vitrum.md", True, message)


def test_a_renamed_file_with_its_heading(repo: Repo) -> None:
    text = GLASS.replace("# Melting", "# From sand to melt")
    commit = repo.commit({"Notes/Glass.md": None, "Notes/Vitrum.md": text})
    told = repo.told("../Notes/Glass.md#melting")
    message = f"file was renamed to Notes/Vitrum.md in {commit}"
    assert told == Told("RL113", "Notes/Vitrum.md#from-sand-to-melt", True, message)


def test_a_file_renamed_twice(repo: Repo) -> None:
    first = repo.commit({"Notes/Glass.md": None, "Notes/Vitrum.md": GLASS})
    repo.commit({"Notes/Vitrum.md": None, "Crafts/Verre.md": GLASS})
    told = repo.told("../Notes/Glass.md#melting")
    message = f"file was renamed to Crafts/Verre.md in {first}"
    assert told == Told("RL113", "Crafts/Verre.md#melting", True, message)


def test_a_file_moved_and_rewritten(repo: Repo) -> None:
    """For git it is deleted and added; the unchanged name identifies it."""
    rewritten = f"# From sand\n\n{MELTING}{COLOURS * 9}"
    repo.commit({"Notes/Glass.md": None, "Crafts/Glass.md": rewritten})
    told = repo.told("../Crafts/Glass.md#melting")
    assert told[:2] == ("RL111", "Crafts/Glass.md#from-sand")


def test_an_anchor_of_the_former_name_of_a_file(repo: Repo) -> None:
    """The link was written before the file got the name that the link uses."""
    renamed = repo.commit({"Notes/Glass.md": None, "Notes/Vitrum.md": GLASS})
    commit = repo.commit({"Notes/Vitrum.md": GLASS.replace("# Melting", "# From sand to melt")})
    told = repo.told("../Notes/Vitrum.md#melting")
    assert told[:3] == ("RL111", "Notes/Vitrum.md#from-sand-to-melt", True)
    assert str(commit) in told.message
    # And under its old name, for which the rename is responsible.
    told = repo.told("../Notes/Glass.md#melting")
    assert told[:2] == ("RL113", "Notes/Vitrum.md#from-sand-to-melt")
    assert str(renamed) in told.message


def test_an_anchor_that_died_before_its_file_was_renamed(repo: Repo) -> None:
    text = GLASS.replace("# Melting", "# From sand to melt")
    repo.commit({"Notes/Glass.md": text})
    repo.commit({"Notes/Glass.md": None, "Notes/Vitrum.md": text})
    told = repo.told("../Notes/Glass.md#melting")
    assert told[:2] == ("RL113", "Notes/Vitrum.md#from-sand-to-melt")


def test_a_deleted_file(repo: Repo) -> None:
    commit = repo.commit({"Notes/Glass.md": None})
    told = repo.told("../Notes/Glass.md#melting")
    assert told[:3] == ("RL114", "", False)
    assert str(commit) in told.message


def test_a_file_deleted_since_the_last_commit(repo: Repo) -> None:
    repo.stage({"Notes/Glass.md": None})
    told = repo.told("../Notes/Glass.md#melting")
    assert told == Told("RL114", "", False, "section `melting` was removed since the last commit")


def test_a_file_that_was_only_touched_has_not_changed(repo: Repo) -> None:
    repo.commit({"Notes/Glass.md": "# Melting\n\nHot.\n", "Notes/Sand.md": "# Sand\n"})
    repo.write({"Notes/Glass.md": None})
    os.utime(repo.root / "Notes/Sand.md", (1, 1))
    with History(str(repo.root), lambda path: github) as history:
        trace = history.trace(Target("Notes/Glass.md", "melting"), exists=False)
    assert trace is not None
    assert trace.commit is None
    assert trace.changed == ()


def test_links_that_were_touched_or_lead_elsewhere_now(repo: Repo) -> None:
    for name, to in {"gone": "nowhere", "folder": "Notes", "moved": "Notes"}.items():
        (repo.root / name).symlink_to(to)
    repo.commit({"Notes/Glass.md": "# Melting\n\nHot.\n"})
    repo.write({"Notes/Glass.md": None})
    (repo.root / "moved").unlink()
    (repo.root / "moved").symlink_to("elsewhere")
    for name in ("gone", "folder"):
        os.utime(repo.root / name, (1, 1), follow_symlinks=False)
    with History(str(repo.root), lambda path: github) as history:
        trace = history.trace(Target("Notes/Glass.md", "melting"), exists=False)
    assert history.notices == []
    assert trace is not None
    assert trace.changed == ("moved",)


def test_a_file_renamed_since_the_last_commit(repo: Repo) -> None:
    repo.stage({"Notes/Glass.md": None, "Notes/Vitrum.md": GLASS})
    told = repo.told("../Notes/Glass.md#melting")
    message = "file was renamed to Notes/Vitrum.md since the last commit"
    assert told == Told("RL113", "Notes/Vitrum.md#melting", True, message)


def test_a_file_that_never_was(repo: Repo) -> None:
    told = repo.told("../Notes/Glas.md#melting")
    assert told == Told("RL101", "Notes/Glass.md#melting", False, "file not found: Notes/Glas.md")


# All kinds of repositories.


def test_a_notebook_in_a_subfolder(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repository")
    repo.commit({"docs/Notes/Glass.md": GLASS, "src/a.py": "1\n"})
    text = GLASS.replace("# Melting", "# From sand to melt")
    commit = repo.commit({"docs/Notes/Glass.md": text, "src/a.py": "2\n"})
    repo.write({"docs/Recall/Q.md": "1. Why? [Reread](../Notes/Glass.md#melting)\n"})
    told, notices = run(repo.root / "docs")
    assert [t[:2] for t in told] == [("RL111", "Notes/Glass.md#from-sand-to-melt")]
    assert str(commit) in told[0].message
    assert notices == []


def test_names_and_texts_beyond_ascii(repo: Repo) -> None:
    repo.commit({"Notes/Стекло и песок.md": GLASS.replace("# Melting", "# Плавка")})
    repo.commit({"Notes/Стекло и песок.md": GLASS.replace("# Melting", "# Варка")})
    told = repo.told("<../Notes/Стекло и песок.md#плавка>")
    assert told[:2] == ("RL111", "Notes/Стекло и песок.md#варка")


def test_a_merge_is_one_change(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit({"Notes/Glass.md": GLASS.replace("# Melting", "# From sand to melt")})
    repo.git("checkout", "--quiet", "main")
    repo.commit({"Notes/Colours.md": "# Colours\n\nMany.\n"})
    repo.git("merge", "--quiet", "--no-ff", "--message=x", "side")
    repo.git("config", "log.diffMerges", "combined")
    told = repo.told("../Notes/Glass.md#melting")
    assert told.best == "Notes/Glass.md#from-sand-to-melt"
    assert repo.git("rev-parse", "HEAD")[:9] in told.message


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Repo(tmp_path / "notebook")
    shutil.rmtree(folder.root / ".git")
    folder.write({"Notes/Glass.md": GLASS})
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    told, notices = folder.run("../Notes/Glass.md#glowing", "../Notes/Glas.md", "#x")
    assert [t.code for t in told] == ["RL102", "RL101", "RL102"]
    assert len(notices) == 1
    assert notices[0].startswith("git history is unavailable: ")


def test_before_the_first_commit(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "notebook")
    repo.write({"Notes/Glass.md": GLASS})
    told, notices = repo.run("../Notes/Glass.md#glowing", "../Notes/Glas.md")
    assert [t.code for t in told] == ["RL102", "RL101"]
    assert len(notices) == 1


def test_a_shallow_clone(repo: Repo, tmp_path: Path) -> None:
    text = GLASS.replace("# Melting", "# From sand to melt")
    repo.commit({"Notes/Glass.md": text})
    repo.run("../Notes/Glass.md#melting", "../Notes/Glass.md#cooking", "../Notes/Clay.md#wet")
    repo.commit({})
    clone = tmp_path / "clone"
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.root}", str(clone))
    told, notices = run(clone)
    assert [t.code for t in told] == ["RL102", "RL102", "RL101"]
    assert notices == ["shallow clone: older history is unavailable"]


def test_a_file_that_was_never_committed(repo: Repo) -> None:
    repo.write({"Notes/Clay.md": "# Firing\n\nAt 900 degrees.\n"})
    told, notices = repo.run("../Notes/Clay.md#fireing", "../Notes/Clay.md#firin")
    assert [t[:2] for t in told] == [("RL102", "Notes/Clay.md#firing")] * 2
    assert notices == []


def test_without_history(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({"Notes/Glass.md": GLASS.replace("# Melting", "# From sand to melt")})
    repo.run("../Notes/Glass.md#melting")
    surface = workspace_surface(repo)
    with History(str(repo.root), lambda path: surface, enabled=False) as history:
        forbid(monkeypatch)
        assert history.trace(Target("Notes/Glass.md", "melting"), exists=True) is None
        assert history.notices == []


# Cost.


def test_only_versions_that_lost_a_heading_are_read(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise an anchor that never existed would require parsing every version of its file."""
    for number in range(30):
        repo.commit({"Notes/Glass.md": f"# When it is *too* hot\n\nTake {number} away.\n"})
    read = []
    plain = git_process.Blobs.read

    def spy(blobs: git_process.Blobs, blob: str) -> bytes | None:
        read.append(blob)
        return plain(blobs, blob)

    monkeypatch.setattr(git_process.Blobs, "read", spy)
    surface = workspace_surface(repo)
    with History(str(repo.root), lambda path: surface) as history:
        assert history.trace(Target("Notes/Glass.md", "when-it-_is_-too-hot"), exists=True) is None
    assert len(read) < 5


def looked_into(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commits that are read from now on."""
    found: list[str] = []
    plain = git_process.Filter.ask

    def spy(self: git_process.Filter, questions: bytes) -> Iterator[bytes]:
        found.extend(line.split()[0] for line in questions.decode().splitlines())
        return plain(self, questions)

    monkeypatch.setattr(git_process.Filter, "ask", spy)
    return found


def test_commits_of_other_pages_are_not_looked_into(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [repo.git("rev-parse", "HEAD")]
    for number in range(5):
        repo.commit({"Notes/Colours.md": f"# Colours {number}\n"})
    repo.commit({"Notes/Glass.md": f"{GLASS}\n# End\n"})
    own.append(repo.git("rev-parse", "HEAD"))
    found = looked_into(monkeypatch)
    assert repo.told("../Notes/Glass.md#never").code == "RL102"
    assert sorted(found) == sorted(own)


def test_of_a_long_history_only_the_end_is_read_where_that_will_do(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(28):
        repo.commit({"Notes/Glass.md": f"{GLASS}\nDay {number}.\n"})
    repo.commit({"Notes/Glass.md": GLASS.replace("# Melting", "# Heat")})
    found = looked_into(monkeypatch)
    assert repo.told("../Notes/Glass.md#melting").code == "RL111"
    assert len(found) < 20


def test_a_note_without_a_word_in_common_is_not_opened(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {f"Notes/{n}.md": f"# Melt {n}\n\nOf cheese, {n} kinds.\n" for n in range(5)}
    repo.commit({"Notes/Like.md": f"# Melt\n\n{MELTING}", **others})
    repo.commit({"Notes/Glass.md": "# Glass\n\nNothing.\n"})
    opened = set()
    plain = DocumentIndex.open

    def spy(documents: DocumentIndex, path: str) -> Document:
        opened.add(path)
        return plain(documents, path)

    monkeypatch.setattr(DocumentIndex, "open", spy)
    told = repo.told("../Notes/Glass.md#melting")
    assert (told.code, told.best) == ("RL112", "Notes/Like.md#melt")
    assert opened.isdisjoint(others)


def test_a_section_of_another_language_has_not_moved_there(repo: Repo) -> None:
    english = GLASS
    french = f"# Fondre\n\n{COLOURS}# Melting\n\n{MELTING}"
    repo.commit({"Notes/Glass.md": english, "Notes/Glass-fr.md": french})
    repo.commit({"Notes/Glass.md": english.replace(f"# Melting\n\n{MELTING}", "")})
    (told,) = repo.run("../Notes/Glass.md#melting").told
    assert told.code == "RL114"


def test_a_likely_name_comes_before_an_unlikely_section_of_history(repo: Repo) -> None:
    used = f"# Pontil rods\n\n{MELTING}"
    repo.commit({"Notes/Glass.md": f"# Pontil\n\nSome words of its own.\n\n{used}"})
    repo.commit({"Notes/Glass.md": f"# Marvers\n\nOther ones.\n\n{used}"})
    (told,) = repo.run("../Notes/Glass.md#pontil").told
    assert (told.code, told.best) == ("RL102", "Notes/Glass.md#pontil-rods")


def test_a_section_that_was_spelled_anew_and_rewritten(repo: Repo) -> None:
    repo.commit({"Notes/Glass.md": f"# Air bubbles\n\n{MELTING}# End\n"})
    repo.commit({"Notes/Glass.md": f"# Airbubbles\n\n{COLOURS}# End\n"})
    told = repo.told("../Notes/Glass.md#air-bubbles")
    assert (told.code, told.best, told.safe) == ("RL111", "Notes/Glass.md#airbubbles", True)


# git commands, and their side effects.


def test_a_folder_is_asked_about_once(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({"Notes/Glass.md": GLASS})
    asked = []

    def spy(root: str, *arguments: str, **options: Any) -> bytes:
        asked.append(arguments)
        return ask(root, *arguments, **options)

    ask = git.run
    monkeypatch.setattr(git, "run", spy)
    with History(str(repo.root), lambda path: github) as history:
        assert [history.knows_folder("Notes"), history.knows_folder("Notes")] == [True, True]
        assert not history.knows_folder("Note")
    assert sum(arguments[0] == "log" for arguments in asked) == 2


def test_a_commit_elsewhere_leaves_answers_that_rest_on_history(repo: Repo, tmp_path: Path) -> None:
    def checked() -> int:
        root, file = str(repo.root), str(tmp_path / "cache.sqlite3")
        with Session(Request(root, [root], Config(), file)) as opened:
            opened.report()
            return opened.checked

    repo.commit({"Notes/Glass.md": GLASS, "Recall/Q.md": "1. Why? [R](../Notes/Glass.md#sand)\n"})
    repo.commit({"Notes/Glass.md": GLASS.replace("Melting", "Heat")})
    repo.commit({"Recall/Q.md": "1. Why? [R](../Notes/Glass.md#melting)\n"})
    assert checked() == 3
    repo.commit({"other.txt": "a"})
    assert checked() == 0
    repo.commit({"Notes/Glass.md": GLASS.replace("Melting", "Fire")})
    assert checked() == 2


def workspace_surface(repo: Repo) -> Any:
    return session(repo.root).notebook.surfaces.dialects[0]


def forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: str) -> None:
        raise AssertionError("git was asked")

    monkeypatch.setattr(git, "run", refuse)
    monkeypatch.setattr(git, "start", refuse)


def test_git_is_not_asked_when_nothing_is_dead(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.run("../Notes/Glass.md#melting")
    loaded = session(repo.root)
    forbid(monkeypatch)
    surface = loaded.notebook.surfaces.dialects[0]
    with History(str(repo.root), lambda path: surface) as history:
        finder = Finder(loaded.notebook, history.trace)
        report = lint(Context(loaded.notebook, Config(), finder), loaded.selected)
    assert [d.code for d in report.diagnostics] == []


def test_a_handful_of_processes(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    links = []
    for n in range(30):
        repo.write({f"Notes/{n}.md": f"# Old {n}\n\n{MELTING}", f"Gone/{n}.md": f"# {n}\n"})
        links += [f"../Notes/{n}.md#old-{n}", f"../Gone/{n}.md#{n}", f"../Notes/{n}.md#never"]
    repo.commit({})
    for n in range(30):
        repo.write({f"Notes/{n}.md": f"# New {n}\n\n{MELTING}", f"Gone/{n}.md": None})
    repo.commit({"Notes/Glass.md": None})
    started = []
    init = subprocess.Popen.__init__

    def counted(self: Any, arguments: list[str], **options: Any) -> None:
        started.append(arguments)
        init(self, arguments, **options)

    monkeypatch.setattr(subprocess.Popen, "__init__", counted)
    assert len(repo.run(*links).told) == 90
    # One or two of them list the files of the notebook, and one reads git's settings for filters.
    assert len(started) <= 8


def test_the_repository_stays_as_it_is(repo: Repo) -> None:
    repo.commit({"Notes/Glass.md": GLASS.replace("# Melting", "# From sand to melt")})
    # A dirty tree and a touched file, for which git would refresh its index.
    repo.stage({"Notes/Colours.md": None})
    repo.write({"Notes/New.md": "# New\n"})
    links = ["../Notes/Glass.md#melting", "../Notes/Colours.md#colours", "../No.md"]
    repo.run(*links)
    os.utime(repo.root / "Notes/Glass.md", (1, 1))
    before = digest(repo.root)
    assert len(repo.run(*links).told) == 3
    assert digest(repo.root) == before


def digest(root: Path) -> str:
    """All names and bytes below a folder as one value."""
    files = sorted(path for path in root.rglob("*") if path.is_file())
    parts = [b"%s\0%s" % (bytes(path), path.read_bytes()) for path in files]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def test_variables_of_a_hook_do_not_mislead(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"Notes/Glass.md": GLASS.replace("# Melting", "# From sand to melt")})
    other = Repo(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / "index"))
    monkeypatch.setenv("GIT_PREFIX", "x/")
    told = repo.told("../Notes/Glass.md#melting")
    assert told[:2] == ("RL111", "Notes/Glass.md#from-sand-to-melt")


def test_an_anchor_that_never_was_in_a_file_that_was_renamed(repo: Repo) -> None:
    repo.commit({"Notes/Glass.md": None, "Notes/Glassware.md": GLASS})
    told = repo.told("../Notes/Glass.md#never-was")
    assert told.code == "RL101"


# The target of a link when its line was written.

PUMPS = (
    "# Suction\n\n## Usage\n\nFor water that stands lower than the pump, seven metres at most.\n"
)
PRESSURE = (
    "# Pressure\n\n## Usage\n\nFor water that has to climb, as high as the walls can bear.\n\n"
)
QUESTION = "1. How deep? [Reread](../Notes/Pumps.md#usage)\n"


def said_of_lines(repo: Repo, rule: str) -> list[str]:
    with startup.open_session(str(repo.root), Choices(select=(rule,))) as session:
        return [d.problem.message for d in session.report().diagnostics]


@pytest.fixture
def asked(repo: Repo) -> Commit:
    return repo.commit({"Notes/Pumps.md": PUMPS, "Recall/Pumps.md": QUESTION})


def test_a_link_that_moved_on(repo: Repo, asked: Commit) -> None:
    repo.commit({"Notes/Pumps.md": PRESSURE + PUMPS})
    (message,) = said_of_lines(repo, "retargeted-section")
    assert message == (
        "the link now points to the section on line 3 of Notes/Pumps.md; when written in "
        f"{asked}, it pointed to the one now on line 9"
    )


def test_a_line_is_as_old_as_its_last_change(repo: Repo, asked: Commit) -> None:
    assert asked
    repo.commit({"Notes/Pumps.md": PRESSURE + PUMPS})
    repo.commit({"Recall/Pumps.md": QUESTION.replace("deep", "high")})
    assert said_of_lines(repo, "retargeted-section") == []


def test_a_line_that_only_moved_is_as_old_as_before(repo: Repo, asked: Commit) -> None:
    repo.commit({"Notes/Pumps.md": PRESSURE + PUMPS})
    repo.commit({"Recall/Pumps.md": f"# Pumps\n\n{QUESTION}"})
    assert str(asked) in said_of_lines(repo, "retargeted-section")[0]
    repo.write({"Recall/Pumps.md": f"# Pumps\n\nText.\n\n{QUESTION}"})
    assert str(asked) in said_of_lines(repo, "retargeted-section")[0]


def test_a_line_that_is_not_committed_has_no_age(repo: Repo, asked: Commit) -> None:
    assert asked
    repo.commit({"Notes/Pumps.md": PRESSURE + PUMPS})
    repo.write({"Recall/Pumps.md": QUESTION.replace("deep", "far down")})
    assert said_of_lines(repo, "retargeted-section") == []


def test_a_stale_question(repo: Repo, asked: Commit) -> None:
    repo.commit({"Notes/Pumps.md": "# Suction\n\n## Usage\n\nNobody uses it any more, it seems.\n"})
    (message,) = said_of_lines(repo, "stale-question")
    assert message == (
        f"section `Usage` has changed by 100% since this question was written in {asked}"
    )
    repo.commit({"Recall/Pumps.md": QUESTION.replace("deep", "much")})
    assert said_of_lines(repo, "stale-question") == []


def test_the_one_of_many_like_sections_that_is_unchanged(repo: Repo) -> None:
    returns = (
        "## Returns\n\nThe {} that were found, in order, or nothing at all if there are none.\n\n"
    )
    note = f"# Users\n\n{returns.format('users')}# Orders\n\n{returns.format('orders')}"
    link = "1. What? [Reread](../Notes/Api.md#returns-1)\n"
    repo.commit({"Notes/Api.md": note, "Recall/Api.md": link})
    repo.commit({"Notes/Api.md": f"# Items\n\n{returns.format('items')}{note}"})
    (message,) = said_of_lines(repo, "retargeted-section")
    assert "it pointed to the one now on line 15" in message


def test_an_anchor_that_only_its_page_s_site_knows(repo: Repo) -> None:
    """The heading's anchor is different on GitHub, where the page is not read."""
    page = f"# Glass\n\n## Melting it {{#melt}}\n\n{MELTING}"
    site = {
        "site/docusaurus.config.js": "module.exports = { title: 'x' };\n",
        "site/docs/glass.md": page,
        "site/docs/other.md": "[x](glass.md#melt)\n",
        "README.md": "# Plain\n",
    }
    repo.commit({**site})
    repo.commit({"site/docs/glass.md": page.replace("{#melt}", "{#heat}")})
    with session(repo.root, history=True) as opened:
        (diagnostic,) = opened.report().diagnostics
    assert diagnostic.code == "RL111"
    assert [str(c.target) for c in diagnostic.problem.candidates] == ["site/docs/glass.md#heat"]
    assert diagnostic.problem.fixes[0].safe
