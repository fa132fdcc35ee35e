"""The parts of the documentation that are generated: `python -m tests.docs` writes them anew.

A generated part stands between `<!-- generated: NAME -->` and
`<!-- end -->`. `tests/test_docs.py` fails when one is out of date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from recall_lint.reporters import NAMES, reporter
from recall_lint.rules import RULES, is_default
from recall_lint.slugs import DIALECTS
from recall_lint.surfaces import MARKERS
from tests.literate import ROOT

_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def rules() -> str:
    rows = []
    for rule in RULES:
        off = "" if is_default(rule) else " Off unless selected."
        rows.append((rule.CODE, rule.NAME, _summary(rule.__doc__) + off))
    return _table(("code", "name", "finds"), rows)


def dialects() -> str:
    rows = []
    for dialect in DIALECTS:
        detected = [f"`{name}`" for name, told in MARKERS if dialect.NAME in told]
        rows.append((f"`{dialect.NAME}`", dialect.WHERE, ", ".join(detected) or "–"))
    return _table(("dialect", "publishes", "detected by"), rows)


def formats() -> str:
    rows = []
    for name in NAMES:
        line = (reporter(name).__doc__ or "").partition("\n")[0]
        rows.append((f"`{name}`", line))
    return _table(("format", "what it is"), rows)


PARTS: dict[str, Callable[[], str]] = {"rules": rules, "dialects": dialects, "formats": formats}
FILES = (ROOT / "README.md",)


def rewritten(file: Path) -> str:
    """The file's text with every generated part as it should be."""
    text = file.read_text("utf-8")
    return _PART.sub(lambda m: f"{m[1]}{PARTS[m[2]]()}{m[3]}", text)


def _summary(page: str | None) -> str:
    return " ".join((page or "").split("\n\n")[1].split())


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    for path in FILES:
        path.write_text(rewritten(path), "utf-8")
