"""The documentation compared with the behavior of the program."""

from __future__ import annotations

import inspect
import json
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, get_args
from xml.etree import ElementTree as ET

import click
import pytest
from click.testing import CliRunner

from benchmarks import growth
from benchmarks.peers import TOOLS
from recall_lint import __version__
from recall_lint.base import similarity
from recall_lint.base.model import QuestionForm
from recall_lint.base.report import Report
from recall_lint.cli import commands, main
from recall_lint.config import load
from recall_lint.config.load import KEYS
from recall_lint.coverage.formats import as_json, change
from recall_lint.history.log import MOST_COMMITS
from recall_lint.inspection import links, values
from recall_lint.linter.fingerprints import DEAD
from recall_lint.notebook.resolutions import Reason
from recall_lint.rules import RULES, is_default, judges_unread
from recall_lint.run.covering import measured
from recall_lint.suppressions.comments import KINDS
from tests import disk
from tests.docs import FILES, rewritten
from tests.literate import ROOT, lint_texts
from tests.reporters.samples import render

DOCS = {
    path.name: path.read_text("utf-8")
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))
}
README = (ROOT / "README.md").read_text("utf-8")
INSIDE = ("architecture.md", "decisions.md")
"""The pages about the code."""
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_generated_parts_are_up_to_date(file: Path) -> None:
    text = file.read_text("utf-8")
    assert rewritten(file) == text, "run `python -m tests.docs`"


def test_readme_shows_every_key_of_the_configuration() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    assert list(tomllib.loads(example)) == list(KEYS)


