"""Wikis of GitHub and GitLab: a repository or folder `NAME.wiki`, or a sidebar next to a home page.

GitHub's pages are identified by name alone, ignoring folders and case, with dashes for spaces.
`[x](Page-Name)` and `[[text|Page Name]]` link to a page, with `Home` as the first; a name with its
suffix links to the file itself, and images and other files have paths from the wiki's root. `../`
leads out of the wiki, to the repository. On GitLab, whose home page is `home.md`, a page is
identified by its path, and a link is relative to the page's folder or, with `/`, to the root.

Source: GitHub's documentation, "Editing wiki content", that of Gollum, which both forges use for
wikis, and GitLab's, "Wiki"; read, not run.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from recall_lint.sites.model import (
    Elsewhere,
    File,
    Files,
    Kind,
    Mount,
    Name,
    Page,
    Site,
    Unknown,
    Way,
)
from recall_lint.sites.names import Names, folded, is_note

NAME: Final = "wiki"

_SUFFIXES: Final = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
_PAGES: Final = (*_SUFFIXES, ".rst", ".asciidoc", ".adoc", ".org", ".textile", ".mediawiki", ".pod")


def find(marker: str, files: Files) -> Site | None:
    """The wiki of a home page or a sidebar; None if the other one is missing."""
    folder, name = posixpath.split(marker)
    beside = f"{folder}/" if folder else ""
    homes = [home for home in ("Home", "home") if f"{beside}{home}.md" in files]
    if not homes or (not folder.endswith(".wiki") and folded(name) == "home.md"):
        return None
    return _wiki(folder or ".", marker, gitlab=homes == ["home"])


def of(root: str, files: Files) -> Site:
    """A folder as a GitHub wiki."""
    return _wiki(root, root, gitlab=False)


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """Every page by its name; on GitHub, folders are not part of its URL."""
    return {page.path: (_url(site, page.path),) for page in pages}


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """A page by its name, or a file by its path."""
    gitlab = site.options["gitlab"]
    if path.startswith("/") and not gitlab and kind != "wiki":
        yield Elsewhere()
    folder = posixpath.dirname(origin) or "." if gitlab and not path.startswith("/") else site.root
    target = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
    if not gitlab and posixpath.normpath(path).startswith("../"):
        yield Elsewhere()
    yield File(target)
    yield Name(posixpath.relpath(target, site.root))
    if not is_note(path):
        # GitHub's pages also show images next to the page.
        yield File(posixpath.join(posixpath.dirname(origin), path.lstrip("/")))


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """Wikis have no templates in destinations."""
    yield Unknown("template")


def named(site: Site, names: Names, origin: str, text: str) -> str | None:
    """The page of a name."""
    folder, name = posixpath.split(text)
    for spelling in dict.fromkeys((name, name.replace("-", " "), name.replace(" ", "-"))):
        for suffix in _PAGES:
            for path in names.called(spelling + suffix):
                around = posixpath.dirname(names.within(path))
                if not site.options["gitlab"] or around == folded(folder).replace(" ", "-"):
                    return path
    return None


def _url(site: Site, path: str) -> str:
    page = posixpath.splitext(posixpath.relpath(path, site.root))[0].replace(" ", "-")
    if site.options["gitlab"]:
        return f"/-/wikis/{page}"
    name = posixpath.basename(page)
    return "/wiki" if name == "Home" else f"/wiki/{name}"


def _wiki(root: str, because: str, *, gitlab: bool) -> Site:
    return Site(
        NAME,
        root,
        because,
        content=(Mount(root, "/"),),
        dialects=("gitlab" if gitlab else "github",),
        suffixes=_SUFFIXES,
        wikilinks="text-first",
        options={"gitlab": gitlab},
    )
