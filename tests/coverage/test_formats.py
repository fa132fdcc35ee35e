"""Coverage → its formats."""

from __future__ import annotations

import json
from xml.dom import minidom

import cmarkgfm
import pytest

from recall_lint.base.config import Config
from recall_lint.coverage import formats
from recall_lint.coverage.measure import Coverage, measure
from tests.literate import make_notebook

NOTES = {
    "Notes/A.md": "# One\n\nLong text here.\n\n# Two\n\nText.\n\n# Three\n\nMore of it.\n",
    "Notes/`B|<b>.md": "# B\n\nText.\n",
    "Recall/Q.md": "1. What? [R](../Notes/A.md#two)\n2. When? [R](../Notes/A.md#two)\n",
}


def covered(files: dict[str, str]) -> Coverage:
    return measure(make_notebook(files), Config(), lambda path: True)


def test_text() -> None:
    assert formats.as_text(covered(NOTES), most=1, width=81) == (
        "Notes/A.md       ███████░░░░░░░░░░░░░  33.3 %  1 of 3 sections, 14 % of the words\n"
        "       3 words  not asked  #one\n"
        "       3 words  not asked  #three\n"
        "       2 questions  #two\n"
        "Notes/`B|<b>.md  ░░░░░░░░░░░░░░░░░░░░   0.0 %  0 of 1 section, 0 % of the words\n"
        "       1 words  not asked  #b\n"
        "\n"
        "all              █████░░░░░░░░░░░░░░░  25.0 %  1 of 4 sections, 12 % of the words\n"
    )


@pytest.mark.parametrize("width", [36, 40, 60, 80, 120])
@pytest.mark.parametrize("name", ["A.md", "Notes/of/a/long/way/Measurements.md"])
def test_bars_fit_into_the_terminal(width: int, name: str) -> None:
    text = formats.as_text(covered({name: "# One\n\nText.\n"}), most=9, width=width)
    lines = [line for line in text.splitlines() if "%" in line]
    assert len(lines) == 2
    assert max(map(len, lines)) <= width
    assert lines[0].startswith((name[:8], "…"))
    assert "░" in text or width < 60 or len(name) > 30


def test_json() -> None:
    found = json.loads(formats.as_json(covered(NOTES), None))
    assert (found["sections"], found["asked"], found["percent"]) == (4, 1, 25.0)
    assert found["notes"][0] == {
        "path": "Notes/A.md",
        "sections": 3,
        "asked": 1,
        "words": 7,
        "asked_words": 1,
        "unasked": ["one", "three"],
        "nearly": [],
        "questions": {"one": 0, "two": 2, "three": 0},
    }


def test_markdown_names_are_text() -> None:
    html = cmarkgfm.github_flavored_markdown_to_html(formats.as_markdown(covered(NOTES), None))
    assert html.count("<tr>") == 3
    assert "<td>Notes/`B|&lt;b&gt;.md</td>" in html


@pytest.mark.parametrize(("asked", "color"), [(0, "#b3261e"), (1, "#8a6d00"), (2, "#2e7d32")])
def test_a_badge_is_svg(asked: int, color: str) -> None:
    page = "".join(f"1. What {n}? [R](../Notes/A.md#s{n})\n" for n in range(asked))
    files = {"Notes/A.md": "# S0\n\nText.\n\n# S1\n\nText.\n", "Recall/Q.md": page}
    text = formats.as_svg(covered(files))
    root = minidom.parseString(text).documentElement  # noqa: S318 - our own
    assert root is not None
    assert (root.tagName, root.namespaceURI) == ("svg", "http://www.w3.org/2000/svg")
    assert f"{50 * asked} %" in text
    assert color in text


def test_what_a_branch_adds() -> None:
    then = covered({**NOTES, "Recall/Q.md": ""})
    now = covered({**NOTES, "Notes/C.md": "# New\n\nText.\n\n# Newer\n\nText.\n", "Recall/R.md": (
        "1. What? [R](../Notes/C.md#new)\n"
    )})  # fmt: skip
    found = formats.change(now, then, "main")
    assert found.sentence == "2 sections added since main, 1 asked about"
    assert found.before.asked == 0
    assert formats.change(now, now, "main").sentence == "no section added since main"
    assert json.loads(formats.as_json(now, found))["since"] == {
        "revision": "main",
        "added": 2,
        "asked": 1,
        "percent": 0.0,
    }
    assert "Before: 0.0 %; 2 sections added since main" in formats.as_markdown(now, found)
