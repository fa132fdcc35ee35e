"""The fixes of notebooks → their files, standard output or a patch, and the messages about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from recall_lint.base.text import count
from recall_lint.cli.commands._common import unified
from recall_lint.cli.commands._options import Options
from recall_lint.cli.commands._outcome import CheckedNotebook, Outcome, Patch
from recall_lint.cli.commands._stdin import StdinText
from recall_lint.cli.console import write
from recall_lint.fixes.apply import ChosenFix


def make(
    notebooks: Sequence[CheckedNotebook], options: Options, given: StdinText | None
) -> Patch | None:
    """Print the fixes as a patch, or apply them to the text from standard input or to the files."""
    proposed = [each.propose(unsafe=options.unsafe_fixes).texts for each in notebooks]
    if options.diff:
        patch, notices = unified(
            (each.naming, each.report, texts)
            for each, texts in zip(notebooks, proposed, strict=True)
        )
        # Invalid UTF-8 is left unchanged, or the patch would not apply.
        write(patch, errors="surrogateescape")
        return Patch(patch, notices)
    if given is not None:
        write(proposed[0].get(given.path or "", given.text), errors="surrogateescape")
        notebooks[0].report_as_fixed()
    else:
        for each in notebooks:
            each.write()
    return None


def messages(outcome: Outcome, options: Options) -> Iterator[str]:
    """The messages about the fixes of all notebooks."""
    problems = files = 0
    for each in outcome.notebooks:
        fix_result, name = each.fix_result, each.naming.for_people
        assert fix_result is not None, "fixes were made"
        for step, reason in fix_result.refused:
            place = _place(step, name)
            yield f"recall-lint: note: not fixed: {place}: {step.fix.title}: {reason}"
        if options.show_fixes:
            for step in fix_result.applied:
                yield f"{_place(step, name)}: {step.fix.title}"
        problems += len(fix_result.applied)
        files += len(fix_result.texts)
    done = "would fix" if options.diff else "fixed"
    yield f"{done} {count(problems, 'problem')} in {count(files, 'file')}"


def _place(step: ChosenFix, name: Callable[[str], str]) -> str:
    path = name(step.diagnostic.problem.path)
    return f"{path}: {step.diagnostic.code} {step.diagnostic.name}"
