"""Notebook → which sections questions ask about, and which none asks about."""
