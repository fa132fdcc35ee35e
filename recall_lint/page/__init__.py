"""Notebook, coverage and report → one self-contained HTML page."""
