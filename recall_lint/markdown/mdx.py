"""MDX → a text of the same length that a Markdown parser reads as MDX would.

`import` and `export` at the start of a line are blanked, up to the blank line that ends them.

An expression `{…}` outside of code is masked, including line endings, so that it is one word; a
recall-lint comment becomes an HTML comment.

A JSX tag is written as the corresponding HTML tag on one line: its name without dots, an
attribute's `{'text'}` as `'text'`, any other expression as its masked source. A tag alone on its
line without an ID and a destination is blanked, since its content is Markdown. The destination of
`<Link href>` is treated like that of `<Link to>`.

The parser itself handles that there is no indented code and are no HTML blocks. `{#id}` is kept:
Docusaurus reads it as text. HTML comments are kept; they are an error in MDX, but not in
Docusaurus.

Source: https://mdxjs.com/docs/what-is-mdx/, and the output of `@mdx-js/mdx` 3 for real pages.
Differs: regular expressions in JavaScript are recognized by the character before them.
"""

from __future__ import annotations

import re
from typing import Final

from recall_lint.markdown import masks
from recall_lint.markdown.front_matter import front_matter
from recall_lint.markdown.javascript import expression_end, statements_end

_CONTAINERS: Final = r"[ \t>]*+(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]++)*+"
_NEXT = re.compile(
    rf"^{_CONTAINERS}(?P<fence>`{{3,}}(?=[^`\n]*$)|~{{3,}})"
    r"|^(?P<esm>(?:import|export) )"
    r"|(?P<code>`+)"
    r"|(?P<escape>\\.)"
    r"|(?P<brace>\{(?!\#))"
    r"|(?P<comment><!--)"
    r"|(?P<tag><(?=[A-Za-z_$/>]))",
    re.MULTILINE,
)
_BLANK_LINE = re.compile(r"\n[ \t]*\r?(?:\n|\Z)")
_NAME = re.compile(r"</?\s*([A-Za-z_$][\w$]*(?:[.:-][\w$-]+)*)?")
_SPACE = re.compile(r"(?:\s|/\*.*?\*/)*", re.DOTALL)
_ATTRIBUTE = re.compile(r"[A-Za-z_$][\w$:.-]*")
_EQUALS = re.compile(r"\s*=\s*")
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
_LITERAL = re.compile(r"\{(\s*)(?:\"([^\"\\{}]*)\"|'([^'\\{}]*)'|`([^`\\${}\"]*)`)(\s*)\}")
_OURS = re.compile(r"\{/\*[ ](\s*recall-lint-(?:(?!-->|\*/).)*)\*/\}", re.DOTALL)
"""A recall-lint comment; `{/* ` is as long as the start of an HTML comment."""
_TAG_END = re.compile(r"\s*/?\s*>")
_NO_NAME = re.compile(r"[^A-Za-z0-9-]")
_LINE_ENDS = re.compile(r"[\r\n]")

MOST_SEARCHES: Final = 20
"""How often the rest of a text is read in vain before every `{` is text."""

_KEPT: Final = frozenset({"id", "name", "href", "src", "to"})
"""Attributes of tags that are kept."""


def mask(text: str) -> str:
    """The text for a Markdown parser, with the same length."""
    return text if masks.is_masked(text) else _Masker(text).mask()


