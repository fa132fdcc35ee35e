"""Command line → exit code: 0 clean, 1 problems, 2 usage, configuration or unreadable input."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NoReturn

import click

from recall_lint import __version__, completion, outputs

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from recall_lint.mend import Mending, Step
    from recall_lint.report import Report
    from recall_lint.workspace import Session


class DefaultGroup(click.Group):
    """A group whose command `check` need not be named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {"--help", "--version"}
        if ctx.resilient_parsing and not args:
            # The shell asks what may come first.
            return super().parse_args(ctx, args)
        if not args or (args[0] not in self.commands and args[0] not in own):
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """The commands, and what `check` takes, for it need not be named."""
        commands = super().shell_complete(ctx, incomplete)
        with check.make_context("check", [], parent=ctx, resilient_parsing=True) as own:
            if incomplete.startswith("-"):
                return [*commands, *check.shell_complete(own, incomplete)]
            # bash forgets what stands before files, and finds them where nothing else fits.
            paths = next(each for each in check.params if each.name == "paths")
            return [*paths.shell_complete(own, incomplete), *commands]


@click.group(cls=DefaultGroup, context_settings={"help_option_names": ["--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _, wanted: _print_version(ctx) if wanted else None,
    help="Show the version and the engine in use, and exit.",
)
def main() -> None:
    """Check that every recall question leads to its answer.

    Without a command, `check` runs.
    """


_COLOR = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour; by default on a terminal, unless NO_COLOR is set.",
)


_OUTPUT_FORMAT = click.option(
    "--output-format",
    "-f",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)


_CACHE_DIR = click.option(
    "--cache-dir",
    envvar="RECALL_LINT_CACHE_DIR",
    type=click.Path(file_okay=False),
    metavar="FOLDER",
    show_envvar=True,
    help="Where to keep what the next run may use; by default in the notebook.",
)


@main.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=completion.files)
@click.option(
    "--format",
    "--output-format",
    "-f",
    "formats",
    multiple=True,
    callback=outputs.parse,
    shell_complete=outputs.complete,
    metavar="FORMAT[:FILE]",
    help="How problems are told, and in which file; may be given more than once.  "
    "[default: human; github in GitHub Actions]",
)
@click.option(
    "--output-file",
    "-o",
    metavar="FILE",
    help="Where the one format that has no FILE of its own goes.  [default: standard output]",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    help="Run these rules only.",
    shell_complete=completion.rules,
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    help="Do not run these rules.",
    shell_complete=completion.rules,
)
@click.option("--fix", is_flag=True, help="Mend what can be mended safely.")
@click.option("--unsafe-fixes", is_flag=True, help="Mend the rest, too, by each first candidate.")
@click.option("--diff", is_flag=True, help="Print what the fixes would change; write nothing.")
@click.option("--show-fixes", is_flag=True, help="Name every fix that was made.")
@click.option(
    "--history/--no-history",
    default=True,
    help="Ask git where a missing section went.  [default: history]",
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "mistune", "pyromark"]),
    help="What reads Markdown; by default the fastest that is installed.",
)
@_CACHE_DIR
@click.option(
    "--jobs",
    "-j",
    default="auto",
    metavar="NUMBER",
    callback=lambda ctx, _, value: _jobs(value),
    help="How many processes work; by default as many as pay.",
)
@click.option("--no-cache", is_flag=True, help="Take nothing over from earlier runs; keep nothing.")
@_COLOR
def check(
    paths: tuple[str, ...],
    formats: tuple[outputs.Output, ...],
    output_file: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    show_fixes: bool,
    history: bool,
    engine: str | None,
    cache_dir: str | None,
    jobs: int,
    no_cache: bool,
    color: str,
) -> None:
    """Report the links that lead nowhere, and the questions that suffer from it.

    The whole notebook around PATH (default: the current folder) is read; the
    paths only choose which files' problems are reported. RULE is a code
    (RL102), a prefix of codes (RL1) or a name (missing-section), or several
    with commas between them. FORMAT is human, concise, json, sarif, github,
    gitlab, junit or rdjson.
    """
    started = time.perf_counter()
    if (unsafe_fixes or show_fixes) and not (fix or diff):
        _fail("`--unsafe-fixes` and `--show-fixes` go with `--fix` or `--diff`")
    wanted = outputs.chosen(formats, output_file, os.environ)
    with _session(
        paths or (".",),
        _split(select),
        _split(ignore),
        history=history,
        engine=engine,
        cache_dir=cache_dir,
        keep=not no_cache,
        jobs=jobs,
    ) as session:
        report = session.report()
        refused: list[str] = []
        mending = None
        if fix or diff:
            from recall_lint.mend import mend

            mending = mend(report, session.whole, unsafe=unsafe_fixes)
            if diff:
                changes = _diff(report, mending.texts)
                # Bytes that are no UTF-8 stay what they are, or the patch would not apply.
                _write(changes, errors="surrogateescape")
            else:
                written, refused = session.write(mending.texts)
                kept = [step for step in mending.applied if step.diagnostic.problem.path in written]
                mending = mending._replace(texts=written, applied=tuple(kept))
                report = session.report(written)
    if diff:
        wanted = tuple(output for output in wanted if output.file is not None)
    for output in wanted:
        if output.file is None:
            _write(output.render(report, color=_use_color(color), width=_width()))
        elif problem := output.write(report):
            refused.append(problem)
    for line in (*session.unreadable, *refused):
        _say(f"recall-lint: error: {line}")
    for line in session.notices(report):
        _say(f"recall-lint: note: {line}")
    if mending is not None:
        for line in _told(mending, named=show_fixes, wrote=not diff):
            _say(line)
    else:
        fixable = sum(any(fix.safe for fix in d.problem.fixes) for d in report.diagnostics)
        if fixable:
            _say(f"{_count(fixable, 'problem')} can be mended safely with `--fix`")
    _say(_summary(report, session.because, time.perf_counter() - started))
    if session.unreadable or refused:
        sys.exit(2)
    sys.exit(int(bool(changes if diff else report.diagnostics)))


