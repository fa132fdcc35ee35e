"""For every link of the fixture sites, recall-lint agrees with a crawler of the built site."""

from __future__ import annotations

from pathlib import Path

import pytest

from recall_lint.notebook.notebook import Notebook
from recall_lint.notebook.resolutions import (
    AnchorCase,
    External,
    Found,
    Mismatch,
    MissingSection,
    Resolution,
    Unjudged,
)
from tests.literate import make_notebook
from tests.sites.tables import SITES, generators, table

MOST_UNJUDGED = 0.05
"""Maximum share of a site's links that may be left unchecked."""


def notebook(folder: Path) -> Notebook:
    """The notebook in a folder, published only by the sites detected in it."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8", "replace")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return make_notebook(files, sites_only=True)


def said(resolution: Resolution, notebook: Notebook) -> str:
    """A resolution in the words of a table."""
    match resolution:
        case External() | Found():
            return "alive"
        case Unjudged():
            return "not judged"
        case MissingSection() | AnchorCase() | Mismatch():
            return "no anchor"
    return "dead"


@pytest.mark.parametrize("generator", generators())
def test_a_verdict_is_that_of_the_built_site(generator: str) -> None:
    found = notebook(SITES / generator / "site")
    rows = table(generator)
    verdicts: dict[str, str] = {}
    for path in found.documents:
        if found.publication.site_of(path) is None:
            continue
        for use in found.uses(path):
            text = use.link.text
            if text in rows:
                verdicts[text] = said(use.resolution, found)
    unjudged = [text for text, verdict in verdicts.items() if verdict == "not judged"]
    differ = {
        text: f"{verdicts.get(text, 'no link')}, and built: {row.verdict} ({row.href})"
        for text, row in rows.items()
        if verdicts.get(text, "no link") not in (row.verdict, "not judged")
    }
    assert differ == {}
    assert len(unjudged) <= MOST_UNJUDGED * len(rows), unjudged
