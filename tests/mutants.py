"""Small errors put into a room → how many of them its tests notice.

    python -m tests.mutants slugs [history ...] [--number N] [--seed S]

N random mutants of each room are tried, each in a copy of the project: by the tests that reach the
line, the shortest first, until one fails. Printed are those that none noticed and the share of the
others; the seed repeats a run. `tests/mutants.md` has what was counted, and why some are left.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import coverage
import pytest

from tests.literate import ROOT

ROOMS: Final = ("slugs", "sites", "notebook", "history", "fixes", "rules", "answers")
_TESTS: Final = (
    *(f"tests/{room}" for room in (*ROOMS, "base", "inspection", "linter", "questions")),
    "tests/facts/test_result_cache.py",
)
_LONGEST: Final = 60.0
"""Seconds of a test that is worth its time."""
_PATIENCE: Final = 120
"""Seconds after which a mutant counts as noticed: it does not end."""
_FIRST: Final = ("hypothesis", "mistune", "pyromark", "yaml", "tree_sitter_typescript", "jinja2")
"""What is loaded once for all."""

_OPERATORS: Final[dict[type[ast.AST], ast.AST]] = {
    ast.Lt: ast.LtE(), ast.LtE: ast.Lt(), ast.Gt: ast.GtE(), ast.GtE: ast.Gt(),
    ast.Eq: ast.NotEq(), ast.NotEq: ast.Eq(), ast.Is: ast.IsNot(), ast.IsNot: ast.Is(),
    ast.In: ast.NotIn(), ast.NotIn: ast.In(), ast.And: ast.Or(), ast.Or: ast.And(),
    ast.Add: ast.Sub(), ast.Sub: ast.Add(), ast.Mult: ast.Add(), ast.FloorDiv: ast.Mult(),
    ast.Div: ast.Mult(), ast.Mod: ast.Mult(), ast.BitOr: ast.BitAnd(), ast.BitAnd: ast.BitOr(),
}  # fmt: skip


class Mutant(NamedTuple):
    """A text in place of some bytes of a module."""

    path: str
    line: int
    start: int
    end: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.before} → {self.after}"


class _Finder(ast.NodeVisitor):
    """The mutants of one module."""

    def __init__(self, path: str, data: bytes) -> None:
        self.found: list[Mutant] = []
        self._path = path
        self._data = data
        self._starts = [0]
        for line in data.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self.visit(ast.parse(data))

    def _add(self, node: Any, after: str) -> None:
        start = self._starts[node.lineno - 1] + node.col_offset
        end = self._starts[node.end_lineno - 1] + node.end_col_offset
        before = self._data[start:end].decode()
        if before != after:
            self.found.append(Mutant(self._path, node.lineno, start, end, before, after))

    def _swap(self, node: Any, name: str, operator: ast.AST) -> None:
        if (other := _OPERATORS.get(type(operator))) is not None:
            before = getattr(node, name)
            setattr(node, name, [other, *before[1:]] if isinstance(before, list) else other)
            after = f"({ast.unparse(node)})"
            setattr(node, name, before)
            self._add(node, after)

    # What is no code of its own.

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for each in (*node.args.defaults, *filter(None, node.args.kw_defaults), *_code(node)):
            self.visit(each)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for each in _code(node):
            self.visit(each)

    def visit_Module(self, node: ast.Module) -> None:
        for each in _code(node):
            self.visit(each)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._add(node, '""')

    # What is.

    def visit_Compare(self, node: ast.Compare) -> None:
        self._swap(node, "ops", node.ops[0])
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        self._swap(node, "op", node.op)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        self._swap(node, "op", node.op)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        self._add(node, f"({ast.unparse(node.operand)})")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        match node.value:
            case bool():
                self._add(node, repr(not node.value))
            case int() | float():
                self._add(node, repr(node.value + 1))
            case str():
                self._add(node, repr(f"XX{node.value}"))
            case bytes():
                self._add(node, repr(b"XX" + node.value))

    def visit_If(self, node: ast.If) -> None:
        if ast.unparse(node.test) != "TYPE_CHECKING":
            self._turn(node)

    def _turn(self, node: ast.If | ast.While | ast.IfExp) -> None:
        self._add(node.test, f"(not ({ast.unparse(node.test)}))")
        self.generic_visit(node)

    visit_While = visit_IfExp = _turn  # noqa: N815

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for each in node.ifs:
            self._add(each, f"(not ({ast.unparse(each)}))")
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None:
            self._add(node, "return None")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._add(node.value, "None")
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._add(node, "pass")
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self._add(node, "pass")
        self.generic_visit(node)

    def visit_Continue(self, node: ast.Continue) -> None:
        self._add(node, "break")

    def visit_Break(self, node: ast.Break) -> None:
        self._add(node, "continue")


def _code(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> Iterator[ast.stmt]:
    """What stands in a body, without texts that only people read, and what stubs have."""
    for each in node.body:
        if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)):
            yield each


def mutants(root: Path, room: str) -> list[Mutant]:
    """All mutants of a room of a project."""
    found: list[Mutant] = []
    for file in sorted((root / "recall_lint" / room).glob("*.py")):
        found += _Finder(file.relative_to(root).as_posix(), file.read_bytes()).found
    return found


class _Durations:
    """A pytest plug-in: how long each test took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration


