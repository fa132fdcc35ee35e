"""Names of answers in many languages: column headers, and summaries that reveal one."""

from __future__ import annotations

import re
from typing import Final

ANSWER_NAMES: Final = (
    "answer", "answers", "antwort", "antworten", "réponse", "réponses", "respuesta", "respuestas",
    "resposta", "respostas", "risposta", "risposte", "antwoord", "antwoorden", "odpowiedź",
    "odpowiedzi", "ответ", "ответы", "答案", "回答", "解答", "답변", "답",
)  # fmt: skip
_SOLUTIONS: Final = (
    "solution", "solutions", "hint", "hints", "explanation", "lösung", "lösungen", "hinweis",
    "indice", "solución", "soluciones", "pista", "solução", "dica", "soluzione", "suggerimento",
    "oplossing", "rozwiązanie", "podpowiedź", "решение", "подсказка", "відповідь", "الإجابة",
    "jawaban", "cevap", "đáp án", "răspuns", "odgovor", "përgjigja", "答え", "正解", "ヒント",
    "提示", "정답", "힌트",
)  # fmt: skip
_WORDS: Final = frozenset(name for name in (*ANSWER_NAMES, *_SOLUTIONS) if name.isalpha())
_OTHERS: Final = tuple(
    name for name in (*ANSWER_NAMES, *_SOLUTIONS) if " " in name or name >= "\u3040"
)
"""Names that are matched inside other text: in scripts without spaces, and names of two words."""
_WORD = re.compile(r"\w+")
_LONGEST: Final = 5
"""Maximum number of words in a text that only names an answer: `Click to see the answer`."""


def names_answer(text: str) -> bool:
    """Whether a text, such as `Show the answer`, names what follows and is not a question."""
    low = text[:100].casefold()
    words = _WORD.findall(low)
    if len(text) > 100 or len(words) > _LONGEST:
        return False
    return any(word in _WORDS for word in words) or any(name in low for name in _OTHERS)
