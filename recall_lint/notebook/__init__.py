"""Documents → notebook: every link resolved, on every surface that publishes it."""
