"""Liquid and kramdown syntax masked for CommonMark, with the same positions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recall_lint.base.model import Document, Source
from recall_lint.markdown import kramdown, liquid, parse

FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "{%", "%}", "{{", "}}", " raw ", " endraw ", " comment ", " endcomment ", " highlight ",
            " if x ", "-", "\n", "\r\n", "# A", "[b](c)", "`", "```", "~~~", "<div markdown='1'>",
            "{::comment}", "{:/comment}", "{:/}", "---", "x", " ", ">", "\U0010f041",
        ]
    )
).map("".join)  # fmt: skip


def read(text: str) -> Document:
    return parse(Source("a.md", text), syntax="liquid")


def titles(text: str) -> list[str]:
    return [section.title for section in read(text).sections]


def destinations(text: str) -> list[str]:
    return [link.destination for link in read(text).links]


@given(FRAGMENTS)
def test_every_place_stays(text: str) -> None:
    masked = liquid.mask(text)
    assert len(masked) == len(text)
    read(text)


@pytest.mark.parametrize(
    "destination",
    [
        "{% link b.md %}",
        "{%- link b.md -%}#c",
        "{{ site.baseurl }}/b",
        '{{ "/b" | relative_url }}',
        "{% post_url 2020-01-02-a %}",
        "x{{ a }}y{{ b }}z",
    ],
)
def test_a_destination_may_have_liquid(destination: str) -> None:
    assert destinations(f"[a]({destination}) [b]\n\n[b]: {destination}\n") == [destination] * 2


@pytest.mark.parametrize("block", ["highlight text", "comment"])
@pytest.mark.parametrize("dash", ["", "-"])
def test_blocks_that_are_no_markdown(block: str, dash: str) -> None:
    name = block.partition(" ")[0]
    text = f"{{%{dash} {block} {dash}%}}\n# A\n[b](c)\n{{%{dash} end{name} {dash}%}}\n# D\n"
    assert titles(text) == ["D"]
    assert destinations(text) == []


def test_what_is_raw_is_markdown() -> None:
    text = "{% raw %}\n# A\n[b]({{c}})\n{% endraw %}\n"
    assert titles(text) == ["A"]
    assert destinations(text) == ["{{c}}"]


@pytest.mark.parametrize(
    "tag", ["{% if x %}", "{% if x %} {%- assign y = 1 -%}", "  {% tab 'A' %}"]
)
def test_tags_that_fill_their_lines_are_a_block(tag: str) -> None:
    assert titles(f"text\n{tag}\nA\n---\n\n{tag}\n    [b](c)\n") == ["A"]
    assert destinations(f"{tag}\n    [b](c)\n") == []


def test_a_tag_in_a_line_is_a_word() -> None:
    assert titles("# A {% b %} c\n\n{{ d }}\n---\n") == ["A {% b %} c", "{{ d }}"]


@pytest.mark.parametrize("value", ["false", " false"])
def test_a_page_may_do_without(value: str) -> None:
    text = f"---\nrender_with_liquid: {value}\n---\n[a]({{% link b.md %}})\n"
    assert destinations(text) == []
    assert destinations(text.replace("false", "true")) == ["{% link b.md %}"]


@pytest.mark.parametrize("end", ["{:/comment}", "{:/}"])
def test_comments_of_kramdown(end: str) -> None:
    text = f"{{::comment}}\n# A\n[b](c)\n{end}\n\n# D\n\nx {{::comment}}[e](f){end} [g](h)\n"
    assert titles(text) == ["D"]
    assert destinations(text) == ["h"]


@pytest.mark.parametrize(
    "text", ["{::comment}\n\n# A\n", "```\n{::comment}\n```\n\n# A\n\n{:/comment}\n"]
)
def test_no_comment_of_kramdown(text: str) -> None:
    assert titles(text) == ["A"]


@pytest.mark.parametrize("tag", ['<div markdown="1">', "<div class='x' markdown=1 id='y'>"])
def test_markdown_in_html(tag: str) -> None:
    assert titles(f"{tag}\n# A\n</div>\n") == ["A"]
    assert titles(f"```\n{tag}\n# A\n</div>\n```\n") == []
    assert titles(f"{tag.replace('markdown', 'x')}\n# A\n</div>\n") == []


@pytest.mark.parametrize(
    "unit", ["{{", "{%", "{% raw %}", "{% comment %}x", "{::comment}", "```{::comment}\n", "{%-"]
)
def test_what_is_open_is_not_searched_for_ever(unit: str) -> None:
    """Searching to the end again from each of them would not finish in time."""
    text = unit * (400_000 // len(unit))
    assert len(liquid.mask(text)) == len(text)
    closed = f"{text}{{:/x}}"
    assert len(kramdown.mask(closed)) == len(closed)
