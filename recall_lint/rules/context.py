"""What every rule is given, and what rules about dead links share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from recall_lint.base import destinations, similarity
from recall_lint.base.config import Config
from recall_lint.base.model import Candidate, Edit, Fix, Link, Problem, Span, Target, Written
from recall_lint.history.candidates import Fate, Finder, Verdict
from recall_lint.notebook import writer
from recall_lint.notebook.notebook import Notebook, Use
from recall_lint.notebook.resolutions import External, Found, MissingFile, MissingSection, Unjudged
from recall_lint.suppressions import Outcome

Writer = Callable[[str, str, str], Written | None]
"""A file, a line of it, and the file that a link in it names → what it could reach when written."""


class Context(NamedTuple):
    """One run's notebook, the owner's choices, and who knows where dead targets went."""

    notebook: Notebook
    config: Config
    finder: Finder
    written: Writer = lambda path, line, target: None
    """Who knows when a line was written."""
    asks_history: bool = True
    """Whether git is asked at all."""
    outcome: Outcome | None = None
    """What the comments of a document did, for the rules that judge these."""

    def dead(self, path: str, *fates: Fate) -> Iterator[tuple[Use, Verdict]]:
        """The links of a document, images aside, whose targets met one of these fates."""
        for use in self.notebook.uses(path):
            if use.link.image or destinations.meant_url(use.link.destination):
                continue
            if isinstance(use.resolution, MissingFile | MissingSection):
                verdict = self.finder.verdict(use.resolution, use.link.text)
                if verdict.fate in fates:
                    yield use, verdict

    def source_of(self, path: str, link: Link) -> str:
        """A destination as it stands in the source, escapes and all."""
        return self.notebook.documents[path].source.text[link.span.start : link.span.end]

    def when_written(self, path: str, use: Use) -> Written | None:
        """The document that a link's target was when the link's line was last written."""
        assert not isinstance(use.resolution, External | Unjudged)
        if not self.asks_history:
            # A line may be as long as the text: it is not copied for each of its links.
            return None
        source = self.notebook.documents[path].source
        line = source.line(source.position(use.link.span.start).line)
        return self.written(path, line, use.resolution.target.path)

    def rewrite(
        self, path: str, use: Use, message: str, new: str, target: Target, hint: str
    ) -> Problem:
        """A link that one safe edit of its destination mends."""
        link = use.link
        fix = Fix(f"write `{new}`", (Edit(path, link.span, new),), safe=True)
        candidate = Candidate(target, 1.0, hint)
        return Problem(path, link.span, message, hint, use.question, (fix,), link, (candidate,))

    def problem(self, path: str, use: Use, verdict: Verdict, message: str) -> Problem:
        """A dead link as a problem, with its candidates as hint and fixes."""
        assert isinstance(use.resolution, MissingFile | MissingSection)
        link = use.link
        fixes: list[Fix] = []
        for candidate in verdict.candidates:
            # A wiki link is written otherwise: its hint has to do. So it has where nothing is
            # likely: a page in another language, or what is called like a section that is gone.
            likely = verdict.fate != "removed" and candidate.score >= similarity.LIKELY
            if likely and not candidate.text and not link.wiki:
                new = writer.write(self.notebook, path, candidate.target, link.destination)
                if new is None:
                    continue
                safe = verdict.safe and not fixes and self._works(path, new)
                edit = Edit(path, link.span, new)
                fixes.append(Fix(f"write `{new}`", (edit,), safe))
        hint = self.finder.hint(path, link, use.resolution.target, verdict.candidates)
        return Problem(
            path, link.span, message, hint, use.question, tuple(fixes), link, verdict.candidates
        )

    def _works(self, path: str, destination: str) -> bool:
        """Whether a destination would work on every surface."""
        link = Link("", destination, Span(0, 0), Span(0, 0))
        return isinstance(self.notebook.resolve(path, link), Found)
