"""A question → the sections that answer it, by their words and by what neighbouring questions link
to.
"""
