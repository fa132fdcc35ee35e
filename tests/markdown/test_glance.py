"""Text → tokens by the fast path: the same as from the inline parser."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recall_lint.base.model import Document, Source
from recall_lint.markdown import builder, glance, parse
from tests.differential import generate

_PARTS = (
    "a", "word ", " two words ", "*", "**", "***", "_", "__", "`", "``", "$", "$$", "\\(", "\\)",
    "\\", "[", "]", "](", ")", "(", "!", "![", "<", ">", "<b>", "~", ":", "://", "www", ".",
    "&amp;", "&", "&#42;", " ", "  ", "\n", "  \n", "\t", "é", "\xa0", "\udcff", "1", "#", "|",
    "[a](b)", "**c**", "*d*", "`e`", "$f$", "[*g*](h_i.md)", "![j_k](l)", "[^m]", "[n]", "[[o]]",
    "'", '"', ",",
)  # fmt: skip


def without_a_glance(text: str, monkeypatch: pytest.MonkeyPatch) -> Document:
    """The document of a text, with all inlines read by the parser."""
    with monkeypatch.context() as patch:
        patch.setattr(builder, "glance", lambda *_: None)
        return parse(Source("x.md", text))


@given(
    st.lists(st.sampled_from(_PARTS), max_size=16).map("".join),
    st.sampled_from(["- ", "# ", "", "| a |\n|-|\n"]),
    st.sampled_from(["", "\n\n[a]: b\n[^m]: c\n"]),
)
@settings(max_examples=3000)
def test_a_glance_reads_what_the_parser_reads(text: str, before: str, after: str) -> None:
    text = before + text + after
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert parse(Source("x.md", text))[1:] == without_a_glance(text, monkeypatch)[1:]


@given(st.integers(0, 2**32).map(lambda seed: generate(random.Random(seed))))
@settings(max_examples=500)
def test_so_it_does_in_whole_documents(text: str) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert parse(Source("x.md", text))[1:] == without_a_glance(text, monkeypatch)[1:]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a_b: c. d & e!", ["text"]),
        ("a [b](c_d.md#e)?", ["text", "link", "text"]),
        ("![a](b) [`c` *d*](e)", ["image", "text", "link"]),
        ("**[a](b)**: `c`", ["emphasis", "text", "codespan"]),
        ("$\\sum_i$ and $$a_b$$ and \\(c\\)", ["math", "text", "math", "text", "math"]),
        ("a  \nb \nc", ["text", "linebreak", "text", "softbreak", "text"]),
        ("a\\_b", ["text", "text", "text"]),
        ("[a] b[0]", ["text", "text", "text"]),
    ],
)
def test_what_a_glance_reads(text: str, kinds: list[str]) -> None:
    tokens: list[dict[str, Any]] | None = glance.glance(text, references=False, opaque=[])
    assert [token["type"] for token in tokens or []] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "https://a_b_", "www.a", "<b>", "_a_", "***a***", "*a", "a**b", "$5", "~a~", "[a](b 'c')",
        "[a [b](c)](d)", "[a](b(c))", "**a `b** c`", "[a `b](c) d`", "` a `", "*a [b*](c)", "\\",
    ],
)  # fmt: skip
def test_what_is_left_to_the_parser(text: str) -> None:
    assert glance.glance(text, references=False, opaque=[]) is None


def test_brackets_alone_may_be_a_reference() -> None:
    assert glance.glance("[a]", references=True, opaque=[]) is None
