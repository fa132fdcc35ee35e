"""A file of a Jekyll site and its front matter → its URL paths, below the site's base.

The URL of a page is its path, with `index` standing for its folder; that of a document of a
collection, including posts, is given by the collection's pattern. A `permalink` in front matter
takes precedence.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, tzinfo
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, Final
from unicodedata import category
from urllib.parse import unquote

from recall_lint.sites._jekyll_files import DATED, HTML, Kind
from recall_lint.sites._jekyll_settings import Default, Settings

STYLES: Final = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
}
"""The named patterns for posts."""

_RENDERED: Final = {".scss": ".css", ".sass": ".css", ".coffee": ".js"}
_PLACEHOLDER = re.compile(r":([a-z_]+)")
_KEPT_IN_TITLES: Final = "._~!$&'()+,;=@"
_INSTANT = re.compile(r"[\d-]+T[\d:.]+(?:[-+][\d:]+|Z)?|[\d-]+ [\d:.]+ ?(?:[-+][\d:]+|Z)")
"""A time that YAML parses as one, or a string with a time zone."""
_DATES: Final = {
    "year": "%Y",
    "month": "%m",
    "day": "%d",
    "hour": "%H",
    "minute": "%M",
    "second": "%S",
    "short_month": "%b",
    "long_month": "%B",
    "short_year": "%y",
    "w_year": "%G",
    "week": "%V",
    "w_day": "%u",
    "short_day": "%a",
    "long_day": "%A",
    "y_day": "%j",
}


def rendered(suffix: str, *, markdown: bool) -> str:
    """The suffix of the output for a file with front matter."""
    return ".html" if markdown else _RENDERED.get(suffix, suffix)


def defaults(settings: Settings, kind: Kind) -> dict[str, Any]:
    """The default front matter of a file."""
    values: dict[str, Any] = {}
    for path, type_, found in (Default(*each) for each in settings.defaults):
        glob = "*" in path and fnmatchcase(kind.path, f"{path}*")
        if type_ in (None, kind.name) and (glob or kind.path.startswith(path)):
            values.update(found)
    return values


def merged(given: Mapping[str, Any], meta: Mapping[str, Any]) -> dict[str, Any]:
    """Front matter with its defaults; categories are combined."""
    both = [*_many(given.get("categories")), *_many(meta.get("categories"))]
    return {**given, **meta, "categories": both}


def page(settings: Settings, kind: Kind, meta: Mapping[str, Any], suffix: str) -> Iterator[str]:
    """The URL paths of a page; `suffix` is that of its output."""
    folder, name = posixpath.split(kind.path)
    stem = posixpath.splitext(name)[0]
    permalink = meta.get("permalink")
    if permalink is not None:
        values = {"path": folder, "basename": stem, "output_ext": suffix}
        url = re.sub(r":(path|basename|output_ext)", lambda m: values[m[1]], str(permalink))
    elif suffix not in HTML:
        url = f"{folder}/{stem}{suffix}"
    elif stem == "index":
        url = f"{folder}/"
    else:
        url = f"{folder}/{stem}{_page_suffix(settings.permalink, suffix)}"
    yield from _written(url, suffix)


def _page_suffix(style: str, suffix: str) -> str:
    """The end of page URLs, by the pattern for posts."""
    if style == "pretty" or style.endswith("/"):
        return "/"
    return suffix if style in ("date", "ordinal", "none") or style.endswith(":output_ext") else ""


def document(settings: Settings, kind: Kind, meta: Mapping[str, Any]) -> Iterator[str]:
    """The URL paths of a post, a draft, or another collection's document.

    None if its pattern requires a date that it does not have, or a value added by a plugin.
    """
    name = "posts" if kind.name == "drafts" else kind.name
    stem, suffix = posixpath.splitext(posixpath.basename(kind.path))
    dated = DATED.fullmatch(posixpath.basename(kind.path))
    slug = str(meta.get("slug") or (dated["slug"] if dated else stem))
    day = _day(meta.get("date"), settings.timezone) or _day(dated and dated["date"], "")
    categories = [
        *_folders(kind, name),
        *_many(meta.get("categories")),
        *_one(meta.get("category")),
    ]
    pattern = meta.get("permalink")
    if pattern is None:
        pattern = _pattern(settings, name)
    suffix = rendered(suffix, markdown=suffix not in HTML)
    values = {
        "collection": name,
        "path": f"/{posixpath.splitext(kind.inside)[0]}",
        "name": _slug(stem),
        "title": _hyphened(slug, _KEPT_IN_TITLES),
        "slug": _slug(slug),
        "output_ext": suffix,
        "categories": "/".join(dict.fromkeys(each.lower() for each in categories)),
        "slugified_categories": "/".join(dict.fromkeys(map(_slug, categories))),
    }
    if day is not None:
        values |= {key: day.strftime(form) for key, form in _DATES.items()}
        values |= {"i_month": str(day.month), "i_day": str(day.day)}
    wanted = [m[1] for m in _PLACEHOLDER.finditer(str(pattern))]
    if all(key in values or key.removesuffix("_") in values for key in wanted):
        yield from _written(_PLACEHOLDER.sub(lambda m: _value(values, m[1]), str(pattern)), suffix)


def _value(values: Mapping[str, str], key: str) -> str:
    """A placeholder's value; `:title_x` is the title followed by `_x`."""
    return values[key] if key in values else values[key.removesuffix("_")] + "_"


