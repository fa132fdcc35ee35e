"""Text → what a reader's click sees of it: titles, anchors and destinations, without their places.

A CommonMark library in Rust renders the whole text, and a few expressions take from the HTML what
GitHub's page would have. That is many times as fast as a document, and says less: nothing is
reported on its word. Where the library is known to differ from GitHub's parser, or anything may
be in the text that a rule speaks of and a page does not show, `view` gives None, and the text has
to be parsed: `view` and `_is_unclear` say where.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Final, NamedTuple

from recall_lint.markdown import lookalikes
from recall_lint.markdown.front_matter import front_matter

if TYPE_CHECKING:
    from pyromark import Markdown

MOST: Final = 5_000_000
"""Characters of the longest text that is read so."""


class View(NamedTuple):
    """What a reader's click sees of a text."""

    titles: list[str]
    """The text of each heading, as rendered."""
    names: list[str]
    """The `id` and `name` attributes of HTML, in order."""
    links: list[str]
    """The destination of each link that may lead to a file; entities decoded."""
    images: list[str]
    """The same of images."""


# An expression that begins with one plain character is searched for ten times as fast as others.
_FOOTNOTE = re.compile(r"\[\^")
# A label of spaces, and what no row of a table has.
_LABEL = re.compile(r"\](?:\[ |\(\n)")
# A bare URL takes in what another would read as a link.
_URL, _WWW = (re.compile(rf"{start}[^\s()\[\]\"']*+(\[?)") for start in ("://", r"www\."))
# A row that is indented is none.
_BEFORE_TAB = re.compile(r"^[^\n]*+\n(?=\t)", re.MULTILINE)
_DELIMITER = re.compile(r"-[ \t]*+[|\n]")
# A tag alone in a line may begin a block where a quote or a list goes on without its marker.
_TAG_LINE = re.compile(r"\n(?<!\n\n)[ ]{0,3}(?=</?[A-Za-z])")
# A heading in HTML, what GitHub escapes, and MDX's link.
_UNCLEAR_TAG = re.compile(
    r"</?(?:h[1-6]|link|title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext)\b",
    re.IGNORECASE,
)
_RAW = re.compile(r"<[A-Za-z!/?]")
_DECLARATION = re.compile(r"<[!?]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"<h[1-6]>(.*?)</h[1-6]>", re.DOTALL)
_BLOCK_TAG = re.compile(r"</?(?:p|li|h[1-6]|td|th)>|<t[dh] [^>]*>")
"""What begins or ends a text of its own: no math goes on behind it."""
_LINK_TAG = re.compile(r"<a |</a>|<img ")
_TAG = re.compile(r"<[^>]*>")
_CODE = re.compile(r"<(pre|code)>")
_CLOSED = re.compile(r"\](?:[(\[\t]| [ (])")
_OPENED = re.compile(r"\[(?<=[)\[]\[)")
_VALUE = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))"""
_NAME = re.compile(rf"<[A-Za-z](?=[^<>]*[\s\"'](?:id|name){_VALUE})[^<>]*>", re.IGNORECASE)
_RAW_TARGET = re.compile(r"<(?:a|img)\s", re.IGNORECASE)
_RAW_NAME = re.compile(r"<[A-Za-z][^<>]*[\s\"'](?:id|name)\s*=", re.IGNORECASE)
_NAMED = re.compile(rf"[\s\"'](id|name){_VALUE}", re.IGNORECASE)
_LINK = re.compile(r'<a href="([^"]*)"')
_IMAGE = re.compile(r'<img src="([^"]*)"')
_RAW_LINK = re.compile(rf"<a\s(?:[^<>]*?[\s\"'])?href{_VALUE}", re.IGNORECASE)
_RAW_IMAGE = re.compile(rf"<img\s(?:[^<>]*?[\s\"'])?src{_VALUE}", re.IGNORECASE)
TEMPLATE = re.compile(r"\{|%7B|%3C|&lt;", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?!https?:(?!//))[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def view(text: str) -> View | None:
    """What a click sees of a text; None where it has to be parsed to be sure."""
    markdown = parser()
    if markdown is None or len(text) > MOST or "recall-lint" in text or "\0" in text:
        return None
    if _FOOTNOTE.search(text) or _LABEL.search(text):
        return None
    raw = _RAW.search(text) is not None
    if "[" in _URL.findall(text) or "[" in _WWW.findall(text):
        return None
    if "\n\t" in text and any(_DELIMITER.search(m[0]) for m in _BEFORE_TAB.finditer(text)):
        return None
    if raw and (_UNCLEAR_TAG.search(text) or _has_tag_line(text)):
        return None
    try:
        html = markdown.html(text[front_matter(text)[1] :])
    except (UnicodeEncodeError, ValueError):
        return None
    if raw and _DECLARATION.search(text):
        if html.rfind("<!--") > html.rfind("-->"):
            return None
        html = _COMMENT.sub("", html)
        if _DECLARATION.search(html):
            # It may go on to the end of the text.
            return None
    titles = [_text(title.strip(" \t")) for title in _HEADING.findall(html)]
    if _is_unclear(html, titles, raw=raw):
        return None
    names: list[str] = []
    if raw and _RAW_TARGET.search(text):
        links = [a or b or c for a, b, c in _RAW_LINK.findall(html)]
        images = [a or b or c for a, b, c in _RAW_IMAGE.findall(html)]
    else:
        links, images = _LINK.findall(html), _IMAGE.findall(html)
    if raw and _RAW_NAME.search(text):
        for tag in _NAME.finditer(html):
            found = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _NAMED.finditer(tag[0])}
            names += (found[name] for name in ("id", "name") if name in found)
    return View(
        titles,
        [unescape(name) for name in names],
        [_decoded(link) for link in links if not is_elsewhere(link)],
        [_decoded(image) for image in images if not is_elsewhere(image)],
    )


def _has_tag_line(text: str) -> bool:
    """Whether a tag alone in a line follows text.

    Where a quote or a list goes on without its marker, GitHub's parser begins a block with it.
    """
    for m in _TAG_LINE.finditer(text):
        from recall_lint.markdown.html_blocks import html_block_start

        begins, _ = html_block_start(text, m.end(), interrupts=False)
        interrupts, _ = html_block_start(text, m.end(), interrupts=True)
        if begins and not interrupts:
            return True
    return False


def _is_unclear(html: str, titles: list[str], *, raw: bool) -> bool:
    """Whether the page shows what a rule may speak of, or what GitHub may render otherwise.

    `raw` says whether the text may have HTML of its own.
    """
    if any("://" in title or "www." in title or "$" in title for title in titles):
        return True
    # What is left of brackets is no link.
    has_brackets = _CLOSED.search(html) or _OPENED.search(html)
    has_math = html.count("$") > 1
    if not has_brackets and not has_math:
        return False
    without_code = _without_code(html)
    if has_math and (raw or any(map(_has_link_in_math, _BLOCK_TAG.split(without_code)))):
        return unescape(_without_tags(without_code)).count("$") > 1
    return bool(has_brackets) and lookalikes.holds(unescape(_without_tags(without_code)))


def _has_link_in_math(html: str) -> bool:
    """Whether a link stands between two dollar signs in the HTML of one block."""
    first, last = html.find("$"), html.rfind("$")
    return first < last and _LINK_TAG.search(html, first, last) is not None


def _without_code(html: str) -> str:
    """HTML with a star for each `<pre>` and `<code>` that has an end."""
    parts = []
    pos = 0
    endless: set[str] = set()
    while opened := _CODE.search(html, pos):
        close = f"</{opened[1]}>"
        end = -1 if close in endless else html.find(close, opened.end())
        if end < 0:
            # Nor has any later one.
            endless.add(close)
            parts.append(html[pos : opened.end()])
            pos = opened.end()
        else:
            parts += (html[pos : opened.start()], "*")
            pos = end + len(close)
    return "".join([*parts, html[pos:]])


def _without_tags(html: str) -> str:
    """HTML with a space for each tag."""
    # Behind the end of the last one, each `<` would look for another end.
    last = html.rfind(">") + 1
    return _TAG.sub(" ", html[:last]) + html[last:]


def is_elsewhere(destination: str) -> bool:
    """Whether it is a URL; one with a template in it may be anything."""
    return _ELSEWHERE.match(destination) is not None and not TEMPLATE.search(destination)


def _text(html: str) -> str:
    return unescape(_TAG.sub("", html)) if "<" in html or "&" in html else html


def _decoded(destination: str) -> str:
    return (unescape(destination) if "&" in destination else destination).strip()


@cache
def parser() -> Markdown | None:
    """The library; None where it is not installed."""
    try:
        from pyromark import Markdown, Options
    except ImportError:
        return None
    options = Options.ENABLE_TABLES | Options.ENABLE_STRIKETHROUGH | Options.ENABLE_TASKLISTS
    return Markdown(options=options)
