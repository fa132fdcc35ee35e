"""The parts of the documentation that are generated: `python -m tests.docs` writes them anew.

A generated part stands between `<!-- generated: NAME -->` and
`<!-- end -->`. `tests/test_docs.py` fails when one is out of date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from recall_lint import inspection, pages, sites, starter
from recall_lint.inspection import text
from recall_lint.reporters import NAMES, reporter
from recall_lint.slugs import DIALECTS
from tests.literate import ROOT
from tests.sites.test_tables import notebook as sites_notebook

_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def rules() -> str:
    rows = []
    for page in pages.every():
        off = "" if page.default else " Off by default."
        code = f"[{page.code}](docs/rules.md#{page.code.lower()}-{page.name})"
        rows.append((code, page.name, page.severity, page.summary + off))
    return _table(("code", "name", "severity", "finds"), rows)


def rule_pages() -> str:
    return "\n" + "\n".join(pages.markdown(page, level=2) for page in pages.every()) + "\n"


def dialects() -> str:
    rows = [(f"`{dialect.NAME}`", dialect.WHERE) for dialect in DIALECTS]
    return _table(("dialect", "publishes"), rows)


def generators() -> str:
    rows = []
    for name, patterns in sites.MARKERS.items():
        doc = (sites.generator(name).__doc__ or "").partition("\n")[0]
        rows.append((f"`{name}`", doc.rstrip("."), ", ".join(f"`{each}`" for each in patterns)))
    return _table(("generator", "what is read", "detected from"), rows)


def sites_example() -> str:
    notebook = sites_notebook(ROOT / "fixtures" / "sites" / "hugo" / "site")
    shown = inspection.sites(notebook.publication, notebook.documents)
    return f"\n```console\n$ recall-lint sites\n{click.unstyle(text.sites(shown))}```\n\n"


def formats() -> str:
    rows = []
    for name in NAMES:
        line = (reporter(name).__doc__ or "").partition("\n")[0]
        rows.append((f"`{name}`", line))
    return _table(("format", "what it is"), rows)


def yaml(snippet: str) -> Callable[[], str]:
    return lambda: f"\n```yaml\n{snippet}```\n\n"


PARTS: dict[str, Callable[[], str]] = {
    "rules": rules,
    "pages": rule_pages,
    "dialects": dialects,
    "formats": formats,
    "generators": generators,
    "sites_example": sites_example,
    "github": yaml(starter.GITHUB),
    "gitlab": yaml(starter.GITLAB),
    "pre_commit": yaml(starter.PRE_COMMIT),
}
FILES = (
    ROOT / "README.md",
    *(
        ROOT / "docs" / f"{name}.md"
        for name in ("github", "gitlab", "pre-commit", "rules", "sites")
    ),
)


def rewritten(file: Path) -> str:
    """The file's text with every generated part as it should be."""
    text = file.read_text("utf-8")
    return _PART.sub(lambda m: f"{m[1]}{PARTS[m[2]]()}{m[3]}", text)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    for path in FILES:
        path.write_text(rewritten(path), "utf-8")
