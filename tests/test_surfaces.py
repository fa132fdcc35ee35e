"""Files in the root → surfaces."""

from __future__ import annotations

import pytest

from recall_lint.surfaces import detect


@pytest.mark.parametrize(
    ("names", "surfaces", "because"),
    [
        ([], ["github"], []),
        (["README.md", "Notes"], ["github"], []),
        (["_config.yml"], ["github", "kramdown-gfm"], ["_config.yml"]),
        (["mkdocs.yml"], ["github", "python-markdown"], ["mkdocs.yml"]),
        (["book.toml"], ["mdbook"], ["book.toml"]),
        (["docusaurus.config.js"], ["docusaurus"], ["docusaurus.config.js"]),
        (["docusaurus.config.ts"], ["docusaurus"], ["docusaurus.config.ts"]),
        (["hugo.toml"], ["hugo"], ["hugo.toml"]),
        (["hugo.yaml"], ["hugo"], ["hugo.yaml"]),
        ([".obsidian"], ["obsidian"], [".obsidian"]),
        ([".gitlab-ci.yml"], ["gitlab"], [".gitlab-ci.yml"]),
        (
            ["_config.yml", ".gitlab-ci.yml"],
            ["github", "kramdown-gfm", "gitlab"],
            ["_config.yml", ".gitlab-ci.yml"],
        ),
    ],
)
def test_detect(names: list[str], surfaces: list[str], because: list[str]) -> None:
    detected = detect(names)
    assert list(detected.surfaces) == surfaces
    assert list(detected.because) == because