class _Chosen:
    """A pytest plug-in: only some tests, in an order."""

    def __init__(self, names: Sequence[str]) -> None:
        self._order = {name: number for number, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._order),
            key=lambda item: self._order[item.nodeid],
        )


class Reached:
    """Which tests reach each line, the shortest first."""

    def __init__(self, copy: Path) -> None:
        file = str(copy / ".coverage")
        durations = copy / "durations.json"

        def run() -> int:
            plugin = _Durations()
            options = ("--cov=recall_lint", "--cov-context=test", "--cov-report=", *_TESTS)
            code = pytest.main([*_QUIET, *options], plugins=[plugin])
            durations.write_text(json.dumps(plugin.seconds))
            return int(code)

        if _in_copy(copy, run, 3_600) != 0:
            said = (copy / "output").read_text().splitlines()
            raise SystemExit("\n".join([*said[-30:], "the tests fail without a mutant"]))
        self._seconds: dict[str, float] = json.loads(durations.read_text())
        self._data = coverage.CoverageData(file)
        self._data.read()
        self._copy = copy
        self._lines: dict[str, dict[int, list[str]]] = {}

    def by(self, mutant: Mutant) -> list[str]:
        """The tests that reach a mutant."""
        path = mutant.path
        if path not in self._lines:
            self._lines[path] = self._data.contexts_by_lineno(str(self._copy / path))
        lines = self._lines[path]
        names = {name.rpartition("|")[0] for name in lines.get(mutant.line, ())}
        if "" in names:
            # Reached when the module is loaded: whoever reaches any of it may notice.
            names = {name.rpartition("|")[0] for each in lines.values() for name in each}
        known = (name for name in names if self._seconds.get(name, _LONGEST) < _LONGEST)
        return sorted(known, key=lambda name: (self._seconds[name], name))


_QUIET: Final = (
    *("-q", "-x", "--no-header", "-p", "no:cacheprovider"),
    # What is loaded once for all need not be rewritten.
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)


def _in_copy(copy: Path, work: Callable[[], int], seconds: float) -> int | None:
    """The exit code of some work in a process of its own; None if its time was over."""
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            os.chdir(copy)
            sys.dont_write_bytecode = True
            sys.path[:] = [str(copy), *(p for p in sys.path if p not in ("", str(ROOT)))]
            for name in [*sys.modules]:
                if name.partition(".")[0] in ("tests", "recall_lint"):
                    del sys.modules[name]
            os.environ |= {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
            with open("output", "w") as output:
                os.dup2(output.fileno(), 1)
                os.dup2(output.fileno(), 2)
            os._exit(work())
        except BaseException:  # noqa: BLE001 - it is this process that ends
            traceback.print_exc()
        finally:
            os._exit(70)
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def is_noticed(mutant: Mutant, copy: Path, tests: Sequence[str]) -> bool:
    """Whether some test fails with a mutant."""
    if not tests:
        return False
    file = copy / mutant.path
    data = file.read_bytes()
    for old in (file.parent / "__pycache__").glob(f"{file.stem}.*"):
        old.unlink()
    file.write_bytes(data[: mutant.start] + mutant.after.encode() + data[mutant.end :])
    files = sorted({name.partition("::")[0] for name in tests})
    try:
        code = _in_copy(
            copy,
            lambda: int(pytest.main([*_QUIET, *files], plugins=[_Chosen(tests)])),
            _PATIENCE,
        )
        return code != 0
    finally:
        file.write_bytes(data)


def _copy_to(folder: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "recall_lint", "tests"], cwd=folder, check=True
    )


def main() -> int:
    """Print what no test noticed, and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rooms", nargs="+", choices=ROOMS)
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name in _FIRST:
        importlib.import_module(name)
    left = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(os.path.realpath(folder))
        _copy_to(copy)
        reached = Reached(copy)
        for room in options.rooms:
            every = mutants(copy, room)
            chosen = random.Random(options.seed).sample(every, min(options.number, len(every)))
            survivors = 0
            for mutant in chosen:
                tests = reached.by(mutant)
                if not is_noticed(mutant, copy, tests):
                    survivors += 1
                    print(f"{mutant} ({len(tests)} tests)", flush=True)
            share = 1 - survivors / len(chosen)
            print(f"{room}: {len(chosen)} of {len(every)} mutants, {share:.1%} noticed", flush=True)
            left += survivors
    return int(bool(left))


if __name__ == "__main__":
    sys.exit(main())
