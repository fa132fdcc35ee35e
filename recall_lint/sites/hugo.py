"""Hugo: sites with a `hugo.toml`, a `config.toml` next to `content/`, or a `config/_default/`.

A page is served as a folder named after its file, in lower case and with dashes for spaces; a
bundle, `a/index.md`, as the folder that it lies in, and so is a section, `_index.md`. `url`,
`slug`, `aliases` and `permalinks` say otherwise. Files beside an `index.md` are its resources, and
Markdown files among them are no pages.

A destination is a URL, relative to the page's. Many sites resolve it first as a path of the content
(`ref` does, and so do link render hooks, the one that Hugo brings among them): a path that names a
page or a resource is taken for that, with or without `.md`.

Source: "Content organization", "URL management", "Page bundles", "Link render hooks" and
"Configure modules" in Hugo's documentation.
Differs: which pages a taxonomy lists is not known, nor what theme or module from elsewhere adds.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urljoin

from recall_lint.sites import _hugo_settings
from recall_lint.sites.model import File, Files, Kind, Name, Page, Site, Unknown, Url, Way
from recall_lint.sites.names import Names
from recall_lint.sites.urls import joined

NAME: Final = "hugo"

_SUFFIXES: Final = (".md", ".markdown", ".mdown")
_NOT_PATH = re.compile(r"[^\w./+~@-]+")
_REF = re.compile(
    r"\{\{[<%]\s*(?:rel)?ref\s+(?:path=)?(?P<quote>[\"'`]?)(?P<path>[^\"'`\s]*)(?P=quote)"
    r"[^{}]*[>%]\}\}"
)
_INCLUDE = re.compile(
    r"\{\{[<%]\s*(?:content|import|includes?|read-?file|transclude)\s+(?:\w+=)?"
    r"[\"'`]?(?P<path>[^\"'`\s>%]+)"
)
_TOKEN = re.compile(r":(\w+)(?:\[[^\]]*\])?")


def find(marker: str, files: Files) -> Site | None:
    """The site of a configuration file or folder; None where there are no pages for it."""
    return _hugo_settings.find(marker, files)


def of(root: str, files: Files) -> Site:
    """A site of all defaults."""
    return _hugo_settings.site(root, root, {}, files)


# Routes.


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """Every page under its URL and its aliases, and the lists that Hugo makes itself."""
    bundles = {posixpath.dirname(page.path) for page in pages if _stem(page.path) == "index"}
    served: dict[str, tuple[str, ...]] = {}
    folders = {mount.url for mount in site.content}
    for page in pages:
        if _is_resource(page.path, bundles) or not _is_rendered(page.meta):
            continue
        url = _url(site, page)
        aliases = (_alias(site, url, alias) for alias in _texts(page.meta.get("aliases")))
        served[page.path] = (url, *aliases)
        served.update(_resources(page.path, url, files))
        start, rest = _mounted(site, page.path)
        if "/" in rest and not url.endswith(".html"):
            folders.add(start + _path_of(site, rest.partition("/")[0]) + "/")
    lists = [f"{folder}{name}" for folder in folders for name in ("", "index.xml")]
    terms = {
        f"{site.base}{plural}/{_path_of(site, term)}/"
        for page in pages
        for plural in ("tags", "categories")
        for term in _texts(page.meta.get(plural))
    }
    made = [*lists, *terms, *(f"{site.base}{name}" for name in _MADE)]
    known = {url for urls in served.values() for url in urls}
    served[site.because] = tuple(url for url in made if url not in known)
    return served


_MADE: Final = ("sitemap.xml", "404.html", "tags/", "categories/")


def _mounted(site: Site, path: str) -> tuple[str, str]:
    """Where the pages of a file's folder of content are served, and its path below that."""
    mount = max(
        (mount for mount in site.content if _is_below(mount.folder, path)),
        key=lambda mount: len(mount.folder),
    )
    return mount.url, _below(mount.folder, path)


