"""The generated parts of the documentation; `python -m tests.docs` updates them.

A generated part is enclosed in `<!-- generated: NAME -->` and `<!-- end -->`. The output in a
`console` block that begins with `$ recall-lint` is generated too. `tests/test_docs.py` fails if
any of them is out of date.
"""

from __future__ import annotations

import importlib
import os
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from contextlib import chdir
from pathlib import Path
from typing import Final

import click
from click.testing import CliRunner

from recall_lint import sites
from recall_lint.cli import commands, main
from recall_lint.config import template
from recall_lint.inspection import text
from recall_lint.inspection.sites import sites as shown_sites
from recall_lint.reporters import NAMES, reporter
from recall_lint.rules import docs
from recall_lint.slugs import DIALECTS
from tests.history.test_history import Repo
from tests.literate import ROOT
from tests.sites.test_tables import notebook as sites_notebook

_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_CONSOLE = re.compile(r"(```console\n\$ recall-lint (.*?)\n).*?(```)", re.DOTALL)
_SECONDS = re.compile(r"\(\d+\.\d\d s\)")

_BALANCE: Final = "Gravity and the pressure of fusion hold each other in balance.\n"
_QUESTION: Final = (
    "2. What keeps a star from collapsing?\n   [Reread](../Notes/Stars.md#main-sequence)\n"
)
BEFORE: Final[dict[str, str | None]] = {
    "Notes/Stars.md": f"# Main sequence\n\n{_BALANCE}",
    "Recall/Stars.md": f"# How they live\n\n{_QUESTION}",
}
AFTER: Final[dict[str, str | None]] = {"Notes/Stars.md": f"# Hydrogen burning\n\n{_BALANCE}"}
"""A commit that a hook rejects: the files before it, and what it changes."""


def rules() -> str:
    rows = []
    for page in docs.all_pages():
        off = "" if page.default else " Off by default."
        code = f"[{page.code}](docs/rules.md#{page.code.lower()}-{page.name})"
        rows.append((code, page.name, page.severity, page.summary + off))
    return _table(("code", "name", "severity", "finds"), rows)


def rule_pages() -> str:
    return "\n" + "\n".join(docs.markdown(page, level=2) for page in docs.all_pages()) + "\n"


def dialects() -> str:
    rows = [(f"`{dialect.NAME}`", dialect.WHERE) for dialect in DIALECTS]
    return _table(("dialect", "used by"), rows)


def generators() -> str:
    rows = []
    for name, patterns in sites.MARKERS.items():
        doc = (sites.generator(name).__doc__ or "").partition("\n")[0]
        rows.append((f"`{name}`", doc.rstrip("."), ", ".join(f"`{each}`" for each in patterns)))
    return _table(("generator", "what is read", "detected from"), rows)


def sites_example() -> str:
    notebook = sites_notebook(ROOT / "fixtures" / "sites" / "hugo" / "site")
    shown = shown_sites(notebook.publication, notebook.documents)
    return f"\n```console\n$ recall-lint sites\n{click.unstyle(text.sites(shown))}```\n\n"


def rooms() -> str:
    """The folders of the package from top to bottom, in the order of the layers."""
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    rows = []
    for layer in layers["contracts"][0]["layers"]:
        for name in layer.split(" | "):
            path = Path(*name.split("."))
            place = f"`{path.name}/`" if (ROOT / path).is_dir() else f"`{path.name}.py`"
            summary = (importlib.import_module(name).__doc__ or "").splitlines()[0]
            rows.append((place, summary.rstrip(".")))
    return _table(("room", "description"), rows)


def formats() -> str:
    rows = []
    for name in NAMES:
        line = (reporter(name).__doc__ or "").partition("\n")[0]
        rows.append((f"`{name}`", line))
    return _table(("format", "description"), rows)


def hook() -> str:
    """The output of git for the commit above, with the hook run by pre-commit."""
    with tempfile.TemporaryDirectory() as folder:
        repo = Repo(Path(folder) / "notebook")
        repo.commit(BEFORE)
        repo.stage(AFTER)
        done = subprocess.run(
            [sys.executable, "-m", "recall_lint", "check", "--staged", "--no-cache"],
            cwd=repo.root,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "GIT_CONFIG_GLOBAL": os.devnull,
                "GIT_INDEX_FILE": ".git/index",
                "PRE_COMMIT": "1",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    head = f"{'recall-lint':.<73}Failed\n- hook id: recall-lint\n- exit code: {done.returncode}\n"
    command = '$ git commit -m "Call it hydrogen burning"'
    shown = scrubbed(done.stdout).replace(" --no-cache\n", "\n")
    return f"\n```console\n{command}\n{head}\n{shown}```\n\n"


def scrubbed(printed: str) -> str:
    """Output without anything that differs from run to run, or between terminals."""
    lines = (line.rstrip() for line in click.unstyle(printed).splitlines())
    return _SECONDS.sub("(0.05 s)", "".join(f"{line}\n" for line in lines))


def printed(command: str) -> str:
    """The output of a `recall-lint` command line in the root of this project."""
    arguments = shlex.split(command)
    if arguments[0] not in commands.NAMES or arguments[0] == "check":
        # The documentation does not depend on how much of the history a clone has.
        arguments.append("--no-history")
    with chdir(ROOT):
        shown = scrubbed(CliRunner().invoke(main, arguments).stdout)
    # A report may end with a command, which repeats the arguments.
    return shown.replace(" --no-history\n", "\n")


def yaml(snippet: str) -> Callable[[], str]:
    return lambda: f"\n```yaml\n{snippet}```\n\n"


PARTS: dict[str, Callable[[], str]] = {
    "rules": rules,
    "pages": rule_pages,
    "dialects": dialects,
    "formats": formats,
    "rooms": rooms,
    "generators": generators,
    "sites_example": sites_example,
    "hook": hook,
    "github": yaml(template.GITHUB),
    "gitlab": yaml(template.GITLAB),
    "pre_commit": yaml(template.PRE_COMMIT),
}
ELSEWHERE = {"benchmarks"}
"""Parts that are written by other commands."""
FILES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))


def rewritten(file: Path) -> str:
    """The file's text with updated generated parts and output."""
    text = _CONSOLE.sub(lambda m: f"{m[1]}{printed(m[2])}{m[3]}", file.read_text("utf-8"))
    return _PART.sub(lambda m: m[0] if m[2] in ELSEWHERE else f"{m[1]}{PARTS[m[2]]()}{m[3]}", text)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    for path in FILES:
        path.write_text(rewritten(path), "utf-8")
