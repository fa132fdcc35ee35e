"""VitePress: sites of `.vitepress/config.ts` and its other spellings.

A page is served as `.html` where its file lies below the source folder, `index.md` as its folder.
A destination is relative to the page's URL, which is where the file lies, and `.md`, `.html` and
nothing mean the same page; one from the root is below the site's base. Images are resolved as
files, and what lies in `public/` is served as it is.

Source: "Routing", "Asset Handling" and "Site Config" in VitePress' documentation.
Differs: pages that a `[name].md` makes of data are not known; nor are rewrites by a function.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import translate
from functools import partial
from typing import Any, Final
from urllib.parse import unquote, urljoin

from recall_lint.sites.javascript import load
from recall_lint.sites.model import File, Files, Kind, Mount, Page, Site, Unknown, Url, Way

NAME: Final = "vitepress"

_CONFIG = re.compile(r"(?:\A|(?P<root>.*)/)\.vitepress/config(?:/index)?\.\w+\Z")
_INCLUDE = re.compile(r"<!--\s*@include:\s*(?P<path>[^\s<>{}#]+).*?-->")
_REWRITTEN = re.compile(r":(\w+)\*?")
_DYNAMIC = re.compile(r"\[[^\]/]+\]")


def find(marker: str, files: Files) -> Site | None:
    """The site of a configuration, read as far as its literals go."""
    m = _CONFIG.match(marker)
    if m is None:
        return None
    settings = load(marker, files)
    return _site(m["root"] or ".", marker, settings if isinstance(settings, dict) else {})


def of(root: str, files: Files) -> Site:
    """A site of all defaults."""
    return _site(root, root, {})


def _site(root: str, because: str, settings: Mapping[str, Any]) -> Site:
    source = settings.get("srcDir")
    folder = posixpath.normpath(posixpath.join(root, source if isinstance(source, str) else "."))
    base = settings.get("base")
    base = f"/{base.strip('/')}/".replace("//", "/") if isinstance(base, str) else "/"
    excluded = settings.get("srcExclude")
    rewrites = settings.get("rewrites")
    markdown = settings.get("markdown")
    anchor = markdown.get("anchor") if isinstance(markdown, dict) else None
    own_slugs = isinstance(anchor, dict) and "slugify" in anchor
    options = {
        "clean": settings.get("cleanUrls") is True,
        "exclude": [each for each in excluded or () if isinstance(each, str)]
        if isinstance(excluded, list)
        else [],
        "rewrites": {
            old: new
            for old, new in (rewrites.items() if isinstance(rewrites, dict) else ())
            if isinstance(new, str)
        },
    }
    return Site(
        NAME,
        root,
        because,
        content=(Mount(folder, base),),
        static=(Mount(_join(folder, "public"), base),),
        base=base,
        dialects=("vitepress?slug=unknown" if own_slugs else "vitepress",),
        suffixes=(".md",),
        options=options,
        notices=(f"{because}: `markdown.anchor.slugify` is not read; anchors are not judged",)
        if own_slugs
        else (),
    )


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """Every page of the source folder that is not excluded, under its one URL."""
    folder = site.content[0].folder
    excluded = [re.compile(_glob(pattern)) for pattern in site.options["exclude"]]
    rewrites = [(_rewrite(old), new) for old, new in site.options["rewrites"].items()]
    served = {}
    for page in pages:
        rest = _below(folder, page.path)
        names = rest.split("/")
        if any(pattern.match(rest) for pattern in excluded) or _DYNAMIC.search(rest):
            continue
        if "node_modules" in names or any(name.startswith(".") for name in names):
            continue
        served[page.path] = (_url(site, rest, rewrites),)
    return served


def _url(site: Site, rest: str, rewrites: Sequence[tuple[re.Pattern[str], str]] = ()) -> str:
    for pattern, new in rewrites:
        if m := pattern.fullmatch(rest):
            rest = _REWRITTEN.sub(partial(_value, m.groupdict()), new).strip("/")
            break
    stem = rest.removesuffix(".md")
    if stem == "index" or stem.endswith("/index"):
        return site.base + stem.removesuffix("index")
    return f"{site.base}{stem}.html"


def _value(values: Mapping[str, str | None], name: re.Match[str]) -> str:
    return values.get(name[1]) or ""


def _rewrite(pattern: str) -> re.Pattern[str]:
    """A path with `:name` and `:name*` in it, as an expression."""
    parts = re.split(r"(:\w+\*?(?:\([^)]*\))?)", pattern)
    return re.compile("".join(map(_part, parts)))


def _part(text: str) -> str:
    if not text.startswith(":"):
        return re.escape(text)
    name = re.match(r":(\w+)", text)
    assert name is not None
    return f"(?P<{name[1]}>.*)" if "*" in text else f"(?P<{name[1]}>[^/]+?)"


def _glob(pattern: str) -> str:
    """A pattern of files in which `**/` is any number of folders, as an expression."""
    parts = pattern.split("**/")
    return (
        "(?:.*/)?".join(translate(part).removesuffix(r"\Z").removesuffix(r"\z") for part in parts)
        + r"\Z"
    )


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """A URL, relative to the page's; of an image and the like, the file beside the page first."""
    folder = site.content[0].folder
    if path.startswith("/"):
        url = path if kind == "html" else site.base.rstrip("/") + path
    else:
        own = urls[0] if urls else _url(site, _below(folder, origin))
        url = unquote(urljoin(own, _quoted(path)))
    is_page = posixpath.splitext(path)[1] in ("", ".md", ".html") or path.endswith("/")
    if not is_page and not path.startswith("/"):
        yield File(posixpath.join(posixpath.dirname(origin), path))
    if kind == "html" or not is_page or url.endswith("/") or site.options["clean"]:
        yield Url(url)
    if kind != "html" and is_page and not url.endswith("/"):
        url = url.removesuffix(".md").removesuffix(".html")
        yield Url(url.removesuffix("index") if url.endswith("/index") else f"{url}.html")
    if path.startswith("/") and not is_page:
        yield File(_join(folder, f"public{path}"))


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """Vue fills in what stands in a page's text, and no destination."""
    yield Unknown("template")


def includes(site: Site, origin: str, text: str, files: Files) -> Iterator[str | None]:
    """The files of `<!--@include: ./a.md-->`, from the page's folder or, by `@/`, the source's."""
    for m in _INCLUDE.finditer(text):
        path = m["path"]
        if path.startswith("@/"):
            yield _join(site.content[0].folder, path[2:])
        else:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(origin), path))


def _quoted(path: str) -> str:
    return path.replace("?", "%3F").replace("#", "%23")


def _join(folder: str, rest: str) -> str:
    return rest if folder in ("", ".") else f"{folder}/{rest}"


def _below(folder: str, path: str) -> str:
    return path if folder in ("", ".") else path.removeprefix(f"{folder}/")
