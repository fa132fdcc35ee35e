"""A notebook → a commented configuration for it, and snippets to run recall-lint in CI."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from recall_lint import HOME, __version__
from recall_lint.base.config import is_recall_page, matcher
from recall_lint.base.text import count, printable
from recall_lint.notebook.notebook import Notebook

PRE_COMMIT: Final = f"""\
repos:
  - repo: {HOME}
    rev: v{__version__}
    hooks:
      - id: recall-lint
"""

GITHUB: Final = f"""\
name: recall-lint
on: [push, pull_request]
permissions:
  contents: read
jobs:
  recall-lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0 # full history, to trace broken links
      - uses: recall-lint/recall-lint@v{__version__}
"""

GITLAB: Final = f"""\
recall-lint:
  image: python:3.13
  variables:
    GIT_DEPTH: 0 # full history, to trace broken links
  cache:
    key: recall-lint
    paths: ["**/.recall-lint_cache"]
    when: always
  script:
    - pip install "recall-lint @ git+{HOME}@v{__version__}"
    - recall-lint
"""

_GLOB: Final = re.compile(r"[\\*?\[\] ]")
_NOT_TOML: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_WORD: Final = re.compile("recall", re.IGNORECASE)


def configuration(notebook: Notebook, because: Sequence[str]) -> str:
    """A `.recall-lint.toml` with the detected values, and every other key commented out.

    `because` are the files from which the surfaces were detected.
    """
    pages = notebook.recall_pages
    others = [path for path in notebook.documents if not notebook.roles.is_recall_page(path)]
    surfaces = _list(surface.NAME for surface in notebook.surfaces.dialects)
    return f"""\
# recall-lint configuration. All keys are optional. Paths are patterns as in .gitignore; a pattern
# that starts with `/` is relative to this folder.

# Recall pages, whose top-level list items are questions (currently {count(len(pages), "file")}).
{_recall(pages, others)}

# Headings of sections of notes that hold questions (replaces the built-in names, such as
# "Review questions" or "Self-check", in many languages).
# question-sections = ["Review questions", "Drills"]

# Notes, which the questions are about (currently {count(len(others), "file")}).
# Default: all documents that are not recall pages.
# notes = {_list(_folders(others)) if others else '["/Notes/"]'}

# Files to exclude, in addition to those ignored by git.
# exclude = ["/Drafts/"]

# Where the notebook is published. {_why(because)}
# Default: a document is checked for the site that publishes it, or else for GitHub or GitLab. If
# set, every link must work on all of these. `recall-lint sites` lists the detected sites.
# surfaces = {surfaces}

# Rules to run, to add to the selection, and to skip: codes, code prefixes or names.
# `recall-lint rule --all` shows them all.
# select = ["RL1", "placeholder-section"]
# extend-select = ["stale-question"]
# ignore = ["duplicate-question"]

# Rules to skip for some files.
# per-file-ignores = {{ "/Drafts/" = ["RL2", "missing-section"] }}

# Lowest severity that causes exit code 1: "error", "warning" or "never".
# fail-on = "error"

# Regular expressions that mark a section as a placeholder (replaces the defaults).
# placeholder-patterns = ["todo.*", "later"]

# Baseline of known problems to ignore; create it with `recall-lint baseline`.
# baseline = ".recall-lint-baseline.json"

# Link destinations not to check; patterns as in .gitignore.
# ignore-links = ["/windows/", "*#config.*"]

# Notes, and `path#anchor` of sections, that need no question; for `recall-lint coverage`.
# coverage-exclude = ["/Drafts/", "/Notes/Index.md", "*#references"]

# Settings of sites that cannot be detected.
# sites = [{{ generator = "hugo", root = "site", content = "site/pages", base = "/docs/" }}]
"""


def snippets(notebook: Notebook) -> str:
    """The files to add so that pre-commit and CI run recall-lint."""
    if any(surface.NAME == "gitlab" for surface in notebook.surfaces.dialects):
        ci = f"# .gitlab-ci.yml\n{GITLAB}"
    else:
        ci = f"# .github/workflows/recall-lint.yml\n{GITHUB}"
    return f"# .pre-commit-config.yaml\n{PRE_COMMIT}\n{ci}"


def _recall(pages: Sequence[str], others: Sequence[str]) -> str:
    if not pages:
        return (
            "# None found in a folder `Recall` or with `recall` in the name; set patterns here.\n"
            '# recall = ["/Questions/", "*-quiz.md"]'
        )
    patterns = [*dict.fromkeys(map(_pattern, pages))]
    matches = matcher(tuple(patterns))
    if not all(map(matches, pages)) or any(map(matches, others)):
        patterns = [_escaped(path) for path in pages]
    return f"recall = {_list(patterns)}"


def _pattern(page: str) -> str:
    """The folder, or the word in the name, that makes a file a recall page."""
    *folders, name = page.split("/")
    for depth, folder in enumerate(folders, 1):
        if is_recall_page(f"{folder}/x"):
            return _escaped("/".join(folders[:depth])) + "/"
    word = _WORD.search(name)
    assert word is not None
    return f"*{word[0]}*"


def _folders(paths: list[str]) -> list[str]:
    """The outermost folders of files, largest first; files in the root by their suffix."""
    tops = Counter(path.partition("/")[0] if "/" in path else "" for path in paths)
    return [_escaped(top) + "/" if top else "/*.md" for top, _ in tops.most_common()]


def _escaped(path: str) -> str:
    """A path from the root as a gitignore pattern; `?` replaces what TOML cannot write."""
    return "/" + _NOT_TOML.sub("?", _GLOB.sub(r"\\\g<0>", path))


def _why(because: Sequence[str]) -> str:
    if because:
        return printable(f"Detected from {' and '.join(because)}.")
    return "No site configuration found: assuming GitHub."


def _list(values: Iterable[str]) -> str:
    """Strings as a TOML array on one line."""
    # JSON and TOML escape the characters that `_escaped` leaves in the same way.
    return json.dumps(list(values), ensure_ascii=False)
