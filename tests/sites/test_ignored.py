"""What git ignores, and a page links to, is made while the site is built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from recall_lint.cli import main
from recall_lint.notebook.resolutions import Found, MissingFile, Resolution, Unjudged
from recall_lint.sites import ignored
from tests.literate import make_notebook

STARLIGHT = "import s from '@astrojs/starlight'\nexport default {integrations: [s()]}\n"
DOCS = "src/content/docs"


def resolved(files: dict[str, str], path: str) -> list[Resolution]:
    return [use.resolution for use in make_notebook(files).uses(path)]


@pytest.mark.parametrize(
    ("patterns", "destination", "is_made"),
    [
        ("config.md", "/api/config/", True),
        ("cli.mdx", "/api/cli/", True),
        ("js/*\n!js/index.mdx", "/api/js/core/event/", True),
        ("/js/", "/api/js/", True),
        ("# config.md\n\n", "/api/config/", False),
        ("*.log\n[", "/api/config/", False),
        ("config.md\n!config.md", "/api/config/", False),
        ("config.md", "/other/config/", False),
        ("config.md", "/api/configuration/", False),
    ],
)
def test_pages_of_a_site(patterns: str, destination: str, is_made: bool) -> None:
    files = {
        "astro.config.mjs": STARLIGHT,
        f"{DOCS}/api/.gitignore": patterns,
        f"{DOCS}/api/a.md": f"[x]({destination}) [y](/api/a/)\n",
    }
    found, own = resolved(files, f"{DOCS}/api/a.md")
    assert found == Unjudged("generated", "ignored") if is_made else isinstance(found, MissingFile)
    assert isinstance(own, Found)


def test_inner_files_come_last() -> None:
    files = {
        "mkdocs.yml": "",
        ".gitignore": "made\n",
        "docs/a/.gitignore": "!made\n",
        "docs/index.md": "[x](made/b.md) [y](a/made/b.md)\n",
    }
    made, gone = resolved(files, "docs/index.md")
    assert made == Unjudged("generated", "ignored")
    assert isinstance(gone, MissingFile)


def test_a_forge_shows_only_what_is_there() -> None:
    (found,) = resolved({".gitignore": "made\n", "a.md": "[x](made/b.md)\n"}, "a.md")
    assert isinstance(found, MissingFile)


def problems(root: Path) -> list[str]:
    """The files with problems, in a run that may use the results of the last one."""
    result = CliRunner().invoke(main, ["check", "-q", "--format=concise", str(root)])
    return sorted({Path(line.partition(":")[0]).name for line in result.stdout.splitlines()})


def test_the_next_run_notices_changes(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    files = {"mkdocs.yml": "", "docs/a.md": "[x](made/a.md)\n", "docs/b/b.md": "[x](made.md)\n"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert problems(tmp_path) == ["a.md", "b.md"]
    (docs / ".gitignore").write_text("made\nmade.md\n", "utf-8")
    assert problems(tmp_path) == []
    (docs / ".gitignore").write_text("/made\n", "utf-8")
    assert problems(tmp_path) == ["b.md"]
    (docs / "b/.gitignore").write_text("made.md\n", "utf-8")
    assert problems(tmp_path) == []
    (docs / ".gitignore").unlink()
    assert problems(tmp_path) == ["a.md"]
    (docs / "b/.gitignore").write_text("*.log\n", "utf-8")
    (docs / ".gitignore").write_text("made\nmade.md\n", "utf-8")
    assert problems(tmp_path) == []
    (docs / ".gitignore").write_text("made\n", "utf-8")
    assert problems(tmp_path) == ["b.md"]


def test_patterns_are_compiled_once_for_all_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[tuple[str, ...]] = []

    def matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
        compiled.append(patterns)
        return lambda path: False

    monkeypatch.setattr(ignored, "matcher", matcher)
    files = {"mkdocs.yml": "", ".gitignore": "made\n", "docs/.gitignore": "*.log\n"}
    files |= {f"docs/{n}/a.md": f"[x](gone.md) [y](../{n}{n}/gone.md)\n" for n in range(5)}
    notebook = make_notebook(files)
    for n in range(5):
        assert all(isinstance(u.resolution, MissingFile) for u in notebook.uses(f"docs/{n}/a.md"))
    assert compiled == [("made", "/docs/**/*.log")]
