"""The nouns of published sites: what a generator makes of a folder, as values.

URL paths begin with `/` and are percent-decoded; a site's `base` is part of every URL path that
stands here. Folders and files are notebook paths; `.` is the notebook's root.
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
"""What stands where in `[[a|b]]`: the target and then the text to show, or the other way round."""


class Site(NamedTuple):
    """A folder that a generator publishes. Everything in it can be written as JSON."""

    generator: str
    """The `NAME` of the generator's module."""
    root: str
    """The folder that the configuration speaks of."""
    because: str
    """The file or folder that told."""
    content: tuple[Mount, ...]
    """Where its pages are. A document belongs to the site with the innermost such folder."""
    static: tuple[Mount, ...] = ()
    """Folders whose files are served as they are."""
    base: str = "/"
    """The URL path that everything lies below; ends with `/`."""
    dialects: tuple[str, ...] = ()
    """What gives its pages their anchors: names for `slugs.dialect`."""
    suffixes: tuple[str, ...] = (".md", ".markdown")
    """How the names of its pages end."""
    syntax: str = ""
    """What its pages hold beside Markdown: `liquid`, `hugo`, `mdx`; see `markdown/`."""
    hidden: str = "."
    """What the names of files and folders begin with that are not served as they are."""
    github: bool = False
    """Whether its pages are meant to be read on GitHub as well."""
    options: Mapping[str, Any] = {}
    """What the generator's module alone understands."""
    wikilinks: Wikilinks = ""
    """How `[[…]]` is read as a link in its pages; empty where it is text."""
    notices: tuple[str, ...] = ()
    """What the user should know of its configuration, each with file and line where possible."""


def applied(choice: Choice, site: Site) -> Site:
    """A site as its owner says it is."""
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
    """A document of a site's content, as far as routes depend on it."""

    path: str
    meta: Mapping[str, Any]
    """Its front matter: those of `FRONT_MATTER_KEYS` that it has, values as YAML or TOML has them,
    dates as `YYYY-MM-DD` texts."""


FRONT_MATTER = "---"
"""The key under which a page's metadata has a true value if the page has any front matter."""

FRONT_MATTER_KEYS = frozenset(
    {
        "alias", "aliases", "build", "categories", "category", "collection", "date", "draft",
        "expiryDate", "headless", "id", "lang", "language", "layout", "linkTitle", "locale",
        "parse_number_prefixes", "permalink", "publishDate", "published", "redirect_from", "slug",
        "tags", "title", "translationKey", "unlisted", "url", "_build",
    }
)  # fmt: skip


class Files(Protocol):
    """The files of the notebook, as those who look for sites see them."""

    def __contains__(self, path: object, /) -> bool:
        """Whether there is a file of exactly this name."""

    def below(self, folder: str) -> Iterable[str]:
        """The paths of all files below a folder, in order; none if there is no such folder."""

    def read(self, path: str) -> str | None:
        """The text of a file; None if there is none, or it cannot be read."""


class File(NamedTuple):
    """A destination read as the path of a file of the notebook."""

    path: str
    """May climb out of it, as `..`."""
    anchor: str | None = None
    """The one that a template names, `{{< ref "a.md#b" >}}`; others are cut off before."""


class Url(NamedTuple):
    """A destination read as a URL path of the site's host."""

    path: str
    anchor: str | None = None


class Unknown(NamedTuple):
    """A destination that nothing here can judge."""

    reason: str
    """A few words for a count: `template`, `mkdocstrings`."""


class Name(NamedTuple):
    """A destination read as the name of a file, wherever that lies: see `Generator.named`."""

    text: str
    anchor: str | None = None


class Elsewhere(NamedTuple):
    """A destination of the same host, outside the site: another's, as a URL of another host is."""


Way = File | Url | Name | Unknown | Elsewhere
"""One way in which a generator reads a destination."""

Kind = Literal["link", "image", "html", "wiki", "component"]
"""How a destination is written: Markdown's link or image, an HTML tag's attribute, `[[…]]`, or the
`<Link to>` of MDX."""


class Generator(Protocol):
    """What each module of this package is that stands for a generator; its docstring says which
    of the generator's rules it follows, and their source in its documentation.

    A module whose `ways` give a `Name` also defines `named(site, names, origin, text)`: the file
    that a name means in the page `origin`, None if there is none. `names` are those of the files
    below the site's root.

    A module may also define `withholds(site, path)`, whether a file in one of the site's folders
    is not served; and `includes(site, origin, text, files)`, the files whose text a page takes in,
    None for one that cannot be told: their anchors are the page's.
    """

    __doc__: str | None

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """As configuration and reports write it."""

    def find(self, marker: str, files: Files) -> Site | None:
        """The site that a file matching a marker tells of; None if it tells of none.

        Raises `SiteError` for a configuration that cannot be read.
        """

    def of(self, root: str, files: Files) -> Site:
        """The site of a folder without a configuration: all defaults. For `[[sites]]`."""

    def serve(
        self, site: Site, pages: Sequence[Page], files: Files
    ) -> Mapping[str, tuple[str, ...]]:
        """The URL paths of each page that is published, by its path, the canonical one first.

        A file that is no document and is not served as it is may be among them.

        A page with a trailing slash is given with it. A host serves `/a` for `/a.html` and `/a/`
        as well; that need not be said.
        """

    def ways(
        self, site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind
    ) -> Iterator[Way]:
        """The ways in which the generator, and then a browser, reads a destination; the first that
        reaches something counts, and the first of all names what is missing.

        `origin` is the page with the link, `urls` its URL paths (empty if it is not published),
        `path` the destination without query and fragment, percent-decoded, not empty and no URL
        of somewhere else.
        """

    def templates(
        self, site: Site, origin: str, urls: Sequence[str], destination: str
    ) -> Iterator[Way]:
        """The same for a destination with a template in it, given whole and as written."""


class SiteError(Exception):
    """A site's configuration that cannot be used; the text names file, line and what is wrong."""
