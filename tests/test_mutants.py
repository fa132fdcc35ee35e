"""Small errors → where they are put, and who notices them."""

from __future__ import annotations

from pathlib import Path

from tests.mutants import Mutant, mutants

TEXT = '''"""Words."""
from typing import Final
MOST: Final = 3
def first(é: list[int], most: int = MOST) -> str:
    """More words."""
    if é and len(é) < most:
        return f"{é[0]}"
    return "none"
'''


def test_each_is_one_error_in_the_code(tmp_path: Path) -> None:
    (tmp_path / "recall_lint/slugs").mkdir(parents=True)
    file = tmp_path / "recall_lint/slugs/a.py"
    file.write_text(TEXT, "utf-8")
    found = mutants(tmp_path, "slugs")
    assert [(each.line, each.before, each.after) for each in found] == [
        (3, "3", "4"),
        (6, "é and len(é) < most", "(not (é and len(é) < most))"),
        (6, "é and len(é) < most", "(é or len(é) < most)"),
        (6, "len(é) < most", "(len(é) <= most)"),
        (7, 'return f"{é[0]}"', "return None"),
        (7, 'f"{é[0]}"', '""'),
        (8, 'return "none"', "return None"),
        (8, '"none"', "'XXnone'"),
    ]
    data = TEXT.encode()
    for each in found:
        assert data[each.start : each.end].decode() == each.before
        compile(mutated(data, each), "a.py", "exec")


def mutated(data: bytes, mutant: Mutant) -> bytes:
    return data[: mutant.start] + mutant.after.encode() + data[mutant.end :]
