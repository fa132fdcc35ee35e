"""Folders → Markdown files, with and without git, and what stands in the way."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from recall_lint import files
from recall_lint.config import matcher


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True)


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("# A\n", "utf-8")


def listed(folder: Path, *exclude: str) -> list[str]:
    return list(files.discover(str(folder), matcher(exclude)).markdown)


def test_a_walk(tmp_path: Path) -> None:
    make(tmp_path, "b.md", "a/c.MARKDOWN", "a/d.mkd", "e.mdown", "f.txt", "x.md.bak")
    make(tmp_path, ".hidden/g.md", "node_modules/h.md")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert listed(tmp_path) == ["a/c.MARKDOWN", "a/d.mkd", "b.md", "e.mdown"]
    assert listed(tmp_path, "a/") == ["b.md", "e.mdown"]


def test_git_lists_tracked_and_new_files_and_not_ignored_or_deleted_ones(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "tracked.md", "gone.md", "sub/ü n.md")
    git(tmp_path, "add", ".")
    make(tmp_path, "new.md", "ignored.md")
    (tmp_path / ".gitignore").write_text("ignored.md\n")
    (tmp_path / "gone.md").unlink()
    assert listed(tmp_path) == ["new.md", "sub/ü n.md", "tracked.md"]
    assert listed(tmp_path / "sub") == ["ü n.md"]


def test_git_says_what_everybody_has(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "a.md", "tool.py")
    git(tmp_path, "add", ".")
    make(tmp_path, "new.py", "ignored.py")
    (tmp_path / ".gitignore").write_text("ignored.py\n")
    listing = files.discover(str(tmp_path), matcher(()))
    assert listing.tracked == ("a.md", "tool.py")
    assert listing.untracked == (".gitignore", "new.py")


def test_links_and_lines_on_the_disk(tmp_path: Path) -> None:
    make(tmp_path, "Notes/a.md")
    (tmp_path / "Link").symlink_to("Notes")
    (tmp_path / "out").symlink_to(tmp_path.parent)
    assert files.real_path(str(tmp_path), "Link/a.md") == ("Notes/a.md", False)
    assert files.real_path(str(tmp_path), "Link") == ("Notes", True)
    assert files.real_path(str(tmp_path), "out") == ("..", True)
    assert files.real_path(str(tmp_path), "gone") is None
    (tmp_path / "lines").write_bytes(b"a\nb")
    assert files.count_lines(str(tmp_path), "lines") == 2
    assert files.count_lines(str(tmp_path), "Notes/a.md") == 1
    assert files.count_lines(str(tmp_path), "gone") is None


def test_a_hook_s_variables_do_not_mislead_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, mine = tmp_path / "other", tmp_path / "mine"
    for folder in (other, mine):
        folder.mkdir()
        git(folder, "init", "-q")
    make(mine, "a.md")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    assert listed(mine) == ["a.md"]


def test_a_submodule_is_said_and_not_read(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "a.md")
    inner = tmp_path / "inner.md"
    inner.mkdir()
    git(inner, "init", "-q")
    git(inner, "-c", "user.name=a", "-c", "user.email=a@example.org",
        "commit", "-q", "--allow-empty", "-m", "x")  # fmt: skip
    git(tmp_path, "add", "inner.md")
    listing = files.discover(str(tmp_path), matcher(()))
    assert listing.markdown == ("a.md",)
    assert listing.notices == ("inner.md is a folder or a submodule; it is not read",)


def test_without_git_the_folder_is_walked_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "a.md")
    monkeypatch.setenv("PATH", str(tmp_path))
    listing = files.discover(str(tmp_path), matcher(()))
    assert listing.markdown == ("a.md",)
    assert "the folder is walked instead" in listing.notices[0]


def test_unreadable_files_end_in_a_clear_line(tmp_path: Path) -> None:
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "dangling.md").symlink_to("gone.md")
    assert listed(tmp_path) == ["dangling.md", "loop.md"]
    for name in ("loop.md", "dangling.md"):
        with pytest.raises(files.UnreadableError, match=f"^{name}: cannot be read: "):
            files.read(str(tmp_path), name)


def test_bytes_that_are_no_utf_8_survive(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf# caf\xe9\r\n"
    (tmp_path / "a.md").write_bytes(data)
    text = files.read(str(tmp_path), "a.md").text
    assert text.encode("utf-8", "surrogateescape") == data


def test_write_refuses_what_changed_since_it_was_read(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_bytes(b"\xef\xbb\xbfone\r\n\xff")
    text = files.read(str(tmp_path), "a.md").text
    files.write(str(tmp_path), "a.md", text, text.replace("one", "two"))
    assert page.read_bytes() == b"\xef\xbb\xbftwo\r\n\xff"
    with pytest.raises(files.ChangedError, match="changed since it was read"):
        files.write(str(tmp_path), "a.md", text, "three")
    page.unlink()
    with pytest.raises(files.ChangedError, match="cannot be written"):
        files.write(str(tmp_path), "a.md", text, "three")
