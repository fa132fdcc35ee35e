"""Open files and notebooks → what an editor asks of them, by the language server protocol."""
