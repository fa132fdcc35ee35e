"""The languages of an MkDocs site: which page is a translation of which, and under which URL.

Three layouts are supported. With mkdocs-static-i18n, each language has a folder in `docs_dir`, or
its pages have a suffix, `index.fr.md`; without it, a project's own script may build a site for each
of several sibling folders, linked in `extra.alternate`. An untranslated page is that of the default
language, at the URL of the translation. A site with one language has one without a name.

Source: the documentation of mkdocs-static-i18n, and the behavior of its
`I18nFiles.get_file_from_path`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from recall_lint.sites.model import Files, Mount

Structure = Literal["siblings", "folder", "suffix"]


class Languages(NamedTuple):
    """The languages of a site. Everything in it can be written as JSON."""

    structure: Structure
    docs: str
    """The folder of the default language's pages, or of all pages."""
    codes: tuple[str, ...]
    """The default language comes first."""
    urls: tuple[str, ...]
    """By language: its base URL path."""
    folders: tuple[str, ...]
    """By language: the folder of its pages; the same for all if suffixes are used."""
    fallback: bool = True
    """Whether an untranslated page is that of the default language."""
    unbuilt: tuple[str, ...] = ()
    """Languages that have files but are not published."""

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> Languages:
        """From `Site.options`."""
        kept: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in value.items()}
        return cls(**kept)

    @property
    def mounts(self) -> tuple[Mount, ...]:
        """The folders of pages, each once."""
        found = dict(zip(self.folders[::-1], self.urls[::-1], strict=True))
        found.setdefault(self.docs, self.urls[0])
        return tuple(Mount(folder, url) for folder, url in reversed(found.items()))

    def name(self, path: str) -> str:
        """A file's path below `docs_dir`."""
        if self.structure == "siblings":
            return self.split(path)[1]
        return _below(self.docs, path)

    def split(self, path: str) -> tuple[str | None, str]:
        """A file's language, and its path among the files of that language.

        A file without a language is shared by all; its path is then the whole path below `docs`.
        """
        if self.structure == "suffix":
            name = _below(self.docs, path)
            stem, suffix = posixpath.splitext(name)
            plain, dot, code = stem.rpartition(".")
            if dot and code in (*self.codes, *self.unbuilt):
                return code, plain + suffix
            return None, name
        for code, folder in zip(self.codes, self.folders, strict=True):
            if path.startswith(f"{folder}/") or folder == ".":
                return code, _below(folder, path)
        name = _below(self.docs, path)
        first, slash, rest = name.partition("/")
        return (first, rest) if slash and first in self.unbuilt else (None, name)

    def served(self, paths: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """Each page's path with every URL prefix under which it is served, and its name there."""
        pages: dict[str, dict[str | None, str]] = {}
        for path in paths:
            code, name = self.split(path)
            pages.setdefault(name, {})[code] = path
        for name, known in pages.items():
            default = known.get(self.codes[0], known.get(None))
            for code, url in zip(self.codes, self.urls, strict=True):
                served = known.get(code) or (default if self.fallback else known.get(None))
                if served is not None:
                    yield served, url, name

    def of(self, path: str) -> int:
        """The index of the language of a page."""
        code, _ = self.split(path)
        return self.codes.index(code) if code in self.codes else 0

    def sources(self, origin: str, path: str, *, from_docs: bool) -> Iterator[str]:
        """The files that a path in a page may refer to, the most likely first."""
        place = self.of(origin)
        code, default = self.codes[place], self.codes[0]
        home = self.folders[place] if self.structure == "siblings" else self.docs
        start = "" if from_docs else posixpath.dirname(_below(home, origin))
        name = posixpath.normpath(posixpath.join(start, path.lstrip("/") if from_docs else path))
        if name == ".." or name.startswith("../"):
            return
        if self.structure == "siblings":
            yield _join(home, name)
            if place:
                yield _join(self.docs, name)
        elif self.structure == "suffix":
            stem, suffix = posixpath.splitext(name)
            yield from (_join(self.docs, f"{stem}.{each}{suffix}") for each in (code, default))
            if self.split(_join(self.docs, name))[0] in (None, code):
                yield _join(self.docs, name)
        else:
            own, rest = self.split(_join(self.docs, name))
            if own in (None, code, default):
                yield _join(self.docs, f"{code}/{rest}")
                if self.fallback or own == default:
                    yield _join(self.docs, f"{default}/{rest}")
                yield _join(self.docs, rest)

    def localized(self, url: str) -> Iterator[str]:
        """The files served at a URL path because of their language, given by suffix."""
        if self.structure == "suffix":
            for code, below in zip(self.codes, self.urls, strict=True):
                if url.startswith(below):
                    stem, suffix = posixpath.splitext(url[len(below) :])
                    yield _join(self.docs, f"{stem}.{code}{suffix}")


def languages(
    settings: Mapping[str, Any],
    plugins: Mapping[str, Mapping[str, Any]],
    docs: str,
    base: str,
    root: str,
    files: Files,
) -> Languages:
    """The languages in a configuration."""
    if "i18n" in plugins:
        found = _translated(plugins["i18n"], docs, base)
        if found is not None:
            return found
    below = posixpath.relpath(docs, root)
    siblings = {}
    for code, url in alternates(settings, base):
        folder = posixpath.normpath(posixpath.join(posixpath.dirname(root), code, below))
        if folder != docs and url != base and any(True for _ in files.below(folder)):
            siblings[code] = folder, url
    return Languages(
        "siblings",
        docs,
        ("", *siblings),
        (base, *(url for _, url in siblings.values())),
        (docs, *(folder for folder, _ in siblings.values())),
    )


def alternates(settings: Mapping[str, Any], base: str) -> Iterator[tuple[str, str]]:
    """The translations in `extra.alternate`: the last name of each URL, and the URL."""
    extra = settings.get("extra")
    listed = extra.get("alternate") if isinstance(extra, dict) else None
    for each in listed if isinstance(listed, list) else []:
        link = each.get("link") if isinstance(each, dict) else None
        if isinstance(link, str):
            url = posixpath.join(base, link.partition("://")[2].partition("/")[2] or link)
            url = f"/{posixpath.normpath(url).strip('./')}/".replace("//", "/")
            yield posixpath.basename(url.rstrip("/")), url


def _translated(plugin: Mapping[str, Any], docs: str, base: str) -> Languages | None:
    """The configuration of mkdocs-static-i18n; None if there is none that can be used."""
    listed = plugin.get("languages")
    default, others, unbuilt = "", [], []
    for each in listed if isinstance(listed, list) else []:
        code = each.get("locale") if isinstance(each, dict) else None
        if not isinstance(code, str) or code == "null":
            continue
        if each.get("default"):
            default = code
        elif each.get("build") is False:
            unbuilt.append(code)
        else:
            others.append(code)
    if not default:
        return None
    codes = (default, *others)
    is_folder = plugin.get("docs_structure") == "folder"
    return Languages(
        "folder" if is_folder else "suffix",
        docs,
        codes,
        (base, *(f"{base}{code}/" for code in others)),
        tuple(_join(docs, code) if is_folder else docs for code in codes),
        plugin.get("fallback_to_default") is not False,
        tuple(unbuilt),
    )


def _below(folder: str, path: str) -> str:
    return path if folder == "." else path.removeprefix(f"{folder}/")


def _join(folder: str, name: str) -> str:
    return name if folder == "." else f"{folder}/{name}"
