"""Notebook → Report: run the rules, sign what they find, select, sort."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from recall_lint.config import Config, ConfigError, nearest
from recall_lint.context import Context
from recall_lint.model import Diagnostic, Source
from recall_lint.notebook import External, Notebook
from recall_lint.rules import RULES, Rule, is_default, severity
from recall_lint.slugs import Dialect


class Report(NamedTuple):
    """What a run found, and in what."""

    notebook: Notebook
    diagnostics: tuple[Diagnostic, ...]
    """Sorted by path, place and code; no place has the same code twice."""
    reported: frozenset[str]
    """The documents whose problems were asked for."""

    @property
    def surfaces(self) -> tuple[Dialect, ...]:
        """What publishes the notebook."""
        return self.notebook.surfaces

    def source(self, path: str) -> Source:
        """The text of a document, where reports look up lines and columns."""
        return self.notebook.documents[path].source

    @property
    def question_count(self) -> int:
        return sum(len(self.notebook.questions(path)) for path in self.reported)

    @property
    def link_count(self) -> int:
        """Links that a rule could find fault with: those into the notebook."""
        return sum(
            not isinstance(use.resolution, External)
            for path in self.reported
            for use in self.notebook.uses(path)
        )


def lint(context: Context, reported: Iterable[str]) -> Report:
    """Run the selected rules over the notebook; keep the problems of the reported documents."""
    paths = frozenset(reported)
    found: dict[tuple[str, int, int, str], Diagnostic] = {}
    for path in paths:
        for rule in selected_rules(context.config):
            for problem in rule.check(context, path):
                place = (problem.path, *problem.span, rule.CODE)
                found.setdefault(place, Diagnostic(rule.CODE, rule.NAME, severity(rule), problem))
    return Report(context.notebook, tuple(found[place] for place in sorted(found)), paths)


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
    if selector == "ALL":
        return 1
    if selector in (rule.NAME, rule.CODE):
        return len(rule.CODE) + 1
    return len(selector) + 1 if selector and rule.CODE.startswith(selector) else 0
