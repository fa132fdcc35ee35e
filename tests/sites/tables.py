"""What a site serves, by its generator's own word: `python -m tests.sites.tables [GENERATOR]...`.

`fixtures/sites/GENERATOR/` holds a small notebook in `site/`, and `build`, which has the real
generator make its pages: `build SITE OUT TOOLS` reads a copy of `site/` in SITE, writes what the
host serves below its root to OUT (with a base path, to `OUT/base/`), and may keep the generator
itself in TOOLS. Every link of the notebook has a text that no other has, by which it is found
again in the HTML.

The command builds the sites, follows every link of theirs as a browser would, and says which rows
of the tables, `links.json`, differ; with `--write` it writes them anew.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import html5lib

from tests.literate import FIXTURES

SITES: Final = FIXTURES / "sites"
TOOLS: Final = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "recall-lint-sites"

_HOST: Final = "http://site.invalid"
_REFRESH: Final = re.compile(r"url=\s*['\"]?([^'\"]+)", re.IGNORECASE)
"""Where a page's `refresh` leads."""

Verdict = Literal["alive", "dead", "no anchor"]
"""What a click comes to: the page or file is served, it is not, or it lacks the fragment's id."""


class Row(NamedTuple):
    """A link of a site, as it stands in a page that the generator made."""

    text: str
    """What tells it from every other: its text, or its image's alternative text."""
    href: str
    """As the page has it."""
    verdict: Verdict


class Output:
    """What a host serves from a folder: folders by their index, pages without `.html` as well."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pages: dict[Path, _Page] = {}

    def rows(self) -> Iterator[Row]:
        """Every link of every page."""
        for file in sorted(filter(Path.is_file, self._folder.rglob("*.html"))):
            url = f"{_HOST}/{file.relative_to(self._folder).as_posix()}".removesuffix("index.html")
            for text, href in self._page(file).links:
                yield Row(text, href, self.verdict(url, href))

    def verdict(self, url: str, href: str) -> Verdict:
        """What a click on a link of the page at `url` comes to."""
        parts = urlsplit(urljoin(url, href))
        if f"{parts.scheme}://{parts.netloc}" != _HOST:
            return "alive"
        file = self._served(unquote(parts.path))
        if file is None:
            return "dead"
        fragment = unquote(parts.fragment.partition(":~:")[0])
        if not fragment or fragment.lower() == "top" or file.suffix != ".html":
            return "alive"
        page = self._page(file)
        if page.refresh:
            return self.verdict(urljoin(url, href), urljoin(page.refresh, f"#{parts.fragment}"))
        return "alive" if fragment in page.ids else "no anchor"

    def _served(self, path: str) -> Path | None:
        path = path.lstrip("/")
        choices = [path, f"{path.rstrip('/')}/index.html".lstrip("/")]
        if not path.endswith("/"):
            choices.insert(1, f"{path}.html")
        files = (self._folder / choice for choice in choices)
        return next((file for file in files if file.is_file()), None)

    def _page(self, file: Path) -> _Page:
        page = self._pages.get(file)
        if page is None:
            page = self._pages[file] = _Page(file)
        return page


class _Page:
    """One HTML page: its ids, its links, and where it sends its visitors."""

    def __init__(self, file: Path) -> None:
        tree = html5lib.parse(file.read_text("utf-8"), namespaceHTMLElements=False)
        self.ids: set[str] = set()
        self.links: list[tuple[str, str]] = []
        self.refresh = ""
        for element in tree.iter():
            names = {element.get("id"), element.get("name") if element.tag == "a" else None}
            self.ids.update(name for name in names if name)
            if element.tag == "a" and element.get("href") is not None:
                self._add("".join(element.itertext()), element.get("href"))
            elif element.tag == "img" and element.get("src") is not None:
                self._add(element.get("alt") or "", element.get("src"))
            elif element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
                to = _REFRESH.search(element.get("content", ""))
                self.refresh = to[1].strip() if to else ""

    def _add(self, text: str, href: str) -> None:
        if text := " ".join(text.split()):
            self.links.append((text, href))


def build(generator: str) -> dict[str, Row]:
    """Have a generator make its site, and follow the notebook's links in the result, by text."""
    with tempfile.TemporaryDirectory() as folder:
        site, out, tools = Path(folder, "site"), Path(folder, "out"), TOOLS / generator
        shutil.copytree(SITES / generator / "site", site, symlinks=True)
        tools.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [SITES / generator / "build", site, out, tools], check=True, stdout=sys.stderr
        )
        return _ours(Output(out).rows(), generator)


def table(generator: str) -> dict[str, Row]:
    """The rows that are kept of a site, by text."""
    rows = json.loads((SITES / generator / "links.json").read_text("utf-8"))
    return {row["text"]: Row(**row) for row in rows}


def generators() -> list[str]:
    """The generators that have a site here."""
    return sorted(path.name for path in SITES.iterdir() if path.is_dir())


def _ours(rows: Iterable[Row], generator: str) -> dict[str, Row]:
    """The rows whose texts stand in the notebook: a theme has links of its own."""
    site = SITES / generator / "site"
    files = (path for path in site.rglob("*") if path.suffix in (".md", ".mdx", ".markdown"))
    written = "\n".join(path.read_text("utf-8") for path in files)
    found: dict[str, Row] = {}
    for row in sorted(rows):
        forms = (f"[{row.text}]", f">{row.text}</", f'alt="{row.text}"')
        if any(form in written for form in forms):
            first = found.setdefault(row.text, row)
            if first.verdict != row.verdict:
                raise ValueError(f"{row.text!r} leads to different things: {first}, {row}")
    return found


def _differences(old: Mapping[str, Row], new: Mapping[str, Row]) -> Iterator[str]:
    for text in sorted({*old, *new}):
        if old.get(text) != new.get(text):
            yield f"{text}: {_say(old.get(text))} in the table, {_say(new.get(text))} as built"


def _say(row: Row | None) -> str:
    return "nothing" if row is None else f"{row.verdict} ({row.href})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("generators", nargs="*", choices=[[], *generators()], metavar="GENERATOR")
    parser.add_argument("--write", action="store_true", help="write the tables anew")
    arguments = parser.parse_args()
    differ = False
    for generator in arguments.generators or generators():
        if not (SITES / generator / "build").exists():
            print(f"{generator}: written by hand, not built")
            continue
        new = build(generator)
        file = SITES / generator / "links.json"
        old = table(generator) if file.exists() else {}
        differences = [*_differences(old, new)]
        differ = differ or bool(differences)
        print(f"{generator}: {len(new)} links, {len(differences)} of them differ")
        for line in differences:
            print(f"  {line}")
        if arguments.write:
            rows: list[dict[str, Any]] = [row._asdict() for row in new.values()]
            lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
            file.write_text(f"[\n{lines}\n]\n", "utf-8")
    sys.exit(differ and not arguments.write)


if __name__ == "__main__":
    main()
