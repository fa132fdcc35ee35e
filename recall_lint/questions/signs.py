"""A text → whether it may hold a question outside of recall pages and question sections.

Most texts hold none: a few searches for plain words say so, many times as fast as any parser.
"""

from __future__ import annotations

import re
from typing import Final

from recall_lint.questions import callouts, cards

_PAIR = re.compile(r"Q(?:uestion)?[ \t]*\d{0,9}[ \t]*[.)]?[ \t*_]*[:：]")
_ANSWER = re.compile(r"A(?:ns|nswer)?[ \t]*\d{0,9}[ \t]*[.)]?[ \t*_]*[:：]")
_DELIMITERS: Final = ("|-", "| -", "|:", "| :", "-|")
_COLUMNS: Final = (
    ("uestion", "nswer"),
    ("rage", "ntwort"),
    ("regunta", "espuesta"),
    ("ergunta", "espost"),
    ("omand", "ispost"),
    ("raag", "ntwoord"),
    ("ytani", "dpowied"),
    ("опрос", "твет"),
    ("问", "答"),
    ("問", "答"),
    ("질문", "답"),
)
"""What is in the heads of columns of questions and answers, whatever the first letter's case."""
_CLEAR: Final = ("Вопрос", "问", "問", "질문")
_HEAD_END = re.compile(r"\w{0,4}[ \t*_:]*\|")
_MARK_END = re.compile(r"\w?[ \t]*\d{0,9}[ \t*_]*[:：]")


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
    return any(row in text for row in _DELIMITERS) and any(
        answer in text and _is_followed(text, question, _HEAD_END) for question, answer in _COLUMNS
    )


def _is_followed(text: str, word: str, end: re.Pattern[str]) -> bool:
    """Whether a word is followed by what matches, anywhere."""
    at = text.find(word)
    while at >= 0:
        at += len(word)
        if end.match(text, at):
            return True
        at = text.find(word, at)
    return False
