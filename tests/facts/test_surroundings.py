"""The repository around a notebook → its files and documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recall_lint.base.tree import Absent, Exact, Foreign, OtherCase, Place
from recall_lint.facts.surroundings import Surroundings, mark, packed, unpacked
from recall_lint.sources.work_tree import Folder
from tests.history.test_history import Repo


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    """The files around the notebook `docs/notes`."""
    (tmp_path / "secret.md").write_text("# Secret\n")
    repo = Repo(tmp_path / "repository")
    repo.commit({"README.md": "# A\n", "docs/index.md": "# B\n", "docs/notes/a.md": "# C\n"})
    repo.write({"new.md": "# D\n"})
    (repo.root / "secret.md").symlink_to("../secret.md")
    return Surroundings(Folder(str(repo.root)), "docs/notes")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("../index.md", Exact("../index.md", folder=False, tracked=True)),
        ("../../README.md", Exact("../../README.md", folder=False, tracked=True)),
        ("../../readme.MD", OtherCase("../../README.md")),
        ("../../new.md", Exact("../../new.md", folder=False, tracked=False)),
        ("../../docs", Exact("..", folder=True, tracked=True)),
        ("../..", Exact("../..", folder=True, tracked=True)),
        ("../gone.md", Absent()),
        ("../../../secret.md", Foreign()),
        ("../../../repository/README.md", Foreign()),
    ],
)
def test_find(around: Surroundings, path: str, place: Place) -> None:
    found = around.find(path)
    assert found == place
    assert unpacked(json.loads(json.dumps(packed(found)))) == place


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("../../README.md", b"# A\n"),
        ("../../new.md", b"# D\n"),
        ("../../gone.md", None),
        ("../..", None),
        ("../../secret.md", None),
        ("../../../secret.md", None),
    ],
)
def test_read(around: Surroundings, path: str, data: bytes | None) -> None:
    assert around.read(path) == data
    assert around.count_lines(path) == (None if data is None else 1)


def test_marks_differ() -> None:
    assert len({mark(data) for data in (None, b"", b"a", b"b")}) == 4
