"""Texts → terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recall_lint.answers.terms import Terms

ENGLISH = ("How does the gradient of the loss tell what to change in each of the weights?",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gradients", "Gradient"),
        ("AdaGrad", "ada grad"),
        ("naïve", "naive"),
        ("word_embedding", "word embeddings"),
        ("GPT4", "gpt 4"),
        ("ReLU's", "relu"),
        ("**bold** `code`", "bold code"),
        ("[text](../some/file.md#words)", "text"),
        ("注意力机制", "注意力"),
        ("über", "uber"),
    ],
)
def test_forms_of_a_word_share_a_term(one: str, other: str) -> None:
    terms = Terms(ENGLISH)
    assert set(terms.of(one)) & set(terms.of(other))


@pytest.mark.parametrize("text", ["what is the", "", "?!", "x" * 100, "(a)"])
def test_what_says_nothing_has_no_terms(text: str) -> None:
    assert Terms(ENGLISH).of(text) == []


@pytest.mark.parametrize(
    ("sample", "language"),
    [
        ("What is the answer to the question and how is it found?", "english"),
        ("Was ist die Antwort und wie wird sie mit der Frage gefunden?", "german"),
        ("Quelle est la réponse et comment la trouver dans les notes?", "french"),
        ("Какие вопросы и что это такое, как из них сделать ответ?", "russian"),
        ("", "english"),
    ],
)
def test_the_language_is_told_by_its_frequent_words(sample: str, language: str) -> None:
    assert Terms([sample]).language == language


@given(st.text())
def test_any_text_has_terms_or_none(text: str) -> None:
    assert all(Terms(ENGLISH).of(text))
