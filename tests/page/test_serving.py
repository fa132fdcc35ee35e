"""A served page in the browser, which reloads when files change."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.cli.commands.test_serve import Serving


def test_it_follows_the_files_and_keeps_what_is_chosen(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / ".recall-lint.toml").write_text("")
    note = tmp_path / "A.md"
    note.write_text("# Rings\n\nIce.\n\n# Moons\n\nMany.\n")
    serving = Serving(tmp_path)
    page = browser.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text))
    page.goto(serving.url)
    page.fill("#search", "moons")
    expect(page.locator(".block:not(.off)")).to_have_count(1)
    note.write_text("# Rings\n\nIce.\n\n# Moons\n\nMany.\n\n# Moons of moons\n\nNone.\n")
    expect(page.locator(".block:not(.off)")).to_have_count(2, timeout=20_000)
    assert page.input_value("#search") == "moons"
    assert serving.stop() == 0
    assert not [text for text in problems if "ERR_" not in text]
    page.close()
