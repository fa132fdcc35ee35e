"""MkDocs, with Material, mkdocs-redirects, mkdocs-static-i18n and others: `a.md` → `/a/`.

- Every Markdown file of `docs_dir` is a page, whether `nav` has it or not; `README.md` is the
  index of a folder without `index.md`. Without `use_directory_urls`, `a.md` is `/a.html`.
- Names that begin with a dot, `/templates/` and what `exclude_docs` and `draft_docs` match are not
  published, nor is what mkdocs-exclude has in `glob`. All other files of `docs_dir` are, and those
  of `theme.custom_dir`.
- A link or an image of Markdown that names a file of `docs_dir`, relative to the page's own, leads
  there; any other destination, and every one in an HTML tag, is left as it is, and the browser
  reads it against the page's URL. A path from the root is such a one, unless
  `validation.links.absolute_links` is `relative_to_docs`.
- `site_url` may have a path: everything lies below. mike adds a version behind it.
- mkdocs-redirects serves the old names of pages.
- What a page takes in from other files, as pymdownx.snippets does, gives it their anchors.
- What is made while the site is built is not judged: pages below the folders of plugins such as
  mkdocs-api-autonav, names that the scripts of mkdocs-gen-files or `hooks` have in quotes, and what
  git ignores. Nor are the links of a page that is excluded: it may be taken in by others. Nor is
  what lies outside of a `docs_dir` without an index: a script puts the real one together.

Source: "Configuration" and "Writing your docs" in MkDocs' documentation, and what its `files` and
`pages` do.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from recall_lint.sites import _mkdocs_settings as reading
from recall_lint.sites._mkdocs_languages import Languages, alternates
from recall_lint.sites._mkdocs_plugins import included
from recall_lint.sites._mkdocs_site import make_site
from recall_lint.sites.model import File, Files, Kind, Page, Site, Unknown, Url, Way

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NAME: Final = "mkdocs"

_NAMES: Final = ("mkdocs.yml", "mkdocs.yaml")
_NO_THEME_FILE: Final = re.compile(r"\.(?:html|pyc?|md|markdown)\Z|readme", re.IGNORECASE)
_VERSION: Final = re.compile(r"(?:v?\d+(?:\.[\w.-]+)?|latest|stable|dev|main|next)/")


def find(marker: str, files: Files) -> Site | None:
    """The site of a `mkdocs.yml`.

    None for one without pages, for a translation that the site it inherits from holds, and for a
    part of a configuration, `mkdocs-nav.yml`, or one of several for the same pages.
    """
    settings = reading.settings(marker, files)
    root, name = posixpath.split(marker)
    is_variant = name not in _NAMES
    if is_variant and any(posixpath.join(root, each) in files for each in _NAMES):
        return None
    if is_variant and "site_name" not in settings.values:
        return None
    translations = {code for code, _ in alternates(settings.values, "/")}
    if settings.inherits and posixpath.basename(root) in translations:
        return None
    site = make_site(root or ".", marker, settings.values, files)
    docs = _languages(site).docs
    notices = settings.notices
    if not any(True for _ in files.below(docs)):
        if "docs_dir" not in settings.values:
            return None
        line = reading.line_of(files.read(marker) or "", "docs_dir")
        notices += (f"{marker}:{line}: docs_dir not found: {docs}",)
    return site._replace(notices=notices)


def of(root: str, files: Files) -> Site:
    """The site of a folder without a configuration."""
    return make_site(root, root, {}, files)


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """The URL paths of each page; those of the languages that it stands in for come behind."""
    langs = _languages(site)
    drafts = site.options["draft"]
    paths = {
        page.path: None
        for page in pages
        if not _is_excluded(site, page.path) and not _matches(drafts, langs.name(page.path))
    }
    taken: dict[str, str] = {}
    # An index goes before the README beside it.
    for path, below, name in sorted(
        langs.served(paths), key=lambda each: _stem(each[2]) == "README"
    ):
        taken.setdefault(below + _url(name, site), path)
    for old, new in site.options["redirects"].items():
        known = (path for path in langs.sources(langs.docs, new, from_docs=True) if path in paths)
        for path in known:
            taken.setdefault(site.base + _url(old, site), path)
    found: dict[str, list[str]] = {}
    for url, path in taken.items():
        found.setdefault(path, []).append(url)
    own = langs.urls
    return {
        path: tuple(sorted(urls, key=lambda url: not url.startswith(own[langs.of(path)])))
        for path, urls in found.items()
    }


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """As a file of `docs_dir`, where MkDocs rewrites destinations; then against the page's URL."""
    langs = _languages(site)
    sources: list[str] = []
    from_root = path.startswith("/")
    if kind != "html" and (not from_root or site.options["from_docs"]):
        sources = [
            source
            for source in langs.sources(origin, path, from_docs=from_root)
            if not _is_excluded(site, source)
        ]
    url = _browsed(urls[0] if urls else _would_be(site, origin), path)
    found: list[Way] = [*map(File, sources), Url(url), *map(File, langs.localized(url))]
    if not _names_a_file(path):
        # What is missing is then the page of that URL.
        found.sort(key=lambda way: isinstance(way, File))
    yield from found
    below = url.removeprefix(site.base)
    if site.options["versions"] and (version := _VERSION.match(below)):
        yield Url(site.base + below[version.end() :])
    reason = _made_by(site, [langs.name(source) for source in sources], below)
    if reason is None and _is_ignored(site, sources, below):
        reason = "git ignores it"
    if reason is None and not urls and _is_excluded(site, origin):
        # It may be taken in by other pages, and be read from where those are.
        reason = "excluded"
    if reason is None and site.options["assembled"] and _leaves(langs.docs, origin, path):
        reason = "docs_dir has no index"
    if reason is not None:
        yield Unknown(reason)


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """Macros may say anything."""
    yield Unknown("template")