@main.command()
@click.argument("path", default=".", shell_complete=completion.files)
@_CACHE_DIR
def clean(path: str, cache_dir: str | None) -> None:
    """Delete what earlier runs kept of the notebook around PATH."""
    from recall_lint import cache
    from recall_lint.config import ConfigError
    from recall_lint.workspace import common_root

    try:
        gone = cache.clean(common_root((path,)), cache_dir)
    except (ConfigError, OSError) as error:
        _fail(str(error))
    _say(f"deleted {gone[0]}" if gone else "nothing was kept")


@main.command()
@click.argument("section", metavar="NOTE#ANCHOR", shell_complete=completion.files)
@click.argument("heading")
@click.option("--diff", is_flag=True, help="Print what would change; write nothing.")
def rename(section: str, heading: str, diff: bool) -> None:
    """Give a section a new HEADING, and mend every link to it in the whole notebook.

    Links to sections that the change renumbers are mended as well. A heading
    that another section of the file has already is refused.
    """
    from recall_lint import mend
    from recall_lint import rename as renaming

    path, anchor = _section_argument(section)
    with _session((path,)) as session:
        notebook = session.notebook
        try:
            note = _notebook_path(session, path)
            edits = renaming.edits(notebook, note, renaming.find(notebook, note, anchor), heading)
        except renaming.RenameError as error:
            _fail(str(error))
        report = session.report()
        texts = mend.apply_edits(report, edits)
        if diff:
            _write(_diff(report, texts), errors="surrogateescape")
            sys.exit(int(bool(texts)))
        _, refused = session.write(texts)
    for line in refused:
        _say(f"recall-lint: error: {line}")
    if refused:
        sys.exit(2)
    _say(f"renamed, and mended {_count(len(edits) - 1, 'link')} in {_count(len(texts), 'file')}")


@main.command()
@click.argument("section", metavar="NOTE#ANCHOR", shell_complete=completion.files)
def impact(section: str) -> None:
    """List the questions and links that rest on a section."""
    from recall_lint import rename as renaming

    path, anchor = _section_argument(section)
    with _session((path,)) as session:
        notebook = session.notebook
        try:
            note = _notebook_path(session, path)
            found = list(renaming.dependents(notebook, note, renaming.find(notebook, note, anchor)))
        except renaming.RenameError as error:
            _fail(str(error))
    lines = []
    for origin, use in found:
        line, column = notebook.documents[origin].source.position(use.link.span.start)
        what = f"link: {use.link.text}"
        if use.question is not None:
            number = "" if use.question.number is None else f" {use.question.number}"
            what = f"question{number}: {use.question.text}"
        lines.append(f"{origin}:{line}:{column}: {what}\n")
    _write("".join(lines))
    questions = len({use.question for _, use in found if use.question is not None})
    _say(f"{_count(questions, 'question')} and {_count(len(found), 'link')} rest on {section}")


