"""The pages that Docusaurus generates → URL paths: categories, tags, lists of posts, feeds."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from recall_lint.sites._docusaurus_routes import unnumbered
from recall_lint.sites._docusaurus_settings import Root
from recall_lint.sites.javascript import load
from recall_lint.sites.model import Files, Page, SiteError
from recall_lint.sites.reading import load_yaml
from recall_lint.slugs import docusaurus
from recall_lint.slugs._unique import CheckedNames

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
_CATEGORY: Final = ("_category_.json", "_category_.yml", "_category_.yaml")

_POSTS: Final = 10
"""Default number of posts on a page of a blog's list."""


def made(root: Root, pages: Sequence[Page], files: Files) -> Iterator[str]:
    """The URL paths that a plug-in generates besides its pages, below its own."""
    if root.part == "docs":
        yield from _tagged(root, pages, files, None)
        yield from _categories(root, pages, files)
    elif root.part == "blog":
        yield from _blog(root, pages, files)


# Tags and lists.


def _blog(root: Root, pages: Sequence[Page], files: Files) -> Iterator[str]:
    listed = [page for page in pages if page.meta.get("unlisted") is not True]
    size = root.options.get("postsPerPage", _POSTS)
    size = size if isinstance(size, int) else len(listed) or 1
    paged = str(root.options.get("pageBasePath", "page"))
    yield from _paged("", len(listed), size, paged)
    archive = root.options.get("archiveBasePath", "archive")
    if isinstance(archive, str) and listed:
        yield archive
    yield from _tagged(root, listed, files, (size, paged))
    feeds = root.options.get("feedOptions")
    types = feeds.get("type", "all") if isinstance(feeds, dict) else "all"
    for name, kind in (("rss.xml", "rss"), ("atom.xml", "atom"), ("feed.json", "json")):
        if types is not None and (types == "all" or kind in types):
            yield name
    authors = _yaml(root, str(root.options.get("authorsMapPath", "authors.yml")), files)
    if authors:
        yield "authors"
    for key, author in authors.items():
        page = author.get("page") if isinstance(author, dict) else None
        if page:
            own = page.get("permalink") if isinstance(page, dict) else None
            yield own if isinstance(own, str) else f"authors/{kebab(str(key))}"


def _tagged(
    root: Root, pages: Sequence[Page], files: Files, paged: tuple[int, str] | None
) -> Iterator[str]:
    """The list of tags, and the page of each."""
    base = str(root.options.get("tagsBasePath", "tags"))
    name = root.options.get("tags")
    known = _yaml(root, name if isinstance(name, str) else "tags.yml", files)
    counts: Counter[str] = Counter()
    for page in pages:
        tags = page.meta.get("tags")
        found = {_permalink(tag, known) for tag in (tags if isinstance(tags, list) else [])}
        counts.update(link for link in found if link is not None)
    if counts:
        yield base
    for link, count in counts.items():
        path = f"{base}/{link.strip('/')}"
        if paged is None:
            yield path
        else:
            yield from _paged(path, count, *paged)


def _permalink(tag: Any, known: Mapping[str, Any]) -> str | None:
    if isinstance(tag, dict):
        link = tag.get("permalink")
        return link if isinstance(link, str) else None
    own = known.get(str(tag))
    if str(tag) in known:
        link = own.get("permalink") if isinstance(own, dict) else None
        return link if isinstance(link, str) else kebab(str(tag))
    return kebab(str(tag))


def _paged(path: str, count: int, size: int, paged: str) -> Iterator[str]:
    yield path
    for number in range(2, -(-count // max(size, 1)) + 1):
        yield f"{path}/{paged}/{number}"


def kebab(text: str) -> str:
    """A text in the format of lodash's `kebabCase`."""
    return "-".join(_WORD.findall(re.sub("['\u2019]", "", text))).lower()


def _yaml(root: Root, name: str, files: Files) -> Mapping[str, Any]:
    path = posixpath.normpath(posixpath.join(root.folder, name))
    try:
        return load_yaml(files.read(path) or "", path)
    except SiteError:
        return {}


# Categories.


def _categories(root: Root, pages: Sequence[Page], files: Files) -> Iterator[str]:
    """The index pages that sidebars generate for categories."""
    names = CheckedNames()
    folders = {posixpath.relpath(posixpath.dirname(page.path), root.folder) for page in pages}
    for label, link in _linked(root, folders, files):
        if link.get("type") == "generated-index":
            slug = link.get("slug")
            yield (
                slug if isinstance(slug, str) else f"category/{names.next(docusaurus.slug(label))}"
            )


def _linked(root: Root, folders: set[str], files: Files) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The categories of the sidebars with their own pages, by label and link."""
    if root.sidebar is False:
        return
    sidebars: Any = None
    if isinstance(root.sidebar, str):
        try:
            sidebars = load(root.sidebar, files)
        except SiteError:
            return
    if not isinstance(sidebars, dict):
        sidebars = {"": [{"type": "autogenerated", "dirName": "."}]}
    for sidebar in sidebars.values():
        yield from _of_items(sidebar, root, folders, files)


def _of_items(
    items: Any, root: Root, folders: set[str], files: Files
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(items, dict):
        # The short form of a category: `{label: items}`.
        for inner in items.values():
            yield from _of_items(inner, root, folders, files)
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        match item.get("type"):
            case "category":
                link = item.get("link")
                yield str(item.get("label")), link if isinstance(link, dict) else {}
                yield from _of_items(item.get("items"), root, folders, files)
            case "autogenerated":
                yield from _of_folders(str(item.get("dirName")), root, folders, files)
            case None:
                yield from _of_items(item, root, folders, files)


def _of_folders(
    folder: str, root: Root, folders: Iterable[str], files: Files
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The categories that a sidebar generates for the folders below one of them."""
    known = {
        parent
        for each in folders
        for parent in _with_parents(each)
        if folder == "." or parent.startswith(f"{folder}/")
    }
    for each in sorted(known):
        for name in _CATEGORY:
            path = posixpath.join(root.folder, each, name)
            settings = _yaml(root, posixpath.join(each, name), files) if path in files else {}
            link = settings.get("link")
            if isinstance(link, dict):
                yield str(settings.get("label", unnumbered(posixpath.basename(each)))), link


def _with_parents(folder: str) -> Iterator[str]:
    while folder not in ("", "."):
        yield folder
        folder = posixpath.dirname(folder)
