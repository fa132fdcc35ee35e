"""Hints from a text against the anchors of its parsed document."""

from __future__ import annotations

import re
import time

from hypothesis import example, given, settings
from hypothesis import strategies as st

from recall_lint import markdown
from recall_lint.base.model import Source
from recall_lint.history.heading_hints import HeadingHints, _hints_in, hinting
from recall_lint.slugs import DIALECTS, github

HEADINGS = st.text(st.sampled_from("ab1 2.-_*`<>/[](){}#&;:!^é~İß\\"), max_size=20)


@settings(deadline=None, max_examples=300)
@example(["a_1", "a_1"], False)
@example(["a #"], True)
@example(["a :", "a <!--1-->"], False)
@given(st.lists(HEADINGS, max_size=4), st.booleans())
def test_the_quick_look_misses_no_anchor(headings: list[str], setext: bool) -> None:
    text = "".join(f"{h}\n---\n\n" if setext else f"## {h}\n\n" for h in headings)

    document = markdown.parse(Source("a.md", text))
    for dialect in DIALECTS:
        hints = HeadingHints(text, dialect)
        for section, anchor in zip(document.sections, dialect.anchors(document), strict=True):
            # Generated names such as `section-1` and `-1` are not in the text.
            if anchor and all(re.search("[A-Za-z]", each) for each in (section.title, anchor)):
                assert hints.may_have(anchor), (dialect.NAME, anchor)


def test_the_id_of_a_heading_of_html_is_an_anchor_of_its_own() -> None:
    text = '<h2 id="one">A title</h2>\n'
    for dialect in DIALECTS:
        hints = HeadingHints(text, dialect)
        assert hints.may_have("one")
        assert not hints.may_have("two")
    assert HeadingHints(text, github).may_have("a-title")


def test_open_tags_are_looked_at_once() -> None:
    start = time.process_time()
    assert not [*_hints_in("<h1 " * 100_000)]
    assert time.process_time() - start < 5


LINES = st.text(st.sampled_from("ab #=-<>{}\r\t"), max_size=6)


@given(st.lists(LINES, max_size=8))
def test_the_lines_that_are_kept_give_the_same_hints(lines: list[str]) -> None:
    kept = hinting(line.encode() for line in lines)
    found = _hints_in("\n".join(line.decode() for line in kept))
    assert [*found] == [*_hints_in("\n".join(lines))]
