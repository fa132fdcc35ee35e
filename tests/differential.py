"""Our parser against GitHub's.

`python -m tests.differential DIR` compares every Markdown file below a folder,
`python -m tests.differential --generated N [--seed S]` compares N documents
made by `generate`. Both print disagreements, the smallest first, and the share
of documents that agree on headings, anchors and link destinations.

Left out of the comparison, on both sides: external URLs, which no rule reads,
and headings in footnotes, which have no anchor.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import cmarkgfm
import html5lib
from cmarkgfm.cmark import Options

from recall_lint.base.model import Source
from recall_lint.markdown import parse
from recall_lint.markdown.front_matter import front_matter
from recall_lint.slugs import github
from recall_lint.slugs._unique import CheckedNames

_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_EXTENSIONS = ["table", "autolink", "strikethrough", "tasklist"]

_OF_FOOTNOTES = frozenset({"data-footnote-ref", "data-footnote-backref"})
"""Part of the links that GitHub adds for footnotes."""


class Outline(NamedTuple):
    """What both parsers must agree on."""

    headings: list[tuple[int, str]]
    destinations: list[str]


def ours(text: str) -> Outline:
    """The outline by recall-lint's parser."""
    document = parse(Source("case.md", text))
    anchors = github.anchors(document)
    headings = [
        (section.level, anchor)
        for section, anchor in zip(document.sections, anchors, strict=True)
        if anchor is not None
    ]
    return Outline(headings, _local(link.destination for link in document.links))


def theirs(text: str) -> Outline:
    """The outline by GitHub's parser, its HTML read as a browser would."""
    html = cmarkgfm.cmark.markdown_to_html_with_extensions(
        text[front_matter(text)[1] :], _OPTIONS, _EXTENSIONS
    )
    tree = html5lib.parseFragment(html, treebuilder="dom", namespaceHTMLElements=False)
    titles: list[tuple[int, str]] = []
    destinations: list[str] = []
    for node in _elements(tree):
        if node.tagName in _HEADINGS and not _in_footnotes(node):
            titles.append((int(node.tagName[1]), _text(node)))
        elif node.tagName == "a" and not _OF_FOOTNOTES.intersection(node.attributes.keys()):
            destinations.append(node.getAttribute("href").strip())
        elif node.tagName == "img":
            destinations.append(node.getAttribute("src").strip())
    names = CheckedNames()
    anchors = [names.next(github.slug(title)) for _, title in titles]
    headings = [(level, a) for (level, _), a in zip(titles, anchors, strict=True)]
    return Outline(headings, _local(destinations))


def _elements(node: Any) -> Iterator[Any]:
    """The elements below a node in document order."""
    for child in node.childNodes:
        if child.nodeType == child.ELEMENT_NODE:
            yield child
            yield from _elements(child)


def _in_footnotes(node: Any) -> bool:
    while (node := node.parentNode) is not None:
        if getattr(node, "tagName", "") == "section" and "footnotes" in node.getAttribute("class"):
            return True
    return False


def _text(node: Any) -> str:
    if node.nodeType == node.TEXT_NODE:
        return str(node.data)
    return "".join(_text(child) for child in node.childNodes)


def _local(destinations: Iterator[str] | list[str]) -> list[str]:
    """Destinations as a set of comparable texts: order and external URLs do not matter."""
    return sorted(
        {unquote(d) for d in destinations if d and not re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", d)}
    )


BLOCKS = (
    "# A\n", "## B `c` *d*\n", "#\n", "### E ###\n", "Foo\n===\n", "Bar\nbaz\n---\n", "---\n",
    "===\n", "text\n", "more text\n", "\n", "\n\n", "> ", "> > ", ">", "- ", "* ", "1. ", "2) ",
    "10. ", "-\n", "1.\n", "  ", "    ", "\t", " ", "```\n", "~~~~\n", "<div>\n", "</div>\n",
    "<span>\n", "<!-- c -->\n", "<!--\n", "-->\n", "<h2>raw</h2>\n", "<h3 id='x'>r *s*</h3>\n",
    "| a | b |\n", "|---|---|\n", "a | b\n", ":-- | --\n", "| [c](t.md) |\n",
    "[r]: dest.md 'title'\n", "[R]: <d e.md>\n", "[r2]:\n  n.md\n", "[^n]: note\n", "[^m]: # H\n",
    "***\n", "+ # In list\n", "> ## Q\n", "- ## L\n", "# Z\n", "<pre>\n", "</pre>\n",
    "<details><summary>s</summary>\n",
)  # fmt: skip
INLINES = (
    "[a](b.md)", "[a](b.md#c 't')", "[a](<b c.md>)", "![i](j.png)", "[![i](j.png)](k.md)", "[r]",
    "[x][r]", "[r][]", "[^n]", "[^m]", "*", "**", "_", "__", "`", "``", "<a href='h.md'>x</a>",
    "<b>", "</b>", "&amp;", "&copy;", "\\[", "\\", "\\]", "](", "[", "]", "(", ")", "!", "a", "b c",
    "é", "1", " ", "  \n", "\n", "<!-- x -->", "<https://e.org/_a_>", "https://e.org/a_b_", "~~",
    "~", "|", "\\|", "&#35;", "&lt;", "<", ">", "'", '"', "[a](b(c).md)", "[a](\\_.md)",
    "[a]( b.md )", "[ ] ", "[x] ", "~~a~~", "~b~", "[a](b.md\n'u')",
    "[a [b](c.md) d](e.md)", "# ", "<img src=s.png alt=t>",
)  # fmt: skip


def generate(rng: random.Random) -> str:
    """A short document that mixes Markdown's corner cases: blocks, nesting prefixes and inlines."""
    parts = []
    for _ in range(rng.randint(1, 9)):
        if rng.random() < 0.6:
            parts.append(rng.choice(BLOCKS))
        else:
            parts.extend(rng.choice(INLINES) for _ in range(rng.randint(1, 5)))
            parts.append(rng.choice(("\n", "\n", "")))
    return "".join(parts)


def main() -> int:
    """Compare, and print the differences, smallest first, and the share that agrees."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", nargs="?", type=Path)
    arguments.add_argument("--generated", type=int, default=0, metavar="N")
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--show", type=int, default=20, metavar="N")
    options = arguments.parse_args()
    texts: dict[str, str] = {}
    if options.folder:
        for path in sorted(options.folder.rglob("*.md")):
            if path.is_file():
                texts[str(path)] = path.read_bytes().decode("utf-8", "replace")
    rng = random.Random(options.seed)
    for number in range(options.generated):
        texts[f"generated {number}"] = generate(rng)
    names = sorted(texts, key=lambda name: len(texts[name]))
    github_s = {name: theirs(texts[name]) for name in names}
    differing = [name for name in names if ours(texts[name]) != github_s[name]]
    for name in differing[: options.show]:
        print(f"--- {name}: {texts[name][:300]!r}")
        print(f"  ours {ours(texts[name])}\n  theirs {github_s[name]}")
    agreeing = len(texts) - len(differing)
    share = agreeing / max(1, len(texts))
    print(f"{agreeing} of {len(texts)} agree with GitHub's parser ({share:.2%})")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
