"""Pages of a Hugo site → the URLs of pages, resources and generated lists."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urljoin

from recall_lint.sites.model import Files, Page, Site

SUFFIXES: Final = (".md", ".markdown", ".mdown")
_NOT_PATH = re.compile(r"[^\w./+~@-]+")
_TOKEN = re.compile(r":(\w+)(?:\[[^\]]*\])?")
_MADE: Final = ("sitemap.xml", "404.html", "tags/", "categories/")


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """Every page by its URL and its aliases, and the lists that Hugo generates."""
    bundles = {posixpath.dirname(page.path) for page in pages if stem_of(page.path) == "index"}
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
            folders.add(start + path_of(site, rest.partition("/")[0]) + "/")
    lists = [f"{folder}{name}" for folder in folders for name in ("", "index.xml")]
    terms = {
        f"{site.base}{plural}/{path_of(site, term)}/"
        for page in pages
        for plural in ("tags", "categories")
        for term in _texts(page.meta.get(plural))
    }
    made = [*lists, *terms, *(f"{site.base}{name}" for name in _MADE)]
    known = {url for urls in served.values() for url in urls}
    served[site.because] = tuple(url for url in made if url not in known)
    return served


def _mounted(site: Site, path: str) -> tuple[str, str]:
    """The base URL of a file's content folder, and its path below that folder."""
    mount = max(
        (mount for mount in site.content if _is_below(mount.folder, path)),
        key=lambda mount: len(mount.folder),
    )
    return mount.url, _below(mount.folder, path)


def _resources(path: str, url: str, files: Files) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The files of a bundle that are not pages, each below the URL of its page."""
    folder, stem = posixpath.dirname(path), stem_of(path)
    if stem not in ("index", "_index") or not url.endswith("/"):
        return
    for file in files.below(folder):
        rest = _below(folder, file)
        if not file.endswith(SUFFIXES) and (stem == "index" or "/" not in rest):
            yield file, (url + rest,)


def _is_resource(path: str, bundles: set[str]) -> bool:
    """Whether a file belongs to the bundle of an `index.md` in its folder or above."""
    if stem_of(path) == "index":
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
        path = path_of(site, folder)
        return f"{start}{path}/" if path else start
    pattern = site.options["permalinks"].get(rest.partition("/")[0] if "/" in rest else "")
    slug = page.meta.get("slug")
    if isinstance(pattern, str):
        path = _filled(site, pattern, page, folder, stem)
        return _clean(start + path.strip("/") + ("/" if path.endswith("/") else suffix))
    if stem == "index":
        folder, stem = posixpath.split(folder)
    last = str(slug) if slug else stem
    path = path_of(site, f"{folder}/{last}".strip("/"))
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
    return path_of(site, _TOKEN.sub(lambda m: values.get(m[1], m[0]), pattern))


def _alias(site: Site, url: str, alias: str) -> str:
    """The URL path of an alias: from the root, or relative to the page."""
    if alias.startswith("/"):
        return _clean(site.base + alias.lstrip("/"))
    return _clean(urljoin(posixpath.dirname(url.rstrip("/")) + "/", alias))


def _clean(url: str) -> str:
    """A URL path that ends with a slash unless it names a file."""
    url = re.sub("//+", "/", url).removesuffix("index.html")
    return url if "." in posixpath.basename(url) or url.endswith("/") else f"{url}/"


def path_of(site: Site, text: str) -> str:
    """File names in their form in a URL path."""
    text = _NOT_PATH.sub("", text.strip().replace(" ", "-"))
    return text if site.options["keeps_case"] else text.lower()


# Words.


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def stem_of(path: str) -> str:
    """A file name without suffix and language: `index` for `index.fr.md`."""
    name = posixpath.basename(path)
    return unicodedata.normalize("NFC", name).partition(".")[0]


def _is_below(folder: str, path: str) -> bool:
    return folder in ("", ".") or path.startswith(f"{folder}/")


def _below(folder: str, path: str) -> str:
    return path if folder in ("", ".") else path.removeprefix(f"{folder}/")
