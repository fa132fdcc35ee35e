"""Two installations over the same folders: `python -m benchmarks.same OLD NEW FOLDER...`.

OLD and NEW are recall-lint commands, such as `old/.venv/bin/recall-lint`. Each
checks every folder without a cache, and what they report as JSON is compared.
Prints a line for each folder, what differs below it, and ends with 1 if
anything does.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from typing import Any

MOST = 10
"""Maximum number of differences to show."""


def report(command: str, folder: str) -> dict[str, Any]:
    """What a command reports on a folder."""
    program = os.path.abspath(command) if os.sep in command else command
    arguments = [program, "check", "--no-cache", "--format", "json", "."]
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{command} in {folder}: ended with {done.returncode}: {done.stderr.strip()}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """The problems that are only in one of two reports, as lines."""
    lines = []
    for mark, one, other in (("-", old, new), ("+", new, old)):
        others = {json.dumps(problem, sort_keys=True) for problem in other["diagnostics"]}
        for problem in one["diagnostics"]:
            if json.dumps(problem, sort_keys=True) not in others:
                where = f"{problem['path']}:{problem['line']}:{problem['column']}"
                lines.append(f"{mark} {where}: {problem['code']} {problem['message']}")
    if old["summary"] != new["summary"]:
        lines.append(f"the summaries differ: {old['summary']} and {new['summary']}")
    return lines


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("old")
    arguments.add_argument("new")
    arguments.add_argument("folders", nargs="+")
    options = arguments.parse_args()
    differs = False
    for folder in options.folders:
        old, new = report(options.old, folder), report(options.new, folder)
        lines = differences(old, new)
        print(f"{folder}: {len(new['diagnostics'])} problems, {len(lines)} differences")
        print("".join(f"  {line}\n" for line in lines[:MOST]), end="")
        differs = differs or bool(lines)
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main())
