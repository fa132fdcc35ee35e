"""The input of every rule, and helpers for rules about broken links."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from recall_lint.answers.answering import Answering
from recall_lint.base import destinations, similarity
from recall_lint.base.config import Config
from recall_lint.base.model import Link, Question, Section, Span
from recall_lint.base.problems import Candidate, Edit, Fix, Problem, Target, Written
from recall_lint.base.unchecked import Unchecked
from recall_lint.history import hints
from recall_lint.history.candidates import Fate, Finder, Verdict
from recall_lint.history.old_anchors import old_anchors
from recall_lint.notebook import writer
from recall_lint.notebook.notebook import Notebook, Use
from recall_lint.notebook.resolutions import External, Found, MissingFile, MissingSection, Unjudged
from recall_lint.suppressions.outcome import Outcome

Writer = Callable[[str, str, str], Written | None]
"""A file, one of its lines, and the link's target file → the target when the line was written."""


_LOST: Final = ("unknown", "removed")
"""Outcomes after which the current place of a target is unknown."""
_NAMED: Final = 0.7
"""Minimum score of candidates listed before an answer: their names are similar."""


class Context(NamedTuple):
    """One run's notebook and configuration, and the finder that traces broken links."""

    notebook: Notebook
    config: Config
    finder: Finder
    written: Writer = lambda path, line, target: None
    """Looks up when a line was written."""
    asks_history: bool = True
    """Whether git history is used at all."""
    answering: Answering | None = None
    """Finds the sections that answer questions, if enabled."""
    outcome: Outcome | None = None
    """The effect of a document's comments, for rules that check them."""
    unchecked: Mapping[str, Unchecked] = {}
    """By path: why a file could not be checked."""

    def renewed(self, notebook: Notebook, changed: frozenset[str]) -> Context:
        """The same for the notebook after changes to some dependencies."""
        answering = self.answering and self.answering.renewed(notebook, changed)
        finder = self.finder.renewed(notebook, changed)
        return self._replace(notebook=notebook, finder=finder, answering=answering)

    def broken_links(self, path: str, *fates: Fate) -> Iterator[tuple[Use, Verdict]]:
        """The broken links of a document, except images, whose targets have one of these fates."""
        for use in self.notebook.uses(path):
            if use.link.image or destinations.intended_url(use.link.destination):
                continue
            if isinstance(use.resolution, MissingFile | MissingSection):
                verdict = self.finder.verdict(use.resolution, use.link.text)
                if verdict.fate in fates:
                    yield use, verdict

    def source_of(self, path: str, link: Link) -> str:
        """A destination as written in the source, including escapes."""
        return self.notebook.documents[path].source.text[link.span.start : link.span.end]

    def section_when_written(self, path: str, use: Use) -> tuple[Written, Section] | None:
        """The section that a link pointed to when its line was last changed, and its document."""
        assert not isinstance(use.resolution, External | Unjudged)
        target = use.resolution.target
        if not self.asks_history or target.anchor is None:
            # A line may be as long as the text: it is not copied for each of its links.
            return None
        source = self.notebook.documents[path].source
        line = source.line(source.position(use.link.span.start).line)
        written = self.written(path, line, target.path)
        if written is None:
            return None
        dialect = self.notebook.surfaces.of(target.path)[0]
        section = old_anchors(dialect, written.then).named(target.anchor)
        return (written, section) if isinstance(section, Section) else None

    def rewrite(
        self, path: str, use: Use, message: str, new: str, target: Target, hint: str
    ) -> Problem:
        """A problem fixed by one safe edit of the link's destination."""
        link = use.link
        fix = Fix(f"write `{new}`", (Edit(path, link.span, new),), safe=True)
        candidate = Candidate(target, 1.0, hint)
        return Problem(path, link.span, message, hint, use.question, (fix,), link, (candidate,))

    def answers(self, path: str, question: Question) -> tuple[tuple[Candidate, ...], bool]:
        """The sections that may answer a question, best first, and whether the first is certain."""
        if self.answering is None:
            return (), False
        return self.answering.candidates(path, question)

    def problem(self, path: str, use: Use, verdict: Verdict, message: str) -> Problem:
        """A broken link as a problem, with its candidates as hint and fixes."""
        assert isinstance(use.resolution, MissingFile | MissingSection)
        link = use.link
        if use.question is not None and not verdict.safe and verdict.fate in _LOST:
            found, is_sure = self.answers(path, use.question)
            # A match in plain text is more likely than any other section.
            if is_sure and not any(candidate.text for candidate in verdict.candidates):
                verdict = verdict._replace(candidates=_with_answer(verdict.candidates, found[0]))
        fixes: list[Fix] = []
        for candidate in verdict.candidates:
            # Wiki links have another syntax, so they only get a hint. So do unlikely candidates: a
            # page in another language, or a name similar to that of a removed section.
            likely = verdict.fate != "removed" and candidate.score >= similarity.LIKELY
            if likely and not candidate.text and not link.wiki:
                new = writer.write(self.notebook, path, candidate.target, link.destination)
                if new is None:
                    continue
                safe = verdict.safe and not fixes and self._works(path, new)
                safe = safe and not (verdict.commit is None and _has_other_root(link, new))
                edit = Edit(path, link.span, new)
                fixes.append(Fix(f"write `{new}`", (edit,), safe))
        hint = hints.hint(self.notebook, path, link, use.resolution.target, verdict.candidates)
        return Problem(
            path, link.span, message, hint, use.question, tuple(fixes), link, verdict.candidates
        )

    def _works(self, path: str, destination: str) -> bool:
        """Whether a destination would work on every surface."""
        link = Link("", destination, Span(0, 0), Span(0, 0))
        return isinstance(self.notebook.resolve(path, link), Found)


def _has_other_root(link: Link, destination: str) -> bool:
    """Whether an absolute path and its new destination differ only by the folder in front.

    That folder is probably the root of a site that is not known, and the link works there.
    """
    path, new = (text.partition("#")[0] for text in (link.destination, destination))
    return path.startswith("/") and new != path and new.endswith(path)


def _with_answer(found: tuple[Candidate, ...], answer: Candidate) -> tuple[Candidate, ...]:
    """Candidates plus one that answers the question, after those with similar names.

    Its score is adjusted to that position.
    """
    others = [c for c in found if c.target != answer.target]
    place = sum(c.score >= _NAMED for c in others)
    least = others[place].score if place < len(others) else 0.0
    most = others[place - 1].score if place else 1.0
    score = min(most, max(least, similarity.LIKELY, answer.score))
    return (*others[:place], answer._replace(score=score), *others[place:])[:3]
