"""Folders → Markdown files, with and without git, and obstacles."""

from __future__ import annotations

import errno
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from recall_lint.base.config import matcher
from recall_lint.sources import discovery, encoding, files, writing
from recall_lint.sources.origins import count_lines
from recall_lint.sources.work_tree import Folder


def git(folder: Path, *arguments: str, given: str = "") -> str:
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, input=given, check=True, capture_output=True, text=True)
    return done.stdout


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("# A\n", "utf-8")


def close(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    """Make folders refuse to be listed, as they do for everyone but root."""
    scandir = os.scandir

    def refuse(path: str) -> Any:
        if Path(path) in folders:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)


def listed(folder: Path, *exclude: str) -> list[str]:
    return list(discovery.discover(str(folder), matcher(exclude)).markdown)


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
    listing = discovery.discover(str(tmp_path), matcher(()))
    assert listing.tracked == ("a.md", "tool.py")
    assert listing.untracked == (".gitignore", "new.py")
    assert listing.git


def test_a_deleted_file_is_gone_whether_or_not_git_was_told(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "here.md", "gone.md", "gone.png", "moved/a.md")
    git(tmp_path, "add", ".")
    (tmp_path / "gone.md").unlink()
    (tmp_path / "gone.png").unlink()
    (tmp_path / "moved").rename(tmp_path / "new")
    listing = discovery.discover(str(tmp_path), matcher(()))
    assert listing.tracked == ("here.md",)
    assert listing.untracked == ("new/a.md",)


def test_a_file_that_may_not_be_looked_at_is_not_taken_for_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "closed/a.md")
    git(tmp_path, "add", ".")
    (tmp_path / "closed" / "a.md").unlink()

    lstat = os.lstat

    def refuse(path: str) -> os.stat_result:
        if "closed" in path:
            raise PermissionError
        return lstat(path)

    monkeypatch.setattr(os, "lstat", refuse)
    assert listed(tmp_path) == ["closed/a.md"]


def test_a_deleted_file_in_conflict_is_gone(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "a.md")
    git(tmp_path, "add", ".")
    (blob,) = re.findall(r" (\w{40}) ", git(tmp_path, "ls-files", "-s"))
    stages = "".join(f"100644 {blob} {stage}\ta.md\n" for stage in (1, 2, 3))
    git(tmp_path, "rm", "-q", "--cached", "a.md")
    git(tmp_path, "update-index", "--index-info", given=stages)
    assert listed(tmp_path) == ["a.md"]
    (tmp_path / "a.md").unlink()
    assert discovery.discover(str(tmp_path), matcher(())).tracked == ()


def test_a_file_that_a_sparse_checkout_leaves_out_is_still_everybody_s(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "a.md")
    git(tmp_path, "add", ".")
    git(tmp_path, "update-index", "--skip-worktree", "a.md")
    (tmp_path / "a.md").unlink()
    listing = discovery.discover(str(tmp_path), matcher(()))
    assert (listing.markdown, listing.tracked) == ((), ("a.md",))


def test_links_and_lines_on_the_disk(tmp_path: Path) -> None:
    make(tmp_path, "Notes/a.md")
    (tmp_path / "Link").symlink_to("Notes")
    (tmp_path / "out").symlink_to(tmp_path.parent)
    assert files.real_path(str(tmp_path), "Link/a.md") == ("Notes/a.md", False)
    assert files.real_path(str(tmp_path), "Link") == ("Notes", True)
    assert files.real_path(str(tmp_path), "out") == ("..", True)
    assert files.real_path(str(tmp_path), "gone") is None
    (tmp_path / "lines").write_bytes(b"a\nb")
    folder = Folder(str(tmp_path))
    assert count_lines(folder, "lines") == 2
    assert count_lines(folder, "Notes/a.md") == 1
    assert count_lines(folder, "gone") is None


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


def test_other_repositories_are_said_and_not_read(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "a.md", "Vendor/x.md", "inner.md/x.md", "new/x.md", "out/x.md")
    for name in ("Vendor", "inner.md", "new", "out"):
        git(tmp_path / name, "init", "-q")
        git(tmp_path / name, "add", ".")
        git(tmp_path / name, "-c", "user.name=a", "-c", "user.email=a@example.org",
            "commit", "-q", "-m", "x")  # fmt: skip
    git(tmp_path, "add", "a.md", "Vendor", "inner.md", "out")
    listing = discovery.discover(str(tmp_path), matcher(("/out/",)))
    assert listing.markdown == ("a.md",)
    assert listing.tracked == ("Vendor", "a.md", "inner.md", "out")
    assert listing.untracked == ("new",)
    assert listing.repositories == ("Vendor", "inner.md", "new", "out")
    assert listing.notices == tuple(
        f"skipped {name}: submodule or nested repository" for name in ("Vendor", "inner.md", "new")
    )
    (tmp_path / "Vendor").rename(tmp_path.parent / "Vendor")
    assert "Vendor" not in discovery.discover(str(tmp_path), matcher(())).repositories