@main.command()
@click.argument("rules", nargs=-1, metavar="[RULE]...", shell_complete=completion.rules)
@click.option("--all", "all_", is_flag=True, help="Show the pages of all rules.")
@_OUTPUT_FORMAT
@_COLOR
def rule(rules: tuple[str, ...], all_: bool, output_format: str, color: str) -> None:
    """Show what a rule finds, why it hurts, and what to do.

    RULE is a code (RL102) or a name (missing-section). The page is Markdown
    where it does not go to a terminal.
    """
    from recall_lint import pages

    if all_ == bool(rules):
        _fail("name a rule, such as `recall-lint rule RL102`, or ask for `--all`")
    try:
        shown = pages.every() if all_ else [pages.find(word) for word in rules]
    except pages.UnknownRuleError as error:
        _fail(str(error))
    if output_format == "json":
        values = [pages.data(page) for page in shown]
        _write(_json(values if all_ or len(values) > 1 else values[0]))
    elif color == "always" or sys.stdout.isatty():
        _write(_colored("\n".join(map(pages.terminal, shown)), color))
    else:
        _write("\n".join(map(pages.markdown, shown)))


@main.command()
@click.argument("file", shell_complete=completion.files)
@_OUTPUT_FORMAT
@_COLOR
def show(file: str, output_format: str, color: str) -> None:
    """Show what a file holds: sections with their anchors, questions, and links."""
    from recall_lint import inspection
    from recall_lint.inspection import text

    with _session((file,)) as session:
        shown = inspection.outline(session.notebook, _document(session, file))
    if output_format == "json":
        _write(_json(inspection.data(shown)))
    else:
        _write(_colored(text.outline(shown), color))


@main.command()
@click.argument("place", metavar="FILE:LINE[:COLUMN]", shell_complete=completion.files)
@_OUTPUT_FORMAT
@_COLOR
def explain(place: str, output_format: str, color: str) -> None:
    """Explain each link of a line: what it means, what it reaches, what became of that.

    FILE:LINE:COLUMN, as reports have it, explains the link at that place alone.
    """
    from recall_lint import inspection
    from recall_lint.candidates import Finder
    from recall_lint.inspection import text

    file, line, column = _place_argument(place)
    with _session((file,), history=True) as session:
        notebook, trace = session.notebook, session.history.trace
        path = _document(session, file)
        finder = Finder(notebook, trace)
        try:
            found = inspection.explain(notebook, finder, trace, path, line, column)
        except inspection.InspectionError as error:
            _fail(f"{place}: {error}")
    for notice in session.history.notices:
        _say(f"recall-lint: note: {notice}")
    if output_format == "json":
        _write(_json(inspection.data(found)))
    else:
        _write(_colored(text.explanations(path, found), color))


@main.command()
@click.argument("folder", default=".", shell_complete=completion.files)
def init(folder: str) -> None:
    """Write a commented configuration for the notebook around FOLDER (default: the current one).

    It names the recall pages, the notes and the surfaces that were found. How to
    run recall-lint in pre-commit and in CI is printed, and nothing else written.
    """
    from recall_lint import files, starter
    from recall_lint.config import FILE_NAME, ConfigError, config_file
    from recall_lint.workspace import common_root

    try:
        existing = config_file(common_root((folder,)))
    except ConfigError as error:
        _fail(str(error))
    if existing is not None:
        _fail(f"{existing}: is there already; change it, or move it away first")
    with _session((folder,), keep=False) as session:
        notebook = session.notebook
        file = os.path.join(session.root, FILE_NAME)
        try:
            files.create(file, starter.configuration(notebook, session.because))
        except files.ChangedError as error:
            _fail(str(error))
        for line in session.unreadable:
            _say(f"recall-lint: note: {line}")
        _say(f"wrote {file}")
        _write(starter.snippets(notebook))


def _print_version(ctx: click.Context) -> NoReturn:
    from importlib.metadata import version

    from recall_lint.markdown.engines import engine

    _write(f"recall-lint {__version__} ({engine()} {version(engine())})\n")
    ctx.exit()


