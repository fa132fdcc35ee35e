"""Text → its index terms: word stems, parts of names, pairs of characters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final

import Stemmer

_TOKEN = re.compile(r"[^\W_]+")
_DESTINATION = re.compile(r"\]\([^()\s]*\)|<[^<>]*>")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_LONGEST: Final = 64
"""Maximum length of a word in characters; anything longer is data."""

_FUNCTION_WORDS: Final = {
    "english": "a an the of and or to in is that for with as are what how which does do when why "
    "where who was were be been it its this these those from at by on into you your we they there "
    "than then if not can did has have had",
    "german": "der die das und ist von zu mit den nicht wie was ein eine für auf wird welche",
    "french": "le la les des et est une pour dans que qui par sur quelle quel comment du",
    "spanish": "el la los las de que y en un una por con para cuál qué cómo del es",
    "portuguese": "o a os as de que e em um uma por com para qual como do da não",
    "italian": "il la lo gli di che e in un una per con quale come del della è sono",
    "dutch": "de het een en van is dat op te in voor met niet wat hoe welke zijn",
    "swedish": "och att det som en på är av för med den till inte vad hur",
    "danish": "og at det som en på er af for med den til ikke hvad hvordan",
    "norwegian": "og at det som en på er av for med den til ikke hva hvordan",
    "finnish": "ja on ei että se mitä miten kuin ovat joka tai mikä",
    "russian": "и в не на что с как это по из для от какой какие к",
    "turkish": "ve bir bu için ile ne da de nedir nasıl olarak hangi",
    "polish": "i w nie na co z jak to jest do się dla od jaki jakie",
}
"""Frequent words, used to detect the language; most of them carry no meaning."""


class Terms:
    """The terms of texts in the language that most of them are written in."""

    def __init__(self, sample: Iterable[str]) -> None:
        """`sample` are texts used to detect the language."""
        self.language = _language(sample)
        names = Stemmer.algorithms()
        known = self.language if self.language in names else "english"
        # What it would remember, we do.
        self._stem = Stemmer.Stemmer(known, 0).stemWord
        self._stop = frozenset(_FUNCTION_WORDS[self.language].split())
        self._known: dict[str, tuple[str, ...]] = {}

    def forget(self) -> None:
        """Free what was worked out of single words."""
        self._known.clear()

    def of(self, text: str) -> list[str]:
        """The terms of a text, in order, each as often as it occurs."""
        if "](" in text or "<" in text:
            text = _DESTINATION.sub(" ", text)
        found: list[str] = []
        for token in _TOKEN.findall(text):
            terms = self._known.get(token)
            if terms is None:
                terms = self._known[token] = tuple(self._split(token))
            found += terms
        return found

    def _split(self, token: str) -> Iterable[str]:
        if len(token) > _LONGEST:
            return
        if _UNSPACED.search(token):
            for run in _UNSPACED.findall(token):
                yield from (run[i : i + 2] for i in range(max(1, len(run) - 1)))
            token = _UNSPACED.sub("", token)
        parts = _PARTS.findall(token)
        words = [token, *parts] if len(parts) > 1 else [token]
        for word in words:
            folded = _folded(word)
            if folded and folded not in self._stop:
                yield self._stem(folded)


def _folded(word: str) -> str:
    """A word without case and accents, for comparison."""
    if word.isascii():
        return word.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", word.casefold()))


def _language(sample: Iterable[str]) -> str:
    """The language whose function words are the most frequent."""
    counts: Counter[str] = Counter()
    for text in sample:
        counts.update(word.casefold() for word in _TOKEN.findall(text))
    shares = {
        language: sum(counts[word] for word in words.split())
        for language, words in _FUNCTION_WORDS.items()
    }
    return max(shares, key=lambda language: (shares[language], language == "english"))
