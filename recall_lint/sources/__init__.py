"""The origins of texts: the work tree, the index, a commit."""
