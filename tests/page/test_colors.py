"""The colours of the states, as seen by people with color vision deficiencies."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

APART = 40
"""Minimum distance of two colours in RGB that is easily distinguished, of 441."""
CONTRAST = 4.5
"""Contrast of text and background: WCAG 2, level AA."""

PIXEL = """async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""
TITLES = """() => Object.fromEntries(Object.keys(SECTION_STATES).map((state) => {
    const made = svg("text", { class: `on-${state}` });
    byId("treemap").append(made);
    return [state, getComputedStyle(made).fill.match(/[0-9]+/g).map(Number)];
}))"""


def colors(page: Page, blank: Page) -> dict[str, list[int]]:
    """The colour of each state in the legend."""
    found = {}
    for button in page.locator("#legend button").all():
        box = button.locator("rect").bounding_box()
        assert box is not None
        clip = {"x": box["x"] + 1.5, "y": box["y"] + 1.5, "width": 1, "height": 1}
        taken = page.screenshot(
            clip={"x": clip["x"], "y": clip["y"], "width": clip["width"], "height": clip["height"]}
        )
        url = f"data:image/png;base64,{base64.b64encode(taken).decode()}"
        found[str(button.get_attribute("data-state"))] = blank.evaluate(PIXEL, url)
    return found


def luminance(color: list[int]) -> float:
    parts = [c / 255 for c in color]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: list[int], other: list[int]) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_states_can_be_told_apart(
    scheme: str, html: Path, opened: Callable[[Path], Page], browser: Browser
) -> None:
    page = opened(html)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    blank = browser.new_page()
    tools = page.context.new_cdp_session(page)
    for kind in ("none", "protanopia", "deuteranopia", "tritanopia"):
        tools.send("Emulation.setEmulatedVisionDeficiency", {"type": kind})
        seen = colors(page, blank)
        assert len(seen) == 6
        for (one, a), (other, b) in itertools.combinations(seen.items(), 2):
            distance = sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5
            assert distance >= APART, (kind, one, other, distance)
    blank.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_titles_can_be_read_on_their_blocks(
    scheme: str, html: Path, opened: Callable[[Path], Page], browser: Browser
) -> None:
    page = opened(html)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    blank = browser.new_page()
    titles = page.evaluate(TITLES)
    for state, color in colors(page, blank).items():
        assert contrast(color, titles[state]) >= CONTRAST, state
    blank.close()
