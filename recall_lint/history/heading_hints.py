"""Text → possible headings and anchors, found without parsing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from recall_lint import markdown
from recall_lint.base.model import Source
from recall_lint.base.similarity import KEPT_NAMES, letters
from recall_lint.slugs import Dialect

_ATX = re.compile(r"\#{1,6}[ \t]+(.+)")
_NAMES = re.compile(
    # Its own ID is another match.
    r"<h[1-6]\b(?=[^<>]*>([^<]*))"
    r"|\b(?:id|name)[ \t]*=[ \t]*[\"']?([^\"'\s>]+)"
    r"|\{:?[ \t]*\#([^\s}]+)",
    re.IGNORECASE,
)
_DUPLICATE = re.compile(r"[-_]\d+$")
_TAG_OR_GOAL = re.compile(r"</?[A-Za-z][^<>]*>|(?<=\])\([^()]*\)")
_REFERENCE = re.compile(r"\]\[[^\[\]]*\]|(?<=[^\]!])\](?![(\[])")
_MARKUP = re.compile(r"[<>{}&\\]|\]\S|!\[|\[\^|:\w|[^\x00-\x7f]")
_HINTING = re.compile(rb"[#=<{]").search
_UNDERLINE = re.compile(rb"[ \t\r>=-]*[=-]\r?").fullmatch


class HeadingHint(NamedTuple):
    """A possible heading or explicit anchor in a text."""

    text: str
    """As written."""
    is_anchor: bool


class HeadingHints:
    """Possible headings and anchors in a text, found without parsing."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        """Takes a tenth of the time of parsing."""
        # A module or a value; both are hashable.
        self._dialect: Any = dialect
        self._plain: dict[str, list[HeadingHint]] = {}
        """Those without markup, by their letters and digits; each as often as it occurs."""
        self._others: list[HeadingHint] = []
        for hint in _hints_in(text):
            shown = _TAG_OR_GOAL.sub("", hint.text)
            # A tag in a code span is text.
            if _MARKUP.search(shown) or (shown != hint.text and "`" in hint.text):
                self._others.append(hint)
            for name in {letters(hint.text), letters(shown)}:
                for key in {name, name.lstrip("0123456789")}:
                    self._plain.setdefault(key, []).append(hint)

    def may_have(self, anchor: str, *, part: bool = False) -> bool:
        """False only if no heading of one line can get this anchor in the dialect.

        In a `part` of a text, a heading may be one of several that share a name.
        """
        first = _DUPLICATE.sub("", anchor)
        wanted, unnumbered = letters(anchor), letters(first)
        key = self._dialect.key(anchor)
        return (
            any(key in _keys_of(self._dialect, hint) for hint in {*self._plain.get(wanted, ())})
            or len(self._plain.get(unnumbered, ())) > (0 if part else 1)
            or (unnumbered != wanted and self._counts_on(unnumbered))
            # Some dialects number the trimmed name: `a-` becomes `a`, then `a--1`.
            or not self._keys.isdisjoint(
                {key, *(self._dialect.key(each) for each in (first, first.rstrip("-_")))}
            )
        )

    def _counts_on(self, unnumbered: str) -> bool:
        """Whether a name that ends in a number is numbered as a duplicate:

        `a_1` twice gives `a_2`.
        """
        names = [name for name, hints in self._plain.items() for _ in hints]
        names += (letters(key) for hint in self._others for key in _keys_of(self._dialect, hint))
        numbered = Counter(name for name in names if name.startswith(unnumbered))
        return any(
            times > 1 and name[len(unnumbered) :].isdecimal() for name, times in numbered.items()
        )

    @cached_property
    def _keys(self) -> frozenset[str]:
        """The anchors of those with markup."""
        return frozenset().union(*(_keys_of(self._dialect, hint) for hint in self._others))


def hinting(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines that may contain hints, and the lines underlined by them."""
    previous, is_kept = b"", True
    for line in lines:
        underlines = _UNDERLINE(line) is not None
        if underlines and not is_kept:
            yield previous
        previous, is_kept = line, underlines or _HINTING(line) is not None
        if is_kept:
            yield line


def _hints_in(text: str) -> Iterator[HeadingHint]:
    previous = ""
    for line in text.split("\n"):
        if "#" in line and (atx := _ATX.search(line)):
            yield HeadingHint(atx[1], is_anchor=False)
        elif line.endswith(("=", "-", "=\r", "-\r")) and not line.strip(" \t\r>=-"):
            yield HeadingHint(previous, is_anchor=False)
        if "=" in line or "<" in line or "{" in line:
            for m in _NAMES.finditer(line):
                yield HeadingHint(m[m.lastindex or 0], is_anchor=m.lastindex != 1)
        previous = line


@lru_cache(maxsize=KEPT_NAMES)
def _keys_of(dialect: Any, hint: HeadingHint) -> frozenset[str]:
    """The anchors that a heading may get, whatever its document defines."""
    if hint.is_anchor:
        return frozenset({dialect.key(hint.text)})
    texts = {hint.text, _REFERENCE.sub("]", hint.text), _REFERENCE.sub("](x)", hint.text)}
    # The closing sequence of an ATX heading is text in an underlined one.
    texts |= {f"{text} #" for text in texts if text.rstrip().endswith("#")}
    documents = (markdown.parse(Source("", f"# {text.strip()}\n")) for text in texts)
    return frozenset(dialect.key(n) for each in documents for n in dialect.anchors(each) if n)
