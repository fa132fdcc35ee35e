"""The benchmarks measure what they say. Nothing is timed here."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree as ET

from benchmarks import peers, report
from benchmarks.corpus import FIGURES, Corpus
from benchmarks.peers import TOOLS
from benchmarks.report import Cell, Subject, Table
from tests.literate import lint_texts

NAMES = ("recall-lint", "rumdl", "slow", "absent")
SUBJECTS = [
    Subject(
        "recall-lint", "1", cached=True, whole=["files", peers.OTHER], one=["files", peers.OTHER]
    ),
    Subject("rumdl", "2", cached=False, whole=["files", peers.OTHER], one=["files"]),
    Subject("slow", "3", cached=False, whole=["files"], one=None),
    Subject("absent", "", cached=False, whole=(), one=()),
]
TABLE = Table(
    "two generated files",
    2,
    1_500_000,
    1000,
    2,
    {
        "recall-lint": {
            "cold": Cell(3, 2048, 2, 7),
            "warm": Cell(0.5, 1024, 2, 7),
            "edited": Cell(0.75, 1024, 2, 7, "failed with exit code 9"),
            "one": Cell(0.25, 1024, 1, 7),
        },
        "rumdl": {"cold": Cell(2, 1024, 2, 7), "one": Cell(0.1, 1024, 0, 7)},
        "slow": {"cold": Cell(120, 1024, 0, 1, "over")},
    },
)


def test_the_same_seed_gives_the_same_notebook() -> None:
    assert list(Corpus(34).texts()) == list(Corpus(34).texts())
    assert list(Corpus(34).texts()) != list(Corpus(34, seed=1).texts())


def test_a_notebook_is_what_it_says() -> None:
    corpus = Corpus(34, dead=20)
    texts = dict(corpus.texts())
    assert len(texts) == 34
    assert sum(path.startswith("Recall/") for path in texts) == 6
    assert 300_000 < sum(len(text) for text in texts.values()) < 500_000
    report = lint_texts({**texts, **dict.fromkeys(FIGURES, "")})
    codes = [diagnostic.code for diagnostic in report.diagnostics]
    assert len(codes) == corpus.dead
    assert set(codes) == {"RL101", "RL102", "RL110"}


def test_the_table_says_what_was_measured() -> None:
    rows = report.times(TABLE, SUBJECTS, peers.OTHER).splitlines()
    assert rows[2] == "2 files, 1.5 MB, 1,000 links, 2 of them broken."
    assert rows[6:10] == [
        "| recall-lint | 3.0 s | 0.50 s | failed with exit code 9 | 0.25 s | 2 MB | 2 |",
        "| rumdl | 2.0 s | = | = | 0.10 s † | 1 MB | 2 |",
        "| slow | > 120 s † | = | = | = | – | – |",
        "| absent | – | – | – | – | – | – |",
    ]
    assert rows[-1] == "| recall-lint ÷ rumdl | 1.5 | 0.25 | – | 2.5 † |"


def test_the_table_of_tools_says_what_they_find() -> None:
    kinds = ("files", peers.OTHER, "headings in lists")
    assert report.tools(SUBJECTS, kinds, peers.OTHER).splitlines()[2:] == [
        "| recall-lint | 1 | yes | yes | yes | yes |",
        "| rumdl | 2 | yes | yes | yes | no |",
        "| slow | 3 | yes | no | – | reads everything |",
        "| absent | could not be installed | – | – | – | – |",
    ]


def test_the_plot_has_a_bar_for_every_time() -> None:
    root = ET.fromstring(report.plot([TABLE], SUBJECTS))  # noqa: S314 - our own
    bars = [bar for bar in root.iter("{http://www.w3.org/2000/svg}rect") if len(bar)]
    assert len(bars) == len(("cold", "warm", "one")) + 4 + 4


def test_a_process_is_measured(tmp_path: Path) -> None:
    say = "import sys; print('said'); sys.exit(3)"
    run = peers.measure([sys.executable, "-c", say], tmp_path, {}, 60)
    assert (run.code, run.output) == (3, "said\n")
    assert run.memory > 1000


def test_tools_of_one_home_need_the_same() -> None:
    homes = {tool.home(Path()): (tool.packages, tool.npm, tool.settings) for tool in TOOLS}
    for tool in TOOLS:
        assert homes[tool.home(Path())] == (tool.packages, tool.npm, tool.settings)
