"""Notebook → the sections that are asked about."""

from __future__ import annotations

from recall_lint.base.config import Config
from recall_lint.coverage.measure import Coverage, SectionCoverage, measure
from tests.literate import make_notebook

NOTE = """\
# Rivers

## Deltas

Silt settles there.

### Of silt

It is fine.

## Floods

<a id="spring"></a>
Snow melts.

## Mouths

TODO

## Sources
<!-- recall-lint-no-question -->
Springs, mostly.
"""
PAGE = """\
1. What settles? [R](../Notes/Rivers.md#of-silt)
2. What else? [R](../Notes/Rivers.md#of-silt) [R](../Notes/Rivers.md#of-silt)
3. When? [R](../Notes/Rivers.md#spring)
4. And the file? [R](../Notes/Rivers.md)
5. Dead? [R](../Notes/Rivers.md#gone)
"""


def covered(files: dict[str, str], config: Config | None = None) -> Coverage:
    config = config or Config()
    return measure(make_notebook(files, config), config, lambda path: True)


def sections(coverage: Coverage) -> dict[str, SectionCoverage]:
    return {f"{note.path}#{s.anchor}": s for note in coverage.notes for s in note.sections}


def test_what_deserves_a_question_and_who_asks_it() -> None:
    found = covered({"Notes/Rivers.md": NOTE, "Recall/Q.md": PAGE})
    assert {name: s.questions for name, s in sections(found).items()} == {
        "Notes/Rivers.md#deltas": 2,
        "Notes/Rivers.md#of-silt": 2,
        "Notes/Rivers.md#floods": 1,
    }
    assert found.total == (3, 3, 8, 8)
    assert found.total.percent == 100


def test_words_are_those_of_a_section_s_own_text() -> None:
    found = covered(
        {"Notes/Rivers.md": NOTE, "Recall/Q.md": "1. Which? [R](../Notes/Rivers.md#floods)\n"}
    )
    assert [s.words for s in found.sections()] == [3, 3, 2]
    assert found.total == (3, 1, 8, 2)


def test_a_question_without_a_link_may_nearly_ask() -> None:
    files = {"Notes/Rivers.md": NOTE, "Recall/Q.md": "1. When does snow melt?\n2. What is it?\n"}
    nearly = [name for name, s in sections(covered(files)).items() if s.nearly]
    assert nearly == ["Notes/Rivers.md#floods"]


def test_what_is_excluded() -> None:
    files = {"Notes/Rivers.md": NOTE, "Notes/Index.md": "# Index\n\nOf notes.\n"}
    config = Config(coverage_exclude=("/Notes/Index.md", "*#deltas"))
    found = covered(files, config)
    assert [*sections(found)] == ["Notes/Rivers.md#of-silt", "Notes/Rivers.md#floods"]


def test_a_comment_before_the_first_heading_is_for_all_of_the_note() -> None:
    assert covered({"Notes/A.md": f"<!-- recall-lint-no-question -->\n\n{NOTE}"}).notes == ()


def test_questions_of_a_note_count_and_recall_pages_do_not() -> None:
    files = {
        "Notes/A.md": "# A\n\nText.\n\n## Review questions\n\n- What is it? [R](#a)\n",
        "Recall/Q.md": "# Not a note\n\nText.\n",
    }
    found = sections(covered(files))
    assert {name: s.questions for name, s in found.items()} == {
        "Notes/A.md#a": 1,
        "Notes/A.md#review-questions": 0,
    }


def test_an_empty_notebook_is_covered() -> None:
    assert covered({"Recall/Q.md": "1. What?\n"}).total.percent == 100
