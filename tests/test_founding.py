"""The real notebook that the tool was made for, if available."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from recall_lint.base.report import Report
from tests.disk import session
from tests.literate import ROOT, Expectation, found

BUNDLE = ROOT.parent / "shared" / "founding" / "notebook.bundle"

pytestmark = pytest.mark.skipif(not BUNDLE.exists(), reason="the founding notebook is not here")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("founding") / "notebook"
    subprocess.run(
        ["git", "clone", "-q", "-b", "main", BUNDLE, folder], check=True, capture_output=True
    )
    return folder


@pytest.fixture(scope="module")
def report(clone: Path) -> Report:
    with session(clone, history=True) as run:
        assert len(run.documents) == 36
        assert run.unreadable == ()
        return run.report()


def test_the_page_with_82_links(report: Report) -> None:
    page = "Recall/3_DeepLearning_Recall.md"
    assert report.files[page].links == 82
    assert [(line, code) for path, line, code in found(report) if path == page] == [
        (54, "RL102"),
        (57, "RL102"),
        (59, "RL102"),
        (79, "RL102"),
        (105, "RL201"),
        (154, "RL201"),
        (162, "RL111"),
        (165, "RL111"),
        (192, "RL102"),
        (242, "RL201"),
        (268, "RL201"),
    ]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        (54, "did you mean `#activation-function`?"),
        (57, "did you mean `#sigmoid-deprecated`?"),
        (59, "did you mean `#tanh-deprecated`?"),
        (79, "the words appear in bold on line 193, under `#questions`"),
        (162, "did you mean `#rmsprop-root-mean-square-propagation`?"),
        (165, "did you mean `#adam-adaptive-moment-estimation`"),
        (192, "the words appear as plain text on line 471"),
    ],
)
def test_the_first_hint_is_right(report: Report, line: int, hint: str) -> None:
    hints = {
        place: diagnostic.problem.hint
        for place, diagnostic in zip(found(report), _sorted(report), strict=True)
    }
    code = "RL111" if line in (162, 165) else "RL102"
    assert hints[Expectation("Recall/3_DeepLearning_Recall.md", line, code)].startswith(hint)


def _sorted(report: Report) -> list:  # type: ignore[type-arg]
    return sorted(
        report.diagnostics,
        key=lambda d: (
            d.problem.path,
            report.source(d.problem.path).position(d.problem.span.start).line,
            d.code,
        ),
    )


@pytest.mark.parametrize(("line", "name"), [(162, "rmsprop"), (165, "adam")])
def test_renamed_sections_are_proven(report: Report, line: int, name: str) -> None:
    (message,) = [
        diagnostic.problem.message
        for place, diagnostic in zip(found(report), _sorted(report), strict=True)
        if place[:2] == ("Recall/3_DeepLearning_Recall.md", line)
    ]
    assert message == f"section `{name}` was renamed in 9502a7847 (2025-09-19)"


def test_twenty_questions_without_a_link(report: Report) -> None:
    page = "Recall/DataPreProcessing.md"
    assert [code for path, _, code in found(report) if path == page] == ["RL301"] * 20


def test_a_page_without_dead_links(report: Report) -> None:
    assert not [place for place in found(report) if place.path == "Recall/9_PySpark_Recall.md"]


def test_nothing_is_reported_twice(report: Report) -> None:
    places = [(d.problem.path, d.problem.span, d.code) for d in report.diagnostics]
    assert len(places) == len(set(places))


def test_the_surfaces_of_a_jekyll_site_are_detected(report: Report) -> None:
    assert report.surfaces == ("github", "kramdown-gfm")


def test_capitals_in_an_index(report: Report) -> None:
    flagged = [
        place.line
        for place in found(report)
        if (place.path, place.code) == ("Notes/DeepLearning.md", "RL104")
    ]
    assert flagged[:3] == [22, 23, 65]


def test_the_only_almost_link(report: Report) -> None:
    flagged = [(place.path, place.line) for place in found(report) if place.code == "RL106"]
    assert flagged == [("Notes/Transformers.md", 65)]


def test_nothing_in_math_or_code_is_reported(report: Report) -> None:
    for diagnostic in report.diagnostics:
        source = report.source(diagnostic.problem.path)
        line = source.line(source.position(diagnostic.problem.span.start).line)
        before = line[: source.position(diagnostic.problem.span.start).column - 1]
        assert before.count("`") % 2 == 0
        assert before.count("$") % 2 == 0
