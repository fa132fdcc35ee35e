"""Notebook → Report: run the rules, sign what they find, silence, select, sort."""

from __future__ import annotations

from collections.abc import Iterable

from recall_lint import suppressions
from recall_lint.config import Config, ConfigError, nearest
from recall_lint.context import Context
from recall_lint.model import Diagnostic
from recall_lint.notebook import External
from recall_lint.report import Counts, Findings, Report
from recall_lint.rules import (
    RULES,
    Rule,
    is_default,
    judges_comments,
    needs_history,
    severity,
)
from recall_lint.selectors import strength
from recall_lint.suppressions import Known


def lint(context: Context, reported: Iterable[str]) -> Report:
    """Run the selected rules over some documents."""
    rules = selected_rules(context.config)
    notebook = context.notebook
    found = {path: check(context, rules, path) for path in sorted(reported)}
    return Report(
        tuple(diagnostic for findings in found.values() for diagnostic in findings.diagnostics),
        {path: findings.counts for path, findings in found.items()},
        tuple(surface.NAME for surface in notebook.surfaces),
        lambda path: notebook.documents[path].source,
    )


def check(context: Context, rules: Iterable[Rule], path: str) -> Findings:
    """Run rules over one document."""
    notebook = context.notebook
    document = notebook.documents[path]
    ran = tuple(rules)
    # A rule that judges comments finds nothing before there is an outcome.
    found = _found(context, ran, path)
    if document.comments:
        known = tuple(
            Known(rule.CODE, rule.NAME, is_default(rule), rule in ran and _can_find(context, rule))
            for rule in RULES
        )
        outcome = suppressions.apply(document, found, known)
        judged = _found(context._replace(outcome=outcome), filter(judges_comments, ran), path)
        found = _sorted((*outcome.kept, *suppressions.silence(outcome, judged)))
    links = sum(not isinstance(use.resolution, External) for use in notebook.uses(path))
    return Findings(found, Counts(len(notebook.questions(path)), links))


def _found(context: Context, rules: Iterable[Rule], path: str) -> tuple[Diagnostic, ...]:
    """What rules find in one document, signed; no place has the same code twice."""
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


def selected_rules(config: Config) -> tuple[Rule, ...]:
    """The rules that `select` and `ignore` leave; the longer prefix wins, a name is the longest."""
    for selector in (*config.select, *config.ignore):
        if not any(_strength(rule, selector) for rule in RULES):
            words = [word for rule in RULES for word in (rule.CODE, rule.NAME)]
            raise ConfigError(f"no rule is called `{selector}`{nearest(selector, words)}")
    selected = tuple(rule for rule in RULES if _is_selected(rule, config))
    if not selected:
        raise ConfigError("`select` and `ignore` leave no rule to run")
    return selected


def narrowed(config: Config, select: tuple[str, ...], ignore: tuple[str, ...]) -> Config:
    """A configuration with the command line's word on top of it.

    A rule that is selected there runs, whatever selector of no greater length ignores it in
    the configuration.
    """
    kept = config.ignore
    if select:
        kept = tuple(s for s in kept if not any(_covers(chosen, s) for chosen in select))
    return config._replace(select=select or config.select, ignore=(*kept, *ignore))


def _covers(chosen: str, ignored: str) -> bool:
    return any(0 < _strength(r, ignored) <= _strength(r, chosen) for r in RULES)


def _is_selected(rule: Rule, config: Config) -> bool:
    default = 1 if is_default(rule) else 0
    wanted = max((_strength(rule, s) for s in config.select), default=default)
    ignored = max((_strength(rule, s) for s in config.ignore), default=0)
    return wanted > ignored


def _strength(rule: Rule, selector: str) -> int:
    return strength(selector, rule.CODE, rule.NAME)