class _Masker:
    def __init__(self, text: str) -> None:
        self.text = text
        self.done = 0
        """The end of the text that is already in `parts`."""
        self.parts: list[str] = []
        self.blank = 0
        """The end of the last blanked part."""
        self.paragraph_end = -1
        """The position of the next blank line."""
        self.searches = MOST_SEARCHES * len(text)
        """How many more characters may be searched for expressions that are not closed."""

    def mask(self) -> str:
        pos = front_matter(self.text)[1]
        while m := _NEXT.search(self.text, pos):
            pos = self._take(m)
        self.parts.append(self.text[self.done :])
        return "".join(self.parts)

    def _take(self, m: re.Match[str]) -> int:
        """Mask what a match begins; returns where to continue."""
        text, start = self.text, m.start(m.lastgroup or 0)
        match m.lastgroup:
            case "fence":
                fence = re.compile(
                    rf"^[ \t>]*{re.escape(m['fence'])}{m['fence'][0]}*[ \t\r]*$", re.MULTILINE
                )
                end = fence.search(text, m.end())
                return end.end() if end else len(text)
            case "code":
                return self._code_end(m)
            case "comment":
                end_at = text.find("-->", m.end())
                return len(text) if end_at < 0 else end_at
            case "esm":
                stop = statements_end(text, start)
                self._put(start, _blank(text[start:stop], lines=True))
                self.blank = stop
                return stop
            case "brace":
                return self._expression(start)
            case "tag":
                return self._tag(start)
        return m.end()

    def _put(self, start: int, instead: str) -> None:
        self.parts += (self.text[self.done : start], instead)
        self.done = start + len(instead)

    def _code_end(self, m: re.Match[str]) -> int:
        """The end of a code span, if the backticks open one."""
        ticks = m["code"]
        if self.paragraph_end < m.end():
            blank = _BLANK_LINE.search(self.text, m.end())
            self.paragraph_end = blank.start() if blank else len(self.text)
        close = re.compile(rf"(?<!`){ticks}(?!`)")
        end = close.search(self.text, m.end(), self.paragraph_end)
        return end.end() if end else m.end()

    def _expression_end(self, start: int) -> int | None:
        end = expression_end(self.text, start) if self.searches > 0 else None
        if end is None:
            self.searches -= len(self.text) - start
        return end

    def _expression(self, start: int) -> int:
        end = self._expression_end(start)
        if end is None:
            return start + 1
        if m := _OURS.fullmatch(self.text, start, end):
            self._put(start, f"<!--{m[1]}-->")
        else:
            self._put(start, masks.masked(self.text[start:end]))
        return end

    # Tags.

    def _tag(self, start: int) -> int:
        text = self.text
        m = _NAME.match(text, start)
        assert m is not None
        pos = m.end()
        name = m[1] or ""
        parts = [_tag_start(m[0])]
        kept = False
        while not (end := _TAG_END.match(text, pos)):
            attribute = self._attribute(pos, name)
            if attribute is None:
                return start + 1
            written, key = attribute
            parts.append(written)
            kept = kept or key in _KEPT
            pos += len(written)
        parts.append(_LINE_ENDS.sub(" ", end[0]))
        whole = "".join(parts)
        if not name or (not kept and self._alone(start, end.end())):
            whole = _blank(whole)
            self.blank = end.end()
        self._put(start, whole)
        return end.end()

    def _attribute(self, pos: int, tag: str) -> tuple[str, str] | None:
        """What replaces the attribute at `pos` and the white space before it; and its name."""
        text = self.text
        space = _SPACE.match(text, pos)
        assert space is not None
        at = space.end()
        before = " " * (at - pos)
        if text.startswith("{", at):
            end = self._expression_end(at)
            return None if end is None else (before + " " * (end - at), "")
        m = _ATTRIBUTE.match(text, at)
        if m is None:
            return None
        name = m[0].replace("$", "_")
        if tag == "Link" and name == "href":
            name = "to".ljust(len(name))
        equals = _EQUALS.match(text, m.end())
        if equals is None:
            return before + name, ""
        value = self._value(equals.end())
        if value is None:
            return None
        return before + name + _LINE_ENDS.sub(" ", equals[0]) + value, name.strip()

    def _value(self, at: int) -> str | None:
        text = self.text
        if m := _STRING.match(text, at):
            return _LINE_ENDS.sub(" ", m[0])
        if m := _LITERAL.match(text, at):
            quote, inner = next(
                (q, s) for q, s in zip('"\'"', m.groups()[1:4], strict=True) if s is not None
            )
            literal = quote + _LINE_ENDS.sub(" ", inner) + quote
            return " " * (1 + len(m[1])) + literal + " " * (1 + len(m[5]))
        if text.startswith("{", at):
            end = self._expression_end(at)
            return None if end is None else masks.masked(text[at:end])
        return None

    def _alone(self, start: int, end: int) -> bool:
        """Whether a tag is alone on its lines, which do not continue a paragraph."""
        text = self.text
        first = text.rfind("\n", 0, start) + 1
        last = text.find("\n", end)
        if text[first:start].strip(" \t") or text[end : None if last < 0 else last].strip():
            return False
        before = max(0, text.rfind("\n", 0, max(0, first - 1)))
        return not text[max(before, min(self.blank, first)) : first].strip()


def _tag_start(written: str) -> str:
    """The start of a tag, with a valid HTML name."""
    slash = "/" if written.startswith("</") else ""
    name = written[1 + len(slash) :]
    bare = name.lstrip()
    if bare and not bare[0].isalpha():
        bare = f"x{bare[1:]}"
    return f"<{slash}{_NO_NAME.sub('-', bare)}".ljust(len(written))


def _blank(text: str, *, lines: bool = False) -> str:
    return "".join([char if lines and char in "\r\n" else " " for char in text])
