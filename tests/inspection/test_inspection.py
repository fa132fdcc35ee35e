"""The contents of a file, and the resolution of its links, in `show` and `explain`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from recall_lint.answers.answering import Answering
from recall_lint.base.config import PLACEHOLDERS, Config
from recall_lint.cli import main
from recall_lint.history.candidates import Finder, Tracer
from recall_lint.inspection import text, values
from recall_lint.inspection.explanation import Asked, InspectionError, explain
from recall_lint.inspection.outline import outline
from recall_lint.inspection.values import Explanation
from recall_lint.notebook.notebook import Notebook
from recall_lint.notebook.resolutions import Resolution
from tests import disk
from tests.history.test_history import GLASS, Repo
from tests.literate import COMMIT, ROOT, Before, make_notebook, tracer

SNAPSHOTS = ROOT / "tests" / "snapshots"

NOTE = """\
# Waves & particles
Both.
## Light
<a id="prism"></a>
It bends.
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), prog_name="recall-lint")


def asked(notebook: Notebook, finder: Finder, trace: Tracer) -> Asked:
    return Asked(notebook, finder, trace, Answering(notebook, PLACEHOLDERS))


def explained(
    page: str,
    files: dict[str, str] | None = None,
    before: dict[str, Before] | None = None,
    surfaces: tuple[str, ...] = (),
) -> list[Explanation]:
    """The explanations of the links of a recall page, line by line."""
    texts = {"Notes/A.md": NOTE, "Recall/A.md": page} | (files or {})
    notebook = make_notebook(texts, Config(surfaces=surfaces))
    trace = tracer(texts, before or {})
    finder = Finder(notebook, trace)
    return [
        each
        for line in range(1, page.count("\n") + 1)
        for each in explain(asked(notebook, finder, trace), "Recall/A.md", line, None)
    ]


def link(destination: str, files: dict[str, str] | None = None, *surfaces: str) -> Explanation:
    (one,) = explained(f"1. What? [Reread]({destination})\n", files, surfaces=surfaces)
    return one


def test_every_resolution_has_a_word_of_its_own() -> None:
    told = [
        link("https://example.org/"),
        link("../Notes/A.md#light"),
        link("../Notes/A.md#Light"),
        link("../Notes/A.md#waves--particles", None, "github", "python-markdown"),
        link("../Notes/B.md"),
        link("../Notes/A.md#dark"),
        link("../tool.py#L9", {"tool.py": "1\n2\n"}),
        link("../notes/A.md"),
        link("../../A.md"),
        link("{{x}}"),
        *explained("1. What? [[Nowhere]]\n", surfaces=("obsidian",)),
        link("draft.md", {"_config.yml": "exclude: [Recall/draft.md]\n", "Recall/draft.md": ""}),
    ]
    words = [each.resolution for each in told]
    assert len(set(words)) == len(words) == len(Resolution.__args__)
    documented = (ROOT / "docs" / "inspect.md").read_text("utf-8")
    assert all(f"`{word}`" in documented for word in words)
    assert [each.file for each in told] == [
        None,
        "Notes/A.md",
        "Notes/A.md",
        "Notes/A.md",
        None,
        "Notes/A.md",
        "tool.py",
        "Notes/A.md",
        None,
        None,
        "Nowhere.md",
        "Recall/draft.md",
    ]


def test_a_link_as_it_is_written_and_as_it_is_meant() -> None:
    found = link("../Notes/A%20b.md?x&amp;y#gr%C3%B6%C3%9Fe", {"Notes/A b.md": "# Größe\n"})
    assert (found.line, found.column) == (1, 19)
    assert found.written == "../Notes/A%20b.md?x&amp;y#gr%C3%B6%C3%9Fe"
    assert found.destination == "../Notes/A%20b.md?x&y#gr%C3%B6%C3%9Fe"
    assert (found.path, found.anchor) == ("Notes/A b.md", "größe")
    assert found.question == "1. What?"


def test_what_an_anchor_names_on_each_surface() -> None:
    found = link("../Notes/A.md#waves--particles", None, "github", "python-markdown")
    assert found.surfaces == (
        ("github", "Waves & particles", 1, "waves--particles"),
        ("python-markdown", None, None, "waves-particles"),
    )
    assert found.meaning == "works on github but not on python-markdown"
    assert link("../Notes/A.md#prism").surfaces == (("github", None, 4, None),)
    assert link("../Notes/A.md").surfaces == ()


def test_what_would_be_right_is_the_nearest() -> None:
    assert [c[:2] for c in link("../Notes/A.md#Light").candidates] == [("Notes/A.md", "light")]
    assert [c[:2] for c in link("../notes/a.md").candidates] == [("Notes/A.md", None)]
    assert [c[:2] for c in link("../Notes/A.md#ligt").candidates] == [("Notes/A.md", "light")]


