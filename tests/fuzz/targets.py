"""One part of the program after the other: a text, and the laws that hold for what it makes of it.

A target is a function of a text that raises what it finds, or AssertionError for a broken law.
"""

from __future__ import annotations

import difflib
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final
from unittest.mock import patch as patched

from recall_lint import markdown, slugs
from recall_lint.base import destinations
from recall_lint.base.config import ConfigError
from recall_lint.base.model import Source
from recall_lint.base.problems import Diagnostic, Target
from recall_lint.base.report import Report
from recall_lint.config.load import FILE_NAME, PYPROJECT, load
from recall_lint.fixes.apply import apply_fixes
from recall_lint.history import diffs
from recall_lint.history.heading_hints import HeadingHints, hinting
from recall_lint.linter.linter import lint
from recall_lint.markdown import reader
from recall_lint.questions import find, fingerprints
from recall_lint.run.startup import RunOptions, open_session
from recall_lint.slugs import github
from tests.fixes.test_apply import relinter
from tests.fuzz.mutation import files_of
from tests.literate import Before, context, lint_texts, make_notebook
from tests.markdown.test_reader import is_same
from tests.run.test_editing import new_editor
from tests.test_properties import check_spans

_LETTER: Final = re.compile("[A-Za-z]")
_SYNTAXES: Final = ("", "liquid", "hugo", "mdx")
PAGE: Final = "Recall/Q.md"
NOTE: Final = "Notes/A.md"


def parser(text: str) -> None:
    """Every span is what it names, whatever else a note holds; every dialect names its sections."""
    for syntax in _SYNTAXES:
        markdown.parse(Source(NOTE, text), syntax)
    document = markdown.parse(Source(NOTE, text))
    check_spans(document)
    outline = markdown.outline(document.source)
    assert outline.sections == document.sections, "outline"
    assert outline.html_anchors == document.html_anchors, "outline"
    for name in slugs.BY_NAME:
        found = slugs.dialect(name).anchors(document)
        assert len(found) == len(document.sections), name
        for anchor in found:
            assert anchor is None or slugs.dialect(name).key(anchor) is not None, name
    markdown.to_html(text)


def view(text: str) -> None:
    """What a click sees is what the parser reads, on GitHub, but for `<http:…>`."""
    seen = reader.view(text)
    assert seen is None or "<http" in text or is_same(text, seen)


def questions(text: str) -> None:
    """Questions lie in their document, in order, and outside of each other."""
    document = markdown.parse(Source(PAGE, text))
    for recall in (True, False):
        found = find(document, is_recall_page=recall)
        end = 0
        for each in found:
            assert end <= each.span.start <= each.span.end <= len(text)
            assert 0 <= each.text_span.start <= each.text_span.end <= len(text)
            end = each.span.end
        assert len(fingerprints(found)) <= len(found)


def destination(text: str) -> None:
    """A destination that is written is read as what it was written for."""
    first, _, second = text.partition("\n")
    for each in (first, second):
        destinations.intended_url.__wrapped__(each)
        destinations.first_name(each)
        parts = destinations.split(each)
        if parts is not None:
            path = destinations.absolute("Notes/A.md", parts.path)
            destinations.with_path_case(each, path)
            destinations.with_anchor(each, parts.anchor or "a")
    path = os.path.normpath(first.replace("\0", "")[:60]).lstrip("/")
    if path in ("", ".") or path.startswith(".."):
        return
    target = Target(path, second or None)
    written = destinations.split(destinations.write("Notes/A.md", target))
    assert written is not None, (path, second)
    again = Target(destinations.absolute("Notes/A.md", written.path), written.anchor)
    assert again == target, (again, target)


def configuration(text: str) -> None:
    """A file of settings is read, or what is wrong with it is said."""
    with tempfile.TemporaryDirectory() as folder:
        for name, head in ((FILE_NAME, ""), (PYPROJECT, "[tool.recall-lint]\n")):
            file = Path(folder, name)
            file.write_bytes((head + text).encode("utf-8", "surrogateescape"))
            with suppress(ConfigError):
                load(str(file))


def sites(text: str) -> None:
    """Whatever configures a site: its links are judged, with the same words in whatever order."""
    _check(files_of(text, "_config.yml"))


def notebook(text: str) -> None:
    """Problems do not depend on the order of files, and fixes leave none of theirs and no other."""
    files = files_of(text, PAGE)
    _check(files)
    for unsafe in (False, True):
        made = make_notebook(files)
        report = lint(context(made), made.documents)
        result = apply_fixes(report, relinter(made), unsafe=unsafe)
        after = lint_texts(files | dict(result.texts))
        solved = _counted(step.diagnostic for step in result.applied)
        assert not _counted(after.diagnostics) - (_counted(report.diagnostics) - solved), unsafe
        if not unsafe:
            made = make_notebook(files | dict(result.texts))
            report = lint(context(made), made.documents)
            twice = apply_fixes(report, relinter(made), unsafe=False)
            assert not twice.texts, "a second fix finds more"


