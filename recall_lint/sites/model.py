"""The values of published sites: what a generator makes of a folder.

URL paths begin with `/` and are percent-decoded; every URL path here includes the site's `base`.
Folders and files are notebook paths; `.` is the notebook's root.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol

from recall_lint.base.config import Choice


class Mount(NamedTuple):
    """A folder of files, and the URL path below which a site serves them."""

    folder: str
    url: str
    """Ends with `/`; the site's base is part of it."""


Wikilinks = Literal["", "target-first", "text-first"]
"""The order in `[[a|b]]`: the target and then the text to show, or the reverse."""


class Site(NamedTuple):
    """A folder that a generator publishes. Everything in it can be written as JSON."""

    generator: str
    """The `NAME` of the generator's module."""
    root: str
    """The folder with its configuration."""
    because: str
    """The file or folder it was detected from."""
    content: tuple[Mount, ...]
    """The folders of its pages. A document belongs to the site with the innermost such folder."""
    static: tuple[Mount, ...] = ()
    """Folders of files that are published unchanged."""
    base: str = "/"
    """The URL path that everything lies below; ends with `/`."""
    dialects: tuple[str, ...] = ()
    """The dialects of its pages: names for `slugs.dialect`."""
    suffixes: tuple[str, ...] = (".md", ".markdown")
    """Suffixes of its pages."""
    syntax: str = ""
    """Syntax besides Markdown in its pages: `liquid`, `hugo`, `mdx`; see `markdown/`."""
    hidden: str = "."
    """Prefixes of names of files and folders that are not published unchanged."""
    github: bool = False
    """Whether its pages are also meant to be read on GitHub."""
    options: Mapping[str, Any] = {}
    """Settings that only the generator's module uses."""
    wikilinks: Wikilinks = ""
    """How wiki links are read in its pages; empty if they are text."""
    notices: tuple[str, ...] = ()
    """Notices about its configuration, each with file and line if possible."""


def applied(choice: Choice, site: Site) -> Site:
    """A site with the settings of the notebook's configuration."""
    base = site.base if choice.base is None else f"/{choice.base.strip('/')}/".replace("//", "/")
    if base != site.base:
        site = site._replace(
            base=base,
            content=tuple(_moved(mount, site.base, base) for mount in site.content),
            static=tuple(_moved(mount, site.base, base) for mount in site.static),
        )
    if choice.content is not None:
        site = site._replace(content=(Mount(choice.content, base),))
    if choice.static is not None:
        site = site._replace(static=tuple(Mount(folder, base) for folder in choice.static))
    return site


def _moved(mount: Mount, old: str, new: str) -> Mount:
    return mount._replace(url=new + mount.url.removeprefix(old))


class Page(NamedTuple):
    """A document of a site's content, with everything that routes depend on."""

    path: str
    meta: Mapping[str, Any]
    """Its front matter: those of `FRONT_MATTER_KEYS` that it has, with values as in YAML or TOML,
    dates as `YYYY-MM-DD` strings.
    """


FRONT_MATTER = "---"
"""The key under which a page's metadata has a true value if the page has front matter."""

FRONT_MATTER_KEYS = frozenset(
    {
        "alias", "aliases", "build", "categories", "category", "collection", "date", "draft",
        "expiryDate", "headless", "id", "lang", "language", "layout", "linkTitle", "locale",
        "parse_number_prefixes", "permalink", "publishDate", "published", "redirect_from", "slug",
        "tags", "title", "translationKey", "unlisted", "url", "_build",
    }
)  # fmt: skip


class Files(Protocol):
    """The files of the notebook, as needed to detect sites."""

    def __contains__(self, path: object, /) -> bool:
        """Whether there is a file with exactly this name."""

    def below(self, folder: str) -> Iterable[str]:
        """The paths of all files below a folder, in order; empty if it does not exist."""

    def read(self, path: str) -> str | None:
        """The text of a file; None if it does not exist or cannot be read."""


class File(NamedTuple):
    """A destination read as the path of a file of the notebook."""

    path: str
    """May lead out of the notebook with `..`."""
    anchor: str | None = None
    """The anchor of a template, `{{< ref "a.md#b" >}}`; other anchors are split off before."""


class Url(NamedTuple):
    """A destination read as a URL path of the site's host."""

    path: str
    anchor: str | None = None


class Unknown(NamedTuple):
    """A destination that cannot be checked."""

    reason: str
    """A few words for a count: `template`, `mkdocstrings`."""


class Name(NamedTuple):
    """A destination read as the name of a file in any folder: see `Generator.named`."""

    text: str
    anchor: str | None = None


class Elsewhere(NamedTuple):
    """A destination on the same host but outside the site, which is external."""


Way = File | Url | Name | Unknown | Elsewhere
"""One way in which a generator reads a destination."""

Kind = Literal["link", "image", "html", "wiki", "component"]
"""How a destination is written:

Markdown link or image, attribute of an HTML tag, `[[…]]`, or `<Link to>` of MDX.
"""


class Generator(Protocol):
    """The interface of a generator's module; its docstring describes the generator's rules, with
    their source in its documentation.

    A module whose `ways` return a `Name` also defines `named(site, names, origin, text)`: the file
    that a name refers to in the page `origin`, None if there is none. `names` are those of the
    files below the site's root.

    A module may also define `withholds(site, path)`, whether a file in one of the site's folders
    is not served; and `includes(site, origin, text, files)`, the files that a page includes, and
    whose anchors it has, with None for each that is not known.
    """

    __doc__: str | None

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """As in the configuration and in reports."""

    def find(self, marker: str, files: Files) -> Site | None:
        """The site of a file that matches a marker; None if there is none.

        Raises `SiteError` for a configuration that cannot be read.
        """

    def of(self, root: str, files: Files) -> Site:
        """The site of a folder without a configuration, with default settings. For `[[sites]]`."""

    def serve(
        self, site: Site, pages: Sequence[Page], files: Files
    ) -> Mapping[str, tuple[str, ...]]:
        """The URL paths of each published page, by path, the canonical one first.

        Files other than documents that are not published unchanged may be included. A trailing
        slash is part of a URL. That a host also serves `/a.html` and `/a/` at `/a` need not be
        included.
        """

    def ways(
        self, site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind
    ) -> Iterator[Way]:
        """The ways in which the generator, and then a browser, reads a destination.

        The first way that reaches something counts, and the first of all determines what is
        missing. `origin` is the page with the link, `urls` its URL paths (empty if it is not
        published), `path` the destination without query and fragment, percent-decoded, not empty
        and not an external URL.
        """

    def templates(
        self, site: Site, origin: str, urls: Sequence[str], destination: str
    ) -> Iterator[Way]:
        """The same for a destination with a template in it, whole and as written."""


class SiteError(Exception):
    """A configuration of a site that cannot be used; the message gives file, line and reason."""
