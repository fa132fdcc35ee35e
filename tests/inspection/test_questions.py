"""Questions as lists, and as cards for Anki."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import html5lib
import pytest
from click.testing import CliRunner, Result

from recall_lint.cli import main

FILES = {
    ".recall-lint.toml": "",
    "Notes/A b.md": "# A\nIce & `dust`, 1 < 2: $a_b$.\n\n<script>alert(1)</script>\n\n# Empty\n",
    "Notes/Card.md": "#flashcards\n\n=cmd()::+1\n<!--SR:!2026-03-01,3,250-->\n",
    "Recall/A.md": (
        "1. What? [Reread](<../Notes/A b.md#a>)\n"
        "2. Gone? [Reread](../Notes/Gone.md#x)\n"
        "3. Nothing? [Reread](../Notes/A%20b.md#empty)\n"
        "4. Unlinked?\n"
        "5. **Beside?**\n   Yes.\n"
        "6. Away? [Reread](https://example.org)\n"
    ),
}


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["questions", *arguments], prog_name="recall-lint")
    assert result.exit_code == 0, result.output
    return result


def listed(*arguments: str) -> list[dict[str, Any]]:
    found = json.loads(run("--format", "json", *arguments).stdout)
    assert [*found] == ["questions"]
    questions: list[dict[str, Any]] = found["questions"]
    return questions


@pytest.mark.usefixtures("notebook")
def test_json_has_every_question_with_its_state() -> None:
    found = listed()
    assert found[1] == {
        "path": "Recall/A.md",
        "line": 1,
        "number": 1,
        "text": "What?",
        "form": "list-item",
        "targets": ["Notes/A b.md#a"],
        "state": "linked",
    }
    assert [(q["text"], q["state"]) for q in found] == [
        ("=cmd()", "answered"),
        ("What?", "linked"),
        ("Gone?", "broken"),
        ("Nothing?", "placeholder"),
        ("Unlinked?", "unlinked"),
        ("Beside?", "answered"),
        ("Away?", "linked"),
    ]


@pytest.mark.usefixtures("notebook")
def test_a_path_chooses_files() -> None:
    assert {q["path"] for q in listed("Notes")} == {"Notes/Card.md"}
    assert listed("Notes/A b.md") == []
    assert run("Notes/A b.md").stderr == "no questions\n"


@pytest.mark.usefixtures("notebook")
def test_text_is_grouped_by_file() -> None:
    result = run("Recall")
    assert result.stdout.startswith(
        "Recall/A.md\n  1  linked       1. What?\n                  Notes/A b.md#a\n  2  broken "
    )
    assert (
        result.stderr == "6 questions: 2 linked, 1 broken, 1 placeholder, 1 unlinked, 1 answered\n"
    )


@pytest.mark.usefixtures("notebook")
def test_anki_reads_the_csv() -> None:
    lines = run("--format", "csv").stdout.splitlines(keepends=True)
    headers = [line for line in lines if line.startswith("#")]
    assert headers == [
        "#separator:Comma\n",
        "#html:true\n",
        "#columns:Front,Back,Tags\n",
        "#tags column:3\n",
    ]
    rows = [*csv.reader(lines[len(headers) :])]
    # Questions without an answer are not exported.
    assert [(front, tag) for front, _, tag in rows] == [
        ("&#61;cmd()", "Notes::Card"),
        ("What?", "Notes::A_b"),
        ("Beside?", "Recall::A"),
    ]
    parsed = html5lib.parseFragment(rows[1][1], namespaceHTMLElements=False)
    assert "Ice & dust, 1 < 2" in "".join(parsed.itertext())
    assert parsed.find(".//script") is None
    shown = html5lib.parseFragment(rows[0][0], namespaceHTMLElements=False)
    assert "".join(shown.itertext()) == "=cmd()"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("1. What?\n     A\n     thing.\n\n         code\n", "<p>A\nthing.</p>\n<pre><code>code"),
        ("- What? #card\n\t- A\n\t\t- B\n", "<ul>\n<li>A<ul>\n<li>B</li>"),
        ("> [!faq] What?\n> > A\n>\n> - B\n", "<blockquote>\n<p>A</p>\n</blockquote>\n<ul>"),
        ("> [!faq] What?\n> - A\n>   - B\n", "<ul>\n<li>A<ul>\n<li>B</li>"),
        ("Q: What?\nA: B: c\n", "<p>B: c</p>"),
        ("**Q:** What?\n\n**A 1.:** B\n", "<p>B</p>"),
        ("Q: What?\n\n**A: B**\n", "<p><strong>A: B</strong></p>"),
    ],
)
def test_the_back_is_free_of_what_it_stands_in(notebook: Path, text: str, back: str) -> None:
    (notebook / "Recall/A.md").write_text(text)
    lines = run("--format", "csv", "Recall").stdout.splitlines(keepends=True)
    (row,) = csv.reader(lines[4:])
    assert row[1].startswith(back)


def test_scheduling_comments_are_never_touched(notebook: Path) -> None:
    card = notebook / "Notes/Card.md"
    card.write_text(f"{card.read_text()}\nMore [x](A%20B.md#a)::y\n<!--SR:!2026-03-02,1,230-->\n")
    CliRunner().invoke(main, ["--fix", "--unsafe-fixes"], prog_name="recall-lint")
    assert "(A%20b.md#a)::y\n<!--SR:!2026-03-02,1,230-->\n" in card.read_text()
    assert "+1\n<!--SR:!2026-03-01,3,250-->\n" in card.read_text()
