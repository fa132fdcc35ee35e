"""Configuration files → `Config`, the folders that have one, and the file that `init` writes."""
