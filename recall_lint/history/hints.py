"""Candidates → the hint that offers them."""

from __future__ import annotations

from collections.abc import Iterable

from recall_lint.base.model import Link
from recall_lint.base.problems import Candidate, Target
from recall_lint.base.text import one_of
from recall_lint.notebook import writer
from recall_lint.notebook.notebook import Notebook


def hint(
    notebook: Notebook, path: str, link: Link, missing: Target, found: Iterable[Candidate]
) -> str:
    """A hint with candidates, as links in the file `path`.

    Sections of the file that the link already names are offered by their anchor alone.
    """
    offers: list[str] = []
    texts: list[str] = []
    text_first = False
    for candidate in found:
        target = candidate.target
        if target.path == missing.path and target.anchor is not None:
            written = f"`#{target.anchor}`"
        else:
            new = writer.write(notebook, path, target, link.destination)
            if new is None:
                continue
            written = f"`{new}`"
        if candidate.text:
            around = "before the first heading" if target.anchor is None else f"under {written}"
            texts.append(f"{candidate.text}, {around}")
            text_first = text_first or not offers
        else:
            offers.append(written)
    question = f"did you mean {one_of(offers)}?" if offers else ""
    words = f"the words appear {' and '.join(texts)}" if texts else ""
    if not (question and words):
        return question or words
    return f"{words}; or {question}" if text_first else f"{question} T{words[1:]}"