def test_without_git_the_folder_is_walked_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "a.md")
    monkeypatch.setenv("PATH", str(tmp_path))
    listing = discovery.discover(str(tmp_path), matcher(()))
    assert listing.markdown == ("a.md",)
    assert not listing.git
    assert "walking the folder instead" in listing.notices[0]


def test_unreadable_files_end_in_a_clear_line(tmp_path: Path) -> None:
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "dangling.md").symlink_to("gone.md")
    listing = discovery.discover(str(tmp_path), matcher(()))
    assert (listing.markdown, listing.unreadable) == ((), ())
    assert listing.notices == tuple(
        f"skipped broken symlink {name}.md" for name in ("dangling", "loop")
    )
    for name in ("loop.md", "dangling.md"):
        with pytest.raises(files.UnreadableError, match=f"^failed to read {name}: "):
            files.read(str(tmp_path), name)


def test_a_folder_that_cannot_be_listed_does_not_hide_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "a.md", "closed/b.md", "open/c.md")
    close(monkeypatch, tmp_path / "closed")
    listing = discovery.discover(str(tmp_path), matcher(()))
    assert listing.markdown == ("a.md", "open/c.md")
    assert listing.unreadable == ("failed to list folder closed: Permission denied",)


def test_a_link_to_another_document_is_no_document(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside.md"
    make(tmp_path, "root/Recall/r.md", "root/secret.md", "outside.md")
    (root / "Recall" / "alias.md").symlink_to("r.md")
    (root / "again.md").symlink_to("Recall/alias.md")
    (root / "out.md").symlink_to(outside)
    (root / "excluded.md").symlink_to("secret.md")
    (root / "folder.md").symlink_to("Recall")
    listing = discovery.discover(str(root), matcher(("/secret.md",)))
    assert listing.markdown == ("Recall/r.md", "excluded.md")
    assert listing.aliases == {"Recall/alias.md": "Recall/r.md", "again.md": "Recall/r.md"}
    assert listing.notices == (
        "skipped folder folder.md",
        "skipped out.md: symlink out of the notebook",
    )


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    (tmp_path / "folder").mkdir()
    listing = discovery.discover(str(tmp_path), matcher(()))
    assert listing.markdown == ()
    assert listing.notices == tuple(
        f"skipped {name}.md: not a regular file" for name in ("pipe", "zero")
    )
    for name in ("pipe.md", "zero.md", "folder"):
        with pytest.raises(files.UnreadableError, match=f"^{name} is not a regular file$"):
            files.read(str(tmp_path), name)
        assert count_lines(Folder(str(tmp_path)), name) is None


def test_bytes_that_are_no_utf_8_survive(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf# caf\xe9\r\n"
    (tmp_path / "a.md").write_bytes(data)
    text = encoding.decode(files.read(str(tmp_path), "a.md"))
    assert text.encode("utf-8", "surrogateescape") == data


@pytest.mark.parametrize("linked", [False, True])
def test_a_full_disk_leaves_the_old_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linked: bool
) -> None:
    page = tmp_path / "a.md"
    page.write_text("one")
    if linked:
        # Written in place, not replaced.
        (tmp_path / "b.md").hardlink_to(page)
    names = os.listdir(tmp_path)
    is_full = [False, True]

    def sync(descriptor: int) -> None:
        if is_full.pop():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", sync)
    with pytest.raises(files.ChangedError, match=r"failed to write .*: No space left on device"):
        writing.write(str(tmp_path), "a.md", "one", "twice")
    assert page.read_text() == "one"
    assert os.listdir(tmp_path) == names


@pytest.mark.parametrize("becomes", ["edited", "replaced", "gone"])
def test_write_keeps_what_another_program_writes_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, becomes: str
) -> None:
    page = tmp_path / "a.md"
    page.write_text("one")

    def sync(descriptor: int) -> None:
        if becomes == "gone":
            page.unlink()
        elif becomes == "replaced":
            (tmp_path / "new").write_text("eno")
            (tmp_path / "new").replace(page)
        else:
            page.write_text("once")

    monkeypatch.setattr(os, "fsync", sync)
    with pytest.raises(files.ChangedError, match=r"failed to write a\.md: "):
        writing.write(str(tmp_path), "a.md", "one", "two")
    left = {"edited": ["once"], "replaced": ["eno"], "gone": []}[becomes]
    assert [each.read_text() for each in tmp_path.iterdir()] == left


def test_write_refuses_what_changed_since_it_was_read(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_bytes(b"\xef\xbb\xbfone\r\n\xff")
    text = encoding.decode(files.read(str(tmp_path), "a.md"))
    writing.write(str(tmp_path), "a.md", text, text.replace("one", "two"))
    assert page.read_bytes() == b"\xef\xbb\xbftwo\r\n\xff"
    with pytest.raises(files.ChangedError, match="changed while it was being checked"):
        writing.write(str(tmp_path), "a.md", text, "three")
    page.unlink()
    with pytest.raises(files.ChangedError, match="failed to write"):
        writing.write(str(tmp_path), "a.md", text, "three")
