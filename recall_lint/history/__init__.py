"""git → what happened to a section or a file, and what a broken link probably means now."""
