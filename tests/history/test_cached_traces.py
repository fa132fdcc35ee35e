"""Findings of earlier runs in the history, and which are valid after new commits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from recall_lint.base import git, git_process
from recall_lint.base.config import Config
from recall_lint.base.problems import Commit
from recall_lint.base.report import Report
from recall_lint.facts.cache import Cache
from recall_lint.history.cached_traces import CachedTrace, CachedTraces, Removal
from recall_lint.history.history import History
from recall_lint.run.checking import Checker
from recall_lint.run.request import Request
from recall_lint.run.session import Session
from tests.history.test_history import COLOURS, GLASS, MELTING, Repo

ASKED = """\
1. Why? [R](../Notes/Glass.md#melting)
2. Why? [R](../Notes/Glass.md#sand)
3. Why? [R](../Notes/Gone.md#gone)
4. Why? [R](../Notes/Glass.md#cooling-1)
"""


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A heading and a file were renamed, one heading never was, one of two sections moved."""
    made = Repo(tmp_path / "notebook")
    twice = f"# Cooling\n\n{COLOURS}# Cooling\n\nSlowly, over a night, and in a warm oven.\n"
    made.commit({"Notes/Glass.md": GLASS + twice, "Notes/Gone.md": f"# Gone\n\n{COLOURS}"})
    made.commit({"Recall/Q.md": ASKED})
    made.commit({"Notes/Glass.md": GLASS.replace("# Melting", "# Heat") + f"# Cooling\n{twice}"})
    made.git("mv", "Notes/Gone.md", "Notes/There.md")
    made.commit({})
    return made


def run(repo: Repo, file: Path | None, *surfaces: str) -> Report:
    root, cache = str(repo.root), None if file is None else str(file)
    config = Config(surfaces=surfaces)
    with Session(Request(root, [root], config, cache)) as opened:
        return opened.report()


def asked_of_git(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """The git commands that are run from now on, and the commits that are read."""
    commands: list[str] = []
    commits: list[str] = []
    plain, ask = git.run, git_process.Filter.ask

    def told(root: str, *arguments: str, **options: Any) -> bytes:
        commands.append(" ".join(arguments))
        return plain(root, *arguments, **options)

    def asked(self: git_process.Filter, questions: bytes) -> Iterator[bytes]:
        commits.extend(line.split()[0] for line in questions.decode().splitlines())
        return ask(self, questions)

    monkeypatch.setattr(git, "run", told)
    monkeypatch.setattr(git_process.Filter, "ask", asked)
    return commands, commits


def test_of_a_new_commit_only_its_own_lines_are_read(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = run(repo, tmp_path / "cache").diagnostics
    text = (repo.root / "Notes/Glass.md").read_text()
    repo.commit({"Notes/Glass.md": f"{text}\nOne line more.\n"})
    head = repo.git("rev-parse", "HEAD")
    commands, commits = asked_of_git(monkeypatch)
    after = run(repo, tmp_path / "cache").diagnostics
    assert commits == [head]
    codes = [d.code for d in before]
    assert codes[:4] == ["RL111", "RL102", "RL113", "RL115"]
    assert [d.code for d in after] == codes
    # The log is only needed for the line of the link to one of two similar sections.
    commands.clear()
    repo.commit({"Recall/Q.md": "".join(ASKED.splitlines(keepends=True)[:3])})
    run(repo, tmp_path / "cache")
    assert not [command for command in commands if "--max-count" in command]


def test_a_commit_without_new_headings_leaves_the_other_verdicts(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = "[Melting](Glass.md#melting)\n"
    repo.commit({"Notes/Other.md": "# Zebras\n", "Notes/Links.md": links})
    run(repo, tmp_path / "cache")
    judged: list[str] = []
    plain = Checker.check_batch

    def spy(self: Checker, paths: Sequence[str]) -> Any:
        judged.extend(paths)
        return plain(self, paths)

    monkeypatch.setattr(Checker, "check_batch", spy)
    repo.commit({"Notes/Other.md": "# Zebras\n\nMore.\n"})
    run(repo, tmp_path / "cache")
    # The answer to a question without a working link is searched for in all texts.
    assert sorted(judged) == ["Notes/Other.md", "Recall/Q.md"]


CHANGES: dict[str, list[dict[str, str | None]]] = {
    "nothing": [{}],
    "elsewhere": [{"Notes/Other.md": "# Melting\n"}],
    "the heading comes back": [{"Notes/Glass.md": f"# Melting\n\n{MELTING}"}],
    "the heading comes back in code": [{"Notes/Glass.md": f"```\n# Melting\n```\n\n{MELTING}"}],
    "and goes again": [
        {"Notes/Glass.md": f"# Melting\n\n{COLOURS}"},
        {"Notes/Glass.md": f"# Melted\n\n{COLOURS}"},
    ],
    "what never was, was": [{"Notes/Glass.md": "# Sand\n"}, {"Notes/Glass.md": "# Salt\n"}],
    "what it has become goes": [{"Notes/Glass.md": GLASS.replace("# Melting", "# Fire")}],
    "its file goes": [{"Notes/Glass.md": None}],
    "its file comes back": [{"Notes/Glass.md": None}, {"Notes/Glass.md": GLASS}],
    "its file is renamed": [{"Notes/Glass.md": None, "Notes/Panes.md": GLASS}],
    "the renamed file is renamed": [
        {"Notes/There.md": None, "Notes/Here.md": f"# Gone\n\n{COLOURS}"}
    ],
    "the file that is gone comes back": [{"Notes/Gone.md": "# Here\n"}],
    "the line is written anew": [{"Recall/Q.md": "Words.\n"}, {"Recall/Q.md": f"{ASKED}\n"}],
}


@pytest.mark.parametrize("commits", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("edit_first", [False, True])
def test_what_is_remembered_is_what_git_says(
    repo: Repo, tmp_path: Path, commits: list[dict[str, str | None]], edit_first: bool
) -> None:
    """With changes that are read before they are committed, or after."""
    run(repo, tmp_path / "cache")
    for files in commits:
        if edit_first:
            repo.write(files)
            run(repo, tmp_path / "cache")
        repo.commit({} if edit_first else files)
    told = run(repo, tmp_path / "cache").diagnostics
    assert told == run(repo, None).diagnostics
    # And again, with the findings of the last run.
    repo.commit({"Recall/Q.md": f"{ASKED}5. Who?\n"})
    assert run(repo, tmp_path / "cache").diagnostics == run(repo, None).diagnostics


def test_before_anything_is_known_git_is_not_asked_what_is_new(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands, _ = asked_of_git(monkeypatch)
    run(repo, tmp_path / "cache")
    assert len([command for command in commands if " log " in f" {command} "]) == 1


def test_without_a_cache_nothing_is_asked_for_the_next_run(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(History, "to_cache", None)
    assert run(repo, None).diagnostics


def test_another_branch_is_not_known(repo: Repo, tmp_path: Path) -> None:
    run(repo, tmp_path / "cache")
    repo.git("switch", "-q", "-c", "side", "HEAD~2")
    repo.commit({"Notes/Glass.md": GLASS.replace("# Melting", "# Fire")})
    assert run(repo, tmp_path / "cache").diagnostics == run(repo, None).diagnostics


def test_what_has_an_anchor_depends_on_the_dialect(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"Notes/Glass.md": "# Two  spaces\n", "Recall/Q.md": ""})
    repo.commit({"Notes/Glass.md": "# Three\n"})
    repo.commit({"Recall/Q.md": "1. Why? [R](../Notes/Glass.md#two-spaces)\n"})
    for dialect, code in (("gitlab", "RL111"), ("pandoc-gfm", "RL111"), ("obsidian", "RL102")):
        told = run(repo, tmp_path / "cache", dialect).diagnostics
        assert told == run(repo, None, dialect).diagnostics
        assert [d.code for d in told if d.code != "RL201"] == [code], dialect


REMOVAL = Removal(Commit("1234", "2026-01-01"), "a.md", "ab" * 20, "", None, ("b.md",), None)


def test_packed_and_unpacked() -> None:
    known = CachedTraces("head", "github", 3, ["D a.md\0a.md"])
    known.traces = {
        ("a.md", "a", True): CachedTrace(("a.md", "b.md"), REMOVAL),
        ("c.md", None, False): CachedTrace(("c.md",), None),
    }
    known.lines = {("q.md", "1. Why?"): "1234"}
    found = CachedTraces.of(json.loads(json.dumps(known.packed())))
    assert vars(found) == vars(known)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {"head": "a"},
        {**CachedTraces("a", "b").packed(), "commits": "many"},
        {**CachedTraces("a", "b").packed(), "traces": [["a.md", "a", True, ["a.md"]]]},
        {
            **CachedTraces("a", "b").packed(),
            "traces": [["a", "a", True, ["a"], [None, "a", "a\nb", "", None, [], None]]],
        },
        {**CachedTraces("a", "b").packed(), "lines": [["a.md", 1, "a"]]},
    ],
)
def test_what_is_something_else_counts_as_nothing(value: Any) -> None:
    assert vars(CachedTraces.of(value)) == vars(CachedTraces())


def test_the_oldest_are_forgotten_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recall_lint.history.cached_traces._MOST", 2)
    known, newer = CachedTraces(), CachedTraces()
    known.lines = {("a", "a"): "1", ("b", "b"): "2"}
    newer.lines = {("c", "c"): "3"}
    known.update(newer)
    assert known.lines == newer.lines


def test_the_past_is_kept_where_a_run_does_not_ask(tmp_path: Path) -> None:
    file = str(tmp_path / "cache")
    Cache(file, "1").write({}, b"", {}, {}, (), {"head": "a"})
    kept = Cache(file, "1")
    kept.write({}, b"", {}, {}, ())
    assert kept.past() == {"head": "a"}
