"""A run → notices for the user besides the problems."""

from __future__ import annotations

from pathlib import Path

from recall_lint.base.config import Config
from recall_lint.run import notices as run_notices
from tests.disk import make, session
from tests.sources.test_files import git


def notices(root: Path, *paths: str, config: Config | None = None) -> tuple[str, ...]:
    run = session(root, *paths, config=config)
    return tuple(run_notices.notices(run, run.report()))


def test_what_would_pass_as_clean_is_said(folder: Path) -> None:
    assert notices(folder) == ("no Markdown files found",)
    make(folder, "Notes/A.md", "tool.py")
    none_given = "no Markdown files found under the given paths"
    assert notices(folder, "tool.py") == (none_given,)
    (without_pages,) = notices(folder)
    assert without_pages.startswith("no recall pages found (expected a folder `Recall`,")
    make(folder, "Recall/A.md")
    assert notices(folder) == ("recall page Recall/A.md has no questions",)
    assert notices(folder, "Notes") == ()
    make(folder, "llm-recall.md")
    several = "2 recall pages have no questions, such as Recall/A.md"
    assert notices(folder) == (f"{several}; set `recall` if they are not recall pages",)
    assert notices(folder, config=Config(recall=("*.md",), exclude=("Notes/",))) == (several,)
    (folder / "llm-recall.md").unlink()
    make(folder, "Recall/A.md", text="1. What? [Reread](../Notes/A.md)\n")
    assert notices(folder) == ()


def test_packages_of_others_are_not_checked_and_may_be_linked_to(folder: Path) -> None:
    make(folder, "Recall/A.md", text="1. What? [Reread](../node_modules/x/README.md)\n")
    make(
        folder,
        "node_modules/x/README.md",
        "a/node_modules/y.md",
        "vendor/go.example.org/z.md",
        text="[x](gone.md)\n",
    )
    make(folder, "vendor/mine.md")
    for with_git in (False, True):
        if with_git:
            git(folder, "init", "-q")
            git(folder, "add", ".")
        run = session(folder)
        assert [*run.documents] == ["Recall/A.md", "vendor/mine.md"]
        assert not run.report().diagnostics
    (said,) = notices(folder, "node_modules/x/README.md")
    assert said == "node_modules/x/README.md is excluded and was not checked"


def test_without_recall_pages_the_chosen_patterns_are_named(folder: Path) -> None:
    make(folder, "Recall/A.md")
    (said,) = notices(folder, config=Config(recall=("Q/", "*.q.md")))
    assert said == "no recall pages found (`recall` is set to `Q/`, `*.q.md`)"


def test_notes_may_hold_the_questions(folder: Path) -> None:
    make(folder, "Notes/A.md", text="# A\n\n## Review questions\n\n1. What? [Reread](#a)\n")
    assert notices(folder) == ()
    (said,) = notices(folder, config=Config(recall=("Q/",)))
    assert said == "no recall pages found (`recall` is set to `Q/`)"


def test_bytes_that_are_no_utf_8_are_said(folder: Path) -> None:
    make(folder, "Recall/A.md", text="1. What? [Reread](A.md)\n")
    (folder / "b.md").write_bytes(b"caf\xe9")
    make(folder, "c.md", text="café")
    assert notices(folder) == ("b.md is not valid UTF-8; invalid bytes are left unchanged",)