def test_ci_runs_the_readme_s_test_command() -> None:
    (command,) = re.findall(r"<!-- test command -->\n```sh\n(.*)\n```", README)
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    extract = re.search(r'eval "\$\((sed .*)\)"', script)
    assert extract is not None
    printed = subprocess.run(
        ["bash", "-c", extract[1]], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert printed.stdout == f"{command}\n"


def test_architecture_justifies_every_dependency() -> None:
    rows = set(re.findall(r"^\| ([a-z0-9-]+) \|", ARCHITECTURE, re.MULTILINE))
    declared = {re.split(r"[<>=]", d)[0] for d in PROJECT["project"]["dependencies"]}
    assert declared <= rows
    for extra in PROJECT["project"]["optional-dependencies"]["dev"]:
        name = re.split(r"[<>=]", extra)[0]
        assert name.startswith("types-") or name in ARCHITECTURE, name


def test_architecture_names_modules_that_do_not_touch_the_disk() -> None:
    m = re.search(r"code is pure: (.*?) open no files", ARCHITECTURE, re.DOTALL)
    assert m is not None
    for name in re.findall(r"`([^`]+)`", m[1]):
        place = ROOT / "recall_lint" / name
        for path in place.rglob("*.py") if place.is_dir() else [place]:
            text = path.read_text("utf-8")
            assert not re.search(
                r"^import (os|subprocess|time)$|(?<![\w.])open\(", text, re.MULTILINE
            ), path


def test_tests_have_the_folders_of_the_package() -> None:
    rooms = {path.name for path in (ROOT / "recall_lint").iterdir() if path.is_dir()}
    tested = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert rooms - {"__pycache__"} <= tested


def test_the_changelog_and_the_hook_speak_of_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## Unreleased" in changelog or f"## {__version__}" in changelog
    assert f"rev: v{__version__}" in README


def test_our_own_docs_are_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(main, ["."])
    assert (result.exit_code, result.stdout) == (0, "")


def test_the_demo_shows_every_rule_that_one_state_of_files_can_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(disk.demo(tmp_path))
    shown = set(re.findall(r" (RL\d+) ", CliRunner().invoke(main, ["-f", "concise"]).stdout))
    needs_git = {"RL109", "RL111", "RL112", "RL113", "RL114", "RL115", "RL305"}
    off = {rule.CODE for rule in RULES if not is_default(rule)}
    unread = {rule.CODE for rule in RULES if judges_unread(rule)}
    assert shown == {rule.CODE for rule in RULES} - needs_git - off - unread


EDITORS = (ROOT / "docs" / "editors.md").read_text("utf-8")


def test_editors_read_the_concise_format(monkeypatch: pytest.MonkeyPatch) -> None:
    examples = [json.loads(each) for each in re.findall(r"```json\n(.*?)```", EDITORS, re.DOTALL)]
    (task,) = (each for each in examples if "tasks" in each)
    pattern = task["tasks"][0]["problemMatcher"]["pattern"]
    monkeypatch.chdir(ROOT / "fixtures" / "demo")
    lines = CliRunner().invoke(main, ["-f", "concise", "--no-history"]).stdout.splitlines()
    assert lines
    for line in lines:
        match = re.search(pattern["regexp"], line)
        assert match is not None
        assert (ROOT / "fixtures" / "demo" / match[pattern["file"]]).is_file()
        assert re.fullmatch(r"RL\d{3} [a-z-]+", match[pattern["code"]])
        assert line.endswith(f": {match[pattern['message']]}")
    (shown,) = re.findall(r"```text\n(.*) \(did you mean …\?\)\n```", EDITORS)
    assert any(line.startswith(shown) for line in lines)


# Everything mentioned exists.

_FENCE = re.compile(r"^( *)(`{3,})(\w*)[^\n]*\n(.*?)^\1\2$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)(`{1,2})(?!`)(.+?)(?<!`)\1(?!`)")
_START = re.compile(r"""(?:\$ |- run: |- |sh '|"command": ")?(recall-lint(?: .*?)?)(?:'|",)?""")
_GENERATED = re.compile(r"<!-- generated: .*?<!-- end -->", re.DOTALL)

pages = pytest.mark.parametrize("name", DOCS)


def blocks(text: str, *languages: str) -> Iterator[str]:
    """The fenced blocks in some languages; all by default."""
    for m in _FENCE.finditer(text):
        if not languages or m[3] in languages:
            yield m[4]


def spans(text: str) -> list[str]:
    """The code spans of a page."""
    return [m[2].strip() for m in _SPAN.finditer(_FENCE.sub("", text).replace("\n", " "))]


def command_lines(text: str) -> Iterator[list[str]]:
    """The arguments of every `recall-lint` command line on a page."""
    lines = [line.strip() for block in blocks(text) for line in block.splitlines()]
    starts = (_START.fullmatch(line) for line in lines)
    found = [m[1] for m in starts if m is not None]
    found += [span for span in spans(text) if span.split(" ")[0] == "recall-lint"]
    for line in found:
        words = shlex.split(re.split(r" [|<>] ", line.replace("FORMAT:", "json:"))[0])[1:]
        yield words if words and words[0] in commands.NAMES else ["check", *words]


@pages
def test_every_command_line_parses(name: str) -> None:
    for command, *arguments in command_lines(DOCS[name]):
        # A command can be named without its arguments.
        with suppress(*([click.MissingParameter] if not arguments else [])):
            commands.load(command).make_context(command, arguments)


OPTIONS = {
    option
    for name in commands.NAMES
    for parameter in commands.load(name).params
    for option in (*parameter.opts, *parameter.secondary_opts)
}
FOREIGN = {
    "CHANGELOG.md": {"--filter", "--output-format"},  # git's, and the former name of `--format`
    "pre-commit.md": {"-a", "-p", "--all-files"},  # git's and pre-commit's
}


@pages
def test_every_option_exists(name: str) -> None:
    words = [span.split(" ") for span in spans(DOCS[name]) if span.startswith("-")]
    named = {word.partition("=")[0] for line in words for word in line if word.startswith("-")}
    named -= {f"-{kind}" for kind in KINDS}
    benchmarks = "".join(path.read_text("utf-8") for path in (ROOT / "benchmarks").glob("*.py"))
    own = {option for option in named if f'"{option}"' in benchmarks}
    known = OPTIONS | (own if name == "performance.md" else set()) | FOREIGN.get(name, set())
    assert {word for word in named if re.match("-{1,2}[a-z]", word)} - known == set()


@pages
def test_every_module_and_path_exists(name: str) -> None:
    text = DOCS[name]
    named = [*spans(text), *(line for block in blocks(text, "sh") for line in block.splitlines())]
    for each in named:
        if m := re.search(r"python -m ((?:benchmarks|tests)[a-z_.]*)((?: .*)?)", each):
            file = ROOT / f"{m[1].replace('.', '/')}.py"
            source = file.read_text("utf-8")
            for option in re.findall(r"--[a-z-]+", m[2]):
                assert f'"{option}"' in source, each
        elif re.fullmatch(r"(recall_lint|tests|docs|benchmarks|fixtures)/[\w./-]*", each):
            assert (ROOT / each).exists(), each
        elif name in INSIDE and re.fullmatch(r"[a-z_/]+(/|\.py)", each):
            # Short names are relative to one of these folders.
            places = (ROOT, ROOT / "recall_lint", ROOT / "tests", ROOT / "tests" / "markdown")
            assert any((place / each).exists() for place in places), each


@pages
def test_every_rule_exists(name: str) -> None:
    names = {rule.CODE: rule.NAME for rule in RULES}
    text = DOCS[name]
    assert set(re.findall(r"\bRL\d{3}\b", text)) <= {*names}
    for code, named in re.findall(r"\b(RL\d{3}) ([a-z]+(?:-[a-z]+)+)\b", text):
        assert names[code] == named or named == "recall-lint"


@pages
def test_every_configuration_is_valid(name: str, tmp_path: Path) -> None:
    for number, block in enumerate(blocks(DOCS[name], "toml")):
        file = tmp_path / f"{number}.toml"
        file.write_text(block, "utf-8")
        load.load(str(file))


@pages
def test_no_merge_is_left_half_done(name: str) -> None:
    assert not re.search(r"^(<{7}|={7}|>{7})( |$)", DOCS[name], re.MULTILINE)


def test_the_readme_lists_every_page() -> None:
    listed = set(re.findall(r"\]\(docs/([a-z-]+\.md)", README))
    assert listed == {*DOCS} - {"README.md", "CHANGELOG.md"}


# Tables and figures are correct.


def flat(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


class Table(NamedTuple):
    """A table of a page; cells without their backticks."""

    head: list[str]
    rows: list[list[str]]


def tables(text: str) -> list[Table]:
    found = []
    for m in re.finditer(r"((?:^\|.*\|\n)+)", _FENCE.sub("", text), re.MULTILINE):
        head, _, *rows = (
            [cell.strip() for cell in line.strip("|").split(" | ")] for line in m[1].splitlines()
        )
        found.append(Table(head, rows))
    return found


def coded(cell: str) -> list[str]:
    """The code spans of a cell."""
    return re.findall(r"`([^`]+)`", cell)


def severities(report: Report) -> dict[str, str]:
    """Each format's word for the severity of a report's first problem."""
    (suite,) = ET.fromstring(render("junit", report))  # noqa: S314 - our own
    (case,) = suite
    run = json.loads(render("sarif", report))["runs"][0]
    return {
        "github": render("github", report).split(" ")[0],
        "sarif": run["results"][0]["level"],
        "gitlab": json.loads(render("gitlab", report))[0]["severity"],
        "junit": "failed" if case.find("failure") is not None else "passed",
        "rdjson": json.loads(render("rdjson", report))["diagnostics"][0]["severity"],
    }


def test_formats_say_how_severe_a_problem_is() -> None:
    table = next(each for each in tables(DOCS["formats.md"]) if "`junit`" in each.head)
    texts = {"error": "[x](gone.md)\n", "warning": "<!-- recall-lint-disable RL101 -->\n"}
    for severity, *cells in table.rows:
        real = severities(lint_texts({"a.md": texts[severity]}))
        for head, cell in zip(table.head[1:], cells, strict=True):
            name = head.strip("`")
            assert cell.startswith(real[name] if name == "junit" else f"`{real[name]}`")
    failing = [
        severities(lint_texts({"a.md": texts[severity]})._replace(fail_on={"a.md": on}.__getitem__))
        for severity, on in (("warning", "warning"), ("error", "never"))
    ]
    assert [each["junit"] for each in failing] == ["failed", "passed"]


def test_fingerprints_that_rules_share_are_listed() -> None:
    m = re.search(r"(RL\d+), (RL\d+) and (RL\d+) to (RL\d+)", flat(DOCS["formats.md"]))
    assert m is not None
    first, last = int(m[3][2:]), int(m[4][2:])
    assert {m[1], m[2], *(f"RL{number}" for number in range(first, last + 1))} == DEAD


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("What a file contains", values.Outline),
        ("What a link means", values.Explanation),
    ],
)
def test_the_keys_of_inspection_are_listed(heading: str, value: type) -> None:
    part = DOCS["inspect.md"].partition(f"## {heading}\n")[2].partition("\n## ")[0]
    (table,) = (each for each in tables(part) if each.head[0] == "key")
    assert {key for row in table.rows for key in coded(row[0])} == {*_keys(value)}


