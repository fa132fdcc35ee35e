"""Twice the text takes about twice the steps: the smallest input of each kind that once took more.

`benchmarks/growth.py` measures the time of many more.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from rapidfuzz import process

from benchmarks.growth import FAMILIES, Case, seconds, texts
from recall_lint.base.config import Config
from recall_lint.base.model import Piece, Source
from recall_lint.base.problems import Edit
from recall_lint.base.text import did_you_mean
from recall_lint.facts import anchor_search, cached_results, packing
from recall_lint.fixes import patch
from recall_lint.history.names import AnchorNames, name_of
from recall_lint.markdown import parse, tokens
from recall_lint.reporters import human, json, rdjson
from recall_lint.reporters._summary import Display
from recall_lint.rules import RULES, undefined_reference
from recall_lint.run.request import Request
from recall_lint.run.session import Session
from recall_lint.slugs import DIALECTS, Dialect, dialect, others
from tests.literate import lint_texts


def steps(work: Callable[[], object]) -> int:
    """Number of executed lines of Python."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def steps_of_linting(text: str, path: str) -> int:
    return steps(lambda: human.render(lint_texts({path: text}), color=False, width=80))


NOTE, RECALL = "note.md", "recall.md"


@pytest.mark.parametrize(
    ("family", "path"),
    [
        ("links: dead, each another", NOTE),
        ("links: dead, each another, in items", RECALL),
        ("links: dead and sections", NOTE),
        ("names: near, of one other", NOTE),
        ("names: as text, behind items", NOTE),
        ("names: as text, often", NOTE),
        ("names: the same heading, links", NOTE),
        ("questions: many dead links", RECALL),
        ("questions: of one section", RECALL),
        ("suppressions: open", NOTE),
        ("suppressions: of a code", NOTE),
        ("suppressions: of codes", NOTE),
        ("suppressions: on and off", NOTE),
        ("suppressions: next line", NOTE),
        ("suppressions: this line", NOTE),
        ("suppressions: one line", NOTE),
        ("suppressions: file", NOTE),
    ],
)
def test_steps_grow_with_the_text(family: str, path: str) -> None:
    _, some, twice = texts(FAMILIES[family], 6000)
    # Imports and one-time work do not count.
    steps_of_linting(twice, path)
    assert steps_of_linting(twice, path) < 2.3 * steps_of_linting(some, path)


def test_comments_that_go_together_are_taken_away_by_the_first() -> None:
    make = FAMILIES["suppressions: on, and once off"]
    some, twice = (
        len(json.render(lint_texts({NOTE: make(n)}), color=False, width=80)) for n in (300, 600)
    )
    assert twice < 2.3 * some


@pytest.mark.parametrize(
    "family", ["attributes: {#, dead", "headings of a vault: links", "includes: dead"]
)
def test_steps_grow_with_the_pages_of_a_site(family: str) -> None:
    _, some, twice = texts(FAMILIES[family], 6000)
    case = Case(family, "note", "mistune")
    seconds(twice, case)
    assert steps(lambda: seconds(twice, case)) < 2.3 * steps(lambda: seconds(some, case))


@pytest.mark.parametrize("display", [Display(), Display(verbose=True)], ids=["folded", "verbose"])
@pytest.mark.parametrize("lines", [1, 1000], ids=["many files", "one file"])
def test_steps_of_a_report_grow_with_its_problems(lines: int, display: Display) -> None:
    def steps_of_report(n: int) -> int:
        lines_of_links = [f"[a](gone/{i}.md) ![b](gone/{i}.png) [c](#{i})\n" for i in range(n)]
        files = {f"{i}.md": "".join(lines_of_links[i : i + lines]) for i in range(0, n, lines)}
        report = lint_texts(files)
        return steps(lambda: human.render(report, color=False, width=80, display=display))

    steps_of_report(10)
    assert steps_of_report(400) < 2.3 * steps_of_report(200)


@pytest.mark.parametrize(
    ("family", "path"),
    [
        ("lists: one item of links", RECALL),
        ("suppressions: on, and once off", NOTE),
        ("questions: numbered, dead", RECALL),
    ],
)
def test_what_is_kept_grows_with_the_text(family: str, path: str) -> None:
    """And a later run reads the results."""
    _, some, twice = texts(FAMILIES[family], 6000)
    sizes = []
    for text in (some, twice):
        found = lint_texts({path: text}).diagnostics
        kept = packing.pack_diagnostics(found)
        assert tuple(packing.unpack_diagnostics(kept)) == found
        sizes.append(len(kept))
    assert sizes[1] < 2.3 * sizes[0]


@pytest.mark.parametrize(
    "text",
    ["# a\n", "# a\n# a_1\n# a_2\n", '# a\n\n=== "b"\n\n', ' - # a\n\n=== "b"\n\n'],
    ids=repr,
)
def test_steps_grow_with_the_ids_of_python_markdown(text: str) -> None:
    surface = dialect("python-markdown?attr_list=yes&tabs=pymdownx-lower&tab_headings=yes")

    def ids(n: int) -> int:
        document = parse(Source("a.md", text * n))
        return steps(lambda: [*surface.anchors(document), *others(surface, document)])

    ids(100)
    assert ids(200) < 2.3 * ids(100)


