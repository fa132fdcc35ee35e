"""Folder, index and commit → listing, reading, and following links in each."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from recall_lint.base import git
from recall_lint.base.config import matcher
from recall_lint.sources import files
from recall_lint.sources.git_commit import Commit
from recall_lint.sources.git_index import Index
from recall_lint.sources.origins import Origin, count_lines
from recall_lint.sources.work_tree import Folder
from tests.history.test_history import Repo

EVERYTHING = matcher(())


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    made = Repo(tmp_path / "notebook")
    made.commit({"Notes/A.md": "# A\n", "Recall/A.md": "1. What?\n", "tool.py": "pass\n"})
    return made


_opened: list[Origin] = []


@pytest.fixture(autouse=True)
def closing() -> Iterator[None]:
    yield
    while _opened:
        _opened.pop().close()


def index(repo: Repo, folder: str = ".") -> Index:
    _opened.append(made := Index(str(repo.root / folder)))
    return made


def commit(repo: Repo, folder: str = ".") -> Commit:
    _opened.append(made := Commit(str(repo.root / folder), repo.git("rev-parse", "HEAD")))
    return made


def listed(origin: Origin) -> list[str]:
    return list(origin.discover(EVERYTHING).stamps)


def test_each_lists_its_own_files(repo: Repo) -> None:
    repo.stage({"staged.md": "# B\n", "Recall/A.md": None})
    repo.write({"new.md": "# C\n", "Notes/A.md": "# Edited\n"})
    assert listed(Folder(str(repo.root))) == ["Notes/A.md", "new.md", "staged.md"]
    assert listed(index(repo)) == ["Notes/A.md", "staged.md"]
    assert listed(commit(repo)) == ["Notes/A.md", "Recall/A.md"]
    assert index(repo).read("Notes/A.md") == b"# A\n"
    with pytest.raises(files.UnreadableError, match=r"^failed to read new\.md: "):
        index(repo).read("new.md")


def test_a_stamp_is_the_id_of_a_blob_and_always_settled(repo: Repo) -> None:
    for origin in (index(repo), commit(repo)):
        stamp = origin.stamp("Notes/A.md")
        assert stamp == origin.blob("Notes/A.md") == repo.git("rev-parse", "HEAD:Notes/A.md")
        assert origin.is_settled(stamp, 0)
        assert origin.size(["Notes/A.md", "tool.py"]) == 9
        assert (count_lines(origin, "Notes/A.md"), count_lines(origin, "gone")) == (1, None)


def test_a_notebook_in_a_folder_of_the_repository(repo: Repo) -> None:
    for origin in (index(repo, "Notes"), commit(repo, "Notes")):
        assert listed(origin) == ["A.md"]
        assert origin.discover(EVERYTHING).tracked == ("A.md",)
    repo.stage({"Notes/A.md": "# B\n", "tool.py": ""})
    assert [c.new for c in index(repo, "Notes").changed_since("HEAD")] == ["A.md"]


def test_links_are_followed_among_what_git_has(repo: Repo) -> None:
    root = repo.root
    (root / "alias.md").symlink_to("Link/A.md")
    (root / "Link").symlink_to("Notes/")
    (root / "tool.md").symlink_to("tool.py")
    (root / "folder.md").symlink_to("Notes")
    for name, target in {"circle.md": "circle.md", "out.md": "../x.md", "no.md": "new.md"}.items():
        (root / name).symlink_to(target)
    (root / "root.md").symlink_to("/x.md")
    repo.commit({})
    repo.write({"new.md": "# New\n"})
    for origin in (index(repo), commit(repo)):
        listing = origin.discover(EVERYTHING)
        assert list(listing.stamps) == ["Notes/A.md", "Recall/A.md", "tool.md"]
        assert listing.aliases == {"alias.md": "Notes/A.md"}
        assert origin.read("tool.md") == b"pass\n"
        assert origin.read("Link/A.md") == b"# A\n"
        assert origin.real_path("Link/../Link/A.md") == ("Notes/A.md", False)
        assert origin.real_path("Link/") == ("Notes", True)
        assert origin.real_path("Link/..") == (".", True)
        for path in ("Link/B.md", "new.md", "circle.md", "out.md", "no.md", "root.md", "tool.py/x"):
            assert origin.real_path(path) is None, path


def test_a_submodule_is_a_folder_that_is_not_read(repo: Repo) -> None:
    head = repo.git("rev-parse", "HEAD")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{head},Other.md")
    listing = index(repo).discover(EVERYTHING)
    assert listing.repositories == ("Other.md",)
    assert "Other.md" not in listing.stamps
    assert listing.notices == ("skipped Other.md: submodule or nested repository",)
    assert index(repo).real_path("Other.md") == ("Other.md", True)
    assert index(repo).stamp("Other.md") == ""


def test_a_file_that_is_only_announced_is_in_no_commit(repo: Repo) -> None:
    repo.stage({"empty.md": ""})
    repo.write({"announced.md": "# A\n"})
    repo.git("add", "--intent-to-add", "announced.md")
    assert listed(index(repo)) == ["Notes/A.md", "Recall/A.md", "empty.md"]


def test_in_a_conflict_our_own_side_is_read(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "theirs")
    repo.commit({"Notes/A.md": "# Theirs\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit({"Notes/A.md": "# Ours\n"})
    with pytest.raises(subprocess.CalledProcessError):
        repo.git("merge", "theirs")
    assert listed(index(repo)) == ["Notes/A.md", "Recall/A.md"]
    assert index(repo).read("Notes/A.md") == b"# Ours\n"


def test_what_has_changed(repo: Repo) -> None:
    repo.stage({"Notes/A.md": "# B\n"})
    (repo.root / "tool.py").touch()
    repo.write({"new.md": "", "Recall/A.md": "1. Why?\n"})

    def changed(origin: Origin, commit: str = "HEAD") -> list[tuple[str, str]]:
        return [(c.status, c.new) for c in origin.changed_since(commit)]

    assert changed(index(repo)) == [("M", "Notes/A.md")]
    assert changed(Folder(str(repo.root))) == [
        ("M", "Notes/A.md"),
        ("M", "Recall/A.md"),
        ("A", "new.md"),
    ]
    repo.commit({"new.md": "# New\n"})
    assert changed(commit(repo), repo.git("rev-parse", "HEAD~")) == [
        ("M", "Notes/A.md"),
        ("M", "Recall/A.md"),
        ("A", "new.md"),
    ]
    repo.git("mv", "new.md", "newer.md")
    assert changed(index(repo)) == [("R", "newer.md")]


def test_an_index_of_another_repository_is_not_ours(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repo(tmp_path / "other")
    other.commit({"a.md": "# A\n"})
    root = str(repo.root)
    assert git.committed_index(root) is None
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    monkeypatch.chdir(other.root)
    assert git.committed_index(root) is None
    monkeypatch.chdir(repo.root)
    assert git.committed_index(root) == str(repo.root / ".git" / "index")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    assert git.committed_index(root) is None
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GIT_DIR")
    assert git.committed_index(root) is None
