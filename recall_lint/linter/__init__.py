"""Notebook → report: rules run, their problems signed, selected, suppressed, compared."""