@pytest.mark.parametrize(
    "value",
    [
        values.ShownSection,
        values.ShownQuestion,
        values.ShownLink,
        values.ShownLookalike,
        values.ShownSite,
        values.Reached,
        values.ShownCandidate,
        values.Past,
        values.ListedQuestion,
        values.ShownAnswer,
    ],
)
def test_the_keys_inside_are_mentioned(value: type) -> None:
    assert {*_keys(value)} <= {*spans(DOCS["inspect.md"])}


def test_every_form_and_state_of_a_question_is_explained() -> None:
    explained = {
        each.head[0]: {word for row in each.rows for word in coded(row[0])}
        for each in tables(DOCS["inspect.md"])
    }
    assert explained["form"] == {*get_args(QuestionForm)}
    assert explained["`state`"] == {*get_args(values.QuestionState)}


def test_the_keys_of_coverage_are_mentioned() -> None:
    with disk.session(ROOT / "fixtures/demo") as session:
        found = measured(session)
    compared = change(found, found, "main")
    value = json.loads(as_json(found, compared))
    keys = {*value, *value["since"], *value["notes"][0]}
    assert keys <= {*spans(DOCS["coverage.md"])}


def test_every_result_of_a_link_is_explained() -> None:
    source = inspect.getsource(links)
    words = {"no-link", *re.findall(r'return \(?\s*"([a-z-]+)",\s*f?"', source)}
    table = next(each for each in tables(DOCS["inspect.md"]) if each.head[0] == "value")
    assert {word for row in table.rows for word in coded(row[0])} == words


