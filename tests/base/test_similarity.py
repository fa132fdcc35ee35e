"""A section then, the sections now → how alike: cases and laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recall_lint import markdown
from recall_lint.base import similarity
from recall_lint.base.model import Source
from recall_lint.base.similarity import RunFilter, Text, Texts

NAMES = st.text("ab1-x", max_size=12)
TEXTS = st.text("ab1 \n", max_size=40)


@pytest.mark.parametrize(
    ("anchor", "bare"),
    [
        ("layers", "layers"),
        ("2-layers", "layers"),
        ("2-1-layers", "layers"),
        ("Layers", "layers"),
        ("1-2", "1-2"),
        ("3d-views", "3d-views"),
        ("mix-4-layers", "mix-4-layers"),
        ("types-1", "types-1"),
    ],
)
def test_numbering_in_front(anchor: str, bare: str) -> None:
    assert similarity.bare(anchor) == bare


@pytest.mark.parametrize(
    ("anchor", "unnumbered"), [("types-1", "types"), ("types", "types"), ("types-1a", "types-1a")]
)
def test_the_number_of_a_duplicate(anchor: str, unnumbered: str) -> None:
    assert similarity.unnumbered(anchor) == unnumbered


@given(NAMES, NAMES)
def test_names_are_alike_both_ways(one: str, other: str) -> None:
    alike = similarity.names_alike(one, other)
    assert 0 <= alike <= 1
    assert alike == similarity.names_alike(other, one)
    assert similarity.names_alike(one, one) == 1


def test_numbering_does_not_make_names_differ() -> None:
    assert similarity.names_alike("1-perceptron", "2-perceptron") == 1


def test_a_name_that_holds_the_words() -> None:
    held = similarity.names_alike("adam", "adam-adaptive-moment-estimation-with-weight-decay")
    assert held == similarity.CONTAINED
    assert similarity.names_alike("adam", "adamant-and-otherwise-stubborn") < similarity.CONTAINED


@given(TEXTS, TEXTS)
def test_texts_are_alike_both_ways(one: str, other: str) -> None:
    first, second = Text(one), Text(other)
    alike = first.alike(second)
    assert 0 <= alike <= 1
    assert alike == second.alike(first)
    assert first.alike(first) == bool(first.shingles)


def test_texts_are_compared_by_words_in_a_row() -> None:
    text = Text("sand and soda ash flow")
    assert len(text.shingles) == 3
    assert text.alike(Text("Sand **and** soda, ash: flow!")) == 1
    assert text.alike(Text("ash soda flow and sand")) == 0


def test_a_text_of_few_words() -> None:
    assert Text("Sand, 1500").shingles == Text("sand").shingles
    assert len(Text("sand, sand").shingles) == 1
    assert Text("sand").alike(Text("sand and soda")) == 0
    assert Text("1 2 3").shingles == frozenset()


def test_own_and_whole_text() -> None:
    document = markdown.parse(Source("a.md", "# A\none\n## B\ntwo\n# C\nthree\n"))
    first = document.sections[0]
    assert similarity.own_text(document, first).split() == ["one"]
    assert similarity.whole_text(document, first).split() == ["one", "##", "B", "two"]
    last = document.sections[-1]
    assert similarity.whole_text(document, last).split() == ["three"]


PIECES = st.sampled_from(["# A\n", "## B\n", "### C\n", "> # Q\n", "1. # L\n", "a\n===\n", "\n"])
LINES = st.one_of(PIECES, st.text(st.sampled_from("abİΣ1_ .'-\n"), max_size=9).map("{} ".format))


@given(st.lists(LINES, max_size=12).map("".join))
def test_texts_of_a_document_are_those_of_its_sections(text: str) -> None:
    document = markdown.parse(Source("a.md", text))
    texts = Texts(document)
    for place, section in enumerate(document.sections):
        own, whole = texts.of(place)
        assert own.text == similarity.own_text(document, section)
        assert whole.text == similarity.whole_text(document, section)
        assert own.shingles == Text(own.text).shingles
        assert whole.shingles == Text(whole.text).shingles


@given(st.lists(LINES, max_size=12).map("".join), st.lists(LINES, max_size=5).map("".join))
def test_no_section_is_more_like_a_text_than_its_document_may_be(text: str, other: str) -> None:
    document = markdown.parse(Source("a.md", text))
    texts, sought = Texts(document), Text(other)
    most = sought.alike_at_most(RunFilter(text))
    for place in range(len(document.sections)):
        assert all(sought.alike(part) <= most for part in texts.of(place))


def test_a_word_is_found_once_however_deep_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"{'#' * level} A {level}\nsand and soda ash\n" for level in range(1, 7))
    texts = Texts(markdown.parse(Source("a.md", text)))
    searched: list[str] = []

    class Spy:
        def findall(self, text: str) -> list[str]:
            searched.append(text)
            return text.split()

    monkeypatch.setattr(similarity, "_WORD", Spy())
    for place in range(6):
        assert all(part.shingles for part in texts.of(place))
    assert sum(map(len, searched)) <= len(text)


@pytest.mark.parametrize(
    ("before", "after", "place", "expected"),
    [
        ("a b c", "a x c", 1, {1: 1.0}),
        ("a b c", "n a b c", 1, {2: 1.0}),
        ("a b c", "a c", 1, {}),
        ("a b c d", "a x y d", 2, {1: 0.3, 2: 1.0}),
        ("a b d", "a x y z d", 1, {1: 0.7, 2: 0.3, 3: 0.3}),
        ("a b c d", "a x d", 2, {1: 0.7}),
        ("a", "", 0, {}),
        ("a", "x", 0, {0: 1.0}),
    ],
    ids=[
        "replaced",
        "shifted",
        "deleted",
        "two for two",
        "three for one",
        "one for two",
        "none",
        "only",
    ],
)
def test_the_place_then(before: str, after: str, place: int, expected: dict[int, float]) -> None:
    assert similarity.place_then(before.split(), after.split(), place) == expected


@given(st.lists(st.sampled_from("abcd"), min_size=1), st.lists(st.sampled_from("abcd")), st.data())
def test_places_are_places_of_the_next_version(
    before: list[str], after: list[str], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(before) - 1))
    for place, value in similarity.place_then(before, after, index).items():
        assert 0 <= place < len(after)
        assert 0 < value <= 1
    assert similarity.place_then(before, before, index) == {index: 1.0}


def test_the_weights_are_shares() -> None:
    total = similarity.NAME + similarity.TEXT + similarity.PLACE + similarity.NEW
    assert total == pytest.approx(1)
    assert similarity.FAINT < similarity.LIKELY < similarity.SAFE
