"""Quartz: sites with a `quartz.config.ts` and notes in `content/`.

A page's URL is its path below `content/` without its suffix and with white space replaced by `-`;
`index` stands for its folder. Folders, aliases and `permalink` also have pages. Links are written
as in Obsidian or Markdown. With `markdownLinkResolution` `shortest`, a bare name means the only
page or file with that name; otherwise, and with `absolute`, a destination is a path from
`content/`; `relative` is relative. Case matters, as it does to the host. Drafts and whatever
`ignorePatterns` matches are not published.

Source: Quartz's documentation, "Wikilinks", "CrawlLinks" and "Paths", and the parts of Quartz 4
that make slugs, read; Quartz was not run.

Differs: with `shortest`, a name is that of the file, not its slug.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urljoin

from recall_lint.sites.model import Files, Kind, Mount, Name, Page, Site, Unknown, Url, Way
from recall_lint.sites.names import NOTE, Names

NAME: Final = "quartz"

_SUFFIX = re.compile(r"\.(?:md|html)\Z")
_RESOLUTION = re.compile(r"""markdownLinkResolution:\s*["'](\w+)["']""")
_IGNORED = re.compile(r"ignorePatterns:\s*\[([^\]]*)\]")
_TEXT = re.compile(r"""["']([^"']+)["']""")


def find(marker: str, files: Files) -> Site | None:
    """The site of a `quartz.config.ts`; None for Quartz's own source, which has no notes."""
    root = posixpath.dirname(marker) or "."
    settings = files.read(marker) or ""
    folders = [posixpath.normpath(posixpath.join(root, name)) for name in ("content", "docs")]
    found = [path for path in folders if any(p.endswith(NOTE) for p in files.below(path))]
    return _site(root, marker, found, settings) if found else None


def of(root: str, files: Files) -> Site:
    """A folder with its notes in `content/`."""
    return _site(root, root, [posixpath.normpath(posixpath.join(root, "content"))], "")


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """Every note that is not a draft, by its path and its aliases."""
    ignored: list[str] = site.options["ignored"]
    urls: dict[str, tuple[str, ...]] = {}
    for page in pages:
        mount = _mount(site, page.path)
        path = posixpath.relpath(page.path, mount.folder)
        if page.meta.get("draft") in (True, "true") or any(
            path == name or path.startswith(f"{name}/") for name in ignored
        ):
            continue
        around = posixpath.dirname(path)
        others = [*_texts(page.meta.get("aliases", page.meta.get("alias")))]
        names = [posixpath.normpath(posixpath.join(around, name)) for name in others]
        names += [*others, *_texts(page.meta.get("permalink"))]
        urls[page.path] = tuple(dict.fromkeys(_url(mount, name) for name in (path, *names)))
    return _with_folders(urls, site.because)


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """The page or file that Quartz makes of a destination."""
    mount = _mount(site, origin)
    own = urls[0] if urls else _url(mount, posixpath.relpath(origin, mount.folder))
    resolution = site.options["resolution"]
    if resolution == "shortest":
        yield Name(path)
    slug = _slug(path)
    if resolution == "relative" and not path.startswith("/"):
        yield Url(urljoin(own, slug))
    else:
        bare = posixpath.normpath(mount.url + slug.replace("../", "").lstrip("/"))
        yield Url(f"{bare.rstrip('/')}/" if slug.endswith("/") else bare)


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """The replacement for a template's variables."""
    yield Unknown("template")


def named(site: Site, names: Names, origin: str, text: str) -> str | None:
    """The only file with a bare name, including case."""
    name = _SUFFIX.sub("", text.removeprefix("./"))
    if "/" in name:
        return None
    folder = f"{_mount(site, origin).folder}/"
    found = [
        path
        for path in names.called(name)
        if path.startswith(folder) and _SUFFIX.sub("", posixpath.basename(path)) == name
    ]
    return found[0] if len(found) == 1 else None


def _with_folders(urls: dict[str, tuple[str, ...]], because: str) -> dict[str, tuple[str, ...]]:
    """The same with the pages that list a folder, whose only source is the configuration."""
    served = {url for known in urls.values() for url in known}
    folders: dict[str, None] = {}
    for url in sorted(served):
        folder = posixpath.dirname(url.rstrip("/"))
        while folder not in ("", "/"):
            folders[f"{folder}/"] = None
            folder = posixpath.dirname(folder)
    return {**urls, because: tuple(folder for folder in folders if folder not in served)}


def _mount(site: Site, path: str) -> Mount:
    """The content folder of a page."""
    found = (mount for mount in site.content if path.startswith(f"{mount.folder}/"))
    return next(found, site.content[0])


def _url(mount: Mount, path: str) -> str:
    slug = mount.url + _slug(path).lstrip("/")
    return slug.removesuffix("index") if slug.endswith("/index") else slug


def _slug(path: str) -> str:
    """A path in Quartz's form for URLs."""
    bare = _SUFFIX.sub("", path)
    for char, written in (("&", "-and-"), ("%", "-percent"), ("?", "-q"), ("#", "")):
        bare = bare.replace(char, written)
    slug = re.sub(r"\s", "-", bare)
    return slug.removesuffix("_index") + "index" if slug.endswith("/_index") else slug


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _site(root: str, because: str, folders: Sequence[str], settings: str) -> Site:
    # Quartz's own documentation is in its repository, and is a site of its own.
    mounts = tuple(
        Mount(folder, "/docs/" if number else "/") for number, folder in enumerate(folders)
    )
    resolution = _RESOLUTION.search(settings)
    ignored = _IGNORED.search(settings)
    return Site(
        NAME,
        root,
        because,
        content=mounts,
        static=mounts,
        dialects=("quartz",),
        wikilinks="target-first",
        options={
            "resolution": resolution[1] if resolution else "absolute",
            "ignored": _TEXT.findall(ignored[1]) if ignored else [],
        },
    )