def _counted(found: Iterable[Diagnostic]) -> Counter[tuple[str, str]]:
    return Counter((each.code, each.problem.path) for each in found)


def _check(files: dict[str, str]) -> None:
    report, other = lint_texts(files), lint_texts(dict(reversed(files.items())))
    assert _told(report) == _told(other), "the order of files"
    places = [(d.problem.path, d.problem.span, d.code) for d in report.diagnostics]
    assert len(places) == len({*places}), "told twice"


def _told(report: Report) -> list[object]:
    return [(*d[:3], *d.problem._replace(question=None)) for d in report.diagnostics]


def history(text: str) -> None:
    """What git tells of two versions is what they have, and where a section went has an answer."""
    files = files_of(text, NOTE)
    after = files[NOTE]
    before = files.pop("before.md", "# Old name\n\nText.\n")
    _check_diff(NOTE, before, after)
    then = markdown.parse(Source(NOTE, before))
    for dialect in map(slugs.dialect, slugs.BY_NAME):
        hints = HeadingHints(before, dialect)
        for section, anchor in zip(then.sections, dialect.anchors(then), strict=True):
            # Names of several lines are not looked for, and made-up ones are in no text.
            if anchor and "\n" not in section.markup and _LETTER.search(section.title):
                may_have = hints.may_have(anchor) or not _LETTER.search(anchor)
                assert may_have, (dialect.NAME, anchor)
    links = "".join(
        f"{number}. What? [a]({destinations.write(PAGE, Target(NOTE, anchor))})\n"
        for number, anchor in enumerate(github.anchors(then)[:9])
    )
    lint_texts({PAGE: links, **files}, before={NOTE: Before(before, NOTE)})


def _check_diff(path: str, before: str, after: str) -> None:
    """Let `diffs` read what git would say of a commit."""
    old, new = (_lines(text) for text in (before, after))
    removed: list[bytes] = []
    added: list[bytes] = []
    stream = [b"\x01" + b"0" * 40 + b"\n", b"\n", f"diff --git a/{path} b/{path}\n".encode()]
    stream += [b"index 0..1 100644\n", f"--- a/{path}\n".encode(), f"+++ b/{path}\n".encode()]
    head = len(stream)
    for kind, i, j, k, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        stream.append(b"@@ -%d,%d +%d,%d @@\n" % (i + 1, j - i, k + 1, end - k))
        removed += old[i:j]
        added += new[k:end]
        for mark, lines in ((b"-", old[i:j]), (b"+", new[k:end])):
            for line in lines:
                stream.append(mark + line + b"\n")
    if len(stream) == head:
        return
    (read,) = diffs.file_diffs(stream)
    assert (read.source, read.goal) == (path, path)
    assert read.added == b"\n".join(added)
    assert read.removed == b"\n".join(hinting(removed))


def _lines(text: str) -> list[bytes]:
    return text.encode("utf-8", "surrogateescape").split(b"\n")


def run(text: str) -> None:
    """The result does not depend on what is kept, or on who renders."""
    with tempfile.TemporaryDirectory(dir=_MEMORY) as folder:
        root = Path(folder)
        (root / FILE_NAME).touch()
        files = {NOTE: "# A thing\n\nText.\n", **files_of(text, PAGE)}
        _write(root, files)
        plain = _checked(root, keep=False)
        for _ in range(2):
            assert _checked(root, keep=True) == plain, "the cache"
        with patched.object(reader, "view", lambda text: None):
            assert _checked(root, keep=False) == plain, "the library"
        changed = min(files)
        _write(root, {changed: files[changed] + "\n\n# One more\n"})
        assert _checked(root, keep=True) == _checked(root, keep=False), "the cache after an edit"


_MEMORY: Final = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - a folder in it


def _write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        with suppress(OSError):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(text.encode("utf-8", "surrogateescape"))


def _checked(root: Path, *, keep: bool) -> list[object]:
    options = RunOptions(history=False, keep=keep, jobs=1)
    with open_session(str(root), options=options) as session:
        return _told(session.report())


def editing(text: str) -> None:
    """After edits an editor is told what a check of the same texts says."""
    with tempfile.TemporaryDirectory(dir=_MEMORY) as folder:
        editor = new_editor(Path(folder), git_knows=False)
        try:
            for path, edited in files_of(text, "Recall/A.md").items():
                # An editor holds text, and these are the folders that there are.
                if path.startswith(("Notes/", "Recall/")) and path.count("/") == 1:
                    editor.put(path, edited.encode("utf-8", "replace").decode())
            assert editor.told() == editor.checked()
        finally:
            editor.notebook.close()


TARGETS: Final[dict[str, Callable[[str], None]]] = {
    "parser": parser,
    "view": view,
    "questions": questions,
    "destination": destination,
    "configuration": configuration,
    "sites": sites,
    "notebook": notebook,
    "history": history,
    "run": run,
    "editing": editing,
}
