"""The language and version in a path."""

from __future__ import annotations

import pytest

from recall_lint.history.editions import Edition, edition


@pytest.mark.parametrize(
    ("path", "language", "version"),
    [
        ("README.md", "", ""),
        ("README_zh-cn.md", "zh-cn", ""),
        ("README-zh_CN.md", "zh-cn", ""),
        ("README.fr.md", "fr", ""),
        ("docs/fr/guide.md", "fr", ""),
        ("docs/pt-BR/guide.md", "pt-br", ""),
        ("versioned_docs/version-0.44/a.md", "", "version-0.44"),
        ("docs/1.x/a.md", "", "1.x"),
        ("v2/ja/a.md", "ja", "v2"),
        ("Notes/how-to.md", "", ""),
        ("Notes/in/a.md", "", ""),
        ("Notes/2020/a.md", "", ""),
    ],
)
def test_edition(path: str, language: str, version: str) -> None:
    assert edition(path) == Edition(language, version)
