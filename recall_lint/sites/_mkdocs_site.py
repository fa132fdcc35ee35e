"""Settings of MkDocs → the site: where its pages are, and its options.

Only `mkdocs` reads these options.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from recall_lint.base.text import reference_key
from recall_lint.sites import _mkdocs_settings as reading
from recall_lint.sites._mkdocs_languages import languages
from recall_lint.sites._mkdocs_plugins import made, redirects
from recall_lint.sites.ignored import valid_patterns
from recall_lint.sites.model import Files, Mount, Site

NEVER_PUBLISHED: Final = (".*", "/templates/")
"""Names in `docs_dir` that MkDocs never publishes."""

_INDEX: Final = re.compile(r"(?:\A|/)(?:index|readme)(?:\.[\w-]+)?\.\w+\Z", re.IGNORECASE)
_DEFINED: Final = re.compile(r"^ {0,3}\[([^\[\]]{1,999})\]:", re.MULTILINE)


def make_site(root: str, because: str, settings: Mapping[str, Any], files: Files) -> Site:
    """The site of a folder with some settings."""
    docs = posixpath.normpath(posixpath.join(root, _text(settings.get("docs_dir"), "docs")))
    base = _base(settings.get("site_url"))
    plugins = {
        name.rpartition("/")[2]: options
        for name, options in reading.named(settings.get("plugins")).items()
        if options.get("enabled") is not False
    }
    extensions = reading.extensions(settings.get("markdown_extensions"))
    langs = languages(settings, plugins, docs, base, root, files)
    static = [Mount(docs, url) for url in langs.urls[1:] if langs.structure == "siblings"]
    theme = settings.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    snippets = [
        posixpath.normpath(posixpath.join(root, folder))
        for folder in (
            *reading.texts(extensions.get("pymdownx.snippets", {}).get("base_path")),
            *reading.texts(plugins.get("macros", {}).get("include_dir")),
        )
    ]
    appended = reading.texts(extensions.get("pymdownx.snippets", {}).get("auto_append"))
    theme_folder = ""
    if isinstance(custom, str):
        theme_folder = posixpath.normpath(posixpath.join(root, custom))
        static.append(Mount(theme_folder, base))
    return Site(
        "mkdocs",
        root,
        because,
        langs.mounts,
        tuple(static),
        base,
        (
            reading.dialect(
                extensions,
                directives="mkdocstrings" in plugins,
                hooks=isinstance(settings.get("hooks"), list),
            ),
        ),
        syntax="python-markdown",
        options={
            "any_label": not {"autorefs", "mkdocstrings"}.isdisjoint(plugins),
            "directories": settings.get("use_directory_urls") is not False,
            "from_docs": _links_from_docs(settings),
            "exclude": [*NEVER_PUBLISHED, *_patterns(settings.get("exclude_docs"))],
            "draft": _patterns(settings.get("draft_docs")),
            "theme": theme_folder,
            "languages": langs._asdict(),
            "redirects": redirects(plugins.get("redirects", {})),
            "versions": "mike" in plugins,
            "globs": reading.texts(plugins.get("exclude", {}).get("glob")),
            "snippets": snippets,
            "labels": _labels([*snippets, root], appended, files),
            "made": made(root, docs, settings, plugins, files),
            "assembled": not any(map(_INDEX.search, files.below(docs))),
        },
    )


def _labels(folders: Sequence[str], names: Iterable[str], files: Files) -> list[str]:
    """The references defined by the files that are appended to each page."""
    paths = (posixpath.normpath(posixpath.join(f, name)) for name in names for f in folders)
    texts = (files.read(path) or "" for path in dict.fromkeys(paths) if path in files)
    return sorted({reference_key(label) for text in texts for label in _DEFINED.findall(text)})


def _patterns(value: Any) -> list[str]:
    return valid_patterns(value) if isinstance(value, str) else []


def _text(value: Any, default: str) -> str:
    return value if isinstance(value, str) else default


def _base(site_url: Any) -> str:
    """The path of `site_url`."""
    path = unquote(urlsplit(_text(site_url, "")).path) if "://" in _text(site_url, "") else ""
    return f"/{path.strip('/')}/".replace("//", "/")


def _links_from_docs(settings: Mapping[str, Any]) -> bool:
    validation = settings.get("validation")
    if not isinstance(validation, dict):
        return False
    links = validation.get("links")
    absolute = {**validation, **(links if isinstance(links, dict) else {})}.get("absolute_links")
    return absolute == "relative_to_docs"
