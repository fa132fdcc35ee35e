"""A question → the sections that answer it, found by words and by what its neighbours link to."""
