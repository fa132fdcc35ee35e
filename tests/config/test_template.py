"""A notebook → its first configuration, as written by `recall-lint init`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from recall_lint.base.config import matcher
from recall_lint.cli import main
from recall_lint.config import template
from recall_lint.config.load import KEYS, load
from tests.disk import session
from tests.literate import ROOT, make_notebook

SNAPSHOTS = ROOT / "tests" / "snapshots"

PAGE = "1. What? [Reread](../Notes/A.md)\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["init", *arguments], prog_name="recall-lint")


def make(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "Notes/A.md": "# A\nText.\n",
        "Notes/deep/B.md": "# B\nText.\n",
        "README.md": "# Notes\n",
        "Recall/A.md": PAGE,
        "Notes/B_Recall.md": PAGE,
        "_config.yml": "",
    }
    make(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_snapshots(host: str, folder: Path, snapshot: Any) -> None:
    if host == "gitlab":
        make(folder, {".gitlab-ci.yml": ""})
    result = run()
    assert result.exit_code == 0
    assert not (folder / ".recall-lint_cache").exists()
    said = result.stderr.replace(str(folder), "FOLDER")
    written = (folder / ".recall-lint.toml").read_text("utf-8")
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(
        f"{written}--- stderr\n{said}--- stdout\n{result.stdout}", f"init-{host}.txt"
    )


def test_the_configuration_means_what_was_found(folder: Path) -> None:
    before = session(folder).notebook
    assert run("Notes").exit_code == 0
    config = load(str(folder / ".recall-lint.toml"))
    after = session(folder, config=config).notebook
    assert after.recall_pages == before.recall_pages == ("Notes/B_Recall.md", "Recall/A.md")
    assert after.notes == before.notes
    assert after.surfaces.dialects == before.surfaces.dialects


def test_every_key_is_there_and_may_be_uncommented(folder: Path) -> None:
    run()
    text = (folder / ".recall-lint.toml").read_text("utf-8")
    uncommented = re.sub(r"^# (?=[a-z-]+ = )", "", text, flags=re.MULTILINE)
    assert set(tomllib.loads(uncommented)) == set(KEYS)
    (folder / ".recall-lint.toml").write_text(uncommented, "utf-8")
    load(str(folder / ".recall-lint.toml"))


@pytest.mark.parametrize(
    ("file", "text"),
    [(".recall-lint.toml", ""), ("pyproject.toml", "[tool.recall-lint]\n")],
)
def test_what_is_there_is_not_overwritten(folder: Path, file: str, text: str) -> None:
    make(folder, {file: text})
    result = run("Notes/deep")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{folder / file} already exists" in result.stderr
    assert (folder / file).read_text() == text


def test_a_link_to_nowhere_is_not_written_through(folder: Path) -> None:
    (folder / ".recall-lint.toml").symlink_to(folder / "elsewhere.toml")
    result = run()
    assert result.exit_code == 2
    assert ".recall-lint.toml already exists" in result.stderr
    assert not (folder / "elsewhere.toml").exists()


def test_a_folder_that_cannot_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("recall_lint.sources.writing.open", refuse, raising=False)
    make(folder, {"Recall/A.md": ""})
    assert ".recall-lint.toml: Permission denied" in run().stderr


def test_without_recall_pages_the_way_out_is_said(tmp_path: Path) -> None:
    make(tmp_path, {"Notes/A.md": "# A\n"})
    assert run(str(tmp_path)).exit_code == 0
    text = (tmp_path / ".recall-lint.toml").read_text()
    assert '# recall = ["/Questions/", "*-quiz.md"]' in text
    assert tomllib.loads(text) == {}


def test_a_name_that_would_be_more_than_a_comment() -> None:
    text = template.configuration(make_notebook({}), ["docusaurus.config.\nselect = []"])
    assert "select" not in tomllib.loads(text)


names = st.text(
    st.characters(codec="utf-8", exclude_characters="/\0") | st.sampled_from("*?[]!#\\ \x7f\udcff"),
    min_size=1,
).filter(lambda name: name not in (".", ".."))


@given(st.lists(st.tuples(names, st.sampled_from(["Recall", "recall", "x"]), names), max_size=5))
def test_roles_are_kept_whatever_files_are_called(parts: list[tuple[str, str, str]]) -> None:
    paths = {f"{a}/{b}/{c}.md" for a, b, c in parts} | {f"{a} {b}{c}.md" for a, b, c in parts}
    notebook = make_notebook(dict.fromkeys(paths, PAGE))
    table = tomllib.loads(template.configuration(notebook, []))
    matches = matcher(tuple(table.get("recall", ())))
    assert {path for path in paths if matches(path)} >= set(notebook.recall_pages)
    if not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "".join(paths)):
        assert {path for path in paths if matches(path)} == set(notebook.recall_pages)
