"""Broken targets → candidates: which evidence counts, and in what order."""

from __future__ import annotations

import pytest

from recall_lint.base.problems import Target
from recall_lint.history.candidates import Finder
from recall_lint.history.ranking import MAX_CANDIDATES
from recall_lint.notebook.resolutions import MissingFile, MissingSection
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


def test_a_slip_is_nearer_than_the_first_word() -> None:
    note = "# Jenkins\n# Jenkins on Docker in one command\n"
    best = candidates(note, "jenkins-in-docker-in-one-command")[0]
    assert best == "a.md#jenkins-on-docker-in-one-command"
    assert candidates("# Run\n# Run the tests 2 times\n", "run-the-tests-3-times")[0] == "a.md#run"


def test_of_files_with_the_same_anchor_the_nearest() -> None:
    files = {"Trips/a.md": "# A\n", "Trips/b.md": "# Oslo\n", "Jobs/a.md": "# Oslo\n"}
    finder = Finder(make_notebook(files))
    verdict = finder.verdict(MissingSection(Target("Trips/a.md", "oslo")))
    assert [c.target.path for c in verdict.candidates] == ["Trips/b.md", "Jobs/a.md"]


def test_nothing_alike_is_nothing() -> None:
    assert candidates("# Oak\n# Elm\n", "quantum-fields") == []


def test_the_same_anchor_elsewhere_comes_after_names_that_hold_the_words() -> None:
    found = candidates("# Types of error\n", "types", b="# Types\n", c="# Kinds\n")
    assert found == ["a.md#types-of-error", "b.md#types"]


def test_at_most_three() -> None:
    note = "".join(f"# Layer {n}\n" for n in range(9))
    assert len(candidates(note, "layer")) == MAX_CANDIDATES


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


@pytest.mark.parametrize(
    ("files", "anchor", "safe"),
    [
        ({"x/Knots.md": "# Hitch\n"}, "hitch", True),
        ({"x/Knots.md": "# Bowline\n"}, "hitch", False),
        ({"x/Knots.md": "# Hitch\n", "y/Knots.md": "# Bowline\n"}, "hitch", False),
        ({"x/Knots.md": "# Hitch\n"}, None, False),
    ],
)
def test_the_only_file_of_a_name_that_has_the_section(
    files: dict[str, str], anchor: str | None, safe: bool
) -> None:
    verdict = Finder(make_notebook(files)).verdict(MissingFile(Target("Knots.md", anchor)))
    assert verdict.safe == safe


def test_the_nearest_folder_by_name() -> None:
    finder = Finder(make_notebook({"Archive/Topic.md": "", "Notes/Topic.md": "", "Topic.md": ""}))
    verdict = finder.verdict(MissingFile(Target("Note/Topic.md", None)))
    assert verdict.candidates[0].target.path == "Notes/Topic.md"


@pytest.mark.parametrize(
    ("headings", "anchor", "evidence"),
    [
        ("Chapter 2", "chapter-1", "similar name"),
        ("Chapter", "chapter-1", "same name, different number"),
        ("Chapter 2", "chapter", "same name, different number"),
        ("Types|Types", "types-2", "same name, different number"),
        ("2. Layers", "1-layers", "same name, different number"),
    ],
)
def test_numbers_of_duplicates(headings: str, anchor: str, evidence: str) -> None:
    note = "".join(f"# {heading}\ntext\n" for heading in headings.split("|"))
    verdict = Finder(make_notebook({"a.md": note})).verdict(MissingSection(Target("a.md", anchor)))
    assert verdict.candidates[0].evidence == evidence


def files_for(path: str, *names: str) -> list[str]:
    """The candidates for a missing file among some files."""
    finder = Finder(make_notebook(dict.fromkeys(names, "")))
    return [str(c.target) for c in finder.verdict(MissingFile(Target(path, None))).candidates]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("impala.md", "travel/malta.md"),
        ("crypto.md", "encryption.md"),
        ("tools/krew", "brew.md"),
        ("gocd.md", "argocd.md"),
        ("pentesting.md", "testing.md"),
    ],
)
def test_a_name_that_shares_some_letters_is_another(path: str, name: str) -> None:
    assert files_for(path, name) == []


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("costarica.md", "travel/costa-rica.md"),
        ("gitlab-ci.md", "gitlab.md"),
        ("kuberntes.md", "kubernetes.md"),
    ],
)
def test_a_slip_or_a_word_less_is_the_same_name(path: str, name: str) -> None:
    assert files_for(path, name) == [name]


def test_a_readme_has_no_name_without_its_folder() -> None:
    names = ("a/README.md", "b/README.md", "Types/README.md")
    assert files_for("type/README.md", *names) == ["Types/README.md"]
    assert files_for("none/README.md", *names) == []


def test_neither_has_what_many_folders_have() -> None:
    names = [f"{folder}/solution.md" for folder in ("a", "b", "c", "dd", "topic")]
    assert files_for("topics/solution.md", *names) == ["topic/solution.md"]


def test_another_language_comes_last() -> None:
    files = {"README.md": "# A\n", "README_zh-cn.md": "# Sponsors\n", "b.md": "# Sponsors\n"}
    finder = Finder(make_notebook(files))
    verdict = finder.verdict(MissingSection(Target("README.md", "sponsors")))
    assert [c.target.path for c in verdict.candidates] == ["b.md", "README_zh-cn.md"]


def test_the_number_decides_among_alike() -> None:
    note = "# 2. Least recently used\n# 3. Not recently used one\n"
    assert candidates(note, "3-most-recently-used")[0] == "a.md#3-not-recently-used-one"


def test_an_alias_is_a_name() -> None:
    files = {".obsidian/app.json": "", "Notes/A.md": "---\naliases: [Alpha]\n---\n# A\n"}
    finder = Finder(make_notebook(files))
    verdict = finder.verdict(MissingFile(Target("alpha.md", None)))
    assert [str(c.target) for c in verdict.candidates] == ["Notes/A.md"]


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("# A\n\n#Losses\n", "as a heading without a space after `#` on line 3"),
        ("# A\n\n#開始\n", "as a heading without a space after `#` on line 3"),
        ("# A\n\n<img src=x>\n# Losses\n", "as a heading hidden by HTML on line 4"),
        ("# A\n\n# Losses in all\n\n<b>\n# Losses\n", "as a heading hidden by HTML on line 6"),
    ],
)
def test_what_its_writer_took_for_a_heading_comes_first(note: str, text: str) -> None:
    finder = Finder(make_notebook({"a.md": note}))
    verdict = finder.verdict(MissingSection(Target("a.md", "losses")), "開始")
    assert verdict.candidates[0].text == text


def test_no_candidate_says_an_id_twice() -> None:
    note = "# A\n\n## `tool verify` {#verify}\n\ntext\n\n## Verify it\n\ntext\n"
    assert candidates(note, "verify") == ["a.md#verify-it"]
    assert candidates("# Array {#array}\n", "array") == []


def test_a_link_that_is_called_like_the_file_says_nothing_of_its_section() -> None:
    finder = Finder(make_notebook({"Oak_Trees.md": "# Oak trees\n# Leaves\n"}))
    dead = MissingSection(Target("Oak_Trees.md", "height"))
    assert finder.verdict(dead, "Oak trees").candidates == ()
    assert [str(c.target) for c in finder.verdict(dead, "Leaves").candidates] == [
        "Oak_Trees.md#leaves"
    ]
