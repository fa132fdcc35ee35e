"""Where texts come from: the work tree, the index, a commit."""
