"""Notebook and buffers → what an editor asks of them, by the language server protocol."""
