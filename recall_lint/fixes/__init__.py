"""Edits → texts, each proven by linting its result."""
