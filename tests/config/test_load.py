"""Configuration files → Config, and error messages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from recall_lint.base.config import SURFACES, Choice, Config, ConfigError, is_recall_page, matcher
from recall_lint.config.load import (
    config_file,
    fields,
    find_root,
    load,
    load_named,
    may_configure,
    notebooks_below,
)
from recall_lint.slugs import BY_NAME


def write(folder: Path, text: str, name: str = ".recall-lint.toml") -> str:
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


def test_no_file_is_the_default() -> None:
    assert load(None) == Config()


def test_own_file(tmp_path: Path) -> None:
    config = load(write(tmp_path, 'recall = ["Q/"]\nplaceholder-patterns = ["x+"]\n'))
    assert config.recall == ("Q/",)
    assert config.placeholder_patterns == ("x+",)


def test_pyproject(tmp_path: Path) -> None:
    text = '[tool.recall-lint]\nignore = ["RL3"]\n'
    assert load(write(tmp_path, text, "pyproject.toml")).ignore == ("RL3",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("recal = []", "unknown key `recal`; did you mean `recall`?"),
        ("zzz = []", "unknown key `zzz`; expected one of notes, recall"),
        ("recall = 'Q/'", "`recall` must be a list of strings"),
        ("baseline = ['a']", "`baseline` must be a file name, not ['a']"),
        ("engine = 'rust'", "unknown key `engine`"),
        ("recall = [1]", "`recall` must contain non-empty strings, not 1"),
        ("placeholder-patterns = ['(']", "`placeholder-patterns`: invalid regular expression '('"),
        ("recall = [", "invalid TOML"),
        ("extend-selct = []", "unknown key `extend-selct`; did you mean `extend-select`?"),
        ("extend-select = 'RL1'", "`extend-select` must be a list of strings, not 'RL1'"),
        ("fail-on = 'info'", "`fail-on` must be one of error, warning, never, not 'info'"),
        ("fail-on = ['error']", "`fail-on` must be one of error, warning, never, not ['error']"),
        (
            "per-file-ignores = ['a']",
            "`per-file-ignores` must be a table that maps patterns to lists",
        ),
        ("per-file-ignores = {a = 'RL1'}", "`per-file-ignores` for 'a' must be a list of strings"),
        ("per-file-ignores = {a = ['']}", "`per-file-ignores` for 'a' must contain non-empty"),
        ("per-file-ignores = {a = {b = []}}", "`per-file-ignores` for 'a' must be a list"),
        ("per-file-ignores = {'!' = ['RL1']}", "`per-file-ignores`: invalid gitignore pattern '!'"),
        (
            "per-file-ignores = {'!!' = ['RL1']}",
            "`per-file-ignores`: invalid gitignore pattern '!'",
        ),
        ('exclude = ["!"]', "`exclude`: invalid gitignore pattern '!'"),
        ('surfaces = ["githb"]', "`surfaces`: unknown surface `githb`; did you mean `github`?"),
    ],
)
def test_errors_name_the_file_the_key_and_the_way_out(
    tmp_path: Path, text: str, words: str
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "[tool]\nrecall-lint = {ignore = ['RL3']}",
        "tool.recall-lint.ignore = ['RL3']",
        '["tool".recall-lint]\nignore = ["RL3"]',
        "\ufeff[tool.recall-lint]\nignore = ['RL3']",
    ],
)
def test_every_way_to_write_the_table(tmp_path: Path, text: str) -> None:
    file = write(tmp_path, text, "pyproject.toml")
    assert config_file(str(tmp_path)) == file
    assert load(file).ignore == ("RL3",)


def test_a_table_of_another_name_is_another_tool_s(tmp_path: Path) -> None:
    write(tmp_path, "[tool.recall-lint-x]\na = 1\n", "pyproject.toml")
    assert config_file(str(tmp_path)) is None


def test_rules_that_some_files_are_spared(tmp_path: Path) -> None:
    text = '[per-file-ignores]\n"Drafts/" = ["RL2", "missing-section", "RL2"]\n"!a.md" = []\n'
    config = load(write(tmp_path, text))
    assert config.per_file_ignores == (("Drafts/", ("RL2", "missing-section")), ("!a.md", ()))


def test_a_file_that_is_named_must_hold_a_configuration(tmp_path: Path) -> None:
    file = write(tmp_path, 'ignore = ["RL3"]', "other.toml")
    assert load_named(file) == Config(ignore=("RL3",))
    assert fields(file) == {"ignore"}
    with pytest.raises(ConfigError, match=r"has no `\[tool\.recall-lint\]` table"):
        load_named(write(tmp_path, "[tool.other]", "pyproject.toml"))
    with pytest.raises(ConfigError, match=r"failed to read .*gone\.toml: No such file"):
        load_named(str(tmp_path / "gone.toml"))
    with pytest.raises(ConfigError, match=r"failed to read .*: Is a directory"):
        load_named(str(tmp_path))


def test_patterns_with_flags_and_groups_of_their_own(tmp_path: Path) -> None:
    text = "placeholder-patterns = ['(?i)todo', '(?i)later', '(?P<a>x)', '(?P<a>y)']"
    assert len(load(write(tmp_path, text)).placeholder_patterns) == 4


def test_a_table_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="must be a table"):
        load(write(tmp_path, "[tool]\nrecall-lint = 1", "pyproject.toml"))


def test_the_root_is_the_nearest_folder_with_a_configuration_or_git(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    assert find_root(str(deep)) == str(tmp_path)
    write(tmp_path / "a", "[tool.other]", "pyproject.toml")
    assert find_root(str(deep)) == str(tmp_path)
    write(tmp_path / "a", "[tool.recall-lint]", "pyproject.toml")
    assert find_root(str(deep)) == str(tmp_path / "a")
    own = write(tmp_path / "a" / "b", "")
    assert find_root(str(deep / "gone.md")) == str(tmp_path / "a" / "b")
    assert config_file(str(tmp_path / "a" / "b")) == own


def test_a_folder_of_which_nothing_is_said_has_no_root(tmp_path: Path) -> None:
    assert find_root(str(tmp_path)) is None


def test_patterns_are_gitignore_patterns() -> None:
    matches = matcher(("Notes/", "!Notes/keep.md", "*.draft.md"))
    assert [matches(p) for p in ("Notes/a.md", "x/Notes/a.md", "b.draft.md", "c.md")] == [
        True,
        True,
        True,
        False,
    ]
    assert not matcher(())("a.md")


def test_every_dialect_can_be_chosen() -> None:
    assert list(SURFACES) == list(BY_NAME)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("Recall/Cells.md", True),
        ("notes/recall/cells.md", True),
        ("3_Cells_Recall.md", True),
        ("CellsRecall.md", True),
        ("RECALL.md", True),
        ("recall-1.md", True),
        ("Recall/README.md", False),
        ("recall/index.md", False),
        ("recalloc.md", False),
        ("purecall-handler.md", False),
        ("Recalls/Cells.md", False),
        ("totalrecall.md", False),
    ],
)
def test_a_recall_page_has_the_word(path: str, is_one: bool) -> None:
    assert is_recall_page(path) is is_one


SITES = """
[[sites]]
generator = "mdbook"
root = "guide/"
static = ["guide/files"]
base = "/handbook"
"""


def test_sites(tmp_path: Path) -> None:
    file = tmp_path / ".recall-lint.toml"
    file.write_text(SITES)
    chosen = Choice("mdbook", "guide", None, ("guide/files",), "/handbook")
    assert load(str(file)).sites == (chosen,)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ('sites = "mdbook"', "`sites` must be an array of tables (`[[sites]]`)"),
        ("[[sites]]", "`generator` must be one of "),
        ('[[sites]]\ngenerator = "mdbok"', "`generator` must be one of "),
        ('[[sites]]\ngenerator = "mdbook"\nrot = "x"', "unknown key `rot`; did you mean `root`?"),
        ('[[sites]]\ngenerator = "mdbook"\nbase = 3', "`base` must be a string, not 3"),
        ('[[sites]]\ngenerator = "mdbook"\nstatic = "x"', "`static` must be a list of strings"),
    ],
)
def test_sites_that_cannot_be_used(tmp_path: Path, table: str, problem: str) -> None:
    file = tmp_path / ".recall-lint.toml"
    file.write_text(table)
    with pytest.raises(ConfigError, match=re.escape(problem)):
        load(str(file))


def test_folders_below_with_a_configuration_are_notebooks(tmp_path: Path) -> None:
    files = {
        ".recall-lint.toml": "",
        "a/.recall-lint.toml": "",
        "a/b/.recall-lint.toml": "",
        "a-b/pyproject.toml": "[tool.recall-lint]\n",
        "other/pyproject.toml": "[tool.other]\n",
        "broken/pyproject.toml": "[tool\n",
        "c/d/.recall-lint.toml": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    names = [*filter(may_configure, [*files, "a/x.md", "gone/.recall-lint.toml"])]
    assert ".recall-lint.toml" not in names
    assert notebooks_below(str(tmp_path), names) == ["a", "a-b", "c/d"]
