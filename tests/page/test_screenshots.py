"""Screenshots of the demo notebook's page: those in `docs/` must be up to date.

`pytest tests/page/test_screenshots.py --snapshot-update` replaces them.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import disk
from tests.history.test_history import Repo
from tests.literate import ROOT
from tests.page.conftest import report

SIZE = {"width": 1200, "height": 1532}
SCALE = 8
"""Pixels per cell: browser versions draw letters differently, but equally dark."""
DIFFERENT = 24
"""The difference of a cell's colour that is visible, of 255."""
MOST = 0.003
"""Maximum share of different cells: other hinting and smoothing of letters caused 0.00007."""

# The browser decodes and scales the screenshots: no library is needed for that.
COMPARE = """async ([one, other, scale]) => {
    const cells = await Promise.all([one, other].map(async (url) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        const [width, height] = [image.width / scale, image.height / scale].map(Math.floor);
        const canvas = new OffscreenCanvas(width, height).getContext("2d");
        canvas.imageSmoothingQuality = "high";
        canvas.drawImage(image, 0, 0, width, height);
        return canvas.getImageData(0, 0, width, height).data;
    }));
    if (cells[0].length !== cells[1].length) return [];
    const found = [];
    const apart = (at) => Math.abs(cells[0][at] - cells[1][at]);
    for (let at = 0; at < cells[0].length; at += 4)
        found.push(Math.max(apart(at), apart(at + 1), apart(at + 2)));
    return found;
}"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the demo notebook, after a month of edits."""
    repo = Repo(tmp_path_factory.mktemp("screenshots") / "demo")
    root = disk.demo(tmp_path_factory.mktemp("copied"))
    files: dict[str, str | None] = {
        str(path.relative_to(root)): path.read_text("utf-8") for path in root.rglob("*.md")
    }
    files[".recall-lint.toml"] = (root / ".recall-lint.toml").read_text("utf-8")
    notes, stars = "Notes/Stars.md", str(files["Notes/Stars.md"])
    early = stars.replace("until its core is hot enough to fuse hydrogen", "and shines")
    repo.commit({path: text for path, text in files.items() if not path.startswith("Recall/")})
    repo.commit({notes: early})
    repo.wait(4)
    repo.commit({"Recall/README.md": files["Recall/README.md"]})
    repo.commit({"Recall/Stars.md": files["Recall/Stars.md"]})
    repo.wait(3)
    repo.commit({"Recall/Telescopes.md": files["Recall/Telescopes.md"]})
    repo.wait(9)
    repo.commit({notes: stars})
    return report(repo.root)


def different(page: Page, one: bytes, other: bytes) -> float:
    """The share of the cells of two screenshots that differ; 1 if their sizes do."""
    urls = [f"data:image/png;base64,{base64.b64encode(each).decode()}" for each in (one, other)]
    found = page.evaluate(COMPARE, [*urls, SCALE])
    return sum(each > DIFFERENT for each in found) / len(found) if found else 1.0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pictures_in_the_documentation(
    scheme: str,
    demo: Path,
    opened: Callable[[Path], Page],
    browser: Browser,
    request: pytest.FixtureRequest,
) -> None:
    page = opened(demo)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": SIZE["width"], "height": SIZE["height"]})
    taken = page.screenshot()
    kept = ROOT / "docs" / f"report-{scheme}.png"
    if request.config.getoption("--snapshot-update"):
        kept.write_bytes(taken)
    blank = browser.new_page()
    share = different(blank, kept.read_bytes(), taken)
    assert share <= MOST, (
        f"{share:.1%} of {kept.name} differ: install fonts-dejavu-core, "
        "or take it anew with --snapshot-update and look at it"
    )
    # Visible changes are detected: another selection, another colour.
    page.select_option("#note", "Notes/Stars.md")
    assert different(blank, kept.read_bytes(), page.screenshot()) > 2 * MOST
    page.emulate_media(color_scheme="light" if scheme == "dark" else "dark")
    assert different(blank, kept.read_bytes(), page.screenshot()) > 0.5
    blank.close()
