"""The fuzzer: its seeds are sound, and it finds what there is to find."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.fuzz import command, growth, mutation
from tests.fuzz.targets import TARGETS

SEEDS = [(path.parent.name, path) for path in sorted(mutation.SEEDS.rglob("*.txt"))]


@pytest.mark.parametrize(("target", "path"), SEEDS, ids=lambda each: getattr(each, "stem", each))
def test_no_law_is_broken_by_what_it_begins_with(target: str, path: Path) -> None:
    TARGETS[target](mutation.decoded(path.read_bytes()))


def test_every_target_begins_with_something() -> None:
    assert {target for target, _ in SEEDS} == {*TARGETS}


def test_files_of_a_text() -> None:
    text = "a\nb\n=== c/d.md\ne\n=== c\nf\n=== ../g\nh"
    assert mutation.files_of(text, "x.md") == {
        "x.md": "a\nb",
        "c/d.md": "e",
        "Notes/Other.md": "h",
    }


def test_every_text_has_bytes() -> None:
    for text in ("a\udcff", "é"):
        assert mutation.decoded(mutation.encoded(text)) == text
    assert mutation.encoded("a\ud800") == b"a?"


@pytest.mark.parametrize(("exponent", "grows"), [(1.0, False), (1.5, False), (2.0, True)])
def test_growth_is_told_from_length(
    exponent: float, grows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0

    def run(text: str) -> None:
        nonlocal now
        now += (len(text) / 5_000) ** exponent

    monkeypatch.setattr("time.process_time", lambda: now)
    with (
        pytest.raises(growth.GrowthError, match="twice as much: 'aaaa") if grows else nullcontext()
    ):
        growth.check(run, "a".__mul__)


def test_what_is_found_is_told_once_and_by_the_shortest_text(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def run(text: str) -> None:
        assert "#" not in text, "a hash"

    monkeypatch.setitem(TARGETS, "parser", run)
    monkeypatch.setattr(command, "atheris", lambda: None)
    texts, size, (found,) = command.try_target("parser", 0.3, 1, tmp_path)
    assert texts > 50
    assert size > texts
    assert found.said.startswith("a hash")
    assert "#" in found.text
    assert len(found.text) < 200
    (kept,) = (tmp_path / "parser/found").iterdir()
    assert mutation.decoded(kept.read_bytes()) == found.text
