"""Jekyll's configuration, and the plugins in a site's `Gemfile` → the settings that routes depend
on.

GitHub Pages always enables some plugins, and builds most sites: a site is assumed to be built there
unless a `Gemfile` lists gems without `github-pages`, or a theme that depends on it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from recall_lint.markdown.front_matter import plain
from recall_lint.sites.model import Files, SiteError

_EXCLUDED: Final = (
    ".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules",
    "vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/",
)  # fmt: skip

_PAGES_PLUGINS: Final = frozenset(
    {
        "jekyll-optional-front-matter",
        "jekyll-paginate",
        "jekyll-readme-index",
        "jekyll-relative-links",
    }
)
"""The default plugins of GitHub Pages that routes depend on; others, such as
`jekyll-redirect-from`, have to be configured.
"""

_MADE: Final = {
    "jekyll-archives": r"(?:categor(?:y|ies)|tags?|\d{4}(?:/\d\d){0,2})(?:/.*)?",
    "jekyll-feed": r"feed(?:/.*)?\.xml",
    "jekyll-sitemap": r"(?:sitemap\.xml|robots\.txt)",
}
"""By plugin: the URL paths it generates below the site's base, as a regular expression."""

_PLUGIN = re.compile(r"\b(?:jekyll-[\w-]+|github-pages)\b")
_COMMENT = re.compile(r"^[ \t]*#.*", re.MULTILINE)
_OTHERS: Final = {
    "Hexo": ("source_dir", "public_dir", "new_post_name", "skip_render"),
    "Jupyter Book": ("execute", "sphinx", "only_build_toc_files", "bibtex_bibfiles"),
}
"""By generators that also have a `_config.yml`: settings that Jekyll does not have."""

_DEPRECATED_TYPES: Final = {"page": "pages", "post": "posts", "draft": "drafts"}
_ROUTED: Final = ("categories", "category", "date", "permalink", "published", "slug")
"""The keys of front matter that can have defaults, and that routes depend on."""


class Collection(NamedTuple):
    """A folder of documents, `_name`."""

    output: bool
    permalink: str | None


class Default(NamedTuple):
    """Default front matter: an entry of `defaults`."""

    path: str
    type: str | None
    values: Mapping[str, Any]


class Settings(NamedTuple):
    """The settings that routes depend on; everything can be written as JSON."""

    permalink: str
    collections: Mapping[str, Sequence[Any]]
    """By name: the fields of a `Collection`. Posts are always one."""
    collections_dir: str
    exclude: Sequence[str]
    include: Sequence[str]
    defaults: Sequence[Sequence[Any]]
    """The fields of each `Default`."""
    includes_dir: str
    drafts: bool
    unpublished: bool
    timezone: str
    url: str
    """The site's host, `https://example.org`; may be empty."""
    texts: Mapping[str, str]
    """The settings that are strings, by name, as in `{{ site.name }}`."""
    plain_pages: bool
    """Whether a Markdown file is a page even without front matter."""
    plain_copies: bool
    """Whether such a file is also served unchanged."""
    readme: bool
    """Whether a README without front matter is its folder's index."""
    readme_copies: bool
    readme_with_front_matter: bool
    relative_links: str
    """Where links to files become links to their pages: in `pages`, in `all`, or nowhere."""
    redirects: bool
    """Whether `redirect_from` is read."""
    made: str
    """The URL paths below the base that plugins generate, as a regular expression."""

    def collection(self, name: str) -> Collection | None:
        """A collection by its name."""
        found = self.collections.get(name)
        return None if found is None else Collection(*found)


def settings(values: Mapping[str, Any], root: str, marker: str, files: Files) -> Settings:
    """The settings of a configuration that was read from `marker` in the folder `root`.

    Raises `SiteError` if Jekyll would also fail.
    """
    for key in ("exclude", "include"):
        if not isinstance(values.get(key) or [], list):
            raise SiteError(f"{marker}:{line(files, marker, key)}: {key} must be a list")
    plugins = _plugins(values, root, files)
    optional = _options(values, "optional_front_matter")
    readme = _options(values, "readme_index")
    relative = _options(values, "relative_links")
    made = [pattern for name, pattern in _MADE.items() if name in plugins]
    if "jekyll-paginate" in plugins and values.get("paginate"):
        pages = text(values, "paginate_path") or "/page:num"
        made.append(re.escape(pages.strip("/")).replace(":num", r"\d+") + "/?")
    needs = bool(values.get("require_front_matter"))
    include = texts(values.get("include"))
    return Settings(
        permalink=text(values, "permalink") or "date",
        collections={name: [*each] for name, each in _collections(values).items()},
        collections_dir=text(values, "collections_dir").strip("/"),
        exclude=[
            each for each in (*_EXCLUDED, *texts(values.get("exclude"))) if each not in include
        ],
        include=include or [".htaccess"],
        defaults=[[*each] for each in _defaults(values)],
        includes_dir=text(values, "includes_dir") or "_includes",
        drafts=values.get("show_drafts") is True,
        unpublished=values.get("unpublished") is True,
        timezone=text(values, "timezone"),
        url=text(values, "url").rstrip("/"),
        texts=dict(_nested_texts(values)),
        plain_pages="jekyll-optional-front-matter" in plugins
        and optional.get("enabled") is not False
        and not needs,
        plain_copies=optional.get("remove_originals") is not True,
        readme="jekyll-readme-index" in plugins and readme.get("enabled") is not False,
        readme_copies=readme.get("remove_originals") is not True,
        readme_with_front_matter=readme.get("with_frontmatter") is True,
        relative_links=""
        if "jekyll-relative-links" not in plugins or relative.get("enabled") is False
        else "all"
        if relative.get("collections") is True
        else "pages",
        redirects="jekyll-redirect-from" in plugins,
        made="|".join(made),
    )


