"""A notebook with hostile notes, its page, and a browser to open it in."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, sync_playwright

from recall_lint.cli import main
from tests.history.test_history import Repo

CHROMIUM = shutil.which("chromium")

LONG = "x" * 10_000
EVIL = "Recall/<b onclick=hacked=7>\u202e 'it' $(touch hacked).md"
ICE = "# Ice\n\nWater, **frozen**: $a_b < c$.\n\n"
FILES: dict[str, str | None] = {
    ".recall-lint.toml": "",
    "Notes/A.md": (
        f"{ICE}# Empty\n\nTODO\n\n# Fog\n\nA cloud.\n\n"
        "# <img src=x onerror=hacked=1> </script><script>hacked=2</script>\n\n"
        "<script>hacked=3</script> [x](javascript:hacked=4) ![y](https://example.org/y.png)\n\n"
        f"# \u202eleft {LONG}\n\nText.\n"
    ),
    "Notes/B.md": "# Top\n\nWords.\n\n## Below\n\nMore.\n\n# Rain\n\nWet.\n\n# Snow\n\nWhite.\n",
    "Recall/Q.md": (
        "1. What is ice? [Reread](../Notes/A.md#ice)\n"
        "2. What is gone? [Reread](../Notes/A.md#fogs)\n"
        "3. What is </script><img src=x onerror=hacked=5>? [Reread](../Notes/A.md#empty)\n"
    ),
    "Recall/R.md": "1. Is fog wet? [Reread](../Notes/A.md#fog), [too](../Notes/B.md#below)\n",
    EVIL: (
        f"1. \u202eWhat is {LONG} [Reread](../Notes/%3Cimg%20src=x%20onerror=hacked=6%3E.md#x)\n"
        "2. Left? [Reread](../Notes/A.md#\u202e%3C/script%3E)\n"
    ),
}


@pytest.fixture(scope="package")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a hostile notebook."""
    repo = Repo(tmp_path_factory.mktemp("hostile") / "<i>book")
    repo.commit({path: text for path, text in FILES.items() if "Notes" not in path})
    repo.wait(2)
    repo.commit(FILES)
    return report(repo.root)


def report(folder: Path) -> Path:
    """The page of a notebook, written to its folder."""
    file = folder / "report.html"
    result = CliRunner().invoke(main, ["report", str(folder), "-o", str(file)])
    assert result.exit_code == 0, result.output
    return file


def data(file: Path) -> Any:
    """The data of a page, as used by its script."""
    found = re.search(r'id="data">(.*?)</script>', file.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return unpacked(json.loads(found[1]))


def unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return [unpacked(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "rows" in value:
        rows = [dict(zip(value["fields"], unpacked(row), strict=True)) for row in value["rows"]]
        common = value["common"]
        return [{n: common[n][v] if n in common else v for n, v in row.items()} for row in rows]
    return {name: unpacked(field) for name, field in value.items()}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, for these tests only: playwright occupies the event loop while it runs."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    # Chromium refuses its sandbox to root, which CI uses.
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[[Path], Page]]:
    """Opens a page, which must neither fail, nor print, nor request anything but itself."""
    page = browser.new_page()
    problems: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text))
    page.on("request", lambda request: asked.append(request.url))

    def opened(file: Path) -> Page:
        page.goto(file.as_uri())
        assert asked == [file.as_uri()]
        return page

    yield opened
    page.close()
    assert problems == []
    assert len(asked) == 1


@pytest.fixture
def page(opened: Callable[[Path], Page], html: Path) -> Page:
    """The page of the hostile notebook."""
    return opened(html)
