"""Jekyll: sites of `_config.yml`, GitHub Pages among them.

A page is served where its `permalink` says, or where its file lies, `index` as its folder; a post
by its date and title, a document of a collection by the collection's pattern. Names that begin with
`_` or `.` are no pages, and neither is what `exclude` names.

GitHub Pages always has some plugins, and most sites are built there: pages need no front matter
(but for READMEs, licences and the like), a README is its folder's index, and a link to a Markdown
file becomes one to its page. A site is taken for one of these unless its `Gemfile` says otherwise.

Source: "Permalinks", "Collections", "Configuration Options" and "Tags" in Jekyll's documentation,
and the READMEs of jekyll-relative-links, jekyll-optional-front-matter, jekyll-readme-index and
jekyll-redirect-from.
Differs: a post with a date to come is published, and permalinks made by plugins are not known.
`{{ site.baseurl }}{% link a.md %}` is right, as on GitHub Pages; Jekyll 4 puts the base path twice.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import unquote

from recall_lint.sites.model import (
    FRONT_MATTER,
    File,
    Files,
    Kind,
    Mount,
    Page,
    Site,
    SiteError,
    Unknown,
    Url,
    Way,
)
from recall_lint.sites.reading import load_toml, load_yaml
from recall_lint.sites.urls import joined

NAME: Final = "jekyll"

_STYLES: Final = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_SUFFIXES: Final = (".md", ".markdown", ".mkd", ".mdown", ".mkdn")
_EXCLUDED: Final = (
    ".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules",
    "vendor/bundle", "vendor/cache", "vendor/gems", "vendor/ruby",
)  # fmt: skip
_NO_PAGES: Final = re.compile(
    r"(?:README|LICENSE|LICENCE|COPYING|CODE_OF_CONDUCT|CONTRIBUTING|ISSUE_TEMPLATE|"
    r"PULL_REQUEST_TEMPLATE)\.\w+",
    re.IGNORECASE,
)
"""What jekyll-optional-front-matter makes no pages of."""
_POST = re.compile(r"(?:.*/)?(?P<date>\d{2,4}-\d{1,2}-\d{1,2})-(?P<slug>[^/]*)\.\w+")
_PERMALINK = re.compile(r"\A---\s*\n(?:(?!---).*\n)*?permalink:[ \t]*[\"']?([^\"'\s:]+)")
"""The URL of a page in HTML."""
_NOT_SLUG = re.compile(r"[^\w]+")
_PLACEHOLDER = re.compile(r":([a-z_]+)")

# Templates.
_PREFIX = re.compile(r"\{\{-?\s*site\.(?P<name>baseurl|url)\s*(?:\|\s*\w+\s*)?-?\}\}")
_LINK = re.compile(r"\{%-?\s*link\s+(?P<path>[^%{}]+?)\s*-?%\}")
_POST_URL = re.compile(r"\{%-?\s*post_url\s+(?P<name>[^%{}]+?)\s*-?%\}")
_TEXT = re.compile(r"\{\{-?\s*(?P<quote>[\"'])(?P<path>[^\"'{}]*)(?P=quote)(?P<filters>[^{}]*)\}\}")
_PREPENDS_BASE = re.compile(r"relative_url|absolute_url|prepend:\s*site\.baseurl")
_HARMLESS = re.compile(r"(?:\|\s*(?:relative_url|absolute_url|prepend:\s*site\.\w+)\s*-?)*\s*")


def find(marker: str, files: Files) -> Site | None:
    """The site of a `_config.yml` or `_config.toml`."""
    text = files.read(marker) or ""
    load = load_toml if marker.endswith(".toml") else load_yaml
    return _site(posixpath.dirname(marker) or ".", marker, load(text, marker), files)


def of(root: str, files: Files) -> Site:
    """A site of all defaults, as GitHub Pages builds it."""
    return _site(root, root, {}, files)


def _site(root: str, because: str, settings: Mapping[str, Any], files: Files) -> Site:
    source = settings.get("source", ".")
    if not isinstance(source, str):
        raise SiteError(f"{because}: source must be a text, the folder of the site")
    folder = posixpath.normpath(posixpath.join(root, source))
    base = _text(settings, "baseurl").strip("/")
    base = f"/{base}/" if base else "/"
    mount = Mount(folder, base)
    own = _builds_itself(root, settings, files)
    collections_dir = _text(settings, "collections_dir").strip("/")
    options = {
        "permalink": _text(settings, "permalink") or "date",
        "collections": _collections(settings),
        "collections_dir": collections_dir,
        "exclude": [*_EXCLUDED, *_texts(settings, "exclude")],
        "include": [".htaccess", *_texts(settings, "include")],
        "defaults": _defaults(settings),
        "needs_front_matter": own,
        "posts": {
            _post_name(path): path
            for path in files.below(folder)
            if "_posts/" in path and _POST.fullmatch(path)
        },
    }
    return Site(
        NAME,
        root,
        because,
        content=(mount,),
        static=(mount,),
        base=base,
        dialects=(_dialect(settings),),
        suffixes=_SUFFIXES,
        syntax="liquid",
        github=True,
        hidden="_.#~",
        options=options,
    )


def _dialect(settings: Mapping[str, Any]) -> str:
    """The dialect that the site's Markdown processor makes anchors in."""
    markdown = settings.get("markdown", "kramdown")
    if isinstance(markdown, str) and markdown.lower().startswith("commonmark"):
        return "github"
    kramdown = settings.get("kramdown")
    chosen = kramdown if isinstance(kramdown, dict) else {}
    name = "kramdown" if str(chosen.get("input", "GFM")).lower() == "kramdown" else "kramdown-gfm"
    options = []
    if chosen.get("auto_ids") is False:
        options.append("auto_ids=no")
    if isinstance(prefix := chosen.get("auto_id_prefix"), str) and re.fullmatch(r"[\w-]+", prefix):
        options.append(f"prefix={prefix}")
    return f"{name}?{'&'.join(options)}" if options else name


