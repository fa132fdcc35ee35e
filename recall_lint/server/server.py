"""Standard input and output → the language server: its state, and when diagnostics are published.

Everything happens on one thread, in the order of the messages. Background work after edits stops
for the next message.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Generator
from typing import Any, Final, TypeVar

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder
from pygls.exceptions import PyglsError
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from recall_lint import __version__
from recall_lint.run.startup import RunOptions
from recall_lint.server.diagnostics import diagnostics
from recall_lint.server.edits import Editing
from recall_lint.server.workspace import Place, Workspace
from recall_lint.sources.files import ChangedError

logger = logging.getLogger(__name__)

_PAUSE: Final = 0.08
"""Seconds without an edit before diagnostics are published: most keystrokes follow sooner."""

_STEPS: Final = 4
"""Number of documents to prepare between two checks for messages."""

T = TypeVar("T")


class _Protocol(LanguageServerProtocol):
    """The protocol with our own texts: pygls ends lines where Markdown does not."""

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(
        self, params: types.DidOpenTextDocumentParams
    ) -> Generator[Any, Any, None]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(
        self, params: types.DidCloseTextDocumentParams
    ) -> Generator[Any, Any, None]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


class Server(LanguageServer):
    """The language server of one client."""

    def __init__(self, options: RunOptions) -> None:
        super().__init__("recall-lint", __version__, protocol_cls=_Protocol)
        self.notes = Workspace(options, self._warn)
        self.editing = Editing(self.notes, types.ClientCapabilities())
        self.watches = False
        """Whether the client reports files that change on disk."""
        self._published: dict[str, list[types.Diagnostic]] = {}
        self._task: asyncio.Task[None] | None = None

    def _warn(self, message: str) -> None:
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))

    def report_server_error(self, error: Exception, source: type[PyglsError | Exception]) -> None:
        """Log an error: a window for each failed keystroke would be disruptive."""
        logger.error("%s", error)

    def begin(self, params: types.InitializeParams) -> None:
        """Read the capabilities of the client."""
        capabilities = params.capabilities
        encoding = ServerCapabilitiesBuilder.choose_position_encoding(capabilities)
        self.notes.encoding = str(getattr(encoding, "value", encoding))
        folders = [folder.uri for folder in params.workspace_folders or ()]
        roots = folders or [uri for uri in (params.root_uri,) if uri]
        self.notes.set_folders(roots)
        self.editing = Editing(self.notes, capabilities)

    def answer(self, work: Callable[[], T]) -> T:
        """The result of some work, which is repeated if a file has changed meanwhile."""
        try:
            return work()
        except ChangedError:
            self.notes.reopen()
            return work()

    async def prepare(self, place: Place) -> bool:
        """Prepare what checking a document needs of all others, while messages are handled.

        Returns whether that took a while, after which the document may have changed.
        """
        edited = place.edited
        if not edited.needs_answers(place.path):
            return False
        number = 0
        while self.notes.has(edited) and edited.prepare_answers():
            number += 1
            if number % _STEPS == 0:
                await asyncio.sleep(0)
        return True

    # Diagnostics that are published without a request.

    @property
    def is_pulled(self) -> bool:
        """Whether the client requests diagnostics itself."""
        texts = self.client_capabilities.text_document
        return texts is not None and texts.diagnostic is not None

    def tell_soon(self) -> None:
        """Publish the diagnostics of all open files after a moment without edits."""
        if self._task is not None:
            self._task.cancel()
        self._task = asyncio.get_running_loop().create_task(self._tell())

    async def _tell(self) -> None:
        await asyncio.sleep(_PAUSE)
        try:
            await self._tell_all()
        except ChangedError:
            self.notes.reopen()
            await self._tell_all()
        except Exception:
            logger.exception("failed to check for problems")

    async def _tell_all(self) -> None:
        stale = False
        there = set()
        for uri in self.notes.buffers.recent():
            place = self.notes.find(uri)
            there.add(uri)
            if place is not None and await self.prepare(place):
                place = self.notes.find(uri)
            found = [] if place is None else diagnostics(self.notes, place)
            if self._published.get(uri) != found:
                self._published[uri] = found
                stale = True
                if not self.is_pulled:
                    self._publish(uri, found)
            # A message that has arrived in the meantime is handled first.
            await asyncio.sleep(0)
        for uri in self._published.keys() - there:
            if self._published.pop(uri) and not self.is_pulled:
                self._publish(uri, [])
        if stale and self.is_pulled and self._can_refresh():
            self.workspace_diagnostic_refresh(None)

    def _publish(self, uri: str, found: list[types.Diagnostic]) -> None:
        version = self.notes.version(uri)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def _can_refresh(self) -> bool:
        there = self.client_capabilities.workspace
        return bool(there and there.diagnostics and there.diagnostics.refresh_support)


def serve(server: Server) -> None:
    """Serve the client on standard input and output until it disconnects."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Nothing else may write to the client.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        server.start_io(sys.stdin.buffer, out)
    finally:
        server.notes.close()
