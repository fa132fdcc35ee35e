"""The oldest versions of the dependencies → whether they give the same reports.

    python -m tests.lower_bounds

installs them in an environment of their own, and compares what both say of the demo.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
import venv
from typing import Final

from tests.literate import FIXTURES, ROOT

LINES: Final = (
    ("check", "-f", "json", "--no-cache"),
    ("check", "--diff", "--unsafe-fixes", "--no-cache"),
    ("questions", "--format", "csv"),
    ("coverage",),
    ("sites",),
    ("show", "Notes/Stars.md"),
)


def oldest() -> list[str]:
    """The lowest version of each dependency."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [each.partition(",")[0].replace(">=", "==") for each in project["dependencies"]]


def told(python: str, line: tuple[str, ...]) -> str:
    done = subprocess.run(
        [python, "-m", "recall_lint", *line],
        cwd=FIXTURES / "demo",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return f"{done.returncode}\n{done.stdout}"


def main() -> int:
    """Compare, and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = os.path.join(folder, "bin", "python")
        subprocess.run([python, "-m", "pip", "install", "-q", *oldest()], check=True)
        wrong = [line for line in LINES if told(python, line) != told(sys.executable, line)]
    for line in wrong:
        print("differs with the oldest versions:", *line)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
