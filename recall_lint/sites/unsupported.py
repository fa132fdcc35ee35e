"""Generators whose routes are not supported: how their sites are identified, and their labels."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from recall_lint.sites.model import Files


class Unsupported(NamedTuple):
    """A generator whose routes and anchors are not supported."""

    markers: tuple[str, ...]
    """The names that identify its sites, in the format of `MARKERS`."""
    sign: str = ""
    """A regular expression that must match in such a file, if others use its name, too."""
    labels: str = ""
    """A regular expression for fragments that do not name sections of the page."""

    def has_site(self, marker: str, files: Files) -> bool:
        """Whether a file or folder with the name of a marker belongs to a site."""
        return not self.sign or re.search(self.sign, files.read(marker) or "") is not None

    def has_label(self, anchor: str) -> bool:
        """Whether an anchor is a label that only the generator can resolve."""
        return bool(self.labels) and re.match(self.labels, anchor) is not None


UNSUPPORTED: Final[dict[str, Unsupported]] = {
    "astro": Unsupported(("astro.config.*",)),
    "docc": Unsupported(("*.docc/",)),
    "docfx": Unsupported(("docfx.json",), labels="tab/"),
    "docsify": Unsupported(("_coverpage.md", "_navbar.md", "_sidebar.md")),
    "documenter": Unsupported(("docs/make.jl",)),
    "eleventy": Unsupported((".eleventy.js", ".eleventy.cjs", "eleventy.config.*")),
    "exdoc": Unsupported(("mix.exs",)),
    "gatsby": Unsupported(("gatsby-config.*",)),
    "hexo": Unsupported(
        ("_config.yml",), sign=r"(?m)^(?:new_post_name|public_dir|skip_render|source_dir):"
    ),
    "lume": Unsupported(("_config.ts", "_config.js"), sign="lume"),
    "mintlify": Unsupported(("mint.json", "docs.json"), sign=r"mintlify|\"navigation\""),
    "myst": Unsupported(("_toc.yml", "myst.yml"), labels="."),
    "next": Unsupported(("next.config.*",)),
    "nuxt": Unsupported(("nuxt.config.*",)),
    "quarto": Unsupported(("_quarto.yml",)),
    "rspress": Unsupported(("rspress.config.*",)),
    "sphinx": Unsupported(("conf.py",), sign=r"(?m)^(?:extensions|html_theme)\b", labels="."),
    "svelte": Unsupported(("svelte.config.*",)),
    "vocs": Unsupported(("vocs.config.*",)),
    "vuepress": Unsupported((".vuepress/config.*",)),
}
"""By name, in alphabetical order."""
