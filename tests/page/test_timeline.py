"""When sections changed and questions were last edited, on the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.history.test_history import Repo
from tests.page.conftest import data, report

LONG = "".join(f"Sentence {n} about it.\n" for n in range(10))


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    repo = Repo(tmp_path_factory.mktemp("timeline") / "notebook")
    note = (
        f"# Ice\n\n{LONG}\n## Glaciers\n\nThey flow.\n\n"
        f"# Fog\n\n{LONG}\n# Rain\n\nWet.\n\nGone.\n\n"
    )
    page = (
        "1. What is ice? [R](../Notes/A.md#ice)\n2. Fog? [R](../Notes/A.md#fog)\n"
        "3. Rain? [R](../Notes/A.md#rain)\n4. Flow? [R](../Notes/A.md#glaciers)\n"
    )
    repo.commit({".recall-lint.toml": "", "Notes/A.md": note})
    repo.commit({"Recall/Q.md": page})
    note = note.replace("flow.", "flow, slowly and without a break, as rivers do.")
    repo.commit({"Notes/A.md": note})
    note = note.replace(f"# Fog\n\n{LONG}", "# Fog\n\nA cloud on the ground.\n")
    repo.commit({"Notes/A.md": note.replace("Gone.\n\n", "")})
    repo.commit({"Recall/Q.md": page.replace("4. Flow?", "4. How do they flow?")})
    with (repo.root / "Recall/Q.md").open("a") as file:
        file.write("5. New? [R](../Notes/A.md#fog)\n")
    return repo


@pytest.fixture(scope="module")
def file(repo: Repo) -> Path:
    return report(repo.root)


def test_days_and_stale_pairs(file: Path) -> None:
    page = data(file)
    timeline = page["timeline"]
    first = timeline["sections"][0]
    titles = [section["title"] for note in page["notes"] for section in note["sections"]]
    assert [day - first for day in timeline["sections"]] == [0, 2, 3, 3]
    assert [day and day - first for day in timeline["questions"]] == [1, 1, 1, 4, 0]
    stale = [
        (
            page["questions"][pair["question"]]["text"],
            titles[pair["section"]],
            pair["changed"] - first,
        )
        for pair in timeline["stale"]
    ]
    # Subsections belong to the answer; removed text has no words.
    assert stale == [("Fog?", "Fog", 3), ("What is ice?", "Ice", 2), ("Rain?", "Rain", 3)]
    shares = [pair["share"] for pair in timeline["stale"]]
    assert shares[0] > 0.8
    assert 0 < shares[1] < 0.5
    assert shares[2] == 0
    assert timeline["notice"] == ""


def test_bars_and_pairs_in_the_browser(file: Path, opened: Callable[[Path], Page]) -> None:
    page = opened(file)
    rows = page.locator("#pairs-aged tr")
    assert rows.count() == 3
    assert "! 8" in rows.first.inner_text()
    assert "text removed" in rows.last.inner_text()
    bars = page.locator("#bars [role=button]")
    assert bars.count() == 6
    bars.first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    text = page.locator("#period").inner_text()
    assert text.startswith("2026-01-04")
    assert "Sections last changed then (2)" in text
    assert text.count("changed after a question about it") == 2
    bars.last.focus()
    page.keyboard.press("Enter")
    assert "not committed" in page.locator("#period").inner_text()
    page.locator("#period").get_by_role("button", name="New?").click()
    assert page.locator("#rows tr").count() == 1
    assert rows.count() == 0
    page.get_by_role("button", name="Clear").click()
    page.select_option("#state", label="its section changed since")
    assert page.locator("#rows tr").count() == 3


def test_without_git_the_page_says_so(tmp_path: Path, opened: Callable[[Path], Page]) -> None:
    (tmp_path / ".recall-lint.toml").write_text("")
    (tmp_path / "A.md").write_text("# A\n\nText.\n")
    file = report(tmp_path)
    page = opened(file)
    assert "No history: " in page.locator("#time").inner_text()
    assert not page.locator("#chart").is_visible()
    assert data(file)["timeline"]["stale"] == []
