"""Open files and notebooks → an editor's features, by the Language Server Protocol."""