@pytest.mark.parametrize("surface", DIALECTS, ids=lambda surface: surface.NAME)
def test_steps_grow_with_the_sections_on_every_surface(surface: Dialect) -> None:
    def ids(n: int) -> int:
        document = parse(Source("a.md", "# Name\n\nword\n: what it means[^1]\n\n" * n))
        return steps(lambda: [*surface.anchors(document), *others(surface, document)])

    ids(100)
    assert ids(200) < 2.3 * ids(100)


def test_a_name_is_compared_with_no_more_than_the_most_likely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = []

    def extract(wanted: str, names: list[str], **options: Any) -> Any:
        compared.append(len(names))
        return process_extract(wanted, names, **options)

    process_extract = process.extract
    monkeypatch.setattr(process, "extract", extract)
    for n in (1000, 2000, 4000):
        names = AnchorNames([name_of(f"name-of-a-section-{number}") for number in range(n)])
        found = names.similar_to(name_of(f"nam-of-section-{n - 1}"))
        assert next(found)[0].anchor == f"name-of-a-section-{n - 1}"
    assert compared[0] == 1000
    assert max(compared[1:]) < 500


def test_of_names_of_one_kind_come_a_few() -> None:
    names = AnchorNames([name_of(f"{number}-a-b-{number}") for number in range(2000)])
    for wanted in ("a", "a-b", "1-a-b-1", "b", "a-b-3-c"):
        assert 0 < len([*names.close_to(name_of(wanted))]) < 50


@pytest.mark.parametrize("searches", [0, 1000])
def test_who_names_a_section_so_is_found_by_search_and_by_index(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, searches: int
) -> None:
    monkeypatch.setattr(anchor_search, "_MANY_SEARCHES", searches)
    for name, text in {"a": '# A\n# "b\\\n# C', "b": "# é\n# A", "c": "", "d": "# C"}.items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    request = Request(str(tmp_path), (str(tmp_path),), Config(), history=False)
    with Session(request) as run:
        run.report()
        naming = run.documents.naming
        assert [*naming("a")] == ["a.md", "b.md"]
        assert [*naming("b")] == ["a.md"]
        assert [*naming("c")] == ["a.md", "d.md"]
        assert [*naming("é")] == ["b.md"]
        assert [*naming("nope")] == []


def test_no_line_is_read_for_a_history_that_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def line(source: Source, number: int) -> str:
        read.append(number)
        return ""

    monkeypatch.setattr(Source, "line", line)
    family = "names: the same heading, in one line"
    seconds(FAMILIES[family](20), Case(family, "note", "mistune"))
    assert not read


def test_a_long_name_is_not_offered_for_a_part_of_it() -> None:
    make = FAMILIES["names: part of a long one"]
    some, twice = (
        len(json.render(lint_texts({NOTE: make(n)}), color=False, width=80)) for n in (500, 1000)
    )
    assert twice < 2.3 * some


def test_what_looks_like_a_definition_is_sought_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def almost_definitions(source: Source) -> dict[str, int]:
        read.append(source.path)
        return {}

    monkeypatch.setattr(undefined_reference, "_almost_definitions", almost_definitions)
    report = lint_texts({NOTE: "[ab][cd] " * 20})
    assert len(report.diagnostics) == 20
    assert read == [NOTE]


def test_a_word_is_compared_in_blocks_only_with_those_of_its_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = [word for rule in RULES for word in (rule.CODE, rule.NAME)]
    compared = []

    def close_matches(word: str, others: list[str], *options: Any) -> list[str]:
        compared.append(others)
        return matches(word, others, *options)

    matches = difflib.get_close_matches
    monkeypatch.setattr(difflib, "get_close_matches", close_matches)
    assert "`missing-section`" in did_you_mean("mising-sektion", words)
    assert "expected one of" in did_you_mean("x17", words)
    assert 0 < len(compared[0]) < 5
    assert compared[1] == []


@pytest.mark.parametrize("few", [0, 1000])
def test_few_subjects_are_sought_and_many_met_in_one_pass(
    monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(cached_results, "_FEW", few)
    state = cached_results.State.empty()._replace(
        paths=["a", "b", "c"], lengths=[2, 1, 2], questions=[0, 0, 0], links=[0, 0, 0]
    )
    held = cached_results.FileResults(state)
    held.drop(["x", "y", "z"], cached_results.numbers(["v", "x", "w", "y", "x"]))
    assert [held.counts(path) is not None for path in state.paths] == [False, True, False]


def test_a_suggestion_reads_no_more_than_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def apply(text: str, edits: Iterable[Edit]) -> str:
        read.append(len(text))
        return fixes_apply(text, edits)

    fixes_apply = patch.apply
    monkeypatch.setattr(patch, "apply", apply)
    rdjson.render(lint_texts({NOTE: "# A b\n\n" + "[x](#ab) é " * 100}), color=False, width=80)
    assert len(read) == 100
    assert sum(read) == 100 * len("#ab")


def test_the_text_of_a_heading_of_many_lines_is_joined_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = 0

    def count(kind: Any, text: str) -> Piece:
        nonlocal made
        made += len(text)
        return Piece(kind, text)

    monkeypatch.setattr(tokens, "Piece", count)
    text = "a\n" * 200
    parse(Source("a.md", f"{text}===\n"))
    assert 0 < made <= 2 * len(text)