def dialect(values: Mapping[str, Any]) -> str:
    """The dialect of the site's Markdown processor."""
    markdown = values.get("markdown")
    if isinstance(markdown, str) and markdown.lower().startswith("commonmark"):
        return "github"
    kramdown = values.get("kramdown")
    chosen = kramdown if isinstance(kramdown, dict) else {}
    name = "kramdown" if str(chosen.get("input", "GFM")).lower() == "kramdown" else "kramdown-gfm"
    options = []
    if chosen.get("auto_ids") is False:
        options.append("auto_ids=no")
    if isinstance(prefix := chosen.get("auto_id_prefix"), str) and re.fullmatch(r"[\w-]+", prefix):
        options.append(f"prefix={prefix}")
    if chosen.get("parse_block_html") is True:
        options.append("html=markdown")
    return f"{name}?{'&'.join(options)}" if options else name


def is_of_another(values: Mapping[str, Any], root: str, files: Files) -> bool:
    """Whether the file of this name is another generator's configuration."""
    if any(key in values for keys in _OTHERS.values() for key in keys):
        return True
    # A Hexo theme has templates next to its configuration.
    layouts = files.below(posixpath.normpath(posixpath.join(root, "layout")))
    if any(path.endswith((".ejs", ".njk", ".pug", ".swig")) for path in layouts):
        return True
    return posixpath.normpath(posixpath.join(root, "_toc.yml")) in files


def _plugins(values: Mapping[str, Any], root: str, files: Files) -> set[str]:
    """The plugins of the site, as far as they are known."""
    named = " ".join([*texts(values.get("plugins")), *texts(values.get("gems"))])
    gems = ""
    for folder in dict.fromkeys((root, ".")):
        gems = files.read(posixpath.normpath(posixpath.join(folder, "Gemfile"))) or ""
        if gems:
            if re.search(r"^[ \t]*gemspec\b", gems, re.MULTILINE):
                specs = (path for path in files.below(folder) if path.endswith(".gemspec"))
                gems += "".join(files.read(path) or "" for path in specs)
            break
    found = {*_PLUGIN.findall(_COMMENT.sub("", f"{named}\n{gems}"))}
    if not gems or "github-pages" in found:
        found |= _PAGES_PLUGINS
    return found


def _collections(values: Mapping[str, Any]) -> dict[str, Collection]:
    value = values.get("collections")
    if isinstance(value, list):
        value = dict.fromkeys(each for each in value if isinstance(each, str))
    found = {"posts": Collection(output=True, permalink=None)}
    for name, each in (value if isinstance(value, dict) else {}).items():
        chosen = each if isinstance(each, dict) else {}
        permalink = chosen.get("permalink")
        output = bool(chosen.get("output")) or name == "posts"
        found[str(name)] = Collection(output, permalink if isinstance(permalink, str) else None)
    return found


def _defaults(values: Mapping[str, Any]) -> Iterator[Default]:
    """The defaults that routes depend on, with the longest paths last."""
    found = []
    inside = f"{text(values, 'collections_dir').strip('/')}/"
    for each in _list(values.get("defaults")):
        if isinstance(each, dict) and isinstance(each.get("values"), dict):
            defaults = {key: plain(each["values"][key]) for key in _ROUTED if key in each["values"]}
            scope = _options(each, "scope")
            kind = scope.get("type")
            if defaults:
                kind = None if kind is None else str(kind)
                kind = _DEPRECATED_TYPES.get(kind or "", kind)
                path = str(scope.get("path") or "").lstrip("/").removeprefix(inside)
                found.append(Default(path, kind, defaults))
    yield from sorted(found, key=lambda each: (len(each.path), each.type is not None))


def _nested_texts(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """The settings that are strings, at any depth, by their names in Liquid: `a.b`."""
    for key, each in values.items():
        if isinstance(each, str):
            yield f"{above}{key}", each
        elif isinstance(each, dict):
            yield from _nested_texts(each, f"{above}{key}.")


def _options(values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = values.get(key)
    return found if isinstance(found, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def text(values: Mapping[str, Any], key: str) -> str:
    """A setting that is a string; empty if it is not set."""
    value = values.get(key)
    return value if isinstance(value, str) else ""


def texts(value: Any) -> list[str]:
    """A setting that is a string or a list of strings."""
    if isinstance(value, str):
        return [value]
    return [each for each in _list(value) if isinstance(each, str)]


def line(files: Files, marker: str, key: str) -> int:
    """The 1-based line that sets a key in a configuration."""
    lines = (files.read(marker) or "").splitlines()
    return next((n for n, each in enumerate(lines, 1) if re.match(rf"{key}\s*[:=]", each)), 1)