def test_every_reason_not_to_judge_a_link_is_explained() -> None:
    table = next(each for each in tables(DOCS["sites.md"]) if each.head[0] == "reason")
    assert {coded(row[0])[0].split(" ")[0] for row in table.rows} == {*get_args(Reason)}


def _keys(value: type) -> Iterable[str]:
    return value._fields  # type: ignore[attr-defined,no-any-return]


def test_history_gives_the_constants_of_the_code() -> None:
    text = DOCS["history.md"]
    weights = next(each for each in tables(text) if each.head[0] == "evidence").rows
    real = {
        "name": similarity.NAME,
        "text": similarity.TEXT,
        "place": similarity.PLACE,
        "new": similarity.NEW,
    }
    assert {row[0]: float(row[1]) for row in weights} == real
    for words in (
        f"at least {similarity.CONTAINED}",
        f"scores {similarity.LIKELY} or more",
        f"{similarity.SAFE} or more, {similarity.SAFE_LEAD} ahead",
        f"below {similarity.FAINT} ",
        f"{MOST_COMMITS:,} commits",
    ):
        assert words in flat(text), words


def seconds(cell: str) -> float:
    """A time in a benchmark table; 0 if it is the same as cold."""
    m = re.search(r"[\d.]+", cell)
    return 0.0 if m is None else float(m[0])


def test_performance_sums_up_its_tables() -> None:
    text = DOCS["performance.md"]
    prose = flat(text)
    m = re.search(r"takes ([\d.]+) to ([\d.]+) times as long as rumdl", prose)
    assert m is not None
    rows = [row for table in tables(text) for row in table.rows if table.head[0] == "relative time"]
    cold = [float(row[1]) for row in rows if row[0].endswith("÷ rumdl")]
    assert (float(m[1]), float(m[2])) == (min(cold), max(cold))
    for table in tables(text):
        if table.head[:3] == ["tool", "cold", "warm"]:
            times = {row[0]: [seconds(cell) for cell in row[1:4]] for row in table.rows}
            own = times["recall-lint, pyromark"]
            others = [time for name, time in times.items() if not name.startswith("recall-lint")]
            # A tool without a cache is never warm.
            best = min(warm or cold for cold, warm, _ in others)
            is_small = best < 0.1
            assert own[1] < best or is_small
            assert 1.5 < own[2] / own[1] < 2.5
    assert sum(tool.npm for tool in TOOLS) == 2
    assert f"above {growth.MOST_EXPONENT} and the time above {growth.FEWEST_SECONDS} s" in prose
    kinds = re.search(r"more than (\d+) kinds of text", prose)
    assert kinds is not None
    assert len(growth.FAMILIES) > int(kinds[1])
