"""How the time of a run grows with its input, for one kind of input after the other.

    python -m benchmarks.growth [--family PATTERN] [--size CHARACTERS] [--limit SECONDS]

Each family is a text made of n repetitions, chosen because some parser or linter takes more than
twice as long for twice as much of it. It is linted with n, 2n and 4n repetitions, as a note and as
a recall page, with either engine. The exponent is that of the last doubling: 1 is linear, 2 is
quadratic. A family fails if its exponent is above 1.2 and it takes more than 0.3 s, or if it does
not end within the limit; then the exit code is 1.
"""

from __future__ import annotations

import argparse
import fnmatch
import gc
import math
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NamedTuple

from recall_lint.__main__ import LITTER
from recall_lint.base.config import Config
from recall_lint.reporters import human
from recall_lint.run.request import Request
from recall_lint.run.session import Session

Make = Callable[[int], str]

MOST_EXPONENT: Final = 1.2
FEWEST_SECONDS: Final = 0.3
ENGINES: Final = ("pyromark", "mistune")
ROLES: Final = ("note", "recall")


def _each(piece: str) -> Make:
    """The same piece repeated."""
    return lambda n: piece * n


def _with(piece: str, tail: str = "", head: str = "") -> Make:
    return lambda n: head + piece * n + tail


def _numbered(piece: str, head: str = "", tail: str = "") -> Make:
    """The same piece repeated, with `@` replaced by the number of the repetition."""
    return lambda n: head + "".join(piece.replace("@", str(i)) for i in range(n)) + tail


def _around(left: str, right: str, middle: str = "a") -> Make:
    return lambda n: left * n + middle + right * n


def _root(make: Make) -> Make:
    """For families of quadratic size: a list nested n deep has n² spaces."""
    return lambda n: make(max(1, math.isqrt(n)))


def _runs(mark: str) -> Make:
    """Runs of every length up to the square root of n."""
    return lambda n: " ".join("a" + mark * i for i in range(1, math.isqrt(2 * n) + 1))


