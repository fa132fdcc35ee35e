"""Notebook → Report: run the rules, sign their problems, suppress, select, sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from recall_lint.base.config import Choices, Config, ConfigError, matcher
from recall_lint.base.model import Source
from recall_lint.base.problems import Diagnostic
from recall_lint.base.report import Counts, Findings, Report
from recall_lint.base.selectors import strength
from recall_lint.base.text import did_you_mean
from recall_lint.notebook.resolutions import External, Unjudged
from recall_lint.rules import (
    RULES,
    Rule,
    is_default,
    judges_comments,
    judges_unread,
    needs_history,
    severity,
)
from recall_lint.rules.context import Context
from recall_lint.suppressions.comments import RuleInfo
from recall_lint.suppressions.outcome import apply, suppress


def lint(context: Context, reported: Iterable[str]) -> Report:
    """Run the selected rules over some documents."""
    selection = Selection(context.config)
    notebook = context.notebook
    found = {path: check(context, selection.of(path), path) for path in sorted({*reported})}
    return Report(
        tuple(diagnostic for findings in found.values() for diagnostic in findings.diagnostics),
        {path: f.counts for path, f in found.items() if path not in context.unchecked},
        tuple(surface.NAME for surface in notebook.surfaces.dialects),
        lambda path: (
            Source(path, "") if path in context.unchecked else notebook.documents[path].source
        ),
        lambda path: context.config.fail_on,
    )


def check(context: Context, rules: Iterable[Rule], path: str) -> Findings:
    """Run rules over one document."""
    if path in context.unchecked:
        return Findings(_found(context, filter(judges_unread, rules), path), Counts(0, 0))
    notebook = context.notebook
    document = notebook.documents[path]
    ran = tuple(rules)
    # Rules that check comments need the outcome of these.
    found = _found(context, ran, path)
    if document.comments:
        infos = tuple(
            RuleInfo(
                rule.CODE, rule.NAME, is_default(rule), rule in ran and _can_find(context, rule)
            )
            for rule in RULES
        )
        outcome = apply(document, found, infos)
        judged = _found(context._replace(outcome=outcome), filter(judges_comments, ran), path)
        found = _sorted((*outcome.remaining, *suppress(outcome, judged)))
    links = 0
    unjudged: dict[str, int] = {}
    for use in notebook.uses(path):
        if isinstance(use.resolution, Unjudged):
            reason = str(use.resolution)
            unjudged[reason] = unjudged.get(reason, 0) + 1
        elif not isinstance(use.resolution, External):
            links += 1
    if wikilinks := notebook.wikilinks.count_unread(path):
        unjudged["wikilink"] = wikilinks
    return Findings(found, Counts(len(notebook.questions(path)), links, unjudged))


def _found(context: Context, rules: Iterable[Rule], path: str) -> tuple[Diagnostic, ...]:
    """The signed problems of one document; each code occurs at most once per place."""
    found: dict[tuple[int, int, str], Diagnostic] = {}
    for rule in rules:
        for problem in rule.check(context, path):
            diagnostic = Diagnostic(rule.CODE, rule.NAME, severity(rule), problem)
            found.setdefault((*problem.span, rule.CODE), diagnostic)
    return _sorted(found.values())


def _sorted(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda each: (*each.problem.span, each.code)))


def _can_find(context: Context, rule: Rule) -> bool:
    return context.asks_history or not needs_history(rule)


class Selection:
    """The rules that run over each document."""

    def __init__(self, config: Config) -> None:
        self._rules = selected_rules(config)
        self._without = [
            (_pattern(pattern), frozenset(_matched(selectors)))
            for pattern, selectors in config.per_file_ignores
        ]

    def of(self, path: str) -> tuple[Rule, ...]:
        """The selected rules, except those ignored in this document."""
        without = {code for matches, codes in self._without if matches(path) for code in codes}
        return tuple(rule for rule in self._rules if rule.CODE not in without)


def _pattern(pattern: str) -> Callable[[str], bool]:
    matches = matcher((pattern.removeprefix("!"),))
    return (lambda path: not matches(path)) if pattern.startswith("!") else matches


def selected_rules(config: Config) -> tuple[Rule, ...]:
    """The rules that a configuration selects; the longer prefix wins, a name is the longest."""
    selected = tuple(rule for rule in RULES if _wanted(rule, config) > _ignored(rule, config))
    if not selected:
        raise ConfigError("no rules selected: `select` and `ignore` exclude all rules")
    return selected


def check_selectors(file: str | None, config: Config, line: Choices) -> None:
    """Raise ConfigError for an unknown selector, in a file or on the command line.

    `config` is the content of the file.
    """
    places = [
        (f"{file}: `select`", config.select),
        (f"{file}: `extend-select`", config.extend_select),
        (f"{file}: `ignore`", config.ignore),
        *(
            (f"{file}: `per-file-ignores` for {pattern!r}", selectors)
            for pattern, selectors in config.per_file_ignores
        ),
        ("`--select`", line.select),
        ("`--extend-select`", line.extend_select),
        ("`--ignore`", line.ignore),
    ]
    for place, selectors in places:
        for selector in selectors:
            if not _matched((selector,)):
                words = [word for rule in RULES for word in (rule.CODE, rule.NAME)]
                raise ConfigError(
                    f"{place}: unknown rule `{selector}`{did_you_mean(selector, words)}"
                )


def narrowed(config: Config, line: Choices) -> Config:
    """A configuration with the rule options of the command line applied.

    A rule selected there runs, unless a longer selector ignores it in the configuration; a rule
    ignored there does not run, whatever the configuration selects.
    """
    chosen = (*line.select, *line.extend_select)
    remaining = [s for s in config.ignore if not any(_covers(other, s) for other in chosen)]
    # A rule ignored by its full code is never selected.
    codes = [
        rule.CODE
        for rule in RULES
        if 0 < _strongest(rule, line.ignore) < _wanted(rule, config)
        and _strongest(rule, line.ignore) >= _strongest(rule, chosen)
    ]
    return config._replace(
        select=line.select or config.select,
        extend_select=(*(() if line.select else config.extend_select), *line.extend_select),
        ignore=tuple(dict.fromkeys((*remaining, *line.ignore, *codes))),
    )


def with_default_rules(config: Config) -> Config:
    """A configuration that also selects the default rules, in all files."""
    codes = {rule.CODE for rule in (*selected_rules(config), *filter(is_default, RULES))}
    return config._replace(select=tuple(codes), extend_select=(), ignore=(), per_file_ignores=())


def _covers(chosen: str, ignored: str) -> bool:
    return any(0 < _strength(r, ignored) <= _strength(r, chosen) for r in RULES)


def _matched(selectors: tuple[str, ...]) -> list[str]:
    """The codes of the rules that match the selectors."""
    return [rule.CODE for rule in RULES if _strongest(rule, selectors)]


def _wanted(rule: Rule, config: Config) -> int:
    default = (1 if is_default(rule) else 0) if not config.select else 0
    return max(default, _strongest(rule, (*config.select, *config.extend_select)))


def _ignored(rule: Rule, config: Config) -> int:
    return _strongest(rule, config.ignore)


def _strongest(rule: Rule, selectors: tuple[str, ...]) -> int:
    return max((_strength(rule, selector) for selector in selectors), default=0)


def _strength(rule: Rule, selector: str) -> int:
    return strength(selector, rule.CODE, rule.NAME)
