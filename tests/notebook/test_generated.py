"""The list of all-contributors, whose icons may link to nothing."""

from __future__ import annotations

from recall_lint.notebook.resolutions import Found, MissingSection, Unjudged
from tests.literate import make_notebook

START = "<!-- ALL-CONTRIBUTORS-LIST:START - Do not remove or modify this section -->\n"
END = "<!-- ALL-CONTRIBUTORS-LIST:END -->\n"
ICONS = '<a href="#content-ada" title="Content">x</a> <a href="#top">y</a> [z](#gone)\n'


def resolved(text: str) -> list[type]:
    return [type(use.resolution) for use in make_notebook({"a.md": text}).uses("a.md")]


def test_icons_of_contributors_are_not_judged() -> None:
    # Links written by a person are reported.
    assert resolved(f"# Top\n\n{START}\n{ICONS}\n{END}") == [Unjudged, Found, MissingSection]


def test_outside_of_the_list_they_are() -> None:
    judged = [MissingSection, Found, MissingSection]
    assert resolved(f"# Top\n\n{ICONS}\n{START}\n{END}\n") == judged
    assert resolved(f"# Top\n\n{START}\n{END}\n{ICONS}\n") == judged
    # A list that is not closed may be anything.
    assert resolved(f"# Top\n\n{START}\n{ICONS}\n") == judged
