"""Cached results and current files → which results are valid, and what to cache next."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from zlib import crc32

from recall_lint.base.report import Counts
from recall_lint.facts.cache import Cache
from recall_lint.facts.cached_results import FileResult, FileResults, State, number, numbers
from recall_lint.facts.changed_dependencies import (
    REPOSITORIES,
    changed_dependencies,
    listing_fingerprint,
    repository_lines,
)
from recall_lint.facts.disk_lookups import DiskLookups, numbers_in, subject_of
from recall_lint.facts.index import DocumentIndex
from recall_lint.facts.last_run import LastRun, json_line
from recall_lint.sources.discovery import Listing

_LOG: Final = numbers(["log"])


class ResultCache(LastRun):
    """The results for one notebook, cached and new."""

    def __init__(self, kept: Cache, settings_key: str) -> None:
        """`settings_key` identifies the settings that results depend on."""
        super().__init__(kept, settings_key)
        self._answers = FileResults(self._state)
        self._fresh: dict[str, FileResult] = {}
        self._notices: list[str] = []
        self.disk = DiskLookups()

    @property
    def notices(self) -> list[str]:
        """Notices about the history that cached results depend on."""
        if not self._notices:
            return []
        kept = self._answers.subjects(self._subjects)
        return self._notices if any(_LOG in rests for _, rests in kept) else []

    def compare(
        self,
        listing: Listing,
        documents: DocumentIndex,
        head: Callable[[], str],
        commits: Callable[[str, str], list[tuple[str, str]] | None],
        ask: Callable[[str], Any],
    ) -> None:
        """Determine which results are valid.

        `head` returns the last commit, `commits` the file changes of the commits since an earlier
        one, and `ask` repeats a lookup of an earlier run on disk.
        """
        state = self._state
        then, now = state.published.get("publication"), self._published.get("publication")
        if state.settings_key != self._settings_key or json_line(then) != json_line(now):
            self._answers.drop_all()
            return
        known = [line for line in state.listing if line.startswith(REPOSITORIES)]
        if known != repository_lines(listing):
            # It decides about all names below it, which are not listed.
            self._answers.drop_all()
            return
        changed = [*changed_dependencies(state, self._kept, listing, documents)]
        if state.head and head() != state.head:
            changed.append("head")
            new = commits(state.head, head())
            if new is None:
                changed.append("log")
            else:
                changed += (f"history {path}" for _, path in new)
                changed += ("moves" for status, _ in new if status == "D")
        else:
            self._notices = state.notices
        for question, answer in state.disk.items():
            self.disk[question] = now = ask(question)
            if now != answer:
                changed.append(subject_of(question))
        if changed:
            self._answers.drop(changed, self._subjects)

    # Results.

    def counts(self, path: str) -> Counts | None:
        """The counts of a file, if its result is available."""
        fresh = self._fresh.get(path)
        if fresh is not None:
            return fresh.counts
        return self._answers.counts(path)

    def diagnostics(self, path: str) -> str | None:
        """The packed diagnostics of a file, empty if there are none; None if they are not
        available.
        """
        fresh = self._fresh.get(path)
        if fresh is not None:
            return fresh.diagnostics
        if self._answers.counts(path) is None:
            return None
        checksum = self._answers.checksum(path)
        if checksum is None:
            return ""
        packed = self._kept.answer(path)
        # Another run may have written its own in the meantime.
        return packed if packed is not None and crc32(packed.encode()) == checksum else None

    def add(self, fresh: Mapping[str, FileResult]) -> None:
        """Add results of this run."""
        self._fresh.update(fresh)

    def revise(self, changed: Iterable[str]) -> None:
        """Drop the results whose dependencies have changed during this run."""
        self._answers.drop(subjects := [*changed], self._subjects)
        some = {*array("I", numbers(subjects))}
        fresh = self._fresh.items()
        self._fresh = {p: each for p, each in fresh if some.isdisjoint(array("I", each.subjects))}

    def drop_lookups(self) -> bool:
        """Drop the lookups of links that no result depends on; false if there are few."""
        return self.disk.drop(lambda: _rests(self._answers.subjects(self._subjects), self._fresh))

    def resting_on(self, subject: str) -> set[str]:
        """The files whose results have a dependency, with few false positives."""
        fresh = {p for p, a in self._fresh.items() if number(subject) in array("I", a.subjects)}
        return fresh | {*self._answers.resting_on(subject, self._subjects)}

    # Writing.

    def keep(
        self,
        listing: Listing,
        documents: DocumentIndex,
        excluded: Mapping[str, bool],
        head: Callable[[], str],
        notices: list[str],
        is_settled: Callable[[str], bool],
        past: Any,
    ) -> None:
        """Write the results to the cache, if there is anything new.

        `is_settled` is whether the next change of a file is certain to change its stamp; `past` is
        the new history, None if there is none.
        """
        found = [documents.stamps[path] for path in documents]
        stamps = [stamp if stamp and is_settled(stamp) else "" for stamp in found]
        listed = listing_fingerprint(listing)
        state = self._state
        if (
            not self._fresh
            and not documents.fresh
            and past is None
            and state.settings_key == self._settings_key
            and state.stamps == stamps
            and state.listing == listed
            and state.disk == self.disk
            and json_line(state.published) == json_line(self._published)
        ):
            return
        rests = _rests(self._answers.subjects(self._subjects), self._fresh)
        # Lookups that no result depends on need not be repeated.
        used = numbers_in(rests.values())
        disk = {q: a for q, a in self.disk.items() if number(subject_of(q)) in used}
        after = self._state_after(
            listing=listed,
            head=head() if any(_LOG in each for each in rests.values()) else "",
            notices=notices,
            disk=disk,
            stamps=stamps,
            excluded=[path for path, out in excluded.items() if out],
            ids=documents.ids,
            rests=rests,
        )
        self._kept.write(
            after._asdict(),
            b"".join(rests.get(path, b"") for path in documents),
            documents.fresh,
            {path: answer.diagnostics for path, answer in self._fresh.items()},
            self._unused({*state.ids} - {*after.ids}),
            past,
        )

    def _state_after(
        self,
        *,
        listing: list[str],
        head: str,
        notices: list[str],
        disk: dict[str, Any],
        stamps: list[str],
        excluded: list[str],
        ids: Mapping[str, str],
        rests: Mapping[str, bytes],
    ) -> State:
        """The state at the end of this run; `rests` are the dependencies of each result."""
        counted = [self.counts(path) for path in ids]
        checksums = {path: crc for path in ids if (crc := self._answers.checksum(path))}
        for path, answer in self._fresh.items():
            checksums.pop(path, None)
            if answer.diagnostics:
                checksums[path] = crc32(answer.diagnostics.encode())
        return State(
            settings_key=self._settings_key,
            listing=listing,
            head=head,
            notices=notices,
            disk=disk,
            published=self._published,
            paths=[*ids],
            stamps=stamps,
            ids=[*ids.values()],
            questions=[-1 if counts is None else counts.questions for counts in counted],
            links=[-1 if counts is None else counts.links for counts in counted],
            lengths=[len(rests.get(path, b"")) // 4 for path in ids],
            checksums=checksums,
            excluded=excluded,
            unjudged={
                path: {**counts.unjudged}
                for path, counts in zip(ids, counted, strict=True)
                if counts is not None and counts.unjudged
            },
        )


def _rests(kept: Iterable[tuple[str, bytes]], fresh: Mapping[str, FileResult]) -> dict[str, bytes]:
    """The dependencies of each result."""
    return {**dict(kept), **{path: result.subjects for path, result in fresh.items()}}
