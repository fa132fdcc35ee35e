"""What git ignores, and a page links to, is made while the site is built."""

from __future__ import annotations

import pytest

from recall_lint.notebook.resolutions import Found, MissingFile, Resolution, Unjudged
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
