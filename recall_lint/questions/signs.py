"""A text → whether it may have a question outside of recall pages and question sections.

Most texts have none: a few searches for literal strings show that, many times as fast as any
parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from recall_lint.questions import callouts, cards, pairs, tables
from recall_lint.questions.answer_names import ANSWER_NAMES

# The start of the word is checked after its first letter, which makes the expression fast.
_PAIR = re.compile(r"Q(?<![^\W_].)(?:uestion)?[ \t]*\d{0,9}[ \t]*[.)]?[ \t*_]*[:：]")
_ANSWER = re.compile(rf"{pairs.ANSWER_MARKS}[ \t*_]*[:：]")
_CLEAR: Final = ("Вопрос", "问", "問", "질문")
_MARK_END = re.compile(r"\w?[ \t]*\d{0,9}[ \t]*[.)]?[ \t*_]*[:：]")
_MOST_BEFORE: Final = 200
"""Maximum number of characters before a mark on its line."""
_BEFORE = re.compile(r"(?:[^\n]*>)?[ \t#*_~\[\ufeff]*(?:\[\^[^\]\n]*\]:[^\n]*)?")
"""A quote's or heading's marker, a tag, emphasis, a link's bracket; or a footnote's first line."""
_DELIMITER = re.compile(r"-:?[ \t]*\|[ \t]*:?-")
"""Part of every delimiter row with two columns."""
_WORD = re.compile(r"[^\W_]+")
_QUESTIONS: Final = frozenset(tables.QUESTION_WORDS)
_ANSWERS: Final = frozenset((*ANSWER_NAMES, "a"))


def may_ask(text: str) -> bool:
    """Whether a text may have a question of a form that counts anywhere."""
    if "[!" in text and callouts.MARK.search(text):
        return True
    if cards.holds_tag(text):
        return True
    if any(_begins_line(text, m.start()) for m in _PAIR.finditer(text)) and any(
        _begins_line(text, m.start()) for m in _ANSWER.finditer(text)
    ):
        return True
    # Testing whether a text is ASCII takes no time.
    if not text.isascii() and any(_is_followed(text, word, _MARK_END) for word in _CLEAR):
        return True
    return any(map(_names_columns, _heads(text)))


def _heads(text: str) -> Iterator[str]:
    """The lines above the delimiter rows of tables."""
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
    """Whether a match follows a word at the start of any line."""
    at = text.find(word)
    while at >= 0:
        behind = at + len(word)
        if end.match(text, behind) and _begins_line(text, at):
            return True
        at = text.find(word, behind)
    return False


def _begins_line(text: str, at: int) -> bool:
    """Whether an offset may be the start of a rendered line outside of lists."""
    first = max(0, at - _MOST_BEFORE)
    start = max(text.rfind("\n", first, at), text.rfind("\r", first, at)) + 1
    if not start and first:
        return True
    return _BEFORE.fullmatch(text, start, at) is not None