def _builds_itself(root: str, settings: Mapping[str, Any], files: Files) -> bool:
    """Whether the site is surely built without the plugins that GitHub Pages always has."""
    gemfile = files.read(_join(root, "Gemfile")) or files.read("Gemfile") or ""
    plugins = " ".join([gemfile, *_texts(settings, "plugins"), *_texts(settings, "gems")])
    return bool(gemfile) and "github-pages" not in plugins and "optional-front" not in plugins


def _collections(settings: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Each collection's `output` and `permalink`; posts are one that is always there."""
    value = settings.get("collections")
    if isinstance(value, list):
        value = {name: {} for name in value if isinstance(name, str)}
    found: dict[str, dict[str, Any]] = {}
    for name, each in (value if isinstance(value, dict) else {}).items():
        chosen = each if isinstance(each, dict) else {}
        permalink = chosen.get("permalink")
        found[str(name)] = {
            "output": chosen.get("output") is True,
            "permalink": permalink if isinstance(permalink, str) else None,
        }
    return found


def _defaults(settings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What front matter says by default: path, type, and the values that routes depend on."""
    found = []
    value = settings.get("defaults")
    for each in value if isinstance(value, list) else ():
        scope = each.get("scope") if isinstance(each, dict) else None
        values = each.get("values") if isinstance(each, dict) else None
        if isinstance(scope, dict) and isinstance(values, dict):
            kept = {key: values[key] for key in ("permalink",) if key in values}
            if kept:
                path, kind = str(scope.get("path") or ""), scope.get("type")
                found.append({"path": path.strip("/"), "type": kind, "values": kept})
    return found


# Routes.


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """The pages, posts and documents of collections, each under its URL and its redirects."""
    folder = site.content[0].folder
    excluded = _filter(site.options["exclude"])
    included = _filter(site.options["include"])
    indexes = {posixpath.dirname(p.path) for p in pages if _stem(p.path).lower() == "index"}
    served: dict[str, tuple[str, ...]] = {}
    for page in pages:
        rest = _below(folder, page.path)
        if excluded(rest) and not included(rest):
            continue
        kind = _kind(site, rest, included)
        meta = {**_by_default(site, rest, kind), **page.meta}
        if kind is None or meta.get("published") is False:
            continue
        if kind == "pages":
            url = _page_url(site, page, rest, meta, indexes)
        elif kind == "posts":
            url = _post_url(site, rest, meta)
        else:
            url = _document_url(site, rest, kind, meta)
        if url is not None:
            redirects = (_rooted(site, each) for each in _texts(meta, "redirect_from"))
            served[page.path] = (_rooted(site, url), *redirects)
    for path in files.below(folder):
        rest = _below(folder, path)
        if path.endswith((".html", ".htm")) and _kind(site, rest, included) == "pages":
            text = files.read(path) or ""
            if text.startswith("---") and (m := _PERMALINK.search(text)):
                served[path] = (_rooted(site, m[1]),)
    return served


def _kind(site: Site, rest: str, included: Any) -> str | None:
    """`pages`, `posts` or the collection that a file belongs to; None for one of none."""
    names = rest.split("/")
    if "_drafts" in names[:-1]:
        return None
    if "_posts" in names[:-1]:
        return "posts" if _POST.fullmatch(rest) else None
    collections_dir = site.options["collections_dir"]
    inside = rest
    if collections_dir:
        inside = (
            rest.removeprefix(f"{collections_dir}/") if rest.startswith(collections_dir) else ""
        )
    name, slash, _ = inside.partition("/")
    if slash and name.startswith("_") and name[1:] in site.options["collections"]:
        return name[1:] if site.options["collections"][name[1:]]["output"] else None
    hidden = any(each.startswith(("_", ".", "#", "~")) for each in names)
    return None if hidden and not included(rest) else "pages"


def _by_default(site: Site, rest: str, kind: str | None) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for each in site.options["defaults"]:
        path = each["path"]
        if each["type"] not in (None, "", kind):
            continue
        if not path or rest == path or rest.startswith(f"{path}/") or _matches(path, rest):
            values.update(each["values"])
    return values


def _page_url(
    site: Site, page: Page, rest: str, meta: Mapping[str, Any], indexes: set[str]
) -> str | None:
    folder, name = posixpath.split(rest)
    stem = posixpath.splitext(name)[0]
    is_index = stem.lower() == "index"
    if not page.meta.get(FRONT_MATTER):
        if stem.lower() == "readme" and posixpath.dirname(page.path) not in indexes:
            is_index = not site.options["needs_front_matter"]
        elif _NO_PAGES.fullmatch(name) or site.options["needs_front_matter"]:
            # It is copied as it is.
            return f"/{rest}"
    elif stem.lower() == "readme" and posixpath.dirname(page.path) not in indexes:
        is_index = "permalink" not in meta
    permalink = meta.get("permalink")
    around = f"/{folder}/" if folder else "/"
    if isinstance(permalink, str):
        pretty = {":path": folder, ":basename": stem, ":output_ext": ".html", ":title": stem}
        return re.sub(r":(?:path|basename|output_ext|title)", lambda m: pretty[m[0]], permalink)
    if is_index:
        return around
    style = site.options["permalink"]
    if style == "pretty" or (style not in _STYLES and style.endswith("/")):
        return f"{around}{stem}/"
    if style not in _STYLES and not style.endswith((":output_ext", ".html")):
        return f"{around}{stem}"
    return f"{around}{stem}.html"


def _post_url(site: Site, rest: str, meta: Mapping[str, Any]) -> str | None:
    m = _POST.fullmatch(rest)
    assert m is not None
    date = str(meta.get("date") or m["date"])[:10]
    parts = re.findall(r"\d+", date)
    if len(parts) < 3:
        parts = m["date"].split("-")
    year, month, day = (part.zfill(2) for part in parts[:3])
    folders = rest[: rest.index("_posts/")].strip("/")
    names = [*filter(None, folders.split("/"))]
    named = meta.get("categories", meta.get("category"))
    names += named.split() if isinstance(named, str) else map(str, named or ())
    categories = "/".join(
        dict.fromkeys(_NOT_SLUG.sub("-", name.lower()).strip("-") for name in names)
    )
    slug = str(meta.get("slug") or m["slug"])
    values = {
        "categories": categories,
        "slugified_categories": categories,
        "year": year if len(year) > 2 else f"20{year}",
        "short_year": year[-2:],
        "month": month,
        "i_month": month.lstrip("0"),
        "day": day,
        "i_day": day.lstrip("0"),
        "title": slug,
        "slug": _slug(slug),
        "name": _slug(slug),
        "output_ext": ".html",
        "collection": "posts",
        "path": posixpath.splitext(rest)[0],
    }
    style = meta.get("permalink") or site.options["permalink"]
    posts = site.options["collections"].get("posts")
    if "permalink" not in meta and posts and posts["permalink"]:
        style = posts["permalink"]
    return _filled(_STYLES.get(style, style), values)


def _document_url(site: Site, rest: str, kind: str, meta: Mapping[str, Any]) -> str | None:
    collections_dir = site.options["collections_dir"]
    inside = _below(collections_dir, rest) if collections_dir else rest
    path = posixpath.splitext(inside.partition("/")[2])[0]
    stem = posixpath.basename(path)
    dated = re.fullmatch(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)", stem)
    date = str(meta.get("date") or (dated[1] if dated else ""))[:10].split("-")
    year, month, day = date if len(date) == 3 else ("", "", "")
    title = str(meta.get("slug") or (dated[2] if dated else stem))
    values = {
        "collection": kind,
        "path": path,
        "name": _slug(stem),
        "title": title,
        "slug": _slug(title),
        "output_ext": ".html",
        "categories": "",
        "year": year,
        "month": month,
        "day": day,
    }
    style = meta.get("permalink") or site.options["collections"][kind]["permalink"]
    if not isinstance(style, str):
        pretty = site.options["permalink"] == "pretty"
        style = "/:collection/:path/" if pretty else "/:collection/:path:output_ext"
    return _filled(_STYLES.get(style, style), values)


def _filled(pattern: str, values: Mapping[str, str]) -> str | None:
    """A pattern with its values; None if it asks for one that is not known."""
    known = True

    def value(m: re.Match[str]) -> str:
        nonlocal known
        # A value may be followed by more letters: `:titlex` asks for nothing that there is.
        known = known and m[1] in values
        return values.get(m[1], "")

    url = re.sub(r"//+", "/", "/" + _PLACEHOLDER.sub(value, pattern).lstrip("/"))
    return url if known else None


def _rooted(site: Site, url: str) -> str:
    """A URL path below the site's base, `index.html` as its folder."""
    path = posixpath.normpath("/" + unquote(url).lstrip("/")).lstrip("/")
    slash = "/" if url.endswith("/") and path else ""
    return (site.base + path + slash).removesuffix("index.html")


# Destinations.


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """The page of a Markdown file, else what a browser makes of a URL."""
    folder = site.content[0].folder
    if kind == "link" and path.lower().endswith(_SUFFIXES):
        if path.startswith("/"):
            yield File(_join(folder, path.lstrip("/")))
        else:
            yield File(posixpath.join(posixpath.dirname(origin), path))
    own = urls[0] if urls else site.base + _below(folder, posixpath.splitext(origin)[0]) + ".html"
    url = posixpath.normpath(joined(own, path))
    url += "/" if path.endswith(("/", "/.", "/..")) and url != "/" else ""
    yield Url(url)


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """`{% link %}`, `{% post_url %}`, and texts below the site's URL."""
    base = ""
    while m := _PREFIX.match(destination):
        base = site.base.rstrip("/") if m["name"] == "baseurl" else base
        destination = destination[m.end() :]
        if not base:
            base = "/" if m["name"] == "url" else base
    way: Way = Unknown("template")
    if m := _LINK.match(destination):
        way = File(_join(site.content[0].folder, m["path"].strip("/")))
    elif m := _POST_URL.match(destination):
        name = m["name"].strip("/")
        way = File(site.options["posts"].get(name, f"{site.content[0].folder}/_posts/{name}.md"))
    elif (m := _TEXT.match(destination)) and _HARMLESS.fullmatch(m["filters"]):
        below = site.base if _PREPENDS_BASE.search(m["filters"]) else "/"
        rest, hash_, anchor = (m["path"] + destination[m.end() :]).partition("#")
        way = _url(site, below, rest, anchor if hash_ else None)
        destination = ""
    elif base or destination != "":
        rest, hash_, anchor = destination.partition("#")
        if base and "{" not in destination:
            way = _url(site, f"{base.rstrip('/')}/", rest, anchor if hash_ else None)
        destination = ""
    if isinstance(way, File) and m is not None:
        rest, hash_, anchor = destination[m.end() :].partition("#")
        if rest or "{" in anchor:
            way = Unknown("template")
        elif hash_:
            way = way._replace(anchor=unquote(anchor))
    yield way


def _url(site: Site, below: str, path: str, anchor: str | None) -> Way:
    if "{" in path or "{" in (anchor or ""):
        return Unknown("template")
    path = unquote(path.partition("?")[0])
    return Url(below + path.lstrip("/"), None if anchor is None else unquote(anchor))


# Words.


def _filter(patterns: Sequence[str]) -> Any:
    def matches(rest: str) -> bool:
        return any(_matches(pattern.strip("/"), rest) for pattern in patterns if pattern)

    return matches


def _matches(pattern: str, rest: str) -> bool:
    """Whether a pattern names a file or a folder around it, from the root or by its last name."""
    from fnmatch import fnmatchcase

    names = rest.split("/")
    above = ("/".join(names[: end + 1]) for end in range(len(names)))
    return any(fnmatchcase(each, pattern) for each in above)


def _text(settings: Mapping[str, Any], key: str) -> str:
    value = settings.get(key)
    return value if isinstance(value, str) else ""


def _texts(settings: Mapping[str, Any], key: str) -> list[str]:
    value = settings.get(key)
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _slug(text: str) -> str:
    return _NOT_SLUG.sub("-", text.lower()).strip("-")


def _post_name(path: str) -> str:
    """What `post_url` calls a post: its name without suffix, below its folder of posts."""
    return posixpath.splitext(path[path.index("_posts/") + len("_posts/") :])[0]


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _join(folder: str, rest: str) -> str:
    return rest if folder in ("", ".") else f"{folder}/{rest}"


def _below(folder: str, path: str) -> str:
    return path if folder in ("", ".") else path.removeprefix(f"{folder}/")
