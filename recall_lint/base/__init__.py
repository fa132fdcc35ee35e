"""Shared by all rooms: the model, settings as values, git, texts, processes."""