def _pattern(settings: Settings, name: str) -> str:
    """The pattern of a collection."""
    collection = settings.collection(name)
    if collection is not None and collection.permalink is not None:
        return collection.permalink
    if name == "posts":
        return STYLES.get(settings.permalink, settings.permalink)
    return f"/:collection/:path{_page_suffix(settings.permalink, ':output_ext')}"


def static(settings: Settings, kind: Kind) -> str:
    """The URL path of a file in a collection that is not a document."""
    path, suffix = posixpath.splitext(kind.inside)
    values = {
        "collection": kind.name,
        "path": f"/{path}",
        "name": posixpath.basename(path),
        "title": "",
        "output_ext": "",
    }
    pattern = _PLACEHOLDER.sub(lambda m: values.get(m[1], m[0]), _pattern(settings, kind.name))
    return _clean(pattern).removesuffix("/") + suffix


def redirect(path: str) -> Iterator[str]:
    """The URL paths of a page that redirects to another."""
    yield from _written(path, ".html")


def _written(url: str, suffix: str) -> Iterator[str]:
    """The path of the output file of a URL: a suffix is added if there is none."""
    url = _clean(url)
    yield url
    if not url.endswith(("/", suffix)):
        yield url + suffix


def _clean(url: str) -> str:
    url = re.sub("/+", "/", f"/{url}".replace("..", "/").replace("./", ""))
    return unquote(url)


def _folders(kind: Kind, name: str) -> list[str]:
    """The categories that a post has by its folders: those above `_posts`."""
    if name != "posts":
        return []
    return [each for each in kind.path.removesuffix(kind.inside).split("/")[:-2] if each]


def _many(value: Any) -> list[str]:
    """The categories in `categories`."""
    return value.split() if isinstance(value, str) else _one(value)


def _one(value: Any) -> list[str]:
    """The category in `category`."""
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _slug(text: str) -> str:
    return _hyphened(text.lower(), "")


def _hyphened(text: str, kept: str) -> str:
    """A text in which each run of other characters than letters, marks, digits and a few more
    becomes `-`.
    """
    chars = [
        char if char in kept or category(char)[0] in "LM" or category(char) == "Nd" else " "
        for char in text
    ]
    return "-".join("".join(chars).split())


def _day(value: Any, timezone: str) -> date | None:
    """The day of a post, in the site's time zone.

    A time without a zone is in UTC if YAML parses it as a time, and in the site's zone if it is a
    string. YAML's times are in ISO 8601 here.
    """
    text = str(value or "")
    parts = re.match(r"(\d{1,4})-(\d{1,2})-(\d{1,2})", text)
    if parts is None:
        return None
    year, month, day = map(int, parts.groups())
    if year < 100:
        year += 2000 if year < 69 else 1900
    try:
        if _INSTANT.fullmatch(text):
            time = datetime.fromisoformat(re.sub(r" (?=[-+Z])", "", text))
            return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(_zone(timezone))
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
