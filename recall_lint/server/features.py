"""The language server with all of its features."""

from __future__ import annotations

from recall_lint.run.startup import RunOptions
from recall_lint.server import actions, completion, navigation, outlines, pulling, renaming, syncing
from recall_lint.server import server as serving
from recall_lint.server.server import Server


def make(options: RunOptions) -> Server:
    """Create a server."""
    server = Server(options)
    for feature in (syncing, pulling, navigation, outlines, actions, completion, renaming):
        feature.register(server)
    return server


def serve(options: RunOptions) -> None:
    """Serve the client on standard input and output until it disconnects."""
    serving.serve(make(options))
