"""Effective settings and where they come from → TOML, or lines for `--verbose`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from recall_lint.base.config import Choices, ConfigError
from recall_lint.base.text import count, printable, seen_in_json
from recall_lint.cli.console import fail
from recall_lint.config.load import KEYS, fields
from recall_lint.config.roots import roots
from recall_lint.facts import cache_folder
from recall_lint.run.startup import ProjectSettings, publication_of, read_settings

if TYPE_CHECKING:
    from recall_lint.base.report import Report
    from recall_lint.cli.commands._options import Options
    from recall_lint.cli.commands._outcome import Outcome
    from recall_lint.run.session import Session
    from recall_lint.sites.publication import Publication

_LISTS = ("select", "extend_select", "ignore", "exclude", "ignore_links")
"""Fields that the file and the command line can both contribute to."""


def effective(options: Options) -> str:
    """The settings of each notebook; an invalid configuration ends the run."""
    choices = options.choices
    try:
        parts = []
        for root in roots(options.paths):
            setup = read_settings(root, choices)
            file = None if options.no_cache else cache_folder.file_of(root, options.cache_dir)
            publication = publication_of(setup, nests=choices.file is None)
            parts.append(toml(setup, publication, choices, file))
        return "\n".join(parts)
    except ConfigError as error:
        fail(str(error))


def toml(
    setup: ProjectSettings, publication: Publication, line: Choices, cache_file: str | None
) -> str:
    """The effective configuration as TOML, with the source of every value."""
    config = setup.config
    values = config._replace(surfaces=publication.names)._asdict()
    values["sites"] = tuple(
        {key: value for key, value in choice._asdict().items() if value is not None}
        for choice in config.sites
    )
    values["per_file_ignores"] = dict(config.per_file_ignores)
    origins = dict.fromkeys(values, "default")
    in_file = frozenset() if setup.file is None else fields(setup.file)
    name = os.path.basename(setup.file or "")
    origins.update(dict.fromkeys(in_file, name))
    for field in set(line._fields) & set(values):
        if getattr(line, field):
            shared = field in in_file and field in _LISTS and (field != "select")
            origins[field] = f"{name}, command line" if shared else "command line"
    if not config.surfaces:
        origins["surfaces"] = _why(publication)
    head = (
        f"root: {setup.root}",
        f"configuration: {setup.file or 'none'}",
        f"cache: {cache_file or 'none'}",
    )
    lines = [f"# {printable(each)}\n" for each in head]
    lines += [
        f"{key} = {_value(values[field])} # {printable(origins[field])}\n"
        for key, field in KEYS.items()
    ]
    return "".join(lines)


def _value(value: object) -> str:
    """A value of a configuration as TOML."""
    if isinstance(value, dict):
        table = ", ".join(f"{_value(key)} = {_value(rules)}" for key, rules in value.items())
        return f"{{ {table} }}" if table else "{}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    # TOML escapes what JSON does, and this character, too.
    return seen_in_json(json.dumps(value, ensure_ascii=False))


def _why(publication: Publication) -> str:
    if publication.because:
        return f"detected from {' and '.join(publication.because)}"
    return "no site configuration found: assuming GitHub"


def messages(outcome: Outcome) -> Iterator[str]:
    """The settings of the run over each notebook, the work it did, and the timings."""
    for each in outcome.notebooks:
        yield from _work(each.session, each.report)
    spent = [
        f"{name} {now - then:.2f} s" for (_, then), (name, now) in pairwise(outcome.times.items())
    ]
    yield f"times: {', '.join(spent)}"


def _work(session: Session, report: Report) -> Iterator[str]:
    """The settings of the run over a notebook, and the work it did."""
    if session.config.surfaces:
        why = "configured"
    else:
        because = session.publication.because
        why = f"detected from {' and '.join(because)}" if because else "assumed"
    total = len(session.documents)
    parsed = len(session.documents.fresh)
    yield f"configuration: {session.request.configuration or 'none'}"
    yield f"root: {session.root}"
    yield f"surfaces: {', '.join(session.publication.names)} ({why})"
    for reason, number in sorted(report.unjudged.items()):
        yield f"{count(number, 'link')} not checked: {reason}"
    yield (
        f"{count(total, 'file')}: {session.documents.read:,} read, {parsed:,} parsed, "
        f"{max(0, total - parsed):,} from cache"
    )
    yield f"{session.checked:,} of {count(len(session.selected), 'file')} re-checked"
