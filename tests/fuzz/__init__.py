"""Texts that nobody wrote → what raises, breaks a law, or takes too long.

`python -m tests.fuzz` tries every target in turn: see `tests/fuzz/__main__.py`.
"""
