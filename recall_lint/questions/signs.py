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
_DELIMITER = re.compile(r"-:?[ \t]*\|[ \t]*:?-")
"""What every row of dashes between two columns has."""
_WORD = re.compile(r"[^\W_]+")
_QUESTIONS: Final = frozenset(tables.QUESTION_WORDS)
_ANSWERS: Final = frozenset((*ANSWER_NAMES, "a"))


def may_ask(text: str) -> bool:
    """Whether a text has a sign of a question that counts wherever it stands."""
    if "[!" in text and callouts.MARK.search(text):
        return True
    if any(tag in text for tag in cards.TAGS):
        return True
    if _PAIR.search(text) and _ANSWER.search(text):
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
    """Whether a word is followed by what matches, anywhere."""
    at = text.find(word)
    while at >= 0:
        at += len(word)
        if end.match(text, at):
            return True
        at = text.find(word, at)
    return False
