"""recall-lint: a link and anchor linter for Markdown notes and their recall questions."""

__version__ = "0.1.0"
