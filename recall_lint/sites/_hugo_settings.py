"""Hugo's configuration, in one file or in a folder of files → a site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from recall_lint.sites.model import Files, Mount, Site
from recall_lint.sites.reading import load_json, load_toml, load_yaml

_SUFFIXES: Final = (".md", ".markdown", ".mdown")
_FOLDER: Final = "config/_default"
_PARTS: Final = ("languages", "markup", "module", "permalinks", "taxonomies")
"""The parts of a configuration that may have files of their own."""
_COMPARED = re.compile(r"\beq\s[^{}\"\n]*\"([^\"\s{}]+)\"")


def find(marker: str, files: Files) -> Site | None:
    """The site of a configuration; None for a `config.toml` without pages next to it."""
    folder, name = posixpath.split(marker)
    in_folder = f"/{folder}".endswith(f"/{_FOLDER}")
    root = (folder.removesuffix(_FOLDER).rstrip("/") if in_folder else folder) or "."
    settings = _lowered(_load(marker, files))
    if in_folder:
        settings = {**_parts(folder, files), **settings}
    found = site(root, marker, settings, files)
    is_certain = name.startswith("hugo.") or in_folder
    has_pages = any(any(True for _ in files.below(mount.folder)) for mount in found.content)
    return found if has_pages and (is_certain or _looks_like_hugo(root, settings, files)) else None


def _looks_like_hugo(root: str, settings: Mapping[str, Any], files: Files) -> bool:
    """Whether a configuration is Hugo's: other tools also use `config.toml`.

    Hugo's has one of its keys, or its folders next to it.
    """
    keys = {"baseurl", "languagecode", "theme", "contentdir", "markup", "taxonomies"}
    if _join(root, "zola.toml") in files or not {"build_search_index", "base_url"}.isdisjoint(
        settings
    ):
        # Zola's.
        return False
    folders = (_join(root, name) for name in ("layouts", "archetypes", "themes"))
    return bool(keys & {*settings}) and (
        "title" in settings or any(any(True for _ in files.below(each)) for each in folders)
    )


def site(root: str, because: str, settings: Mapping[str, Any], files: Files) -> Site:
    """The site of a folder with these settings, whose keys are in lower case."""
    address = settings.get("baseurl")
    base = urlsplit(address).path.strip("/") if isinstance(address, str) else ""
    base = f"/{base}/" if base else "/"
    languages = settings.get("languages")
    languages = languages if isinstance(languages, dict) else {}
    default = str(settings.get("defaultcontentlanguage") or "en")
    in_subfolder = settings.get("defaultcontentlanguageinsubdir") is True
    content = _folder(root, settings.get("contentdir"), "content")
    mounts: dict[str, str] = {}
    for code, each in languages.items():
        own = each.get("contentdir") if isinstance(each, dict) else None
        if isinstance(own, str):
            prefix = base if code == default and not in_subfolder else f"{base}{code}/"
            mounts[_folder(root, own, own)] = prefix
    for source, target, code in _mounts(settings):
        if target == "content" or target.startswith("content/"):
            prefix = base if code in (None, default) and not in_subfolder else f"{base}{code}/"
            below = target.removeprefix("content").strip("/")
            mounts[_folder(root, source, source)] = f"{prefix}{below}/" if below else prefix
    if base not in mounts.values():
        mounts[content] = f"{base}{default}/" if in_subfolder and languages else base
    statics = [_folder(root, each, "static") for each in _list(settings.get("staticdir", "static"))]
    statics += [
        _folder(root, source, source) for source, to, _ in _mounts(settings) if to == "static"
    ]
    themes = _list(settings.get("theme"))
    statics += [_join(root, f"themes/{theme}/static") for theme in themes]
    hooks = [path for path in files.below(root) if "_markup/render-link" in path]
    hook = bool(hooks) or bool(themes) or bool(_imports(settings)) or len(languages) > 1
    taxonomies = settings.get("taxonomies")
    options = {
        "languages": [str(code) for code in languages],
        "default": default,
        "ugly": settings.get("uglyurls") is True,
        "keeps_case": settings.get("disablepathtolower") is True,
        "permalinks": _permalinks(settings.get("permalinks")),
        "hook": hook,
        "words": [word for path in hooks for word in _words(files.read(path) or "")],
        "taxonomies": [*taxonomies.values()] if isinstance(taxonomies, dict) else [],
    }
    return Site(
        "hugo",
        root,
        because,
        content=tuple(Mount(folder, url) for folder, url in mounts.items()),
        static=tuple(Mount(folder, base) for folder in dict.fromkeys(statics)),
        base=base,
        dialects=(_dialect(settings),),
        suffixes=_SUFFIXES,
        syntax="hugo",
        options=options,
    )


def _words(hook: str) -> list[str]:
    """The words that a link render hook compares destinations with, and whose meaning only the hook
    knows.
    """
    return _COMPARED.findall(hook)


def _dialect(settings: Mapping[str, Any]) -> str:
    parser = _table(_table(_table(settings, "markup"), "goldmark"), "parser")
    options = []
    kind = parser.get("autoheadingidtype", parser.get("autoidtype"))
    if kind in ("github-ascii", "blackfriday"):
        options.append(f"type={kind}")
    if parser.get("autoheadingid") is False:
        options.append("auto=no")
    if _table(parser, "attribute").get("block") is True:
        options.append("block=yes")
    if parser.get("autodefinitiontermid") is True:
        options.append("terms=yes")
    return f"hugo?{'&'.join(options)}" if options else "hugo"


def _load(path: str, files: Files) -> dict[str, Any]:
    text = files.read(path) or ""
    if path.endswith(".toml"):
        return load_toml(text, path)
    return load_json(text, path) if path.endswith(".json") else load_yaml(text, path)


def _parts(folder: str, files: Files) -> dict[str, Any]:
    """The settings in the other files of a configuration folder, by name."""
    found: dict[str, Any] = {}
    for path in files.below(folder):
        stem, suffix = posixpath.splitext(posixpath.basename(path))
        if posixpath.dirname(path) == folder and suffix in (".toml", ".yaml", ".yml", ".json"):
            if stem in _PARTS:
                found[stem] = _lowered(_load(path, files))
            elif stem in ("config", "hugo"):
                found.update(_lowered(_load(path, files)))
    return found


def _lowered(value: Any) -> Any:
    """Settings with lower-case keys: Hugo ignores their case."""
    if isinstance(value, dict):
        return {_key(key): _lowered(each) for key, each in value.items()}
    return [_lowered(each) for each in value] if isinstance(value, list) else value


def _key(key: Any) -> str:
    # The code for Norwegian is a boolean in YAML 1.1, but not in Hugo.
    return "no" if key is False else str(key).lower()


def _mounts(settings: Mapping[str, Any]) -> Iterator[tuple[str, str, str | None]]:
    """Source, target and language of each mount of the project itself."""
    mounts = _table(settings, "module").get("mounts")
    for mount in mounts if isinstance(mounts, list) else ():
        source = mount.get("source") if isinstance(mount, dict) else None
        target = mount.get("target") if isinstance(mount, dict) else None
        if isinstance(source, str) and isinstance(target, str):
            language = mount.get("lang")
            yield source, target.strip("/"), language if isinstance(language, str) else None


def _imports(settings: Mapping[str, Any]) -> list[Any]:
    imports = _table(settings, "module").get("imports")
    return imports if isinstance(imports, list) else []


def _permalinks(value: Any) -> dict[str, str]:
    """The pattern of each section's pages; newer sites have them by kind of page."""
    table = value if isinstance(value, dict) else {}
    pages = table.get("page")
    table = pages if isinstance(pages, dict) else table
    return {str(key): each for key, each in table.items() if isinstance(each, str)}


def _table(settings: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = settings.get(key)
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str) and each]


def _folder(root: str, value: Any, default: str) -> str:
    chosen = value if isinstance(value, str) and value else default
    return posixpath.normpath(posixpath.join(root, chosen))


def _join(folder: str, rest: str) -> str:
    return rest if folder in ("", ".") else f"{folder}/{rest}"