def test_what_became_of_a_dead_target() -> None:
    old = NOTE.replace("## Light", "## Radiance")
    (found,) = explained(
        "1. What? [Reread](../Notes/A.md#radiance)\n",
        before={"Notes/A.md": Before(old, "Notes/A.md")},
    )
    assert found.fate == "renamed"
    assert found.past is not None
    assert found.past[:3] == ("Notes/A.md", "Radiance", 3)
    assert found.past.gone == str(COMMIT)
    assert found.candidates[0].anchor == "light"


def told(explanations: list[Explanation]) -> str:
    return text.explanations("Recall/A.md", explanations)


def test_the_steps_of_every_history() -> None:
    whole = explained("1. [R](../Notes/Old.md)\n", before={"Notes/Old.md": Before("x", "-")})
    assert f"history   gone in {COMMIT}" in told(whole)
    removed = explained("1. [R](../Notes/Old.md#a)\n", before={"Notes/Old.md": Before("# A", "-")})
    assert f"history   removed in {COMMIT}" in told(removed)
    assert "history    none" in told([link("../Notes/A.md#x")])


def test_the_steps_of_links_that_are_nearly_right() -> None:
    note = {"Notes/A.md": '# Waves & particles<a id="wp"></a>\n'}
    both = ("github", "python-markdown")
    found = link("../Notes/A.md#waves--particles", note, *both)
    assert [c[:2] for c in found.candidates] == [("Notes/A.md", "wp")]
    assert "on python-markdown  no such anchor; the section's anchor is `#waves-particles`" in told(
        [found]
    )
    html = link("../Notes/A.md#prism")
    assert "on github  HTML anchor on line 4" in told([html])
    encoded = link("../Notes/A.md?x&amp;y#light")
    assert "decoded    ../Notes/A.md?x&y#light" in told([encoded])
    untracked = link("../Notes/A.md#light", {".untracked": "Notes/A.md"})
    assert untracked.meaning == "target exists but is not tracked by git"


def test_a_definition_and_the_links_that_use_it() -> None:
    page = "1. [What][a] or [why][a]?\n\n[a]: ../Notes/A.md#light\n"
    notebook = make_notebook({"Recall/A.md": page, "Notes/A.md": NOTE})

    def at(line: int, column: int | None = None) -> list[str]:
        trace = tracer({}, {})
        found = explain(
            asked(notebook, Finder(notebook, trace), trace), "Recall/A.md", line, column
        )
        return [each.text for each in found]

    assert at(1) == at(3) == ["What", "why"]
    assert at(1, 4) == at(1, 12) == ["What"]
    assert at(1, 17) == ["why"]
    with pytest.raises(InspectionError, match="links on this line start at 4, 17"):
        at(1, 14)
    with pytest.raises(InspectionError, match="no link on this line; nearest lines"):
        at(2)


def test_text_that_looks_like_a_link() -> None:
    (found,) = explained("1. What? [Reread] (../Notes/A.md#light)\n")
    assert (found.resolution, found.written) == ("no-link", "../Notes/A.md#light")
    assert found.meaning == "looks like a link, but GitHub renders it as text (gap)"


def test_wiki_links_are_links_in_a_vault_only() -> None:
    page = "1. What? [[Notes/A#Light]]\n"
    (text_,) = explained(page)
    (link_,) = explained(page, surfaces=("obsidian",))
    assert (text_.resolution, link_.resolution) == ("no-link", "found")


def test_an_outline() -> None:
    page = "# Q\n\n1. What? [Reread](../Notes/A.md#light)\n- Why?\n\n[x] (b.md)\n"
    notebook = make_notebook({"Notes/A.md": NOTE, "Recall/A.md": page})
    shown = outline(notebook, "Recall/A.md")
    assert shown.role == "recall"
    assert [(s.line, s.column, s.title, s.anchors) for s in shown.sections] == [
        (1, 3, "Q", {"github": "q"})
    ]
    assert [(q.line, q.number, q.text, q.section, q.links) for q in shown.questions] == [
        (3, 1, "What?", "Q", ((3, 19),)),
        (4, None, "Why?", "Q", ()),
    ]
    assert [(k.line, k.column, k.path, k.anchor, k.resolution) for k in shown.links] == [
        (3, 19, "Notes/A.md", "light", "found")
    ]
    assert [(k.line, k.kind) for k in shown.lookalikes] == [(6, "gap")]
    assert outline(notebook, "Notes/A.md").html_anchors == ((4, 8, "prism"),)


