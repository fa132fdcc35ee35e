"""A run and its report → notices for the user besides the problems."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from recall_lint.base import git
from recall_lint.base.report import Report
from recall_lint.base.text import count
from recall_lint.config.roots import real_parent
from recall_lint.run.session import Session
from recall_lint.sources import files
from recall_lint.sources.git_index import Index


def notices(session: Session, report: Report) -> Iterator[str]:
    """A line for each note."""
    yield from session.files.listing.notices
    yield from _excluded_by_name(session)
    if session.scope.notice:
        yield session.scope.notice
    yield from session.new_problem_notices
    for path in session.documents:
        if not session.documents.is_utf8(path):
            yield f"{path} is not valid UTF-8; invalid bytes are left unchanged"
    yield from session.results.idle
    yield from session.publication.problems
    yield from _unchecked_links(session, report)
    yield from _empty_run(session, report)
    yield from _unstaged_targets(session, report)
    yield from _ignored_filters(session)
    yield from session.known_history.notices
    if session.cache.notice:
        yield session.cache.notice


def _ignored_filters(session: Session) -> Iterator[str]:
    """A notice for each git filter that only the repository names, and that git would have run."""
    for name in sorted(git.ignored_filters(session.root)):
        yield (
            f"git filter {name} was not run: only this repository names it; "
            "if you trust it, set it in your own git configuration"
        )


def _excluded_by_name(session: Session) -> Iterator[str]:
    """The files that were passed explicitly but are excluded."""
    for path in session.request.paths:
        name = os.path.relpath(real_parent(path), session.root).replace(os.sep, "/")
        is_document = files.is_markdown(name) and not os.path.isdir(path)
        if is_document and session.files.is_excluded(name):
            yield f"{path} is excluded and was not checked"


def _unchecked_links(session: Session, report: Report) -> Iterator[str]:
    counts = report.unjudged
    for reason, number in counts.items():
        kind, _, detail = reason.partition(" ")
        links = count(number, "link")
        if kind == "prefix":
            yield (
                f"{links} under {detail} not checked: the notebook publishes nothing there; "
                f'if that is intended, set `ignore-links = ["{detail}"]`'
            )
        elif kind == "generator" and detail == "html":
            yield (
                f"{links} such as `page.html`, for a `page.md`, not checked: the generator that "
                "makes the pages is not known"
            )
        elif kind == "generator":
            yield f"{links} to {detail} pages not checked: its routes are not supported"
        elif kind == "custom-id":
            yield (
                f"{links} to IDs such as `{{#id}}` not checked: not supported by {detail}; "
                "set `surfaces` to a dialect that does"
            )
        elif kind == "wikilink":
            yield (
                f"{links} such as `[[this]]` not checked: set `surfaces` to a dialect that "
                "supports wikilinks"
            )
    if len(session.selected) == len(session.documents):
        for pattern in session.config.ignore_links:
            if f"ignore-links {pattern}" not in counts:
                yield f"`ignore-links`: pattern {pattern!r} matches no link"


def _empty_run(session: Session, report: Report) -> Iterator[str]:
    """Notices if a report may only look clean because nothing was checked."""
    nested, configured = session.files.nested, session.request.configuration is not None
    is_rest = nested and not (configured and session.selected)
    # The notebooks below may leave few files of a repository to its own.
    if not is_rest and (lack := _lack(session, report)):
        yield lack
        return
    pages = filter(session.documents.is_recall_page, report.files)
    empty = [path for path in pages if not report.files[path].questions]
    if len(empty) == 1:
        yield f"recall page {empty[0]} has no questions"
    elif empty:
        advice = "" if session.config.recall else "; set `recall` if they are not recall pages"
        yield f"{len(empty):,} recall pages have no questions, such as {empty[0]}{advice}"


def _lack(session: Session, report: Report) -> str:
    """A notice if something is missing that every notebook has; otherwise empty."""
    documents = session.documents
    if not len(documents) and not session.overlay:
        return "no Markdown files found"
    if not session.selected:
        explained = any(_excluded_by_name(session))
        return "" if explained else "no Markdown files found under the given paths"
    if not any(map(documents.is_recall_page, documents)):
        # Notes may contain the questions.
        needed = session.config.recall or not report.question_count
        return _no_recall_pages(session.config.recall) if needed else ""
    return ""


def _no_recall_pages(patterns: Sequence[str]) -> str:
    if not patterns:
        return (
            "no recall pages found (expected a folder `Recall`, or `recall` in the file name); "
            "set `recall` if yours are named differently"
        )
    named = ", ".join(f"`{pattern}`" for pattern in patterns)
    return f"no recall pages found (`recall` is set to {named})"


def _unstaged_targets(session: Session, report: Report) -> Iterator[str]:
    """Notices about link targets that exist only in the work tree."""
    if not isinstance(session.scope.origin, Index):
        return
    from recall_lint.base import destinations

    found = set()
    for _, _, _, problem in report.diagnostics:
        parts = problem.link and destinations.split(problem.link.destination)
        if parts and parts.path:
            found.add(destinations.absolute(problem.path, parts.path))
    for path in sorted(found.difference(session.files.listing.tracked)):
        if not path.startswith("..") and os.path.isfile(f"{session.root}/{path}"):
            yield f"{path} is not staged; run `git add {path}` to include it in the commit"
