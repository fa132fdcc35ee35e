"""A text → whether it may hold a question outside of recall pages and question sections.

Most texts hold none: a few searches for plain words say so, many times as fast as any parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from recall_lint.questions import callouts, cards, pairs, tables
from recall_lint.questions.answer_names import ANSWER_NAMES

# That it begins a word is asked behind its first letter: such an expression is fast.
_PAIR = re.compile(r"Q(?<![^\W_].)(?:uestion)?[ \t]*\d{0,9}[ \t]*[.)]?[ \t*_]*[:：]")
_ANSWER = re.compile(rf"{pairs.ANSWER_MARKS}[ \t*_]*[:：]")
_CLEAR: Final = ("Вопрос", "问", "問", "질문")
_MARK_END = re.compile(r"\w?[ \t]*\d{0,9}[ \t]*[.)]?[ \t*_]*[:：]")
_MOST_BEFORE: Final = 200
"""Characters before a mark in its line that are looked at."""
_BEFORE = re.compile(r"(?:[^\n]*>)?[ \t#*_~\[\ufeff]*(?:\[\^[^\]\n]*\]:[ \t]*)?[*_~\[]*")
"""A quote's mark, a heading's, a tag, emphasis, a link's bracket, a footnote's label."""
_DELIMITER = re.compile(r"-:?[ \t]*\|[ \t]*:?-")
"""What every row of dashes between two columns has."""
_WORD = re.compile(r"[^\W_]+")
_QUESTIONS: Final = frozenset(tables.QUESTION_WORDS)
_ANSWERS: Final = frozenset((*ANSWER_NAMES, "a"))


def may_ask(text: str) -> bool:
    """Whether a text has a sign of a question that counts wherever it stands."""
    if "[!" in text and callouts.MARK.search(text):
        return True
    if cards.holds_tag(text):
        return True
    if any(_begins_line(text, m.start()) for m in _PAIR.finditer(text)) and any(
        _begins_line(text, m.start()) for m in _ANSWER.finditer(text)
    ):
        return True
    # To ask whether a text is ASCII takes no time.
    if not text.isascii() and any(_is_followed(text, word, _MARK_END) for word in _CLEAR):
        return True
    return any(map(_names_columns, _heads(text)))


def _heads(text: str) -> Iterator[str]:
    """The lines above the rows of dashes of tables."""
    m = _DELIMITER.search(text)
    while m:
        start = text.rfind("\n", 0, m.start())
        yield text[text.rfind("\n", 0, max(start, 0)) + 1 : max(start, 0)]
        end = text.find("\n", m.end())
        m = _DELIMITER.search(text, end) if end >= 0 else None


def _names_columns(head: str) -> bool:
    names = {name.lower() for name in _WORD.findall(head)}
    return not (names.isdisjoint(_QUESTIONS) or names.isdisjoint(_ANSWERS))


def _is_followed(text: str, word: str, end: re.Pattern[str]) -> bool:
    """Whether a word that begins a line is followed by what matches, anywhere."""
    at = text.find(word)
    while at >= 0:
        behind = at + len(word)
        if end.match(text, behind) and _begins_line(text, at):
            return True
        at = text.find(word, behind)
    return False


def _begins_line(text: str, at: int) -> bool:
    """Whether what stands at an offset may begin a rendered line outside of lists."""
    first = max(0, at - _MOST_BEFORE)
    start = max(text.rfind("\n", first, at), text.rfind("\r", first, at)) + 1
    if not start and first:
        return True
    return _BEFORE.fullmatch(text, start, at) is not None
