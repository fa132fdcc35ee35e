"""Text → its rendered view: titles, anchors and destinations, without positions.

A CommonMark library in Rust renders the whole text, and a few regular expressions extract what
GitHub's page would have from the HTML. This is many times as fast as parsing but less complete:
nothing is reported on its basis. If the library is known to differ from GitHub's parser, or if the
text may contain something that a rule reports but a page does not show, `view` returns None, and
the text has to be parsed; `view` and `_is_unclear` list the cases.
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
"""Maximum length of a text that is rendered, in characters."""


class View(NamedTuple):
    """The anchors and destinations of a rendered text."""

    titles: list[str]
    """The text of each heading, as rendered."""
    names: list[str]
    """The `id` and `name` attributes of HTML, in order."""
    links: list[str]
    """The destination of each link that may lead to a file, with entities decoded."""
    images: list[str]
    """The same for images."""


# An expression that begins with a literal character is searched for ten times as fast as others.
_FOOTNOTE = re.compile(r"\[\^")
# A label of spaces, and text that is not in any row of a table.
_LABEL = re.compile(r"\](?:\[ |\(\n)")
# A bare URL contains what another parser would read as a link.
_URL, _WWW = (re.compile(rf"{start}[^\s()\[\]\"']*+(\[?)") for start in ("://", r"www\."))
# An indented row is not one.
_BEFORE_TAB = re.compile(r"^[^\n]*+\n(?=\t)", re.MULTILINE)
_DELIMITER = re.compile(r"-[ \t]*+[|\n]")
_DELIMITER_ROW = re.compile(r"\n[ \t>]*[|:-][|: \t-]*(?=\n|\Z)")
# A tag alone on a line may begin a block where a quote or a list continues without its marker.
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
"""Tags that begin or end a block, and therefore any math in it."""
_LINK_TAG = re.compile(r"<a |</a>|<img ")
_TAG = re.compile(r"<[^>]*>")
_EMPHASIS = re.compile(r"</?(?:em|strong|del)>")
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
_RENDERED: Final = ('<a href="', '<img src="')
"""The start of tags rendered from Markdown."""
_RAW_LINK = re.compile(rf"<a\s(?:[^<>]*?[\s\"'])?href{_VALUE}", re.IGNORECASE)
_RAW_IMAGE = re.compile(rf"<img\s(?:[^<>]*?[\s\"'])?src{_VALUE}", re.IGNORECASE)
TEMPLATE = re.compile(r"\{|%7B|%3C|&lt;", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?!https?:(?!//|\Z))[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def view(text: str) -> View | None:
    """The rendered view of a text; None if it has to be parsed to be certain."""
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
    if "|" in text and _has_two_delimiter_rows(text):
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
            # It may extend to the end of the text.
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
            if tag[0].startswith(_RENDERED):
                # It may stand in a title or an alternative text.
                return None
            found = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _NAMED.finditer(tag[0])}
            names += (found[name] for name in ("id", "name") if name in found)
    return View(
        titles,
        [unescape(name) for name in names],
        [_decoded(link) for link in links if not is_elsewhere(link)],
        [_decoded(image) for image in images if not is_elsewhere(image)],
    )


def _has_two_delimiter_rows(text: str) -> bool:
    """Whether a block has two delimiter rows.

    If the first does not fit the line above it, GitHub's parser tries no later one.
    """
    end = -1
    for m in _DELIMITER_ROW.finditer(text):
        if "|" in m[0] and "-" in m[0]:
            if end >= 0 and "\n\n" not in text[end : m.start() + 1]:
                return True
            end = m.end()
    return False


def _has_tag_line(text: str) -> bool:
    """Whether a tag alone on a line follows text.

    If a quote or a list continues without its marker, GitHub's parser begins a block with it.
    """
    for m in _TAG_LINE.finditer(text):
        from recall_lint.markdown.html_blocks import html_block_start

        begins, _ = html_block_start(text, m.end(), interrupts=False)
        interrupts, _ = html_block_start(text, m.end(), interrupts=True)
        if begins and not interrupts:
            return True
    return False


def _is_unclear(html: str, titles: list[str], *, raw: bool) -> bool:
    """Whether the page may lack something that a rule reports, or differ from GitHub's.

    `raw` is whether the text may contain HTML.
    """
    if any("://" in title or "www." in title or "$" in title for title in titles):
        return True
    # Remaining brackets are not links.
    has_brackets = _CLOSED.search(html) or _OPENED.search(html)
    has_math = html.count("$") > 1
    if not has_brackets and not has_math:
        return False
    without_code = _without_code(html)
    if has_math and (raw or any(map(_has_link_in_math, _BLOCK_TAG.split(without_code)))):
        return unescape(_without_tags(without_code)).count("$") > 1
    return bool(has_brackets) and lookalikes.holds(unescape(_without_tags(without_code)))


def _has_link_in_math(html: str) -> bool:
    """Whether a link is between two dollar signs in the HTML of one block."""
    first, last = html.find("$"), html.rfind("$")
    return first < last and _LINK_TAG.search(html, first, last) is not None


def _without_code(html: str) -> str:
    """HTML with a star for each `<pre>` and `<code>` that is closed."""
    parts = []
    pos = 0
    endless: set[str] = set()
    while opened := _CODE.search(html, pos):
        close = f"</{opened[1]}>"
        end = -1 if close in endless else html.find(close, opened.end())
        if end < 0:
            # Neither is any later one.
            endless.add(close)
            parts.append(html[pos : opened.end()])
            pos = opened.end()
        else:
            parts += (html[pos : opened.start()], "*")
            pos = end + len(close)
    return "".join([*parts, html[pos:]])


def _without_tags(html: str) -> str:
    """HTML with a star for each tag of emphasis, as it was written, and a space for any other."""
    html = _EMPHASIS.sub("*", html)
    # After the last `>`, each `<` would be searched to the end.
    last = html.rfind(">") + 1
    return _TAG.sub(" ", html[:last]) + html[last:]


def is_elsewhere(destination: str) -> bool:
    """Whether a destination is a URL; a template may be anything."""
    return _ELSEWHERE.match(destination) is not None and not TEMPLATE.search(destination)


def _text(html: str) -> str:
    return unescape(_TAG.sub("", html)) if "<" in html or "&" in html else html


def _decoded(destination: str) -> str:
    return (unescape(destination) if "&" in destination else destination).strip()


@cache
def parser() -> Markdown | None:
    """The library; None if it is not installed."""
    try:
        from pyromark import Markdown, Options
    except ImportError:
        return None
    options = Options.ENABLE_TABLES | Options.ENABLE_STRIKETHROUGH | Options.ENABLE_TASKLISTS
    return Markdown(options=options)
