"""The page in a browser: mouse and keyboard, and hostile notes."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import Page

from recall_lint.cli import main
from recall_lint.page import content
from recall_lint.page.graph import graph
from tests.page.conftest import EVIL, data, report


def test_a_path_chooses_what_is_shown(tmp_path: Path, html: Path) -> None:
    file = tmp_path / "report.html"
    result = CliRunner().invoke(main, ["report", str(html.parent / "Recall"), "-o", str(file)])
    assert result.exit_code == 0, result.output
    assert '"notes":[]' in file.read_text("utf-8")


def test_an_unwritable_file_is_named(tmp_path: Path, html: Path) -> None:
    file = tmp_path / "no" / "report.html"
    result = CliRunner().invoke(main, ["report", str(html.parent), "-o", str(file)])
    assert result.exit_code == 2
    assert f"failed to write the page to {file}" in result.stderr


def test_filter_search_and_sort(page: Page) -> None:
    rows = page.locator("#rows tr")
    assert rows.count() == 6
    page.select_option("#page", "Recall/Q.md")
    assert rows.count() == 3
    page.select_option("#state", label="dead link")
    assert "What is gone?" in rows.inner_text()
    assert page.locator("#shown").inner_text() == "1 of 6"
    page.get_by_role("button", name="Clear").click()
    assert rows.count() == 6
    page.fill("#search", "WET")
    assert "Is fog wet?" in rows.inner_text()
    page.fill("#search", "")
    page.locator("[data-key=text]").click()
    assert "Is fog wet?" in rows.first.inner_text()
    page.locator("[data-key=text]").click()
    assert "Is fog wet?" in rows.last.inner_text()


def test_filters_hold_for_the_map_and_the_problems(page: Page) -> None:
    blocks = page.locator(".block:not(.off)")
    everything = blocks.count()
    page.select_option("#note", "Notes/B.md")
    assert blocks.count() == 4
    assert page.locator("#rows tr").count() == 1
    assert page.locator("#found > li").count() == 0
    page.select_option("#note", "Notes/A.md")
    assert page.locator("#rows tr").count() == 5
    assert page.locator("#found > li").count() == 3
    page.select_option("#note", "")
    page.get_by_role("button", name="placeholder (1)").click()
    assert blocks.get_attribute("aria-label") == "Empty, Notes/A.md: placeholder"
    assert "onerror" in page.locator("#rows tr").inner_text()
    page.get_by_role("button", name="placeholder (1)").click()
    assert blocks.count() == everything
    page.select_option("#kind", "dead")
    assert "fogs" in page.locator("#found > li").last.inner_text()


def test_from_a_question_to_its_section_and_back(page: Page) -> None:
    page.locator("#table").get_by_role("button", name="Notes/A.md#ice").click()
    section = page.locator("#section")
    assert "a_b < c" in section.inner_text()
    section.get_by_role("button", name="What is ice?").click()
    assert page.locator("#rows tr").count() == 1


def test_a_section_has_the_questions_about_those_below_it(page: Page) -> None:
    page.get_by_role("button", name="Top, Notes/B.md").focus()
    page.keyboard.press("Enter")
    section = page.locator("#section")
    assert "No question links to this heading." in section.inner_text()
    assert "Questions about sections below it (1)" in section.inner_text()


def test_dead_links_stand_on_the_map(page: Page) -> None:
    page.get_by_role("button", name="Fog, Notes/A.md: named by dead links").click()
    section = page.locator("#section")
    assert "Dead links that probably refer to it (1)" in section.inner_text()
    assert page.locator("#treemap text", has_text="A.md ✗2").count() == 1
    section.get_by_role("button", name="Notes/A.md#fogs").click()
    assert "no section `fogs`" in page.locator("#found > li").inner_text()


def test_a_question_with_many_links(tmp_path: Path, opened: Callable[[Path], Page]) -> None:
    (tmp_path / ".recall-lint.toml").write_text("")
    (tmp_path / "A.md").write_text("".join(f"# S{n}\n\nText.\n\n" for n in range(8)))
    links = " ".join(f"[{n}](A.md#s{n})" for n in range(8))
    (tmp_path / "Recall.md").write_text(f"1. What are they? {links}\n")
    page = opened(report(tmp_path))
    row = page.locator("#rows tr")
    assert row.get_by_role("button").count() == 5
    row.get_by_text("3 more").click()
    row.get_by_role("button", name="A.md#s7").click()
    assert page.locator("#section h3").inner_text() == "S7"


def test_the_keyboard_alone(page: Page) -> None:
    """From the top of the page, without a pointer and without help from a script."""

    def tab_to(selector: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.locator(f"{selector}:focus").count():
                return
        raise AssertionError(selector)

    tab_to("#search")
    page.keyboard.type("ice")
    assert page.locator("#rows tr").count() == 1
    tab_to("#clear")
    page.keyboard.press("Enter")
    assert page.locator("#search:focus").count() == 1
    tab_to("#legend button")
    tab_to(".block")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    section = page.locator("#section")
    assert section.inner_text().startswith("Empty")
    tab_to("#section button")
    page.keyboard.press("Enter")
    assert page.locator("#rows tr").count() == 1
    tab_to("#rows button")
    page.keyboard.press("Enter")
    assert section.inner_text().startswith("Empty")
    tab_to(".column button")
    page.keyboard.press("Space")
    tab_to("#bars [role=button]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    assert page.locator("#period:focus").count() == 1
    tab_to("th button")
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=ascending]").count() == 1
    tab_to("#kind")
    page.keyboard.press("d")
    assert page.locator("#kind").input_value() == "dead"


def test_a_dead_link_is_explained(page: Page) -> None:
    dead = page.locator("#found > li", has_text="fogs")
    text = dead.inner_text()
    assert "../Notes/A.md#fogs" in text
    assert "the file has no such anchor on any surface" in text
    assert "recall-lint --fix --unsafe-fixes --select missing-section Recall/Q.md" in text
    dead.get_by_role("button", name="Notes/A.md#fog").click()
    assert "A cloud." in page.locator("#section").inner_text()


def test_the_graph_by_keyboard(page: Page) -> None:
    name = page.get_by_role("button", name="Recall/Q.md: 3 questions, 1 with a dead link")
    name.focus()
    page.keyboard.press("Enter")
    assert name.get_attribute("aria-pressed") == "true"
    assert page.locator("#rows tr").count() == 3
    assert page.locator(".edge.off").count() == 4
    page.keyboard.press("Enter")
    assert page.locator(".edge.off").count() == 0
    page.get_by_text("As a table").click()
    rows = page.locator("#pairs tr")
    assert rows.first.inner_text().split() == ["Recall/Q.md", "Notes/A.md", "3", "✗", "1"]
    rows.last.get_by_role("button", name="Notes/B.md").click()
    assert page.locator("#rows tr").count() == 1


def test_of_many_files_a_folder_can_be_chosen(
    html: Path, opened: Callable[[Path], Page], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(content, "graph", partial(graph, most=2))
    file = tmp_path / "report.html"
    result = CliRunner().invoke(main, ["report", str(html.parent), "-o", str(file)])
    assert result.exit_code == 0
    page = opened(file)
    page.get_by_role("button", name="Notes/, 2 files: 2 questions, 1 with a dead link").click()
    assert page.input_value("#note") == "Notes/"
    assert page.locator("#rows tr").count() == 6
    assert "folders represent the others" in page.locator("#graph").inner_text()


def test_of_many_sections_those_of_one_state_share_a_block(
    html: Path, opened: Callable[[Path], Page], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(content, "MOST_BLOCKS", 1)
    monkeypatch.setattr(content, "TEXTS", 1)
    file = tmp_path / "report.html"
    result = CliRunner().invoke(main, ["report", str(html.parent), "-o", str(file)])
    assert result.exit_code == 0
    page = opened(file)
    several = page.get_by_role("button", name="2 sections, Notes/B.md: not asked about")
    several.focus()
    page.keyboard.press("Enter")
    page.locator("#section").get_by_role("button").first.click()
    assert "The text is omitted" in page.locator("#section").inner_text()
    page.get_by_role("button", name="placeholder (1)").click()
    assert page.locator(".block:not(.off)").count() == 1
    assert "each block represents the sections" in page.locator("#map").inner_text()


def test_print(page: Page) -> None:
    page.locator("#bars [role=button]").last.click()
    page.get_by_role("button", name="left", exact=False).last.click()
    page.emulate_media(media="print")
    for hidden in ("nav", ".bar", "#more", "#more-found", "#kind"):
        assert not page.locator(hidden).first.is_visible()
    for shown in ("#treemap", "#columns", "#table", "#found", "#section"):
        box = page.locator(shown).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 1280
    # Parts with scroll bars on screen are complete on paper.
    assert page.evaluate(
        "[...document.querySelectorAll('.scroll, #section, #period')].every("
        "(box) => box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth)"
    )
    assert page.pdf(format="A4").startswith(b"%PDF-")


def test_hostile_notes_run_nothing(page: Page) -> None:
    for index in range(page.locator(".block").count()):
        page.locator(f'[data-index="{index}"]').focus()
        page.keyboard.press("Enter")
        assert page.locator("#section a[href], #section img, #section script").count() == 0
    for part in ("#columns button", "#bars [role=button]"):
        for index in range(page.locator(part).count()):
            page.locator(part).nth(index).focus()
            page.keyboard.press("Enter")
    page.get_by_role("button", name="Clear").click()
    page.get_by_text("As a table").click()
    assert page.locator("main img, main script, main b, main i, main a[href]").count() == 0
    assert page.locator("h1").inner_text() == "<i>book"
    assert page.evaluate("typeof hacked") == "undefined"


def test_commands_are_quoted_and_names_isolated(html: Path, page: Page) -> None:
    problems = [each for each in data(html)["problems"] if each["path"] == EVIL and each["command"]]
    assert problems
    for problem in problems:
        typed = ["bash", "-c", f"printf '%s\\0' {problem['command']}"]
        words = subprocess.run(typed, capture_output=True, check=True).stdout.decode().split("\0")
        assert EVIL in words[-2]
    shown = page.locator("#found code.command bdi", has_text="hacked=7")
    assert shown.count() == len(problems)
    # Characters that change the order of letters only affect their own box.
    lone = page.evaluate(
        "[...document.querySelectorAll('main *')].filter((each) => each.localName !== 'bdi' && "
        "!each.closest('bdi, svg, option, [aria-label*=\\u202e], #section') && "
        "[...each.childNodes].some((n) => n.nodeType === 3 && n.data.includes('\\u202e'))).length"
    )
    assert lone == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_width_and_accessibility(page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    page.locator("#table").get_by_role("button", name="Notes/A.md#ice").click()
    page.get_by_text("As a table").click()
    page.locator("#bars [role=button]").last.click()
    assert page.locator("#pairs-aged tr").count() == 4
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