def _resources(path: str, url: str, files: Files) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The files of a bundle that are no pages, each below the URL of its page."""
    folder, stem = posixpath.dirname(path), _stem(path)
    if stem not in ("index", "_index") or not url.endswith("/"):
        return
    for file in files.below(folder):
        rest = _below(folder, file)
        if not file.endswith(_SUFFIXES) and (stem == "index" or "/" not in rest):
            yield file, (url + rest,)


def _is_resource(path: str, bundles: set[str]) -> bool:
    """Whether a file belongs to the bundle of an `index.md` at or above its folder."""
    if _stem(path) == "index":
        path = posixpath.dirname(path)
    folder = posixpath.dirname(path)
    while folder:
        if folder in bundles:
            return True
        folder = posixpath.dirname(folder)
    return False


def _is_rendered(meta: Mapping[str, Any]) -> bool:
    if meta.get("draft") is True or meta.get("headless") is True:
        return False
    build = meta.get("build") or meta.get("_build")
    render = build.get("render") if isinstance(build, dict) else None
    return render not in (False, "never", "link")


def _url(site: Site, page: Page) -> str:
    start, rest = _mounted(site, page.path)
    folder, name = posixpath.split(posixpath.splitext(rest)[0])
    stem, language = name, ""
    for code in site.options["languages"]:
        if name.endswith(f".{code}"):
            stem, language = name.removesuffix(f".{code}"), code
    if language and language != site.options["default"]:
        start = f"{start}{language}/"
    own = page.meta.get("url")
    if isinstance(own, str) and own:
        return _clean(start + own.lstrip("/"))
    suffix = ".html" if site.options["ugly"] else "/"
    if stem == "_index":
        path = _path_of(site, folder)
        return f"{start}{path}/" if path else start
    pattern = site.options["permalinks"].get(rest.partition("/")[0] if "/" in rest else "")
    slug = page.meta.get("slug")
    if isinstance(pattern, str):
        path = _filled(site, pattern, page, folder, stem)
        return _clean(start + path.strip("/") + ("/" if path.endswith("/") else suffix))
    if stem == "index":
        folder, stem = posixpath.split(folder)
    last = str(slug) if slug else stem
    path = _path_of(site, f"{folder}/{last}".strip("/"))
    return f"{start}{path}{suffix}" if path else start


def _filled(site: Site, pattern: str, page: Page, folder: str, stem: str) -> str:
    """A pattern of `permalinks` for one page."""
    if stem == "index":
        folder, stem = posixpath.split(folder)
    date = str(page.meta.get("date") or "")[:10].split("-")
    year, month, day = date if len(date) == 3 else ("", "", "")
    title = str(page.meta.get("title") or stem)
    slug = str(page.meta.get("slug") or "")
    values = {
        "year": year,
        "month": month,
        "day": day,
        "section": folder.partition("/")[0],
        "sections": folder,
        "title": title,
        "slug": slug or title,
        "slugorfilename": slug or stem,
        "slugorcontentbasename": slug or stem,
        "filename": stem,
        "contentbasename": stem,
    }
    return _path_of(site, _TOKEN.sub(lambda m: values.get(m[1], m[0]), pattern))


def _alias(site: Site, url: str, alias: str) -> str:
    """The URL path of an alias: from the root, or beside the page."""
    if alias.startswith("/"):
        return _clean(site.base + alias.lstrip("/"))
    return _clean(urljoin(posixpath.dirname(url.rstrip("/")) + "/", alias))


def _clean(url: str) -> str:
    """A URL path that ends with a slash where it names no file."""
    url = re.sub("//+", "/", url).removesuffix("index.html")
    return url if "." in posixpath.basename(url) or url.endswith("/") else f"{url}/"


def _path_of(site: Site, text: str) -> str:
    """Names of files as they stand in a URL path."""
    text = _NOT_PATH.sub("", text.strip().replace(" ", "-"))
    return text if site.options["keeps_case"] else text.lower()


# Destinations.


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """A path of the content, where there is one, else a URL."""
    own = urls[0] if urls else site.base
    url = joined(own, path)
    yield Url(url)
    if kind != "html":
        if path.lower().endswith(_SUFFIXES) or site.options["hook"]:
            yield from _content(site, origin, path)
        if site.options["hook"]:
            for below in dict.fromkeys((url.strip("/"), path.strip("/"))):
                yield Url(site.base + _path_of(site, below.removesuffix(".md")) + "/")
            if path.startswith("/"):
                yield Url(site.base + path.lstrip("/"))
            yield File(posixpath.join(site.root, "assets", path.lstrip("/")))
    if _is_made_elsewhere(site, url):
        yield Unknown("taxonomy")


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """`ref` and `relref`: a page by its path, from here or from the content's root."""
    m = _REF.fullmatch(destination)
    if m is None:
        yield Unknown("template")
        return
    path, hash_, anchor = m["path"].partition("#")
    for way in _content(site, origin, path) if path else (File(origin),):
        yield way._replace(anchor=anchor if hash_ else None) if isinstance(way, File) else way
    logical = path.removesuffix(".md").removesuffix("/_index").removesuffix("/index").strip("/")
    for mount in site.content:
        yield Url(f"{mount.url}{_path_of(site, logical)}/", anchor if hash_ else None)
    if "/" not in path:
        yield Name(destination)


def includes(site: Site, origin: str, text: str, files: Files) -> Iterator[str | None]:
    """The files that a page takes in by a shortcode such as `include`, which sites define."""
    for m in _INCLUDE.finditer(text):
        found = [way.path for way in _content(site, origin, m["path"])]
        known = (posixpath.normpath(path) for path in found)
        yield next((path for path in known if path in files), None)


def named(site: Site, names: Names, origin: str, text: str) -> str | None:
    """The page that `ref` means by a bare name: the only one that is called so."""
    m = _REF.fullmatch(text)
    path = m["path"].partition("#")[0] if m else text
    found = [each for each in names.called(path) if each.endswith(_SUFFIXES)]
    return found[0] if len(found) == 1 else None


def _content(site: Site, origin: str, path: str) -> Iterator[File]:
    """Where a path of the content may lie: beside the page, below its bundle, at the root."""
    bare = path.removesuffix("/")
    if path.startswith("/"):
        bases = [mount.folder for mount in site.content]
    else:
        folder = posixpath.dirname(origin)
        bases = [folder, *(mount.folder for mount in site.content)]
        if _stem(origin) in ("index", "_index"):
            bases.append(posixpath.dirname(folder))
    for base in dict.fromkeys(bases):
        full = posixpath.join(base, bare.lstrip("/"))
        yield File(full)
        if not full.endswith(_SUFFIXES):
            for end in (".md", "/_index.md", "/index.md"):
                yield File(full + end)
        for code in site.options["languages"]:
            if full.endswith(".md"):
                yield File(f"{full[:-3]}.{code}.md")


def _is_made_elsewhere(site: Site, url: str) -> bool:
    """Whether a URL lies below a taxonomy of the site's own, whose terms are not known."""
    first = url.removeprefix(site.base).partition("/")[0]
    return first in site.options["taxonomies"]


# Words.


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _stem(path: str) -> str:
    """A file's name without suffix and language: `index` for `index.fr.md`."""
    name = posixpath.basename(path)
    return unicodedata.normalize("NFC", name).partition(".")[0]


def _is_below(folder: str, path: str) -> bool:
    return folder in ("", ".") or path.startswith(f"{folder}/")


def _below(folder: str, path: str) -> str:
    return path if folder in ("", ".") else path.removeprefix(f"{folder}/")