def withholds(site: Site, path: str) -> bool:
    """Whether a file of its folders is not published."""
    theme = site.options["theme"]
    if theme and path.startswith(f"{theme}/"):
        return _NO_THEME_FILE.search(path) is not None
    langs = _languages(site)
    if langs.structure == "suffix" and langs.split(path)[0] is not None:
        # It is served without its suffix: see `Languages.localized`.
        return True
    return _is_excluded(site, path)


def includes(site: Site, origin: str, text: str, files: Files) -> Iterator[str | None]:
    """The files whose text a page takes in; None for one that cannot be told."""
    folders = [*site.options["snippets"], site.root, _languages(site).docs, "."]
    yield from included(text, posixpath.dirname(origin) or ".", folders, files)


def _languages(site: Site) -> Languages:
    return Languages.read(site.options["languages"])


def _stem(name: str) -> str:
    return posixpath.splitext(posixpath.basename(name))[0]


def _url(name: str, site: Site) -> str:
    """Where the page of a name stands, below its base."""
    folder, _ = posixpath.split(name)
    prefix = f"{folder}/" if folder else ""
    stem = _stem(name)
    if stem in ("index", "README"):
        return prefix if site.options["directories"] else f"{prefix}index.html"
    return f"{prefix}{stem}/" if site.options["directories"] else f"{prefix}{stem}.html"


def _would_be(site: Site, path: str) -> str:
    """The URL path of a page that is not published, if it were."""
    langs = _languages(site)
    return langs.urls[langs.of(path)] + _url(langs.split(path)[1], site)


def _browsed(base: str, path: str) -> str:
    """A path as a browser reads it on the page at `base`."""
    joined = posixpath.join(base.rpartition("/")[0] + "/", path)
    is_folder = joined.endswith(("/", "/.", "/.."))
    normal = posixpath.normpath(joined).lstrip("/")
    return f"/{normal}/" if is_folder and normal else f"/{normal}"


def _names_a_file(path: str) -> bool:
    suffix = posixpath.splitext(path)[1]
    return suffix not in ("", ".html", ".htm")


def _is_excluded(site: Site, path: str) -> bool:
    name = _languages(site).name(path)
    if any(fnmatchcase(name, glob) for glob in site.options["globs"]):
        return True
    return _matches(site.options["exclude"], name)


def _matches(patterns: Sequence[str], name: str) -> bool:
    return _spec(tuple(patterns)).match_file(name)


@lru_cache(maxsize=64)
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)


def _is_ignored(site: Site, sources: Sequence[str], below: str) -> bool:
    """Whether git ignores what is not there, and so something makes it."""
    patterns = site.options["ignored"]
    docs = _languages(site).docs
    bare = posixpath.join(docs, below.rstrip("/").removesuffix(".html"))
    names = (*sources, posixpath.join(docs, below), f"{bare}.md", f"{bare}/index.md")
    # Where any page of `docs_dir` would be ignored, that says nothing.
    is_all = _matches(patterns, posixpath.join(docs, "any.md"))
    return not is_all and any(_matches(patterns, posixpath.normpath(name)) for name in names)


def _leaves(docs: str, origin: str, path: str) -> bool:
    """Whether a relative path climbs out of `docs_dir`, wherever it leads from there."""
    ups = posixpath.normpath(path).split("/").count("..") if path.startswith(".") else 0
    return ups > posixpath.relpath(origin, docs).count("/")


def _made_by(site: Site, names: Sequence[str], below: str) -> str | None:
    """What makes a page or file that is not there, by its names among the sources and its URL."""
    bare = below.rstrip("/").removesuffix(".html")
    for owner, made_names in site.options["made"].items():
        for name in made_names:
            if name.endswith("/"):
                if any(fnmatchcase(f"{each}/", f"{name}*") for each in (*names, bare)):
                    return str(owner)
            elif name in names or name in (below, f"{bare}.md", f"{bare}/index.md"):
                return str(owner)
    return None
