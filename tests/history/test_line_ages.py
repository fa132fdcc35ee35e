"""Scripted histories → the commit that last changed each line."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from recall_lint.base import git
from recall_lint.history.line_ages import LineAges, line_ages
from tests.history.test_history import Repo

WORDS = [1] * 10_000


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


def ages(repo: Repo, folder: str = "") -> LineAges:
    root = repo.root / folder
    texts = {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*.md")}
    return line_ages(str(root), {path: text.count(b"\n") + 1 for path, text in texts.items()})


def dates(repo: Repo, path: str = "a.md", folder: str = "") -> list[str]:
    """The day of each line; `now` for uncommitted ones."""
    found = ages(repo, folder)
    lines = (repo.root / folder / path).read_bytes().count(b"\n")
    own = found.files[path]
    return [found.dates[own.of(line)][-2:] or "now" for line in range(lines)]


def newest(repo: Repo, first: int, end: int) -> str:
    found = ages(repo)
    number = found.files["a.md"].newest(range(first, end), WORDS)
    assert number is not None
    return found.dates[number][-2:] or "now"


def test_each_line_has_its_commit(repo: Repo) -> None:
    repo.commit({"a.md": "one\ntwo\nthree\n"})
    repo.commit({"a.md": "one\n2\nthree\n"})
    repo.commit({"a.md": "zero\none\n2\nthree\n"})
    (repo.root / "a.md").write_text("zero\none\n2\nthree\nfour\n")
    (repo.root / "b.md").write_text("new\n")
    assert dates(repo) == ["03", "01", "02", "01", "now"]
    assert dates(repo, "b.md") == ["now"]


def test_white_space_is_no_change(repo: Repo) -> None:
    repo.commit({"a.md": "one\n  two\n"})
    repo.commit({"a.md": "one  \ntwo\r\n"})
    assert dates(repo) == ["01", "01"]


def test_files_are_followed_through_renames(repo: Repo) -> None:
    text = "".join(f"{n} is a number\n" for n in range(20))
    repo.commit({"old.md": text})
    repo.commit({"old.md": None, "a.md": f"{text}more\n"})
    repo.commit({"old.md": "another\n"})
    assert dates(repo) == ["01"] * 20 + ["02"]
    assert dates(repo, "old.md") == ["03"]


def test_two_files_that_swap_names(repo: Repo) -> None:
    one = "".join(f"one {n}\n" for n in range(20))
    two = "".join(f"two {n}\n" for n in range(20))
    repo.commit({"a.md": one})
    repo.commit({"b.md": two})
    repo.commit({"a.md": f"{two}x\n", "b.md": f"{one}x\n"})
    repo.commit({"c.md": "c\n"})
    assert dates(repo)[-1] == "03"


def test_a_removal_changes_what_stood_before_it(repo: Repo) -> None:
    text = "# A\n\none\n\ntwo\n\n# B\n\nthree\n\n# C\n\nfour\n"
    repo.commit({"a.md": text})
    repo.commit({"a.md": text.replace("two\n\n", "")})
    assert newest(repo, 0, 4) == "02"
    assert newest(repo, 4, 8) == "01"


def test_the_removal_of_a_section_leaves_the_one_before_as_it_was(repo: Repo) -> None:
    text = "# A\n\none\n\n# B\n\nthree\n\n# C\n\nfour\n"
    repo.commit({"a.md": text})
    repo.commit({"a.md": text.replace("# B\n\nthree\n\n", "")})
    assert newest(repo, 0, 4) == "01"
    assert newest(repo, 4, 7) == "01"


def test_text_that_looks_like_a_patch(repo: Repo) -> None:
    lines = ["-- a/a.md", "++ b/b.md", "@@ -1 +1 @@", "diff --git a/a.md b/a.md", "\\ No newline"]
    repo.commit({"a.md": "".join(f"{line}\n" for line in lines)})
    repo.commit({"a.md": "".join(f"{line}\n" for line in [*lines[:2], "\x01x", *lines[2:]])})
    repo.commit({"a.md": "".join(f"{line}\n" for line in [*lines[:2], "\x01x", *lines[2:], "end"])})
    assert dates(repo) == ["01", "01", "02", "01", "01", "01", "03"]


def test_a_file_without_a_line_feed_at_its_end(repo: Repo) -> None:
    repo.commit({"a.md": "one\ntwo"})
    repo.commit({"a.md": "one\n2", "b.md": "x\n"})
    repo.commit({"a.md": "1\n2\n"})
    assert dates(repo) == ["03", "02"]


def test_names_that_git_quotes(repo: Repo) -> None:
    name = 'ä "b"\t.md'
    repo.commit({name: "one\n"})
    repo.commit({name: "one\ntwo\n"})
    assert dates(repo, name) == ["01", "02"]


def test_a_merge_counts_as_one_change(repo: Repo) -> None:
    repo.commit({"a.md": "one\n"})
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit({"a.md": "one\ntwo\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit({"b.md": "x\n"})
    repo.git("merge", "--quiet", "--no-ff", "-m", "merge", "side")
    found = ages(repo)
    own = found.files["a.md"]
    assert (own.of(1), own.of(0)) == (1, 3)


def test_the_settings_of_a_user_change_nothing(repo: Repo) -> None:
    repo.commit({"a.md": "one\ntwo\nthree\n"})
    repo.commit({"a.md": "1\ntwo\n3\n"})
    for setting in (
        "diff.noprefix=true",
        "diff.interHunkContext=5",
        "diff.context=5",
        "diff.mnemonicPrefix=true",
        "diff.renames=false",
        "log.showRoot=false",
        "log.diffMerges=combined",
        "color.ui=always",
    ):
        repo.git("config", *setting.split("="))
    assert dates(repo) == ["02", "01", "02"]


def test_a_notebook_in_a_subfolder(repo: Repo) -> None:
    repo.commit({"in/a.md": "one\n", "out.md": "x\n"})
    repo.commit({"in/a.md": "one\ntwo\n"})
    assert dates(repo, folder="in") == ["01", "02"]


def test_a_shallow_clone_says_so(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"a.md": "one\n"})
    repo.commit({"a.md": "one\ntwo\n"})
    assert not ages(repo).shallow
    repo.git("clone", "--quiet", "--depth=1", repo.root.as_uri(), str(tmp_path / "clone"))
    found = line_ages(str(tmp_path / "clone"), {"a.md": 3})
    assert found.shallow
    assert found.dates[found.files["a.md"].of(0)] == "2026-01-02"


def test_a_partial_clone_is_named(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"a.md": "one\n"})
    repo.commit({"a.md": "one\ntwo\n"})
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repo.git("clone", "--quiet", "--filter=blob:none", repo.root.as_uri(), str(clone))
    with pytest.raises(git.GitError, match="partial clone"):
        line_ages(str(clone), {"a.md": 3})


def test_a_filter_of_the_repository_does_not_run(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"a.md": "one\n", ".gitattributes": "*.md filter=evil diff=evil\n"})
    for key in ("filter.evil.clean", "diff.evil.textconv", "diff.evil.command"):
        repo.git("config", key, f"touch {tmp_path}/hacked; cat")
    (repo.root / "a.md").write_text("two\n")
    assert dates(repo) == ["now"]
    assert not (tmp_path / "hacked").exists()


def test_a_folder_outside_a_repository(tmp_path: Path) -> None:
    with pytest.raises(git.GitError, match="not a git repository"):
        line_ages(str(tmp_path), {})


def test_git_blame_says_the_same(repo: Repo) -> None:
    chance = random.Random(18)
    lines = [f"line {n}" for n in range(60)]
    for commit in range(30):
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(lines) - 5)
            lines[at : at + chance.randint(0, 4)] = [
                f"line {commit} {chance.random()}" for _ in range(chance.randint(0, 5))
            ]
        repo.commit({"a.md": "".join(f"{line}\n" for line in lines)})
    blamed = repo.git("blame", "-w", "--porcelain", "a.md")
    told = re.findall(r"^([0-9a-f]{40}) ", blamed, re.MULTILINE)
    names = repo.git("log", "--format=%H").split()
    own = ages(repo).files["a.md"]
    assert [own.of(line) for line in range(len(lines))] == [names.index(n) + 1 for n in told]
