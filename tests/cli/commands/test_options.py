"""The options of `check` as one value."""

from __future__ import annotations

from recall_lint.cli.commands import check
from recall_lint.cli.commands._options import Options


def test_each_option_has_its_field() -> None:
    assert Options._fields == tuple(each.name for each in check.command.params)
