"""The page of a real notebook has the same numbers as `check`, `questions` and `show`."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page

from recall_lint.cli import main
from tests.literate import ROOT
from tests.page.conftest import data, report

BUNDLE = ROOT.parent / "shared" / "founding" / "notebook.bundle"
DEAD = {"RL101", "RL102", "RL107", "RL108", "RL111", "RL112", "RL113", "RL114"}

pytestmark = pytest.mark.skipif(not BUNDLE.exists(), reason="the founding notebook is not here")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("founding") / "notebook"
    subprocess.run(["git", "clone", "-q", "-b", "main", str(BUNDLE), str(root)], check=True)
    return root


@pytest.fixture(scope="module")
def file(root: Path) -> Path:
    return report(root)


def told(*arguments: str) -> Any:
    return json.loads(CliRunner().invoke(main, [*arguments, "--format", "json"]).stdout)


def test_numbers_are_those_of_other_commands(root: Path, file: Path) -> None:
    page = data(file)
    checked = told("check", str(root))["diagnostics"]
    asked = told("questions", str(root))["questions"]
    covered = told("coverage", str(root))
    assert len(page["problems"]) == len(checked) > 200
    # Paths are relative to the current folder in commands, and to the notebook on the page.
    here = [(d["line"], d["code"], d["message"].count("`")) for d in checked]
    assert [(p["line"], p["code"], p["message"].count("`")) for p in page["problems"]] == here
    dead = [d for d in checked if d["code"] in DEAD]
    assert sum(bool(p["dead"]) for p in page["problems"]) == len(dead) > 90
    shown = [(q["text"], q["state"]) for q in page["questions"]]
    assert shown == [(q["text"], q["state"]) for q in asked]
    assert Counter(state for _, state in shown)["placeholder"] == 5
    assert (page["sections"], page["asked"]) == (covered["sections"], covered["asked"])
    notes = {n["path"]: Counter(s["state"] for s in n["sections"]) for n in page["notes"]}
    for note in covered["notes"]:
        states = notes[note["path"]]
        # Some sections are shown as named by dead links instead.
        assert states["asked"] <= note["asked"] <= states["asked"] + states["dead"]
        assert states["unasked"] <= len(note["unasked"])
    empty = re.compile("is empty|is a placeholder")
    named = {(d["question"]["text"]) for d in checked if empty.search(d["message"])}
    assert named == {text for text, state in shown if state == "placeholder"}


def test_the_page_shows_placeholders_and_dead_links(
    file: Path, opened: Callable[[Path], Page]
) -> None:
    page = opened(file)
    page.select_option("#state", label="leads to a placeholder")
    assert page.locator("#rows tr").count() == 5
    page.get_by_role("button", name="Clear").click()
    page.select_option("#kind", "dead")
    assert re.fullmatch(r"\d+ of \d+", page.locator("#counted").inner_text())
    assert page.locator("#found > li").count() == 50
    page.locator("#more-found").click()
    assert page.locator("#found > li").count() > 90
    assert page.locator(".block.dead").count() > 20
    assert page.locator(".block.placeholder").count() > 20