def test_control_characters_do_not_reach_the_terminal() -> None:
    hostile = "\x1b[31m\x9b2J"
    texts = {
        "Recall/A.md": f"# A{hostile}\n<a id='{hostile}'></a>\n"
        f"1. What{hostile}? [R{hostile}](../B.md#x{hostile}) [x{hostile}] (c{hostile}.md)\n"
    }
    notebook = make_notebook(texts)
    trace = tracer({}, {})
    finder = Finder(notebook, trace)
    shown = text.outline(outline(notebook, "Recall/A.md"))
    told = text.explanations(
        f"Recall{hostile}", explain(asked(notebook, finder, trace), "Recall/A.md", 3, None)
    )
    for said in (shown, told):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", re.sub(r"\x1b\[[01]m", "", said))


# Whole runs.


@pytest.fixture
def glass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A notebook whose section was renamed in the second of three commits."""
    repo = Repo(tmp_path / "notebook")
    page = "1. What? [Reread](../Notes/Glass.md#melting)\n2. And? [R](../Notes/Old.md#x)\n"
    repo.commit({"Notes/Glass.md": GLASS, "Recall/Q.md": page, "Notes/Old.md": "# X\nOld.\n"})
    repo.commit({"Notes/Glass.md": GLASS.replace("# Melting", "# From sand to melt")})
    repo.commit({"Notes/Old.md": None})
    monkeypatch.chdir(repo.root)
    return repo


def scrub(told: str) -> str:
    return re.sub(r"\b[0-9a-f]{9}\b", "0a1b2c3d4", told)


@pytest.mark.usefixtures("glass")
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("explain", ("explain", "Recall/Q.md:1")),
        ("explain-color", ("explain", "Recall/Q.md:2:19", "--color", "always")),
        ("explain-json", ("explain", "Recall/Q.md:1:19", "--format", "json")),
    ],
)
def test_explanations_by_history(name: str, arguments: tuple[str, ...], snapshot: Any) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(scrub(result.stdout), f"{name}.txt")


def test_the_last_commit_that_had_it(glass: Repo) -> None:
    first, second, third = glass.git("log", "--format=%h %cs", "--abbrev=9", "--reverse").split(
        "\n"
    )

    def past(line: int) -> dict[str, Any]:
        (found,) = json.loads(run("explain", f"Recall/Q.md:{line}", "-f", "json").stdout)
        return found["past"]  # type: ignore[no-any-return]

    def commit(line: str) -> str:
        return "{} ({})".format(*line.split())

    assert (past(1)["last"], past(1)["gone"]) == (commit(first), commit(second))
    assert (past(2)["last"], past(2)["gone"]) == (commit(second), commit(third))
    glass.write({"Notes/Glass.md": GLASS.replace("# Melting", "# Else")})
    glass.commit({"Notes/Glass.md": GLASS})
    glass.write({"Notes/Glass.md": GLASS.replace("# Melting", "# Once more")})
    fourth = glass.git("log", "-1", "--format=%h %cs", "--abbrev=9")
    assert (past(1)["last"], past(1)["gone"]) == (commit(fourth), None)


def test_an_anchor_in_html_has_a_past(glass: Repo) -> None:
    page = "1. What? [Reread](../Notes/Html.md#x)\n2. And? [R](../Notes/Old.md#never)\n"
    glass.commit({"Notes/Html.md": 'Words.\n<p id="x">All of it.</p>\n', "Recall/Q.md": page})
    glass.commit({"Notes/Html.md": "Words.\n"})
    last = scrub(run("explain", "Recall/Q.md:1").stdout)
    assert "last seen in 0a1b2c3d4 (2026-01-04) as line 2 of Notes/Html.md; gone in" in last
    never = run("explain", "Recall/Q.md:2").stdout
    assert "the anchor never existed in Notes/Old.md" in never


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("show", ("Recall/Stars.md",)),
        ("show-note", ("Notes/Telescopes.md",)),
        ("show-json", ("Recall/Telescopes.md", "-f", "json")),
    ],
)
def test_outlines_of_the_demo(
    name: str,
    arguments: tuple[str, ...],
    snapshot: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(disk.demo(tmp_path))
    result = run("show", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(result.stdout, f"{name}.txt")


@pytest.mark.usefixtures("glass")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("explain", "Recall/Q.md"), "expected FILE:LINE or FILE:LINE:COLUMN, for example"),
        (("explain", "Recall/Q.md:0"), "expected FILE:LINE"),
        (
            ("explain", "Recall/Q.md:9"),
            "Recall/Q.md:9: no link on this line; nearest lines with links: 1",
        ),
        (("explain", "Notes/Glass.md:1"), "Notes/Glass.md:1: the file has no links"),
        (("explain", "gone.md:1"), "gone.md: no such file"),
        (("show", "."), ". is not part of the notebook"),
    ],
)
def test_usage_errors(arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_every_key_is_documented() -> None:
    told = (ROOT / "docs" / "inspect.md").read_text("utf-8")
    for value in vars(values).values():
        if getattr(value, "__module__", "") == values.__name__:
            for field in getattr(value, "_fields", ()):
                assert f"`{field}`" in told, f"{value.__name__}.{field}"
