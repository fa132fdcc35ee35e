"""Notebook → which sections questions ask about, and which nobody asks about."""
