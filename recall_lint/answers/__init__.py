"""A question → the sections that answer it, found by their words and by what others ask there."""
