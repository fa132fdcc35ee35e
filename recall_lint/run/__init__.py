"""From the options of a command, one value, to a report."""
