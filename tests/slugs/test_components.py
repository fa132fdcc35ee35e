"""Pages without headings, whose components may have any IDs."""

from __future__ import annotations

import pytest

from recall_lint import slugs
from recall_lint.base.model import Source
from recall_lint.markdown import parse


@pytest.mark.parametrize("name", ["vitepress", "docusaurus?case=lower", "starlight"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<ApiIndex />\n", True),
        ("<script setup>\nimport A from './A.vue'\n</script>\n\n<api-index></api-index>\n", True),
        ("# A\n\n<ApiIndex />\n", False),
        ("Words and <b>tags</b>.\n", False),
    ],
)
def test_ids_of_components_are_not_known(name: str, text: str, expected: bool) -> None:
    dialect = slugs.dialect(name)
    document = parse(Source("a.md", text))
    assert slugs.is_opaque(dialect, document) is expected
