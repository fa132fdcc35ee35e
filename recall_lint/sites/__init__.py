"""Files of a notebook → the sites that generators make of it; one generator per module.

A generator module defines how its sites are detected, what its configuration means, under which
URLs it serves which pages, and how it reads a destination. Generators are listed here in reading
order, and imported only if such a site is found.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Final

from recall_lint.base.config import Choice
from recall_lint.sites.files import Listed
from recall_lint.sites.model import Generator, Site, SiteError, applied
from recall_lint.sites.publication import GITHUB, Publication
from recall_lint.sites.unsupported import UNSUPPORTED

MARKERS: Final[dict[str, tuple[str, ...]]] = {
    "docusaurus": tuple(
        f"docusaurus.config.{suffix}" for suffix in ("ts", "mts", "cts", "js", "mjs", "cjs")
    ),
    "jekyll": ("_config.yml", "_config.yaml", "_config.toml"),
    "hugo": (
        "hugo.toml",
        "hugo.yaml",
        "hugo.yml",
        "hugo.json",
        "config.toml",
        "config.yaml",
        "config.yml",
        "config.json",
        "config/_default/hugo.*",
        "config/_default/config.*",
    ),
    "starlight": ("astro.config.*",),
    "vitepress": (".vitepress/config.*", ".vitepress/config/index.*"),
    "mkdocs": ("mkdocs*.yml", "mkdocs*.yaml"),
    "mdbook": ("book.toml",),
    "honkit": ("book.json",),
    "wiki": ("*.wiki/Home.md", "*.wiki/home.md", "_Sidebar.md", "_sidebar.md", "_Footer.md"),
    "quartz": ("quartz.config.ts",),
    "obsidian": (".obsidian/",),
    "foam": (".foam/", ".vscode/settings.json", ".vscode/extensions.json", ".vscode/foam*.json"),
    "dendron": ("dendron.yml",),
    "logseq": ("logseq/config.edn",),
}
"""By generator: the names that identify its sites, as ends of paths; `*` is any part of a name, and
a folder ends with `/`.
"""

FORGES: Final = ((".gitlab-ci.yml", "gitlab"),)
"""Names in the notebook's root that identify the forge that shows its files, and its dialect."""

IMPLIED: Final = {"kramdown": "jekyll", "kramdown-gfm": "jekyll", "obsidian": "obsidian"}
"""Dialects that only sites have: configuring one implies a site."""


@cache
def generator(name: str) -> Generator:
    """The generator with a name."""
    module: Generator = import_module(f"recall_lint.sites.{name.replace('-', '_')}")
    return module


def find(
    files: Listed,
    surfaces: Iterable[str] = (),
    chosen: Iterable[Choice] = (),
    excluded: Callable[[str], bool] = lambda path: False,
) -> Publication:
    """How the documents of a notebook are published.

    A configured surface that implies a site makes one at the root, if no other is found. The
    settings of a `Choice` take precedence over the site's own configuration.
    """
    sites: dict[tuple[str, str], Site] = {}
    problems: list[str] = []
    unsupported: dict[str, str] = {}
    for marker, name in markers(files):
        if excluded(marker):
            continue
        if name in UNSUPPORTED:
            if UNSUPPORTED[name].has_site(marker, files):
                unsupported.setdefault(_published(marker), name)
            continue
        try:
            site = generator(name).find(marker, files)
        except SiteError as error:
            problems.append(str(error))
            continue
        if site is not None and (name, site.root) not in sites:
            sites[name, site.root] = site
            problems += site.notices
    for choice in chosen:
        key = choice.generator, choice.root
        sites[key] = applied(choice, sites.get(key) or generator(key[0]).of(key[1], files))
    roots = {site.root for site in sites.values()}
    unsupported = {root: name for root, name in unsupported.items() if root not in roots}
    wanted = tuple(surfaces)
    for surface in wanted:
        implied = IMPLIED.get(surface)
        if implied is not None and not any(name == implied for name, _ in sites):
            sites[implied, "."] = generator(implied).of(".", files)
    forges = [(marker, dialect) for marker, dialect in FORGES if marker in files]
    return Publication(
        sites.values(),
        surfaces=wanted,
        forge=next((dialect for _, dialect in forges), GITHUB),
        because=(marker for marker, _ in forges),
        problems=problems,
        unsupported=unsupported,
    )


def markers(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The files and folders that may identify a site, each with its generator's name.

    Those of outer folders come first.
    """
    found: dict[tuple[str, str], None] = {}
    for path in names:
        for m in _any_marker().finditer(path):
            marker = path[: m.end()].rstrip("/")
            for name, pattern in _patterns():
                if pattern.search(path[: m.end()]):
                    found[marker, name] = None
    return iter(sorted(found, key=lambda pair: (pair[0].count("/"), pair)))


def _published(marker: str) -> str:
    """The folder that an unsupported generator publishes, by its marker."""
    if marker.endswith(".docc"):
        return marker
    return posixpath.dirname(marker).removesuffix(".vuepress").rstrip("/") or "."


def _all_markers() -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from MARKERS.items()
    yield from ((name, each.markers) for name, each in UNSUPPORTED.items())


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The markers of each generator, as regular expressions for a path's end."""
    return [
        (name, re.compile(rf"(?:\A|/){_regex(pattern)}\Z"))
        for name, patterns in _all_markers()
        for pattern in patterns
    ]


@cache
def _any_marker() -> re.Pattern[str]:
    """One expression for all: a notebook may have 100,000 names."""
    every = {_regex(pattern) for _, patterns in _all_markers() for pattern in patterns}
    ends = sorted(regex if regex.endswith("/") else rf"{regex}\Z" for regex in every)
    return re.compile(rf"(?:\A|(?<=/))(?:{'|'.join(ends) or r'(?!)'})")


def _regex(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", "[^/]*")
