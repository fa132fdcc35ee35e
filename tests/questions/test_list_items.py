"""Document → questions: number, text, links and section, in all common styles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recall_lint import markdown, questions
from recall_lint.base.model import Question, Source


def ask(text: str) -> tuple[Question, ...]:
    return questions.find(markdown.parse(Source("Recall/a.md", text)))


@pytest.mark.parametrize(
    ("item", "number", "text"),
    [
        ("7. What is it?[Reread](../Notes/a.md#x)", 7, "What is it?"),
        ("- What is it? [#x](../Notes/a.md#x)", None, "What is it?"),
        ("3) **Question:** What *is* `it`?[Goto](a.md#x)", 3, "Question: What is it?"),
        ("12. What\n    is it?\n    [Reread](a.md)", 12, "What is it?"),
        ("1. What is it? [A](a.md) | [B](b.md).", 1, "What is it?"),
        ("1. What is [BERT](a.md)?", 1, "What is BERT?"),
        ("1. What does [BERT](a.md) do? [Reread](b.md)", 1, "What does BERT do?"),
        ("1. [What is it?](a.md)", 1, "What is it?"),
        ("1. [#x](a.md#x)", 1, ""),
        ("- [x] Done? [Reread](a.md)", None, "Done?"),
        ("1. What? ![a picture](p.png) [Reread](a.md)", 1, "What?"),
        ("1. ### What?\n   [Reread](a.md)", 1, "What?"),
        ("1. What?\n\n   Said otherwise?\n   - a hint", 1, "What? Said otherwise?"),
        ("1. What &amp; why?<br>[Reread](a.md)", 1, "What & why?"),
        ("1.", 1, ""),
        ("- <details><summary>What is A?</summary> yes</details>", None, "What is A? yes"),
        (
            "1. What?\n   <!-- no -->\n\n   <div>Why?\n   <a href=b>Reread</a></div>",
            1,
            "What? Why?",
        ),
        ("1. <!-- no -->", 1, ""),
        ("1. <p>What?</p>\n\n   Why?", 1, "What? Why?"),
        ("1. What ([R](a.md)).", 1, "What"),
        ("1. What (x) – [R](a.md)", 1, "What (x)"),
        ("1. 😀 [Reread](a.md)", 1, ""),
        ("1. ... [Reread](a.md)", 1, ""),
        ("1. “[What is it](a.md)”", 1, "“What is it”"),
        ("1. @[somebody](a.md)", 1, "@somebody"),
        ("1. [BERT](a.md) is what?", 1, "BERT is what?"),
        ("0. What?", 0, "What?"),
        ("1. 何ですか？[読む](a.md)", 1, "何ですか？"),
    ],
)
def test_one_question(item: str, number: int | None, text: str) -> None:
    (question,) = ask(item)
    assert (question.number, question.text) == (number, text)


def test_a_link_that_elsewhere_follows_a_question_is_no_word_of_one() -> None:
    found = ask(
        "1. A? [Reread](a)\n2. B? [Reread](b), [C](c)\n3. [Reread](d) – What?\n4. [Reread](e)\n"
        "5. [C](f) is what?\n6. [Reread](g): what?\n"
    )
    texts = ["A?", "B?", "What?", "", "C is what?", "Reread: what?"]
    assert [question.text for question in found] == texts


def test_links_of_nested_items_belong_to_the_outermost() -> None:
    first, second = ask("1. a? [x](1.md)\n   - b [y](2.md)\n2. c? ![z](3.png) [w](4.md)\n")
    assert [link.destination for link in first.links] == ["1.md", "2.md"]
    assert [link.destination for link in second.links] == ["4.md"]


def test_lazy_numbering_gives_the_numbers_a_reader_sees() -> None:
    assert [q.number for q in ask("1. a\n1. b\n1. c\n\ntext\n\n5. d\n5. e\n")] == [1, 2, 3, 5, 6]
    assert [q.number for q in ask("50. a\n55. b\n")] == [50, 55]


def test_the_section_is_the_heading_above_and_not_one_inside_a_neighbour() -> None:
    found = ask("1. a\n\n# One\n\n1. ## Inner\n2. b\n\n> # Quoted\n\n- c\n")
    sections = [q.section.label if q.section else None for q in found]
    assert sections == [None, "One", "One", "Quoted"]


def test_spans_cover_the_item_and_its_words() -> None:
    text = "1. What *is*\n   it? [a](b)\n\n   - nested\n\nend\n"
    (question,) = ask(text)
    assert text[slice(*question.span)] == "1. What *is*\n   it? [a](b)\n\n   - nested"
    assert text[slice(*question.text_span)] == "What *is*\n   it? [a](b)"


def test_many_headings_in_items_come_to_an_end() -> None:
    found = ask("# A\n\n" + "- # b\n" * 4_000 + "- c\n" * 4_000)
    assert {q.section.title for q in found if q.section} == {"A"}


@given(st.text(alphabet="#- a\n>", max_size=60))
def test_the_section_is_the_one_that_the_document_says(text: str) -> None:
    document = markdown.parse(Source("a.md", text))
    for question in questions.find(document):
        assert question.section == document.section_around(question.span.start)
