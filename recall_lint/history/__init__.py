"""git → what became of a section or a file, and what a dead link probably means now."""
