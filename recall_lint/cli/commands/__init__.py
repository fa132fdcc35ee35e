"""The commands, one per module; a run loads only its own."""

from __future__ import annotations

from importlib import import_module
from typing import Final

import click

NAMES: Final = (
    "check",
    "baseline",
    "rename",
    "impact",
    "questions",
    "answer",
    "coverage",
    "report",
    "server",
    "show",
    "explain",
    "sites",
    "rule",
    "init",
    "clean",
)
"""In reading order."""


def load(name: str) -> click.Command:
    """Load the command of this name."""
    command = import_module(f"recall_lint.cli.commands.{name}").command
    assert isinstance(command, click.Command)
    command.name = name
    return command
