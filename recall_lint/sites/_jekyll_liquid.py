"""A destination with Liquid in it → its target: a file, or the resulting URL.

`{% link a.md %}` and `{% post_url 2020-01-02-a %}` name files. In `{{ … }}`, strings, the site's
settings, the page's own URL and the filters that prepend or append text are supported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import unquote

from recall_lint.sites._jekyll_settings import Settings
from recall_lint.sites.model import Elsewhere, File, Name, Site, Unknown, Url, Way

_TEMPLATE: Final = "template"

_TAG = re.compile(r"\{%-?\s*(?P<tag>link|post_url)\s+(?P<name>[^%{}]+?)\s*-?%\}")
_OUTPUT = re.compile(r"\{\{-?(?P<inside>[^{}]*?)-?\}\}")
_VALUE = re.compile(r"\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<name>[\w.-]+))\s*")
_FILTER = re.compile(r"\|\s*(?P<filter>\w+)\s*(?::\s*(?P<argument>\"[^\"]*\"|'[^']*'|[\w.-]+)\s*)?")
_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:")


def ways(site: Site, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """The ways in which a destination is read; a `Url` may be relative to the page's."""
    tag = _TAG.search(destination)
    if tag is not None:
        rest, hash_, anchor = destination[tag.end() :].partition("#")
        if rest.partition("?")[0] or "{" in anchor:
            yield Unknown(_TEMPLATE)
        else:
            yield from _tagged(site, tag, unquote(anchor) if hash_ else None)
        return
    text = _text(Settings(**site.options), site, urls, destination)
    yield Unknown(_TEMPLATE) if text is None else _url(Settings(**site.options), text)


def _tagged(site: Site, tag: re.Match[str], anchor: str | None) -> Iterator[Way]:
    """The file of a `{% link %}` or `{% post_url %}`."""
    folder = site.content[0].folder
    inside = "" if folder == "." else f"{folder}/"
    collections = site.options["collections_dir"]
    name = tag["name"].strip("\"'").lstrip("/")
    if tag["tag"] == "link":
        if collections and name.startswith("_"):
            yield File(f"{inside}{collections}/{name}", anchor)
        else:
            yield File(inside + name, anchor)
    else:
        above = f"{inside}{collections}/" if collections else inside
        yield File(f"{above}_posts/{name}.md", anchor)
        yield Name(name, anchor)


def _text(settings: Settings, site: Site, urls: Sequence[str], destination: str) -> str | None:
    """The output of Liquid for a text; None if it depends on something unknown."""
    parts = []
    end = 0
    for m in _OUTPUT.finditer(destination):
        value = _output(settings, site, urls, m["inside"])
        if value is None:
            return None
        parts += [destination[end : m.start()], value]
        end = m.end()
    text = "".join([*parts, destination[end:]])
    return None if "{{" in text or "{%" in text else text


def _output(settings: Settings, site: Site, urls: Sequence[str], inside: str) -> str | None:
    m = _VALUE.match(inside)
    value = None if m is None else _value(settings, site, urls, m)
    end = 0 if m is None else m.end()
    while value is not None and end < len(inside):
        f = _FILTER.match(inside, end)
        if f is None:
            return None
        argument = _VALUE.fullmatch(f["argument"] or "")
        given = None if argument is None else _value(settings, site, urls, argument)
        value = _filtered(settings, site, value, f["filter"], given)
        end = f.end()
    return value


def _value(settings: Settings, site: Site, urls: Sequence[str], m: re.Match[str]) -> str | None:
    if m["name"] is None:
        return m["double"] if m["single"] is None else m["single"]
    if m["name"] == "page.url":
        return f"/{urls[0].removeprefix(site.base)}" if urls else None
    kind, _, key = m["name"].partition(".")
    if kind != "site":
        return None
    if key == "baseurl":
        return site.base.rstrip("/")
    return settings.url if key == "url" else settings.texts.get(key)


def _filtered(
    settings: Settings, site: Site, value: str, name: str, argument: str | None
) -> str | None:
    if name in ("relative_url", "absolute_url"):
        if _SCHEME.match(value):
            return value
        url = site.base.rstrip("/") + (
            value if value.startswith(("/",)) or not value else f"/{value}"
        )
        return url if name == "relative_url" else settings.url + url
    if name in ("escape", "strip", "uri_escape"):
        return value
    if argument is None:
        return None
    return {"prepend": argument + value, "append": value + argument}.get(name)


def _url(settings: Settings, text: str) -> Way:
    """A text as a URL."""
    if settings.url and text.startswith(settings.url):
        text = text.removeprefix(settings.url) or "/"
    if _SCHEME.match(text) or text.startswith("//"):
        return Elsewhere()
    path, hash_, anchor = text.partition("#")
    return Url(unquote(path.partition("?")[0]), unquote(anchor) if hash_ else None)
