"""A tenth of a large notebook makes a tenth of the largest page; see `benchmarks/page.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.corpus import Corpus, write
from benchmarks.page import FILES, MOST_BYTES
from recall_lint.page import content
from tests.page.conftest import data, report


def test_the_page_of_a_tenth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "TEXTS", content.TEXTS // 10)
    monkeypatch.setattr(content, "MOST_BLOCKS", content.MOST_BLOCKS // 10)
    write(tmp_path / "notebook", Corpus(FILES // 10))
    file = report(tmp_path / "notebook")
    assert len(data(file)["notes"]) > 100
    assert len(data(file)["questions"]) > 900
    script_and_style = 50_000
    assert file.stat().st_size < MOST_BYTES / 10 + script_and_style