def _session(
    paths: tuple[str, ...],
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    *,
    history: bool = False,
    engine: str | None = None,
    cache_dir: str | None = None,
    keep: bool = True,
    jobs: int = 0,
) -> Session:
    from recall_lint.config import ConfigError
    from recall_lint.workspace import open_session

    try:
        return open_session(
            paths,
            select,
            ignore,
            history=history,
            engine=engine,
            keep=keep,
            cache_folder=cache_dir,
            jobs=jobs,
        )
    except ConfigError as error:
        _fail(str(error))


def _jobs(word: str) -> int:
    """A number of processes; 0 for as many as pay."""
    if word == "auto":
        return 0
    if not word.isdecimal() or not int(word):
        raise click.BadParameter(f"{word!r} is neither `auto` nor a number of processes.")
    return int(word)


def _section_argument(section: str) -> tuple[str, str]:
    path, separator, anchor = section.rpartition("#")
    if not separator or not path or not anchor:
        _fail(f"{section}: name a section as NOTE#ANCHOR, such as Notes/Optics.md#refraction")
    return path, anchor


def _place_argument(place: str) -> tuple[str, int, int | None]:
    match = re.fullmatch(r"(.+?):([1-9]\d*)(?::([1-9]\d*))?", place, re.DOTALL | re.ASCII)
    if match is None:
        _fail(f"{place}: name a place as FILE:LINE or FILE:LINE:COLUMN, such as Recall/Optics.md:7")
    return match[1], int(match[2]), int(match[3]) if match[3] else None


def _document(session: Session, file: str) -> str:
    """The notebook path of a document that the user named."""
    path = _notebook_path(session, file)
    if path not in session.notebook.documents:
        _fail(
            f"{file}: is no document of the notebook; those are its Markdown files that "
            "git does not ignore and `exclude` does not name"
        )
    return path


def _notebook_path(session: Session, path: str) -> str:
    full = os.path.realpath(path)
    return os.path.relpath(full, session.root).replace(os.sep, "/")


def _diff(report: Report, texts: Mapping[str, str]) -> str:
    from recall_lint.fixes import unified_diff

    return "".join(
        unified_diff(path, report.source(path).text, texts[path]) for path in sorted(texts)
    )


def _told(mending: Mending, *, named: bool, wrote: bool) -> Iterator[str]:
    """What became of the fixes."""
    for step, reason in mending.refused:
        yield f"recall-lint: note: not mended: {_place(step)}: {step.fix.title}: {reason}"
    if named:
        for step in mending.applied:
            yield f"{_place(step)}: {step.fix.title}"
    done = "mended" if wrote else "would mend"
    problems, files = len(mending.applied), len(mending.texts)
    yield f"{done} {_count(problems, 'problem')} in {_count(files, 'file')}"


def _place(step: Step) -> str:
    problem = step.diagnostic.problem
    return f"{problem.path}: {step.diagnostic.code} {step.diagnostic.name}"


def _fail(message: str) -> NoReturn:
    _say(f"recall-lint: error: {message}")
    sys.exit(2)


def _split(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w.strip() for word in words for w in word.split(",") if w.strip())


def _summary(report: Report, because: tuple[str, ...], seconds: float) -> str:
    counts = [
        _count(report.question_count, "question"),
        _count(report.link_count, "link"),
        _count(len(report.files), "file"),
    ]
    problems = len(report.diagnostics)
    found = _count(problems, "problem") if problems else "no problems"
    where = " and ".join(report.surfaces)
    if because:
        where += f" because of {' and '.join(because)}"
    counted = f"{', '.join(counts[:-1])} and {counts[-1]}"
    return f"{found} in {counted}, for {where} ({seconds:.2f} s)"


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _use_color(choice: str) -> bool:
    if choice == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return choice == "always"


def _colored(text: str, choice: str) -> str:
    return text if _use_color(choice) else click.unstyle(text)


def _width() -> int:
    if not sys.stdout.isatty():
        return 120
    return os.get_terminal_size(sys.stdout.fileno()).columns or 80


def _write(text: str, errors: str = "replace") -> None:
    """Print as UTF-8 whatever the locale; what is no character becomes `?`."""
    if not text:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", errors))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Whoever read the report has seen enough of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _say(f"recall-lint: error: the report cannot be written: {error.strerror}")
        sys.exit(2)


def _say(line: str) -> None:
    click.echo(line.encode("utf-8", "replace"), err=True)
