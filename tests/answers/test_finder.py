"""Questions → the sections that answer them."""

from __future__ import annotations

import pytest

from recall_lint.answers.answering import Answering
from recall_lint.answers.finder import AnswerFinder
from recall_lint.base.config import PLACEHOLDERS
from recall_lint.notebook.notebook import Notebook
from tests.literate import make_notebook

NOTES = {
    "Notes/Rivers.md": (
        "# Rivers\n\nWater that runs.\n\n## Deltas\n\nWhere it meets the sea, silt settles. It is "
        "land.\n\n## Floods\n\nMelting snow swells them in spring.\n\n## Mouths\n\nTODO\n"
    ),
    "Notes/Seas.md": (
        "# Seas\n\nSalt water.\n\n## Tides\n\nThe moon pulls.\n\n## Silt\n\nFine sand.\n"
    ),
}
PAGE = "Recall/Water.md"


def notebook(page: str = "", **notes: str) -> Notebook:
    return make_notebook({**NOTES, PAGE: page, **notes})


def finder(of: Notebook) -> AnswerFinder:
    return AnswerFinder(of, of.notes, PLACEHOLDERS)


def found(of: Notebook, number: int = 0) -> list[str]:
    answering = Answering(of, PLACEHOLDERS)
    candidates, _ = answering.candidates(PAGE, of.questions(PAGE)[number])
    return [str(candidate.target) for candidate in candidates]


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("What settles in deltas?", "Notes/Rivers.md#deltas"),
        ("What does the moon pull?", "Notes/Seas.md#tides"),
        ("What swells rivers in spring?", "Notes/Rivers.md#floods"),
        ("Silt", "Notes/Seas.md#silt"),
    ],
)
def test_the_words_of_titles_and_texts(question: str, section: str) -> None:
    assert found(notebook(f"1. {question}\n"))[0] == section


def test_the_heading_above_counts() -> None:
    page = "# Tides\n\n1. What pulls?\n\n# Floods\n\n1. What pulls?\n"
    of = notebook(page)
    assert found(of, 0)[0] == "Notes/Seas.md#tides"
    assert found(of, 1)[0] in ("Notes/Rivers.md#floods", "Notes/Seas.md#tides")


def test_neighbours_decide_between_sections_with_the_same_words() -> None:
    notes = {
        "Notes/A.md": "# A\n\n## Birds\n\nFly.\n\n## Colour\n\nRed.\n\n## Size\n\nBig.\n",
        "Notes/B.md": "# B\n\n## Cats\n\nRun.\n\n## Colour\n\nGrey.\n\n## Size\n\nSmall.\n",
    }
    for name in ("A", "B"):
        links = [f"[R](../Notes/{name}.md#{anchor})" for anchor in ("a", "size")]
        page = f"1. One? {links[0]}\n2. Which colour?\n3. Two? {links[1]}\n"
        of = make_notebook({**notes, PAGE: page})
        assert found(of, 1)[0] == f"Notes/{name}.md#colour"


def test_what_is_yet_to_be_written_is_no_sure_answer() -> None:
    of = notebook("1. Where are mouths?\n")
    answers = finder(of).find(PAGE, of.questions(PAGE)[0])
    assert answers.found[0].place.path == "Notes/Rivers.md"
    assert not answers.sure


def test_its_own_link_does_not_count() -> None:
    with_link = notebook("1. What settles in deltas? [R](../Notes/Seas.md#tides)\n")
    assert found(with_link)[0] == "Notes/Rivers.md#deltas"


@pytest.mark.parametrize(
    "text", ["?", "何ですか？", "x" * 1_000_000, "word " * 200_000, "![](a.png)", "🙂 🙂"]
)
def test_odd_questions_have_an_answer_or_none(text: str) -> None:
    of = notebook()
    answers = finder(of).search(text)
    assert answers.found == () or 0 < answers.found[0].score <= 1


def test_no_notes_at_all() -> None:
    of = make_notebook({PAGE: "1. What?\n"})
    assert found(of) == []
    assert finder(of).search("what").found == ()


def test_the_sentence_that_has_most_of_the_words() -> None:
    of = notebook()
    search = finder(of)
    place = search.search("silt of a delta").found[0].place
    assert search.sentence(place, "silt settles at the sea") == (
        "Where it meets the sea, silt settles."
    )
    assert search.sentence(place, "moon") == ""


def test_a_note_answers_its_own_questions() -> None:
    text = NOTES["Notes/Rivers.md"] + "\n## Review questions\n\n- Which moon pulls silt?\n"
    of = make_notebook({**NOTES, "Notes/Rivers.md": text})
    candidates, _ = Answering(of, PLACEHOLDERS).candidates(
        "Notes/Rivers.md", of.questions("Notes/Rivers.md")[0]
    )
    assert {candidate.target.path for candidate in candidates} == {"Notes/Rivers.md"}


def test_the_same_answers_whatever_the_order_of_files() -> None:
    first = notebook("1. Water?\n2. Silt?\n")
    again = make_notebook({PAGE: "1. Water?\n2. Silt?\n", **dict(reversed(NOTES.items()))})
    assert [found(first, n) for n in (0, 1)] == [found(again, n) for n in (0, 1)]


def test_an_index_follows_edits() -> None:
    page = "1. What settles in deltas?\n2. What swells rivers?\n3. Where is amber?\n"
    before, texts = notebook(page), dict(NOTES)
    earlier = finder(before)
    earlier.find(PAGE, before.questions(PAGE)[0])
    for number in range(50):
        path = "Notes/Seas.md" if number % 3 else "Notes/Rivers.md"
        texts[path] = f"# Seas\n\n{'Amber. ' * number}\n\n" + "## Silt\n\nIt settles.\n\n" * number
        # The language is told from the first forty notes: these come behind them.
        others = {f"Notes/{n}.md": f"# A{n}\n\nWords {n}.\n" for n in range(40)}
        now = make_notebook({**others, **texts, PAGE: page})
        earlier = earlier.renewed(now, [path]) if number else finder(now)
        if number % 5 == 0:
            # Nobody asks between these two edits.
            continue
        fresh = finder(now)
        for question in now.questions(PAGE):
            assert earlier.find(PAGE, question) == fresh.find(PAGE, question)


def test_an_index_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    others = {f"Notes/{n}.md": f"# A{n}\n\nWords {n}.\n" for n in range(50)}
    now = make_notebook({**others, **NOTES, PAGE: "1. What settles in deltas?\n"})
    first = finder(now)
    question = now.questions(PAGE)[0]
    answers = first.find(PAGE, question)
    monkeypatch.delattr("recall_lint.answers.finder.SectionIndex")
    for _ in range(3):
        first = first.renewed(now, ["Notes/Rivers.md"])
    assert first.find(PAGE, question) == answers


def test_an_index_is_made_in_steps_while_notes_are_edited() -> None:
    page = "1. What settles in deltas?\n"
    others = {f"Notes/{n}.md": f"# A{n}\n\nWords {n}.\n" for n in range(50)}
    before = make_notebook({**others, **NOTES, PAGE: page})
    slow = finder(before)
    steps = slow.build()
    next(steps)
    edited = {**others, **NOTES, "Notes/Rivers.md": "# Rivers\n\n## Fans\n\nSilt settles.\n"}
    now = make_notebook({**edited, PAGE: page})
    newer = slow.renewed(now, ["Notes/Rivers.md"])
    assert [*steps]
    newer.take(slow, ["Notes/Rivers.md"])
    question = now.questions(PAGE)[0]
    assert newer.find(PAGE, question) == finder(now).find(PAGE, question)
