"""The current sections of a notebook, by name and text, computed once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from recall_lint.base import similarity
from recall_lint.base.similarity import RunFilter, Text, Texts
from recall_lint.notebook.notebook import Notebook

ALIKE: Final = 0.5
"""Minimum similarity of the name of a section outside the files named by history, 0 to 1."""

_MOST: Final = 20
"""Maximum number of sections in other files whose texts are read: those with the most similar
names.
"""


class SectionIndex:
    """The sections of one notebook."""

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook
        self._with_text: dict[str, dict[int, list[int]]] = {}
        self._texts: dict[str, Texts] = {}
        self._runs: dict[str, RunFilter] = {}

    def take_names(self, other: SectionIndex) -> None:
        """Take over the section names of another index, if none has changed."""
        if "_all_names" in other.__dict__:
            self._all_names = other._all_names

    def anchors(self, path: str) -> list[str]:
        """The anchor of each section of a document, in order; empty for none."""
        return [name or "" for name in self.notebook.anchors.of_sections(path)]

    def similar_names(self, anchor: str) -> Iterator[tuple[str, int, str]]:
        """The sections of all documents with names similar to an anchor, and their anchors."""
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        self.notebook.subjects.note("paths")
        self.notebook.subjects.note("names")
        names, places = self._all_names
        for _, _, index in process.extract(
            similarity.bare(anchor),
            names,
            scorer=Indel.normalized_similarity,
            score_cutoff=ALIKE,
            limit=_MOST,
        ):
            yield places[index]

    @cached_property
    def _all_names(self) -> tuple[list[str], list[tuple[str, int, str]]]:
        """The unnumbered names of all sections, the sections with each, and the full names."""
        places = [*self.notebook.anchors.all_names()]
        return [similarity.bare(name) for _, _, name in places], places

    def with_text(self, path: str, text: str) -> list[int]:
        """The sections of a document with exactly this text, apart from surrounding white space."""
        places = self._with_text.get(path)
        if places is None:
            places = self._with_text[path] = {}
            for place in range(len(self.notebook.documents.outline(path).sections)):
                whole = self.texts(path, place)[1].text.strip()
                places.setdefault(hash(whole), []).append(place)
        else:
            self.notebook.subjects.note(f"document {path}")
        return places.get(hash(text), [])

    def texts(self, path: str, place: int) -> tuple[Text, Text]:
        """A current section's own text, and its text with subsections."""
        known = self._texts.get(path)
        if known is None:
            known = self._texts[path] = Texts(self.notebook.documents.outline(path))
        else:
            self.notebook.subjects.note(f"document {path}")
        return known.of(place)

    def alike_at_most(self, path: str, text: Text) -> float:
        """Upper bound of the similarity of any section in a document, without parsing it."""
        known = self._runs.get(path)
        if known is None:
            known = self._runs[path] = RunFilter(self.notebook.documents.text(path))
        else:
            self.notebook.subjects.note(f"document {path}")
        return text.alike_at_most(known)