FAMILIES: Final[dict[str, Make]] = {
    # Brackets.
    "brackets: [": _each("["),
    "brackets: ]": _each("]"),
    "brackets: ![": _each("!["),
    "brackets: [[": _each("[[ "),
    "brackets: []": _each("[]"),
    "brackets: [a]": _each("[a]"),
    "brackets: [a] on lines": _each("[a]\n\n"),
    "brackets: nested": _around("[", "]"),
    "brackets: nested links": _around("[", "](b)"),
    "brackets: nested images": _around("![", "](b)"),
    "brackets: [a](": _each("[a]("),
    "brackets: [a](<": _each("[a](<"),
    "brackets: [a](<b": _each("[a](<b"),
    "brackets: [a](b": _each("[a](b"),
    "brackets: [a](b on lines": _each("[a](b\n"),
    "brackets: [a]( in paragraphs": _each("[a](\n\n"),
    'brackets: [a](b "c': _each('[a](b "c'),
    "brackets: [a](b 'c": _each("[a](b 'c"),
    "brackets: [a](b (c": _each("[a](b (c"),
    "brackets: [a](((": _each("[a]((((((((("),
    "brackets: [a [b](c)": _each("[a [b](c)"),
    "brackets: [a ![b](c)": _each("[a ![b](c)"),
    "brackets: [a][b": _each("[a][b"),
    "brackets: [a][b]": _each("[a][b]"),
    "brackets: [a] (b)": _each("[a] (b) "),
    "brackets: ](": _each("]("),
    "brackets: ![a](": _each("![a]("),
    "brackets: escaped": _each("\\[a\\](b) "),
    "brackets: backslashes": _each("[\\"),
    "brackets: long destination": _with("(", ")" , "[a](b"),
    "brackets: label without end": _with("a ", "", "[a]["),
    # Correct and broken links.
    "links: alive": _with("[x](#a) ", "\n", "# a\n\n"),
    "links: alive, a line each": _with("[x](#a)\n", "\n", "# a\n\n"),
    "links: dead, the same": _each("[x](#nope)\n"),
    "links: dead, in paragraphs": _each("[x](#nope)\n\n"),
    "links: dead, each another": _numbered("[x](#nope-@)\n"),
    "links: dead files, each another": _numbered("[x](nope-@.md)\n"),
    "links: dead, in one line": _each("[x](#nope) "),
    "links: dead in items": _each("- q [x](#nope)\n"),
    "links: dead, each another, in items": _numbered("- q @ [x](#nope-@)\n"),
    "links: dead and sections": _numbered("## Name @\n\n[x](#nume-@)\n\n"),
    "links: alive and sections": _numbered("## Name @\n\n[x](#name-@)\n\n"),
    "links: by letter case": _numbered("## Name @\n\n[x](#Name-@)\n\n"),
    "links: dead images": _each("![x](nope.png)\n"),
    "links: outside": _each("[x](../../nope.md) "),
    "links: empty": _each("[x]() "),
    "links: URLs": _each("https://example.org/a "),
    "links: bare www": _each("www.a"),
    "links: bare http": _each("http://"),
    "links: autolinks": _each("<https://a.b>"),
    "links: e-mail": _each("a@b.c "),
    "links: e-mail without end": _each("a.b-c_"),
    "links: @": _each("@"),
    "links: placeholders": _each("[x](TODO) [y](#) [z](...) "),
    "links: percent-encoding": _each("[x](%61%20%C3%A9#%C3%A9) "),
    "links: a long percent-encoding": _with("%C3%A9", ")", "[x](#"),
    "links: a long path": _with("a/", ")", "[x]("),
    "links: a long way up": _with("../", "a.md)", "[x]("),
    "links: %": _with("%", ")", "[x]("),
    # Similar names.
    "names: near": _numbered("## Name of a section @\n\n", tail="[x](#name-of-a-sectoin)\n"),
    "names: near, many dead": _numbered(
        "## Name of a section @\n\n[x](#nam-of-section-@)\n\n", tail=""
    ),
    "names: near, of one other": _numbered("## a @\n\n[x](#@-a)\n\n"),
    "names: near, a long one": _with("a-", ")", "# a\n\n# a a\n\n[x](#"),
    "names: as text, behind items": lambda n: (
        "- # a\n" * n + "\n" + "".join(f"b{i}\n\n[x](#b{i})\n\n" for i in range(n))
    ),
    "names: part of a long one": lambda n: (
        "# " + "a " * n + "\n\n" + "".join(f"[x](#{i}-a)\n" for i in range(n // 8))
    ),
    "names: as text, often": _numbered("Name\n\n#Name\n\n[name](#nope-@)\n\n"),
    "names: the same heading": _each("# a\n"),
    "names: the same heading, links": _each("# a\n\n[x](#a-1)\n\n"),
    "names: the same heading, in one line": _with("[x](#a-1) ", "", "# a\n\n# a\n\n"),
    "names: the same heading, dead": _each("# a\n\n[x](#a-x)\n\n"),
    "names: taken numbers": _numbered("# a-@\n# a\n"),
    "names: empty headings": _each("#\n"),
    "names: emphasis": _each("# *a*\n"),
    "names: one long heading": _with("a ", "", "# "),
    "names: one long setext heading": _with("a\n", "===\n"),
    "names: deeper and deeper": _each("# a\n## a\n### a\n#### a\n##### a\n###### a\n"),
    "names: ids": _numbered('<a id="a@"></a>\n\n'),
    "names: the same id": _each('<a id="a"></a>\n'),
    # Headings.
    "headings: each another": _numbered("# a @\n"),
    "headings: setext": _each("a\n-\n"),
    "headings: closed": _with("#", "a", "# a "),
    "headings: spaces": _with(" ", "a", "# a"),
    "headings: in items": _each("- # a\n"),
    "headings: with links": _each("# [a](#a)\n"),
    "headings: with code": _each("# `a` b\n"),
    "headings: placeholder": _each("# TODO\n\n"),
    "headings: empty sections": _numbered("# a @\n\n[x](#a-@)\n\n"),
    # Emphasis.
    "emphasis: *": _each("*"),
    "emphasis: _": _each("_"),
    "emphasis: *a": _each("*a "),
    "emphasis: a*": _each("a* "),
    "emphasis: a**b": _each("a**b "),
    "emphasis: *a_": _each("*a _b "),
    "emphasis: a**b c*": _each("a**b c* "),
    "emphasis: nested": _around("*a ", " b*"),
    "emphasis: nested **": _around("**a ", " b**"),
    "emphasis: runs": _runs("*"),
    "emphasis: ~": _each("~~a "),
    "emphasis: pairs": _each("*a* "),
    # Code.
    "code: `": _each("`"),
    "code: runs": _runs("`"),
    "code: spans": _each("`a` "),
    "code: open": _each("`a``b "),
    "code: open fences": _each("```\na\n"),
    "code: fences": _each("```\na\n```\n\n"),
    "code: a fence without end": _with("a\n", "", "```\n"),
    "code: indented": _each("    a\n"),
    "code: indented, blank lines": _with("\n", "    a", "    a\n"),
    "code: ~": _each("~~~\n"),
    # Math.
    "math: $": _each("$"),
    "math: $a": _each("$a "),
    "math: $$": _each("$$a\n"),
    "math: \\(": _each("\\(a "),
    "math: $`": _each("$`a "),
    # Tables.
    "tables: rows": _with("|a|b|\n", "", "|a|b|\n|-|-|\n"),
    "tables: links": _with("|[a](#a)|b|\n", "", "|a|b|\n|-|-|\n"),
    "tables: each of one row": _each("|a|\n|-|\n\n"),
    "tables: columns": _root(lambda n: "|a" * n + "|\n" + "|-" * n + "|\n" + "|a" * n + "|\n"),
    "tables: many columns": lambda n: "|a" * n + "\n" + "|-" * n + "\n",
    "tables: short rows": _root(lambda n: "|a" * n + "\n" + "|-" * n + "\n" + "|b\n" * n),
    "tables: -": _each("|-"),
    "tables: heads": _each("|a\n-|-\n"),
    "tables: escapes": _with("\\|", "", "|a|\n|-|\n|"),
    "tables: code": _with("`|", "", "|a|\n|-|\n|"),
    # HTML.
    "html: <": _each("<"),
    "html: <a": _each("<a "),
    "html: <a href": _each('<a href="'),
    "html: a=": _with("a=", "", "<a "),
    "html: attributes": _with(" a", "", "x <a"),
    "html: quotes": _with(' a="b"', "", "x <a"),
    "html: </": _each("</"),
    "html: <?": _each("a <?"),
    "html: <!": _each("a <!A "),
    "html: CDATA": _each("a <![CDATA["),
    "html: tags": _each("<b>a</b> "),
    "html: open tags": _each("<b>"),
    "html: blocks": _each("<div>\n\n"),
    "html: details": _each("<details>\n\n# a\n\n</details>\n\n"),
    "html: links": _each('<a href="#nope">a</a> '),
    "html: headings": _each("<h1>a</h1>\n"),
    "html: open headings": _each("<h1>a\n"),
    "html: <pre>": _each("<pre>\n"),
    "html: <script>": _each("<script>\n"),
    "html: <textarea>": _each("a <textarea>"),
    "html: <title>": _each("<title>a\n\n"),
    "html: spaces in a tag": _with(" ", "", "<a"),
    "html: lines in a tag": _with("\n a", "", "x <a"),
    "html: images": _each('<img src="nope.png"> '),
    # Comments.
    "comments: open": _each("<!-- a "),
    "comments: open, a line each": _each("<!-- a\n"),
    "comments: open, in paragraphs": _each("a <!-- a\n\n"),
    "comments: closed": _each("<!-- a -->\n"),
    "comments: -": _with("-", "", "a <!--"),
    "comments: in a line": _each("a <!-- b --> "),
    "comments: <!-->": _each("<!-->"),
    # Suppressions.
    "suppressions: open": _each("<!-- recall-lint-disable\n"),
    "suppressions: open, in paragraphs": _each("a <!-- recall-lint-disable\n\n"),
    "suppressions: a line each": _each("<!-- recall-lint-disable -->\n"),
    "suppressions: of a code": _each("<!-- recall-lint-disable RL101 -->\n"),
    "suppressions: of codes": _with(" RL101", " -->\n", "<!-- recall-lint-disable"),
    "suppressions: of unknown codes": _numbered(
        " x@", "<!-- recall-lint-disable", " -->\n"
    ),
    "suppressions: on and off": _each(
        "<!-- recall-lint-disable -->\n[x](#nope)\n<!-- recall-lint-enable -->\n\n"
    ),
    "suppressions: on, and once off": _with(
        "<!-- recall-lint-disable RL101 -->\n\n", "<!-- recall-lint-enable -->\n"
    ),
    "suppressions: next line": _each("<!-- recall-lint-disable-next-line -->\n[x](#nope)\n\n"),
    "suppressions: next line, and none": _each("<!-- recall-lint-disable-next-line -->\n\n"),
    "suppressions: blank lines": _with("\n", "", "<!-- recall-lint-disable-next-line -->\n"),
    "suppressions: this line": _each("[x](#nope) <!-- recall-lint-disable-line RL102 -->\n\n"),
    "suppressions: one line": _each("[x](#nope) <!-- recall-lint-disable-line RL102 --> "),
    "suppressions: file": _each("<!-- recall-lint-disable-file RL102 -->\n[x](#nope)\n\n"),
    "suppressions: reasons": _each("<!-- recall-lint-disable -- a -- b\n\n"),
    "suppressions: dashes": _with(" --", "", "<!-- recall-lint-disable"),
    "suppressions: spaces": _with(" ", "", "<!-- recall-lint-disable"),
    "suppressions: quotes": _each("> <!-- recall-lint-disable\n"),
    "suppressions: commas": _with(",", "", "<!-- recall-lint-disable"),
    # Definitions and footnotes.
    "definitions: each another": _numbered("[a@]: b\n"),
    "definitions: the same": _each("[a]: b\n"),
    "definitions: used": _numbered("[a@]: #b\n", tail="[a0] " * 9),
    "definitions: used each": _numbered("[a@]\n\n[a@]: #b\n\n"),
    "definitions: none of the words": _numbered("[ab][cd@] "),
    "definitions: not defined": _numbered("[a][b@] "),
    "definitions: titles": _each('[a]: b "c\n'),
    "definitions: title without end": _with("a\n", "", '[a]: b "'),
    "definitions: [a]:": _each("[a]:"),
    "definitions: [a]: on lines": _each("[a]:\n"),
    "definitions: long label": _with("a", "]: b\n\n[a]", "["),
    "definitions: spaces": _with(" ", "b", "[a]:"),
    "footnotes: each another": _numbered("a[^@]\n\n[^@]: b\n\n"),
    "footnotes: the same": _each("a[^1]\n\n[^1]: b\n\n"),
    "footnotes: used often": _with("a[^1] ", "\n\n[^1]: b\n"),
    "footnotes: not defined": _numbered("a[^@] "),
    "footnotes: in one another": _numbered("[^@]: [^@]: "),
    # Lists.
    "lists: - a": _each("- a\n"),
    "lists: - a, loose": _each("- a\n\n"),
    "lists: -": _each("-\n"),
    "lists: - in a line": _each("- "),
    "lists: 1. in a line": _each("1. "),
    "lists: nested": _root(lambda n: "".join("  " * i + "- a\n" for i in range(n))),
    "lists: nested, and lines": _root(lambda n: "- " * n + "a\n" + "\n" * n * n),
    "lists: nested, lazy lines": _root(lambda n: "- " * n + "a\n" + "b\n" * n * n),
    "lists: changing marks": _each("- a\n+ a\n* a\n"),
    "lists: tasks": _each("- [ ] a\n"),
    "lists: one long item": _with("  a\n", "", "- a\n"),
    "lists: one item of paragraphs": _with("  a\n\n", "", "- a\n\n"),
    "lists: one item of links": _with("  [x](#nope)\n\n", "", "- a\n\n"),
    "lists: one item of items": _with("  - a\n", "", "- a\n"),
    # Questions and numbers.
    "questions: numbered": _numbered("@. q @ [R](#a)\n", head="# a\n\n", tail=""),
    "questions: lazily numbered": _numbered("1. q @ [R](#a)\n", head="# a\n\n"),
    "questions: numbered, dead": _numbered("1. q [R](#a)\n"),
    "questions: the same number": _numbered("7. q @ [R](#a)\n\nb\n\n", head="# a\n\n"),
    "questions: the same": _with("- Why? [R](#a)\n", "", "# a\n\n"),
    "questions: the same, no links": _each("- Why?\n"),
    "questions: each another": _numbered("- Why @? [R](#a)\n", head="# a\n\n"),
    "questions: in sections": _numbered("## a @\n\n- Why @? [R](#a-@)\n\n"),
    "questions: without words": _each("- [R](#a)\n"),
    "questions: many links": _with("[R](#a) ", "", "# a\n\n- Why? "),
    "questions: many dead links": _with("why [R](#nope) ", "?", "- "),
    "questions: of one section": lambda n: "# a\n" + "## b\n" * n + "# c\n" + "- q [R](#a)\n" * n,
    "questions: separators": _with("| ", "", "- a [R](#a) "),
    "questions: headings": _numbered("## Why @?\n\nSo @.\n\n"),
    "questions: headings with lists": _numbered("## Why @?\n\n- so\n- and so?\n\n"),
    "questions: bold": _numbered("**@. Why?** So.\n\n", head="# Quiz\n\n"),
    "questions: one bold of many": _with("? ", "**", "# Quiz\n\n**Why"),
    "questions: details": _each("<details><summary>Why?</summary>\nSo.\n</details>\n\n"),
    "questions: details, open": _each("<details><summary>Why?</summary>\n\n"),
    "questions: summaries": _with("<summary>Why?\n", "", "<details>\n"),
    "questions: callouts": _each("> [!faq] Why?\n> So.\n\n"),
    "questions: callouts, nested": _root(_each("> [!faq] Why?\n")),
    "questions: pairs": _each("Q: Why?\nA: So.\n"),
    "questions: pairs, no answers": _each("Q: Why?\n\n"),
    "questions: one long pair": _with("so\n", "", "Q: Why?\nA: "),
    "questions: cards": _with("Why?::So\n\n", "", "#flashcards\n\n"),
    "questions: cards in one paragraph": _with("Why?::So\n", "", "#flashcards\n\n"),
    "questions: cards between": _with("Why\n?\nSo\n\n", "", "#flashcards\n\n"),
    "questions: cards in a list": _each("- Why? #card\n  - So.\n"),
    "questions: tables": _with("| Why? | So. |\n", "", "| Question | Answer |\n| - | - |\n"),
    "questions: many tables": _each("| Q | A |\n| - | - |\n| Why? | So. |\n\n"),
    "questions: lines of an item": _with("so\n  ", "", "# Quiz\n\n- Why?\n  "),
    "questions: lines that ask": _with("why?\n  ", "", "# Quiz\n\n- Why\n  "),
    "questions: footnotes": _numbered("- Why[^@]?\n\n[^@]: [R](#a)\n\n", head="# Quiz\n\n"),
    "questions: no answers in notes": _numbered("- Why @ so @?\n", head="# Quiz\n\n- A? [R](#a)\n"),
    "questions: spaces": _with(" ", "b", "- a"),
    "questions: two groups of a number": _numbered("@. q\n\n", tail="<!-- -->\n\n" + "1. q\n" * 3),
    # Quotes.
    "quotes: >": _each(">"),
    "quotes: > a": _each("> a\n"),
    "quotes: > a, apart": _each("> a\n\n"),
    "quotes: nested": _root(lambda n: "".join("> " * i + "a\n" for i in range(n))),
    "quotes: and lists": _root(lambda n: "> - " * n + "a\n" * n),
    "quotes: lazy": _with("a\n", "", "> a\n"),
    "quotes: alerts": _each("> [!NOTE]\n> a\n\n"),
    # Front matter.
    "front matter: long": _with("a: b\n", "---\n\na\n", "---\n"),
    "front matter: without end": _with("a: b\n", "", "---\n"),
    "front matter: title": _with("a ", "\n---\n", "---\ntitle: "),
    "front matter: deep": _with("[", "\n---\n", "---\na: "),
    "front matter: ---": _each("---\n"),
    # Wikilinks.
    "wikilinks: [[a]]": _each("[[a]] "),
    "wikilinks: each another": _numbered("[[a@]] "),
    "wikilinks: open": _each("[[a|"),
    "headings of a vault: links": _numbered("# a @\n\n[[#a @]] [[#a @#c]]\n\n"),
    "wikilinks: with anchor": _each("[[a#b|c]]\n"),
    # Templates and other syntax.
    "liquid: {{": _each("{{ "),
    "liquid: {%": _each("{% a "),
    "liquid: {{ a }}": _each("{{ a }} "),
    "liquid: in links": _each("[x]({{ a }}) "),
    "liquid: raw": _each("{% raw %}\n"),
    "shortcodes: {{<": _each("{{< a "),
    "shortcodes: refs": _each('[x]({{< ref "nope" >}}) '),
    "includes: dead": _numbered('--8<-- "a.md"\n\n[x](#b@)\n\n'),
    "attributes: {:": _each("{: "),
    "attributes: {#": _each("# a {#a}\n"),
    "attributes: {#, dead": _numbered("# a {#a@}\n\n[x](#b@)\n\n"),
    "attributes: {#, numbered": _each("# a\n# a_1\n# a_2\n"),
    "mdx: <A>": _each("<A>\n"),
    "mdx: {": _each("{ "),
    "mdx: import": _each("import a from 'b'\n\n"),
    "mdx: comments": _each("{/* a "),
    # Entities.
    "entities: &": _each("&"),
    "entities: &amp;": _each("&amp;"),
    "entities: &#": _each("&#1"),
    "entities: long": _with("a", ";", "&"),
    "entities: numbers": _with("1", ";", "&#"),
    # Lines and characters.
    "lines: one long word": _each("a"),
    "lines: one of words": _each("a "),
    "lines: words": _each("a\n"),
    "lines: blank": _each("\n"),
    "lines: spaces": _each(" "),
    "lines: spaces and a word": _with(" ", "a"),
    "lines: tabs": _each("\t"),
    "lines: carriage returns": _each("\r"),
    "lines: trailing spaces": _each("a  \n"),
    "lines: backslashes": _each("\\"),
    "lines: backslashes on lines": _each("a\\\n"),
    "lines: !": _each("!"),
    "lines: :": _each(":"),
    "lines: accents": _each("e\u0301"),
    "lines: wide": _each("\U0001f600"),
    "lines: zeros": _each("\0"),
    "lines: paragraphs": _each("a\n\n"),
    "lines: rules": _each("***\n"),
    "lines: stars and spaces": _with("* ", "a"),
    "lines: - and spaces": _with("- ", "a", "a\n"),
    "lines: =": _with("=", "a", "a\n"),
}  # fmt: skip

SITES: Final = {
    "liquid": ("_config.yml", "title: a\nmarkdown: kramdown\n"),
    "headings of a vault": (".obsidian/app.json", "{}"),
    "includes": (
        "mkdocs.yml",
        "site_name: a\ndocs_dir: .\nmarkdown_extensions: [pymdownx.snippets]\n",
    ),
    "shortcodes": ("hugo.toml", "title = 'a'\n"),
    "attributes": ("mkdocs.yml", "site_name: a\ndocs_dir: .\n"),
}
"""Families only read by a generator, and the file that identifies it."""


class Case(NamedTuple):
    family: str
    role: str
    engine: str


class Grown(NamedTuple):
    """The cost of a case."""

    seconds: list[float]
    """For n, 2n and 4n, as far as it got."""
    characters: int
    """The length of the largest text that was started."""

    @property
    def exponent(self) -> float:
        """For the last doubling; infinite if it did not finish."""
        if len(self.seconds) < 3:
            return math.inf
        return math.log2(max(self.seconds[2], 1e-4) / max(self.seconds[1], 1e-4))

    @property
    def fails(self) -> bool:
        if len(self.seconds) < 3:
            return True
        return self.exponent > MOST_EXPONENT and self.seconds[-1] > FEWEST_SECONDS


def texts(make: Make, size: int) -> Iterator[str]:
    """A family for n, 2n and 4n, the last with about that many characters."""
    some = 1000
    piece = max(1, (len(make(2 * some)) - len(make(some))) / some)
    n = max(8, int(size / 4 / piece))
    for times in (1, 2, 4):
        yield make(n * times)


def seconds(text: str, case: Case) -> float:
    """The time of a run over a notebook with one page, without a cache but including the report.

    CPU seconds, on which other processes have less influence.
    """
    with tempfile.TemporaryDirectory() as folder:
        kind = case.family.partition(":")[0]
        if kind in SITES:
            name, settings = SITES[kind]
            Path(folder, name).parent.mkdir(exist_ok=True)
            Path(folder, name).write_text(settings)
        suffix = ".mdx" if kind == "mdx" else ".md"
        Path(folder, case.role + suffix).write_bytes(text.encode())
        started = time.process_time()
        request = Request(folder, (folder,), Config(), history=False, jobs=1)
        with Session(request) as session:
            human.render(session.report(), color=False, width=100)
        return time.process_time() - started


def _work(case: Case, size: int, told: Connection) -> None:
    """In a new process: report the time for each size."""
    if case.engine == "mistune":
        # As if it were not installed.
        sys.modules["pyromark"] = None  # type: ignore[assignment]
    # As on the command line.
    gc.set_threshold(LITTER)
    # Imports what a run needs.
    seconds("# a\n\n- [b](#c) `d` <!-- recall-lint-disable -->\n", case)
    for text in texts(FAMILIES[case.family], size):
        told.send((len(text), None))
        told.send((len(text), seconds(text, case)))
    told.close()


def grow(case: Case, size: int, limit: float) -> Grown:
    """The growth of a case; its process is terminated after the time limit."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_work, args=(case, size, theirs))
    process.start()
    theirs.close()
    ends = time.monotonic() + limit
    found: list[float] = []
    characters = 0
    try:
        while len(found) < 3 and ours.poll(max(0.0, ends - time.monotonic())):
            characters, taken = ours.recv()
            if taken is not None:
                found.append(taken)
    except EOFError:
        pass
    process.kill()
    process.join()
    return Grown(found, characters)


def _row(case: Case, grown: Grown) -> str:
    times = "".join(f"{s:9.3f}" for s in grown.seconds) + " " * 9 * (3 - len(grown.seconds))
    exponent = "     –" if math.isinf(grown.exponent) else f"{grown.exponent:6.2f}"
    if grown.seconds and not math.isinf(grown.exponent):
        rate = grown.characters / grown.seconds[-1] / 1000
        exponent += f"{rate:9,.0f}"
    mark = "  FAILS" if grown.fails else ""
    return f"{case.family:40}{case.role:7}{case.engine:9}{times}{exponent}{mark}"


def _options(arguments: list[str] | None) -> Any:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--family", default="*", help="only families that this pattern matches")
    parser.add_argument("--role", choices=ROLES, help="as a note or a recall page; default: both")
    parser.add_argument("--engine", choices=ENGINES, help="default: one after the other")
    parser.add_argument(
        "--size", type=int, default=200_000, help="characters of the largest text (%(default)s)"
    )
    parser.add_argument("--limit", type=float, default=20, help="seconds of a case (%(default)s)")
    parser.add_argument("--failing", action="store_true", help="print only the cases that fail")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run the requested measurements; returns the exit code."""
    options = _options(arguments)
    pattern = options.family if "*" in options.family else f"*{options.family}*"
    # A bracket is usually meant literally.
    pattern = pattern.replace("[", "[[]")
    families = [name for name in FAMILIES if fnmatch.fnmatchcase(name, pattern)]
    if not families:
        sys.exit(f"no family is called {options.family}")
    print(f"{'family':40}{'as':7}{'engine':9}{'n':>9}{'2n':>9}{'4n':>9}{'exp':>6}{'kB/s':>9}")
    failed = measured = 0
    for family in families:
        for role in (options.role,) if options.role else ROLES:
            for engine in (options.engine,) if options.engine else ENGINES:
                case = Case(family, role, engine)
                grown = grow(case, options.size, options.limit)
                if grown.fails and not math.isinf(grown.exponent):
                    # Another process may have interfered.
                    grown = grow(case, options.size, options.limit)
                measured += 1
                failed += grown.fails
                if grown.fails or not options.failing:
                    print(_row(case, grown), flush=True)
    print(f"{len(families)} families, {measured} cases, {failed} of them grow too fast")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
