"""The languages of an MkDocs site: which page stands for which, and under which URL.

Three ways of keeping them are known. With mkdocs-static-i18n each has a folder of `docs_dir`, or
its pages have a suffix, `index.fr.md`; without it, a project's own script may build a site for
each of several folders side by side, which `extra.alternate` links. A page that is not translated
is the default language's, under the translation's URL. A site of one language is one without a
name.

Source: the documentation of mkdocs-static-i18n, and what its `I18nFiles.get_file_from_path` finds.
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
    """The folder of the default language's pages, or of those of all."""
    codes: tuple[str, ...]
    """The default language comes first."""
    urls: tuple[str, ...]
    """By language: the URL path below which it is served."""
    folders: tuple[str, ...]
    """By language: where its pages are; all the same for suffixes."""
    fallback: bool = True
    """Whether a page that is not translated is the default language's."""
    unbuilt: tuple[str, ...] = ()
    """Languages that have files and are not published."""

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> Languages:
        """From what `Site.options` holds."""
        kept: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in value.items()}
        return cls(**kept)

    @property
    def mounts(self) -> tuple[Mount, ...]:
        """Where pages are; each folder once."""
        found = dict(zip(self.folders[::-1], self.urls[::-1], strict=True))
        found.setdefault(self.docs, self.urls[0])
        return tuple(Mount(folder, url) for folder, url in reversed(found.items()))

    def name(self, path: str) -> str:
        """A file's path below `docs_dir`."""
        if self.structure == "siblings":
            return self.split(path)[1]
        return _below(self.docs, path)

    def split(self, path: str) -> tuple[str | None, str]:
        """A file's language, and its path among those of its language.

        Without a language it is shared by all; its path is then the whole below `docs`.
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
        """Each page's path with every URL prefix that it stands below, and its name there."""
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
        """The place of the language that a page is written in."""
        code, _ = self.split(path)
        return self.codes.index(code) if code in self.codes else 0

    def sources(self, origin: str, path: str, *, from_docs: bool) -> Iterator[str]:
        """The files that a page means by a path, the most likely first."""
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
        """The files that are served at a URL path for being in its language, by their suffix."""
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
    """The languages that a configuration tells of."""
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
    """The translations that `extra.alternate` links: the last name of each URL, and the URL."""
    extra = settings.get("extra")
    listed = extra.get("alternate") if isinstance(extra, dict) else None
    for each in listed if isinstance(listed, list) else []:
        link = each.get("link") if isinstance(each, dict) else None
        if isinstance(link, str):
            url = posixpath.join(base, link.partition("://")[2].partition("/")[2] or link)
            url = f"/{posixpath.normpath(url).strip('./')}/".replace("//", "/")
            yield posixpath.basename(url.rstrip("/")), url


def _translated(plugin: Mapping[str, Any], docs: str, base: str) -> Languages | None:
    """What mkdocs-static-i18n is told; None if that is nothing that can be used."""
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
