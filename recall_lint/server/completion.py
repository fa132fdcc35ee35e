"""Text before the cursor → completions: files, anchors, labels, rules, answers."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from lsprotocol import types

from recall_lint.base import destinations
from recall_lint.base.model import Link, Question, Span
from recall_lint.base.problems import Target
from recall_lint.notebook import writer
from recall_lint.notebook.resolutions import External, Unjudged
from recall_lint.rules import RULES, docs
from recall_lint.server.server import Server
from recall_lint.server.workspace import Place
from recall_lint.suppressions.comments import KINDS, NO_QUESTION, PREFIX

_MOST: Final = 200
"""Maximum number of files and sections to offer; typing narrows them down."""
_ANSWERS: Final = 5
_EXCERPT: Final = 600
"""Maximum number of characters of a section's text to show."""

_DESTINATION = re.compile(
    r"\]\(\s*<?(?P<typed>[^()<>\n]*)\Z|^ {0,3}\[[^\]\n]+\]:\s*<?(?P<def>\S*)\Z"
)
_WIKI = re.compile(r"\[\[(?P<typed>[^\[\]|\n]*)\Z")
_REFERENCE = re.compile(r"\]\[(?P<typed>[^\[\]\n]*)\Z")
_COMMENT = re.compile(rf"(?:<!--|\{{/\*)\s*{PREFIX}(?P<kind>[\w-]*)(?P<rest>[^>]*)\Z")
_LAST_WORD = re.compile(r"[^\s,]*\Z")
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)([^\]\n]+)\]:", re.MULTILINE)


_REST = re.compile(r"[^\s()<>\[\]|#]*")
"""The rest of a name after the cursor, which is replaced, too."""


class Offer(NamedTuple):
    """A completion."""

    label: str
    new: str
    kind: types.CompletionItemKind
    detail: str = ""
    shown: str = ""
    """Markdown."""


def register(server: Server) -> None:
    """Register completion."""
    options = types.CompletionOptions(["[", "(", "#", "/", "-", " "])
    server.feature(types.TEXT_DOCUMENT_COMPLETION, options)(_complete)


def _complete(server: Server, params: types.CompletionParams) -> types.CompletionList | None:
    def work() -> types.CompletionList | None:
        place = server.notes.find(params.text_document.uri)
        if place is None:
            return None
        offset = place.lines.offset(params.position)
        found = _offers(place, offset)
        if found is None or (_is_space(params) and not _COMMENT.search(_line_to(place, offset))):
            return None
        typed, offers = found
        some = [*islice(offers, _MOST)]
        rest = _REST.match(place.lines.text, offset)
        end = offset if rest is None else rest.end()
        span = place.lines.range(Span(offset - len(typed), end))
        items = [_item(server, span, n, offer) for n, offer in enumerate(some)]
        return types.CompletionList(is_incomplete=len(items) == _MOST, items=items)

    return server.answer(work)


def _is_space(params: types.CompletionParams) -> bool:
    return params.context is not None and params.context.trigger_character == " "


def _line_to(place: Place, offset: int) -> str:
    """The line of an offset, up to it."""
    text = place.lines.text
    return text[max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1 : offset]


def _item(server: Server, span: types.Range, number: int, offer: Offer) -> types.CompletionItem:
    documentation = None
    if offer.shown:
        documentation = types.MarkupContent(types.MarkupKind.Markdown, offer.shown)
    return types.CompletionItem(
        offer.label,
        kind=offer.kind,
        detail=offer.detail or None,
        documentation=documentation,
        sort_text=f"{number:04}",
        filter_text=offer.new,
        text_edit=types.TextEdit(span, offer.new),
    )


def _offers(place: Place, offset: int) -> tuple[str, Iterator[Offer]] | None:
    """The typed part of a name, and its completions; None if nothing can be completed."""
    line = _line_to(place, offset)
    if m := _COMMENT.search(line):
        return _in_comment(m)
    if m := _DESTINATION.search(line):
        return _in_destination(place, offset, m["typed"] if m["typed"] is not None else m["def"])
    if m := _WIKI.search(line):
        return _in_wikilink(place, m["typed"])
    if m := _REFERENCE.search(line):
        labels = dict.fromkeys(_DEFINITION.findall(place.lines.text))
        kind = types.CompletionItemKind.Reference
        return m["typed"], (Offer(label, label, kind) for label in labels)
    question = _unanswered(place, offset)
    if question is None:
        return None
    typed = "[" if line.endswith("[") else ""
    return typed, _answers(place, question, lambda new: f"[Reread]({new})")


# Destinations.


def _in_destination(place: Place, offset: int, typed: str) -> tuple[str, Iterator[Offer]]:
    path, hash_, anchor = typed.partition("#")
    if hash_:
        target = _target(place, Link("", path, Span(0, 0), Span(0, 0)))
        return anchor, _anchors(place, target) if target else iter(())
    return typed, _destinations(place, offset, typed)


