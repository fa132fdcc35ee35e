"""recall-lint: a link and anchor linter for Markdown notes and their recall questions."""

__version__ = "0.1.0"

HOME = "https://github.com/recall-lint/recall-lint"
"""Where readers find the documentation."""
