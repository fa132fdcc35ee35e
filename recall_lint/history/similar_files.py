"""A missing file → current files with a similar name, or with that alias."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import Final

from recall_lint.base.problems import Candidate, Target
from recall_lint.history.names import SIMILAR
from recall_lint.history.ranking import distance, own_edition_first
from recall_lint.notebook.notebook import Notebook

SAME_FILE_NAME: Final = "file with the same name"
"""Evidence: a file elsewhere with the same name as in the link."""

ALONE: Final = "only file with that name, and it has the section"
"""Evidence that is sufficient for a missing file."""

_NO_NAMES: Final = frozenset({"readme", "index", "_index"})
"""File names that mean nothing without their folder."""
_COMMON: Final = 4
"""Number of files with the same name from which on it means as little."""
_NOT_WORDS = re.compile(r"[\W_]+")


class SimilarFiles:
    """The files of one notebook by their names and aliases."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def take_names(self, other: SimilarFiles) -> None:
        """Take over what the files are called, where the notebook has the same ones."""
        if "_stems" in other.__dict__:
            self._paths, self._stems = other._paths, other._stems

    def candidates(self, target: Target) -> list[Candidate]:
        """Likely files for a path that does not exist; with the anchor if the file has it."""
        from rapidfuzz import fuzz, process

        self._notebook.subjects.note("paths")
        wanted = posixpath.basename(target.path).lower()
        stem = posixpath.splitext(wanted)[0]
        stems = self._stems
        found = [
            Candidate(Target(path, None), 0.9, "alias of the note")
            for path in self.with_alias(stem)
        ]
        is_name = stem not in _NO_NAMES and stems.count(stem) < _COMMON
        around = posixpath.basename(posixpath.dirname(target.path)).lower()
        for _, alike, place in process.extract(
            stem, stems, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=None
        ):
            path = self._paths[place]
            folder = posixpath.basename(posixpath.dirname(path)).lower()
            if not is_name and not _is_alike(folder, around):
                # Many folders have a file with this name, which means nothing without its folder.
                continue
            if posixpath.basename(path).lower() == wanted:
                score, evidence = 0.85, SAME_FILE_NAME
            elif _is_alike(stem, stems[place]):
                # A page with a more general name is unlikely: `gitlab` for `gitlab-ci`.
                weight = 0.45 if _words(stems[place]) < _words(stem) else 0.75
                score, evidence = weight * alike / 100, "file with a similar name"
            else:
                continue
            # Of files with similar names, the nearest is meant, or one in a folder with a similar
            # name.
            folders = posixpath.dirname(path), posixpath.dirname(target.path)
            score += 0.05 / (1 + distance(path, target.path)) + 0.0002 * fuzz.ratio(*folders)
            anchor = target.anchor
            if anchor is not None:
                named = self._notebook.anchors.find(path, anchor)
                if named is not None:
                    score += 0.1
                    if evidence == SAME_FILE_NAME and stems.count(stem) == 1:
                        evidence = ALONE
                anchor = None if named is None else named.name
            found.append(Candidate(Target(path, anchor), score, evidence))
        return own_edition_first(found, target)

    def with_alias(self, name: str) -> list[str]:
        """The notes that have a name among the aliases of their front matter."""
        self._notebook.subjects.note("routes")
        return self._aliases.get(name.lower(), [])

    @cached_property
    def _aliases(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._paths if self._notebook.publication.sites else ():
            about = self._notebook.anchors.contents(path).metadata
            aliases = about.get("aliases", about.get("alias"))
            # Obsidian also reads a string as a list.
            names = aliases.split(",") if isinstance(aliases, str) else aliases
            for alias in names if isinstance(names, list) else ():
                if isinstance(alias, str) and alias.strip():
                    found.setdefault(alias.strip().lower(), []).append(path)
        return found

    @cached_property
    def _paths(self) -> list[str]:
        return list(self._notebook.documents)

    @cached_property
    def _stems(self) -> list[str]:
        return [posixpath.splitext(posixpath.basename(path))[0].lower() for path in self._paths]


def _is_alike(one: str, other: str) -> bool:
    """Whether two names are equal except for a typo, or one contains all words of the other."""
    from rapidfuzz.distance import OSA

    words, others = _words(one), _words(other)
    if one == other or (words and (words <= others or others <= words)):
        return True
    one, other = _NOT_WORDS.sub("", one), _NOT_WORDS.sub("", other)
    most = max(len(one), len(other)) // 5
    return most > 0 and OSA.distance(one, other, score_cutoff=most) <= most


def _words(name: str) -> set[str]:
    return set(_NOT_WORDS.split(name))
