"""A notebook → a commented configuration for it, and the snippets that run recall-lint on it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from recall_lint import HOME, __version__
from recall_lint.base.config import is_recall_page, matcher
from recall_lint.base.text import printable
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
          fetch-depth: 0 # what became of a dead link is in the history
      - uses: recall-lint/recall-lint@v{__version__}
"""

GITLAB: Final = f"""\
recall-lint:
  image: python:3.13
  variables:
    GIT_DEPTH: 0 # what became of a dead link is in the history
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
    """A `.recall-lint.toml` that means what was found, and names every other choice.

    `because` are the names that told which surfaces publish the notebook.
    """
    pages = notebook.recall_pages
    others = [path for path in notebook.documents if not notebook.is_recall_page(path)]
    surfaces = _list(surface.NAME for surface in notebook.surfaces)
    return f"""\
# What recall-lint checks here. Every key may be left out; paths are patterns as in .gitignore,
# and a pattern that begins with `/` begins in this folder.

# Recall pages, whose outermost list items are questions: {_counted(pages)}.
{_recall(pages, others)}

# Notes, which the questions are about: {_counted(others)}.
# Without this key they are all documents that are no recall pages.
# notes = {_list(_folders(others)) if others else '["/Notes/"]'}

# What is no part of the notebook, beside what git ignores.
# exclude = ["/Drafts/"]

# What publishes the notebook. {_why(because)}
# Without this key a document is judged by the site that publishes it, and any other one by GitHub
# or GitLab; with it every link must work on all of these. `recall-lint sites` shows what was found.
# surfaces = {surfaces}


# Rules to run, to run beside those that run anyway, and not to run: codes, prefixes of codes, or
# names. `recall-lint rule --all` shows them.
# select = ["RL1", "placeholder-section"]
# extend-select = ["stale-question"]
# ignore = ["duplicate-question"]

# Rules not to run over some files.
# per-file-ignores = {{ "/Drafts/" = ["RL2", "missing-section"] }}

# What makes a run fail: "error", "warning" (or worse), or "never".
# fail-on = "error"

# What a section without an answer says, as regular expressions; these replace the built-in ones.
# placeholder-patterns = ["todo.*", "later"]

# The known problems, which are not reported; `recall-lint baseline` writes them.
# baseline = ".recall-lint-baseline.json"

# Links that are not judged, by their destinations; patterns as in .gitignore.
# ignore-links = ["/windows/", "*#config.*"]

# What a site generator's own configuration does not say in words that can be read.
# sites = [{{ generator = "hugo", root = "site", content = "site/pages", base = "/docs/" }}]
"""


def snippets(notebook: Notebook) -> str:
    """What to write into which file so that pre-commit and the notebook's CI run recall-lint."""
    if any(surface.NAME == "gitlab" for surface in notebook.surfaces):
        ci = f"# .gitlab-ci.yml\n{GITLAB}"
    else:
        ci = f"# .github/workflows/recall-lint.yml\n{GITHUB}"
    return f"# .pre-commit-config.yaml\n{PRE_COMMIT}\n{ci}"


def _recall(pages: Sequence[str], others: Sequence[str]) -> str:
    if not pages:
        return (
            "# None lies in a folder `Recall` or has `recall` in its name: say where they are.\n"
            '# recall = ["/Questions/", "*-quiz.md"]'
        )
    patterns = [*dict.fromkeys(map(_pattern, pages))]
    matches = matcher(tuple(patterns))
    if not all(map(matches, pages)) or any(map(matches, others)):
        patterns = [_escaped(path) for path in pages]
    return f"recall = {_list(patterns)}"


def _pattern(page: str) -> str:
    """The folder that makes a file a recall page, or the word in its name."""
    *folders, name = page.split("/")
    for depth, folder in enumerate(folders, 1):
        if is_recall_page(f"{folder}/x"):
            return _escaped("/".join(folders[:depth])) + "/"
    word = _WORD.search(name)
    assert word is not None
    return f"*{word[0]}*"


def _folders(paths: list[str]) -> list[str]:
    """The outermost folders of files, most files first; files of the root by their suffix."""
    tops = Counter(path.partition("/")[0] if "/" in path else "" for path in paths)
    return [_escaped(top) + "/" if top else "/*.md" for top, _ in tops.most_common()]


def _escaped(path: str) -> str:
    """A path from the root as a gitignore pattern; what TOML cannot write stands as `?`."""
    return "/" + _NOT_TOML.sub("?", _GLOB.sub(r"\\\g<0>", path))


def _counted(paths: Sequence[str]) -> str:
    return f"{len(paths):,} file{'' if len(paths) == 1 else 's'} now"


def _why(because: Sequence[str]) -> str:
    if because:
        return printable(f"Detected by {' and '.join(because)}.")
    return "Nothing here tells; GitHub is assumed."


def _list(values: Iterable[str]) -> str:
    """Strings as a TOML array on one line."""
    # What JSON escapes in a string, TOML escapes alike; `_escaped` left nothing else to escape.
    return json.dumps(list(values), ensure_ascii=False)
