"""Dead targets → candidates: which evidence counts, and in what order."""

from __future__ import annotations

import pytest

from recall_lint.candidates import Finder
from recall_lint.model import Target
from recall_lint.past import MOST
from recall_lint.resolutions import MissingFile, MissingSection
from tests.literate import make_notebook


def candidates(note: str, anchor: str, **others: str) -> list[str]:
    files = {"a.md": note} | {f"{name}.md": text for name, text in others.items()}
    verdict = Finder(make_notebook(files)).verdict(MissingSection(Target("a.md", anchor)))
    return [str(c.target) for c in verdict.candidates]


@pytest.mark.parametrize(
    ("headings", "anchor", "best"),
    [
        ("Ada grad|Adam", "adagrad", "ada-grad"),
        ("Café|Case", "cafe", "café"),
        ("AdamW|Adam (Adaptive Moment Estimation)", "adam", "adam-adaptive-moment-estimation"),
        ("Perceptron|Percepts", "2-perceptron", "perceptron"),
        ("2. Perceptron", "1-perceptron", "2-perceptron"),
        ("Types|Typing", "types-3", "types"),
        ("How to train|Trains", "train", "how-to-train"),
        ("Regularisation", "regularization", "regularisation"),
        ("Привет мир|Привет", "привет-мiр", "привет-мир"),
    ],
)
def test_names_alike(headings: str, anchor: str, best: str) -> None:
    note = "".join(f"# {heading}\ntext\n" for heading in headings.split("|"))
    assert candidates(note, anchor)[0] == f"a.md#{best}"


def test_nothing_alike_is_nothing() -> None:
    assert candidates("# Oak\n# Elm\n", "quantum-fields") == []


def test_the_same_anchor_elsewhere_comes_after_names_that_hold_the_words() -> None:
    found = candidates("# Types of error\n", "types", b="# Types\n", c="# Kinds\n")
    assert found == ["a.md#types-of-error", "b.md#types"]


def test_at_most_three() -> None:
    note = "".join(f"# Layer {n}\n" for n in range(9))
    assert len(candidates(note, "layer")) == MOST


def test_text_in_a_link_is_no_evidence() -> None:
    assert candidates("- [Losses](#losses)\n", "losses") == []
    assert candidates("# A\n- Losses: many\n", "losses") == ["a.md#a"]


def test_text_before_the_first_heading_is_in_the_file() -> None:
    assert candidates("**Losses**\n", "losses") == ["a.md"]


def test_files_by_name() -> None:
    files = {"x/Note.md": "# A\n", "y/Notes.md": "# A\n# B\n", "z/other.md": ""}
    finder = Finder(make_notebook(files))
    verdict = finder.verdict(MissingFile(Target("Note.md", "b")))
    assert [str(c.target) for c in verdict.candidates] == ["x/Note.md", "y/Notes.md#b"]


def test_the_nearest_folder_by_name() -> None:
    finder = Finder(make_notebook({"Archive/Topic.md": "", "Notes/Topic.md": "", "Topic.md": ""}))
    verdict = finder.verdict(MissingFile(Target("Note/Topic.md", None)))
    assert verdict.candidates[0].target.path == "Notes/Topic.md"


@pytest.mark.parametrize(
    ("headings", "anchor", "evidence"),
    [
        ("Chapter 2", "chapter-1", "a similar name"),
        ("Chapter", "chapter-1", "the same name but for its number"),
        ("Chapter 2", "chapter", "the same name but for its number"),
        ("Types|Types", "types-2", "the same name but for its number"),
        ("2. Layers", "1-layers", "the same name but for its number"),
    ],
)
def test_numbers_of_duplicates(headings: str, anchor: str, evidence: str) -> None:
    note = "".join(f"# {heading}\ntext\n" for heading in headings.split("|"))
    verdict = Finder(make_notebook({"a.md": note})).verdict(MissingSection(Target("a.md", anchor)))
    assert verdict.candidates[0].evidence == evidence


@pytest.mark.parametrize(
    ("note", "anchor", "expected"),
    [
        ("# Oak\n", "elm", ""),
        ("# Oak tree\n", "oak", "did you mean `#oak-tree`?"),
        (
            "**Losses**\n# Others\n",
            "losses",
            "its words stand there as bold text in line 1, before the first heading",
        ),
        (
            "# Others\n**Losses**\n",
            "losses",
            "its words stand there as bold text in line 2, under `#others`",
        ),
        (
            "# Losses of all kinds\n# Others\n**Losses**\n",
            "losses",
            (
                "did you mean `#losses-of-all-kinds`? "
                "Its words stand there as bold text in line 3, under `#others`"
            ),
        ),
        (
            "# Regression imputation\n# Strategies\n**Mean imputation**\n",
            "mean-imputation",
            (
                "its words stand there as bold text in line 3, under `#strategies`; "
                "or did you mean `#regression-imputation`?"
            ),
        ),
        (
            "# A\n**Losses**\n# B\nLosses: many.\n",
            "losses",
            (
                "its words stand there as bold text in line 2, under `#a` "
                "and as plain text in line 4, under `#b`"
            ),
        ),
    ],
)
def test_hints(note: str, anchor: str, expected: str) -> None:
    notebook = make_notebook({"a.md": f"{note}\n[x](#{anchor})\n"})
    finder = Finder(notebook)
    dead = Target("a.md", anchor)
    found = finder.verdict(MissingSection(dead)).candidates
    assert finder.hint("a.md", notebook.documents["a.md"].links[0], dead, found) == expected
