"""Text as HTML: formulas are unchanged, and tags are text."""

from __future__ import annotations

import pytest

from recall_lint.markdown import to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (r"is $a_b \;<\; c_d$", r'<p>is <span class="math">\(a_b \;&lt;\; c_d\)</span></p>'),
        (r"is $ a_b \;=\; c_d $", r'<p>is <span class="math">\(a_b \;=\; c_d\)</span></p>'),
        (r"is $ a_b \;=\; c_d$", r'<p>is <span class="math">\(a_b \;=\; c_d\)</span></p>'),
        ("costs $ 2 or $ 3", "<p>costs $ 2 or $ 3</p>"),
        ("- $$\n  a_b\n  $$", '<ul>\n<li><div class="math">$$\na_b\n$$</div>\n</li>\n</ul>'),
        ("<b onclick=x>a</b>", "<p>&lt;b onclick=x&gt;a&lt;/b&gt;</p>"),
        ("[a](javascript:x)", '<p><a href="#harmful-link">a</a></p>'),
        (r"$ <b> \x $", r'<p><span class="math">\(&lt;b&gt; \x\)</span></p>'),
    ],
)
def test_html(text: str, html: str) -> None:
    assert to_html(text) == html