def _destinations(place: Place, offset: int, typed: str) -> Iterator[Offer]:
    """The sections that answer the current question, and the files of the notebook."""
    question = None if typed else _unanswered(place, offset)
    if question is not None:
        yield from _answers(place, question, str)
    folder = posixpath.dirname(place.path)
    listing = place.edited.session.files.listing
    wanted = posixpath.basename(typed).casefold()
    # Nearby files first.
    paths = sorted(
        (destinations.relative(path, folder), path)
        for path in {*listing.tracked, *listing.untracked}
        if wanted in path.casefold() and path != place.path
    )
    for new, path in sorted(paths, key=lambda each: (each[0].count("/"), each[0])):
        written = f"/{path}" if typed.startswith("/") else new
        written = f"./{new}" if typed.startswith("./") else written
        yield Offer(new, destinations.quoted(written), types.CompletionItemKind.File)


def _target(place: Place, link: Link) -> str | None:
    """The document that a path refers to."""
    if not link.destination:
        return place.path
    found = place.notebook.resolve(place.path, link)
    if isinstance(found, External | Unjudged) or found.target.path not in place.notebook.documents:
        return None
    return found.target.path


def _anchors(place: Place, path: str) -> Iterator[Offer]:
    """The anchors of a document's sections that work on all its surfaces, in order."""
    anchors = place.notebook.anchors
    outline = place.notebook.documents.outline(path)
    for ordinal, section in enumerate(outline.sections):
        name = anchors.common(path, ordinal) or anchors.of(path, ordinal)
        if name:
            kind = types.CompletionItemKind.Reference
            new = destinations.quoted(name)
            yield Offer(name, new, kind, section.label, shown(place, path, ordinal))
    for anchor in outline.html_anchors:
        yield Offer(anchor.name, destinations.quoted(anchor.name), types.CompletionItemKind.Value)


def shown(place: Place, path: str, ordinal: int) -> str:
    """The heading of a section, and the first lines below it."""
    section = place.notebook.documents.outline(path).sections[ordinal]
    excerpt = section.excerpt[:_EXCERPT] + ("…" if len(section.excerpt) > _EXCERPT else "")
    return f"**{section.label}**\n\n{excerpt}".strip()


# Wiki links.


def _in_wikilink(place: Place, typed: str) -> tuple[str, Iterator[Offer]] | None:
    if not place.notebook.wikilinks.order(place.path):
        return None
    path, hash_, heading = typed.partition("#")
    if hash_:
        link = Link("", path, Span(0, 0), Span(0, 0), wiki=True)
        target = _target(place, link)
        return heading, _headings(place, target) if target else iter(())
    return typed, _notes(place, typed)


def _notes(place: Place, typed: str) -> Iterator[Offer]:
    """The notes by name, or by path if several have the same name."""
    paths = [p for p in place.edited.documents if typed.casefold() in p.casefold()]
    names = [posixpath.splitext(posixpath.basename(path))[0] for path in paths]
    for path, name in zip(paths, names, strict=True):
        new = name if names.count(name) == 1 else posixpath.splitext(path)[0]
        yield Offer(new, new, types.CompletionItemKind.File, path)


def _headings(place: Place, path: str) -> Iterator[Offer]:
    for ordinal, section in enumerate(place.notebook.documents.outline(path).sections):
        if section.label:
            kind = types.CompletionItemKind.Reference
            yield Offer(section.label, section.label, kind, path, shown(place, path, ordinal))


# Comments.


def _in_comment(m: re.Match[str]) -> tuple[str, Iterator[Offer]] | None:
    if not m["rest"]:
        kinds = (f"{PREFIX}{kind}" for kind in (*KINDS, NO_QUESTION))
        keyword = types.CompletionItemKind.Keyword
        return f"{PREFIX}{m['kind']}", (Offer(kind, kind, keyword) for kind in kinds)
    if " -- " in m["rest"] or m["kind"] not in KINDS:
        return None
    word = _LAST_WORD.search(m["rest"])
    return ("" if word is None else word[0]), _rules()


def _rules() -> Iterator[Offer]:
    for rule in RULES:
        page = docs.page(rule)
        for name in (rule.NAME, rule.CODE):
            detail = rule.CODE if name == rule.NAME else rule.NAME
            yield Offer(name, name, types.CompletionItemKind.EnumMember, detail, page.summary)


# Answers.


def _unanswered(place: Place, offset: int) -> Question | None:
    """The question at an offset, if it has neither a link nor an answer."""
    for question in place.notebook.questions(place.path):
        start, end = question.span
        if start <= offset <= end and question.text and question.answer is None:
            linked = any(link.destination.strip("#") for link in question.links)
            return None if linked else question
    return None


def _answers(place: Place, question: Question, write: Callable[[str], str]) -> Iterator[Offer]:
    """The sections that seem to answer a question, best first."""
    answering = place.edited.context.answering
    if answering is None:
        return
    for answer in answering.of(place.path).find(place.path, question, _ANSWERS).found:
        target = answering.target(answer.place)
        if target is not None:
            new = _written(place, target)
            text = shown(place, answer.place.path, answer.place.ordinal)
            yield Offer(new, write(new), types.CompletionItemKind.Reference, "answers this", text)


def _written(place: Place, target: Target) -> str:
    new = writer.write(place.notebook, place.path, target, "topic.md")
    return new or writer.as_file(place.notebook, place.path, target, "")
