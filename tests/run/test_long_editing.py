"""Hours of edits → what a notebook still holds of them: nothing that a shorter while would not."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest

from recall_lint.facts import disk_lookups
from recall_lint.run.editing import EditedNotebook
from recall_lint.run.startup import RunOptions, open_session
from tests.sources.test_files import git

_WARM = 90
"""Edits after which all is made that is made once, such as an index after many searches."""
_ROUND = 20
"""Edits in which what is no longer wanted is let go of at least once."""


def _held(root: object) -> Counter[str]:
    """How many objects of each type can be reached from one, modules and classes apart."""
    seen: dict[int, object] = {}
    ahead = [root]
    while ahead:
        each = ahead.pop()
        if id(each) in seen or isinstance(each, ModuleType | type):
            continue
        seen[id(each)] = each
        # What a function can reach by the names of its module is no one's.
        ahead += (each.__closure__ or ()) if isinstance(each, FunctionType) else _inside(each)
    return Counter(type(each).__name__ for each in seen.values())


def _inside(each: object) -> list[Any]:
    return gc.get_referents(each)


def _unbounded() -> Iterator[tuple[str, int]]:
    """The caches of functions that are never too large, and what is in each."""
    for name, module in [*sys.modules.items()]:
        if name.startswith("recall_lint."):
            for each in vars(module).values():
                if hasattr(each, "cache_info") and each.cache_info().maxsize is None:
                    yield f"{name}.{each.__name__}", each.cache_info().currsize


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A notebook with a history, and a question that nothing answers for sure."""
    root = tmp_path / "notes"
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for folder in ("Notes", "Recall"):
        (root / folder).mkdir(parents=True)
    for number in range(45):
        text = f"# Star {number}\n\nLight bends.\n\n## Old name\n\nMore about it.\n"
        (root / f"Notes/{number:02}.md").write_text(text)
    (root / "Recall/A.md").write_text("1. Why does light bend? [x](../Notes/44.md#gone)\n")
    (root / "Recall/B.md").write_text("1. Why does light bend?\n\n2. What is old?\n")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, *who, "commit", "-qm", "a")
    (root / "Notes/43.md").write_text("# Star\n\nLight bends.\n\n## New name\n\nMore.\n")
    git(root, *who, "commit", "-qam", "b")
    return root


def _note(word: str) -> dict[str, str]:
    return {
        "Notes/44.md": f"# Star 44\n\n{word} bends [x]({word}.md#a) [y](43.md#{word}) "
        f"[z](../../{word}.md) [w](/{word}/{word}.png).\n\n## {word} 1\n\n"
        f"```text\n{word}\n```\n\n[{word}]: {word}.md\n[{word}]\n",
    }


def _page(word: str) -> dict[str, str]:
    return {"Recall/B.md": f"1. Why does {word} bend?\n\n2. {word}? [x](../Notes/43.md#{word})\n"}


@pytest.mark.parametrize("texts", [_note, _page])
def test_nothing_is_left_of_earlier_texts(
    root: Path, texts: Callable[[str], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_lookups, "_FEW", 10)
    buffers: dict[str, bytes] = {}
    with open_session(str(root), options=RunOptions(jobs=1)) as session:
        request = session.request
    edited = EditedNotebook(request, buffers)

    def edit(number: int) -> None:
        word = "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")
        for path, text in texts(f"st{word}").items():
            buffers[str(root / path)] = text.encode()
            assert edited.revise([path])
        edited.report(edited.documents)

    def held(number: int) -> Counter[str]:
        edit(number)
        return _held(edited)

    for number in range(_WARM):
        edit(number)
    caches = dict(_unbounded())
    before, after = (
        min((held(number) for number in numbers), key=Counter.total)
        for numbers in (range(_WARM, _WARM + _ROUND), range(_WARM + _ROUND, _WARM + 2 * _ROUND))
    )
    assert after.total() <= before.total(), (after - before).most_common(8)
    assert dict(_unbounded()) == caches
    edited.close()
