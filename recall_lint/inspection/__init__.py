"""Notebook → the outline of one file and how its links resolve, as plain values."""
