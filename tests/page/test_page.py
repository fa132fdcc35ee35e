"""The page in a browser: what can be clicked and typed, and hostile notes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, sync_playwright

from recall_lint.cli import main

CHROMIUM = shutil.which("chromium")

LONG = "x" * 10_000
FILES = {
    ".recall-lint.toml": "",
    "Notes/A.md": (
        "# Ice\n\nWater, **frozen**: $a_b < c$.\n\n# Empty\n\nTODO\n\n# Fog\n\nA cloud.\n\n"
        "# <img src=x onerror=hacked=1> </script><script>hacked=2</script>\n\n"
        "<script>hacked=3</script> [x](javascript:hacked=4) ![y](https://example.org/y.png)\n\n"
        f"# \u202eleft {LONG}\n\nText.\n"
    ),
    "Recall/Q.md": (
        "1. What is ice? [Reread](../Notes/A.md#ice)\n"
        "2. What is gone? [Reread](../Notes/A.md#fogs)\n"
        "3. What is </script><img src=x onerror=hacked=5>? [Reread](../Notes/A.md#empty)\n"
    ),
    "Recall/R.md": "1. Is fog wet? [Reread](../Notes/A.md#fog)\n",
}


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebook")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    file = folder / "report.html"
    result = CliRunner().invoke(main, ["report", str(folder), "-o", str(file)])
    assert result.exit_code == 0, result.output
    return file


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    # Chromium refuses its sandbox to root, as whom CI runs.
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, html: Path) -> Iterator[Page]:
    page = browser.new_page()
    problems: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(html.as_uri())
    yield page
    page.close()
    assert problems == []
    assert asked == [html.as_uri()]


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
    assert rows.count() == 4
    page.select_option("#page", "Recall/Q.md")
    assert rows.count() == 3
    page.select_option("#state", "broken")
    assert "What is gone?" in rows.inner_text()
    page.select_option("#page", "")
    page.select_option("#state", "")
    page.fill("#search", "WET")
    assert "Is fog wet?" in rows.inner_text()
    page.fill("#search", "")
    page.locator("[data-key=text]").click()
    assert "Is fog wet?" in rows.first.inner_text()
    page.locator("[data-key=text]").click()
    assert "Is fog wet?" in rows.last.inner_text()


def test_from_a_question_to_its_section_and_back(page: Page) -> None:
    page.get_by_role("button", name="Notes/A.md#ice").click()
    section = page.locator("#section")
    assert "a_b < c" in section.inner_text()
    section.get_by_role("button", name="What is ice?").click()
    assert page.locator("#rows tr").count() == 1


def test_the_keyboard_alone(page: Page) -> None:
    page.locator('[data-index="0"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert "placeholder" in page.locator("#section").inner_text()


def test_problems_have_candidates(page: Page) -> None:
    assert "Probably meant: Notes/A.md#fog" in page.locator("#found").inner_text()


def test_hostile_notes_run_nothing(page: Page) -> None:
    for index in range(5):
        page.locator(f'[data-index="{index}"]').focus()
        page.keyboard.press("Enter")
        assert page.locator("#section a[href], #section img, #section script").count() == 0
    assert page.evaluate("typeof hacked") == "undefined"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_width_and_accessibility(page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    page.get_by_role("button", name="Notes/A.md#ice").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
