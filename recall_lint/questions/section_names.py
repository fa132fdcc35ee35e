"""Headings of sections that hold questions in notes, in many languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

_DEFINITE: Final = """
self-check questions|self-check|self check|self-test|self-test questions|review questions
recall questions|check yourself|check your understanding|check your knowledge|test yourself
test your knowledge|test your understanding|knowledge check|comprehension questions|quiz questions
active recall|questions for review|questions to check yourself
kontrollfragen|wiederholungsfragen|verständnisfragen|lernfragen|prüfungsfragen|testfragen
fragen zur selbstkontrolle|fragen zur wiederholung|selbsttest
questions de révision|questions de contrôle|questions de compréhension|auto-évaluation
testez vos connaissances|vérifiez vos connaissances
preguntas de repaso|preguntas de autoevaluación|preguntas de control|autoevaluación
comprueba lo aprendido|pon a prueba tus conocimientos
perguntas de revisão|questões de revisão|perguntas de autoavaliação|autoavaliação
teste seus conhecimentos
domande di ripasso|domande di verifica|domande di autovalutazione|autovalutazione
controlevragen|herhalingsvragen|toetsvragen|zelftest
pytania kontrolne|pytania powtórkowe|pytania sprawdzające|sprawdź się|sprawdź swoją wiedzę
контрольные вопросы|вопросы для самопроверки|вопросы для самоконтроля|вопросы для повторения
проверь себя|проверьте себя
复习题|復習題|自测题|自測題|自测|思考题|思考題|复习问题|自我检测
復習問題|確認問題|確認テスト|理解度チェック|自己チェック
복습 문제|복습 질문|확인 문제|자가 점검|자가 테스트
"""

_VAGUE: Final = """
questions|recall|quiz|faq|faqs|frequently asked questions|interview questions|practice questions
questions and answers|questions & answers|q&a|q & a|exam questions|discussion questions
fragen|häufige fragen|fragen und antworten|interviewfragen
foire aux questions|questions fréquentes|questions d'entretien|questions et réponses
preguntas|preguntas frecuentes|preguntas de entrevista|preguntas y respuestas
perguntas|questões|perguntas frequentes|perguntas de entrevista|perguntas e respostas
domande|domande frequenti|domande di colloquio|domande e risposte
vragen|veelgestelde vragen|vragen en antwoorden
pytania|częste pytania|pytania rekrutacyjne|pytania i odpowiedzi
вопросы|частые вопросы|вопросы и ответы|вопросы на собеседовании
问题|問題|常见问题|常見問題|面试题|面試題|问答
質問|よくある質問|面接質問
질문|자주 묻는 질문|면접 질문
"""

_BEFORE = re.compile(r"^[\W\d_]+")
_BEHIND = re.compile(r"[\W_]+$")


class SectionNames:
    """The names of question sections, normalized for comparison."""

    def __init__(self, configured: Iterable[str] = ()) -> None:
        """`configured` are the names to use instead of the built-in ones."""
        own = [*configured]
        self._definite = frozenset(map(_folded, own or _listed(_DEFINITE)))
        self._vague = frozenset() if own else frozenset(map(_folded, _listed(_VAGUE)))
        self._all = self._definite | self._vague

    def kind(self, title: str) -> Literal["definite", "vague"] | None:
        """Whether a heading certainly or possibly names a section of questions; None if it does
        not.

        Case, a number or an emoji before it, and punctuation after it are ignored.
        """
        name = _folded(title)
        if name in self._definite:
            return "definite"
        return "vague" if name in self._vague else None

    def holds(self, titles: Iterable[str]) -> bool:
        """Whether any heading may name a section of questions."""
        return any(map(self._may_be_name, titles))

    def _may_be_name(self, title: str) -> bool:
        # Most titles are ruled out without a regular expression.
        return title.casefold() in self._all or (
            not (title.isascii() and title[:1].isalpha() and title[-1:].isalpha())
            and _folded(title) in self._all
        )


def _listed(names: str) -> list[str]:
    return names.strip().replace("\n", "|").split("|")


def _folded(title: str) -> str:
    return " ".join(_BEHIND.sub("", _BEFORE.sub("", title)).casefold().split())


BUILT_IN: Final = SectionNames()
"""The names that are used if none are configured."""
