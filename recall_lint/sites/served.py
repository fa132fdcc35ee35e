"""A site and its pages → what its host serves: the file at each URL path."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from recall_lint.markdown.html import Tag, pieces
from recall_lint.sites.model import Files, Generator, Kind, Mount, Page, Site, Way
from recall_lint.sites.names import Names
from recall_lint.sites.urls import joined, leaves


class Served:
    """What a site's host serves."""

    def __init__(
        self, site: Site, generator: Generator, pages: Iterable[Page], files: Files
    ) -> None:
        self.site = site
        known = tuple(pages)
        self.urls: Mapping[str, tuple[str, ...]] = generator.serve(site, known, files)
        """The URL paths of each published page, by path, the canonical one first."""
        self.sources = frozenset((*(page.path for page in known), *self.urls))
        """The documents of its content, published or not, and other files that are not served
        unchanged.
        """
        self.has_urls = any(self.urls.values())
        """Whether it is served at all: a vault is not, and its notes may link to any file."""
        self._generator = generator
        self._files = files
        self._withholds: Callable[[Site, str], bool] | None = getattr(generator, "withholds", None)
        self._paths: dict[str, str] = {}
        for path, urls in self.urls.items():
            for url in urls:
                for spelling in _spellings(url):
                    self._paths.setdefault(spelling, path)
        base = site.base.rstrip("/")
        self._ids: dict[str, frozenset[str]] = {}
        self._prefixes = {_first(url.removeprefix(base)) for url in self._paths}

    def page_at(self, url: str) -> str | None:
        """The document at a URL path."""
        return self._paths.get(url)

    def files_at(self, url: str) -> Iterator[str]:
        """Possible files for a URL path in the site's static folders."""
        if any(f"/{char}" in url for char in self.site.hidden):
            return
        for mount in (*self.site.static, *self.site.content):
            if url.startswith(mount.url):
                path = _join(mount.folder, url[len(mount.url) :].strip("/"))
                choices = [path, f"{path}/index.html"]
                if not url.endswith("/"):
                    choices.append(f"{path}.html")
                for file in choices:
                    if self._withholds is not None and self._withholds(self.site, file):
                        continue
                    if not self._is_inner(mount, file):
                        yield file

    def _is_inner(self, mount: Mount, file: str) -> bool:
        """Whether a file is in a nested static folder, which determines its URL."""
        start = "" if mount.folder == "." else f"{mount.folder}/"
        inner = (each.folder for each in self.site.static if each.folder != mount.folder)
        return any(file.startswith(f"{each}/") and each.startswith(start) for each in inner)

    def source_of(self, url: str) -> str:
        """The file that probably had this URL path, whose history can be looked up."""
        bare = url.removesuffix("/").removesuffix(".html")
        for mount in sorted(self.site.content, key=lambda each: -len(each.url)):
            if f"{bare}/".startswith(mount.url):
                rest = bare[len(mount.url) :]
                suffix = "" if rest.endswith(self.site.suffixes) else self.site.suffixes[0]
                return _join(mount.folder, rest or "index") + suffix
        return url.strip("/") or "."

    def named(self, origin: str, text: str) -> str | None:
        """The file that a name refers to in a page."""
        find: Callable[[Site, Names, str, str], str | None] = self._generator.named  # type: ignore[attr-defined]
        return find(self.site, self._names, origin, text)

    @cached_property
    def _names(self) -> Names:
        root = self.site.root
        return Names(root, self._files.below(root))

    def serves_below(self, prefix: str) -> bool:
        """Whether a page or file is below the first name of a path, as in `/a/`.

        The site's base may be omitted.
        """
        url = self.site.base + prefix.removeprefix(self.site.base).lstrip("/")
        if prefix in self._prefixes or prefix == self.site.base:
            return True
        mounts = (m for m in (*self.site.static, *self.site.content) if url.startswith(m.url))
        folders = (_join(mount.folder, url[len(mount.url) :].strip("/")) for mount in mounts)
        return any(next(iter(self._files.below(folder)), None) for folder in folders)

    def ways(self, origin: str, path: str, kind: Kind) -> Iterator[Way]:
        """The ways in which a destination of a page is read; see `Generator.ways`."""
        return self._generator.ways(self.site, origin, self.urls.get(origin, ()), path, kind)

    def leaves(self, origin: str, path: str) -> bool:
        """Whether a destination leaves the site: its host may have other content.

        If it would reach a page of the site with fewer `..`, it is a mistake.
        """
        base, urls = self.site.base, self.urls.get(origin, ())
        if not urls or not leaves(base, urls[0], path):
            return False
        target, end = posixpath.splitext(joined(base, path.lstrip("./")))
        target += "" if end.lower() in self.site.suffixes else end
        return all(self.page_at(url) is None for url in (target, f"{target}/", f"{target}.html"))

    def templates(self, origin: str, destination: str) -> Iterator[Way]:
        """The same for a destination with a template in it."""
        urls = self.urls.get(origin, ())
        return self._generator.templates(self.site, origin, urls, destination)

    def includes(self, origin: str, text: str) -> Iterator[str | None]:
        """The files that a page includes; None for one that is not known."""
        asked = getattr(self._generator, "includes", None)
        if asked is not None:
            yield from asked(self.site, origin, text, self._files)

    def has_id(self, path: str, anchor: str) -> bool:
        """Whether an HTML file has an anchor."""
        known = self._ids.get(path)
        if known is None:
            tags = (each for each in pieces(self._files.read(path) or "") if isinstance(each, Tag))
            ids = (tag.attributes.get(key) for tag in tags for key in ("id", "name"))
            known = self._ids[path] = frozenset(each.value for each in ids if each is not None)
        return anchor in known


def _spellings(url: str) -> Iterator[str]:
    """The paths at which a host serves the content of one: folders by their index, and so on."""
    yield url
    if url.endswith("/index.html"):
        url = url.removesuffix("index.html")
        yield url
    if url.endswith("/"):
        yield f"{url}index.html"
        yield f"{url}index"
        if url != "/":
            yield url.rstrip("/")
    elif url.endswith(".html"):
        yield url.removesuffix(".html")


def _first(url: str) -> str:
    """`/a/` for `/a/b/c`: its first name, if more follows; otherwise the path."""
    end = url.find("/", 1)
    return url if end < 0 else url[: end + 1]


def _join(folder: str, rest: str) -> str:
    if folder in ("", "."):
        return rest or "."
    return f"{folder}/{rest}" if rest else folder
