"""`mkdocs.yml` → its settings, including inherited ones; Markdown extensions → a dialect.

Source: "Configuration" in MkDocs' documentation, and the documentation of the extensions.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from recall_lint.sites.model import Files, SiteError
from recall_lint.sites.reading import Tagged, load_yaml

_BUNDLES: Final = {
    "extra": ("attr_list", "footnotes", "md_in_html"),
    "pymdownx.extra": ("attr_list", "footnotes", "md_in_html"),
}
"""The extensions with IDs that other extensions bundle."""

_UNICODE_SLUGS: Final = {
    "slugify_unicode": "unicode",
    "uslugify": "pymdownx-lower",
    "uslugify_encoded": "pymdownx-lower-percent",
    "uslugify_cased": "pymdownx",
    "uslugify_cased_encoded": "pymdownx-percent",
    "gfm": "pymdownx-lower-ascii",
    "gfm_encoded": "pymdownx-lower-ascii-percent",
}
"""Functions that make IDs, by the last part of their names → their names in the dialect."""


class Settings(NamedTuple):
    """The contents of a configuration, including inherited settings."""

    values: Mapping[str, Any]
    inherits: bool = False
    notices: tuple[str, ...] = ()
    """Missing files that it refers to, with file and line."""


def settings(path: str, files: Files) -> Settings:
    """The contents of a configuration; empty if it cannot be read."""
    return _inherited(path, files, ())


def _inherited(path: str, files: Files, heirs: tuple[str, ...]) -> Settings:
    text = files.read(path)
    if text is None:
        return Settings({})
    own = load_yaml(text, path)
    parent = own.pop("INHERIT", None)
    if not isinstance(parent, str):
        return Settings(own)
    base = posixpath.normpath(posixpath.join(posixpath.dirname(path), parent))
    where = f"{path}:{line_of(text, 'INHERIT')}"
    if base in (*heirs, path):
        raise SiteError(f"{where}: circular INHERIT: {base}")
    if base not in files:
        notice = f"{where}: INHERIT file not found: {base}"
        # Its extensions are unknown: the usual ones are assumed.
        own.setdefault("markdown_extensions", ["extra"])
        return Settings(own, inherits=True, notices=(notice,))
    inherited = _inherited(base, files, (*heirs, path))
    return Settings(_merged(inherited.values, own), inherits=True, notices=inherited.notices)


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Merge mappings recursively; other values are replaced."""
    found = dict(base)
    for key, value in own.items():
        inherited = found.get(key)
        if isinstance(inherited, dict) and isinstance(value, dict):
            found[key] = _merged(inherited, value)
        else:
            found[key] = value
    return found


def line_of(text: str, key: str) -> int:
    """The line of a top-level key; 1 if it is on none."""
    m = re.search(rf"^{key}[ \t]*:", text, re.MULTILINE)
    return text.count("\n", 0, m.start()) + 1 if m else 1


def named(value: Any) -> dict[str, dict[str, Any]]:
    """Plugins or extensions, as a list or as a mapping → the options of each, by name."""
    found: dict[str, dict[str, Any]] = {}
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            found[each] = {}
        elif isinstance(each, dict):
            for name, options in each.items():
                found[str(name)] = options if isinstance(options, dict) else {}
    return found


def texts(value: Any) -> list[str]:
    """A string or a list of strings."""
    listed = value if isinstance(value, list) else [value]
    return [each for each in listed if isinstance(each, str)]


def extensions(value: Any) -> dict[str, dict[str, Any]]:
    """The Markdown extensions, including bundled ones, by their short names."""
    found: dict[str, dict[str, Any]] = {}
    for name, options in named(value).items():
        short = name.removeprefix("markdown.extensions.").partition(":")[0]
        found[short] = options
        for brought in _BUNDLES.get(short, ()):
            found.setdefault(brought, options.get(brought) or {})
    return found


def dialect(
    value: Mapping[str, Mapping[str, Any]], *, directives: bool = False, hooks: bool = False
) -> str:
    """The dialect of pages with these extensions."""
    options: dict[str, str] = {}
    if "attr_list" not in value:
        options["attr_list"] = "no"
    toc = value.get("toc", {})
    if kind := _slug(toc.get("slugify")):
        options["slug"] = kind
    if isinstance(toc.get("separator"), str):
        options["separator"] = toc["separator"]
    for name in ("footnotes", "md_in_html"):
        if name in value:
            options[name] = "yes"
    if any(name.startswith("pymdownx.blocks.") for name in value):
        options["blocks"] = "yes"
    for option, name in (("tabs", "pymdownx.tabbed"), ("block_tabs", "pymdownx.blocks.tab")):
        if name in value:
            tabbed = value[name]
            options[option] = _slug(tabbed.get("slugify")) or "number"
            if tabbed.get("combine_header_slug"):
                options["tab_headings"] = "yes"
            if isinstance(tabbed.get("separator"), str):
                options["tab_separator"] = tabbed["separator"]
    if directives:
        options["directives"] = "yes"
    if hooks:
        options["hooks"] = "yes"
    return f"python-markdown?{urlencode(options)}" if options else "python-markdown"


def _slug(value: Any) -> str:
    """The name in the dialect of a function that makes IDs; empty for the default."""
    if value is None or value is False:
        return ""
    if not isinstance(value, Tagged):
        return "other"
    tag, _, name = value.tag.partition(":python/")
    name = name.partition(":")[2] or tag
    last = name.rpartition(".")[2]
    if name.startswith("pymdownx.slugs.") and last == "slugify":
        keywords = value.value.get("kwds") if isinstance(value.value, dict) else None
        return _pymdownx_slug(keywords if isinstance(keywords, dict) else {})
    if name == "markdown.extensions.toc.slugify":
        return ""
    return _UNICODE_SLUGS.get(last, "other")


def _pymdownx_slug(keywords: Mapping[str, Any]) -> str:
    case = keywords.get("case", "none")
    kind = "pymdownx" if case == "none" else f"pymdownx-{case}"
    return f"{kind}-percent" if keywords.get("percent_encode") else kind
