"""Messages about the client, its folders and its files → the server's state."""

from __future__ import annotations

import logging
import os
from typing import Final

from lsprotocol import types

from recall_lint.facts import cache_folder
from recall_lint.server.buffers import path_of
from recall_lint.server.server import Server
from recall_lint.sources.files import is_markdown

logger = logging.getLogger(__name__)

_UNWATCHED: Final = frozenset({".git", cache_folder.FOLDER, "node_modules"})


def register(server: Server) -> None:
    """Register the client's notifications."""
    server.feature(types.INITIALIZE)(_initialize)
    server.feature(types.INITIALIZED)(_initialized)
    server.feature(types.SHUTDOWN)(_shutdown)
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(_opened)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(_changed)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(_closed)
    server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(_folders_changed)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_files_changed)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(_configured)


def _initialize(server: Server, params: types.InitializeParams) -> None:
    server.begin(params)


def _initialized(server: Server, params: types.InitializedParams) -> None:
    there = server.client_capabilities.workspace
    watching = there and there.did_change_watched_files
    if watching and watching.dynamic_registration:
        server.watches = True
        watchers = [types.FileSystemWatcher("**/*")]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration("recall-lint-files", method, options)
        server.client_register_capability(types.RegistrationParams([registration]))


def _shutdown(server: Server, params: None) -> None:
    server.notes.close()


def _opened(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    item = params.text_document
    path = server.notes.buffers.open(item.uri, item.version, item.text)
    if path is not None:
        server.notes.touch(path)
    server.tell_soon()


def _changed(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    uri, version = params.text_document.uri, params.text_document.version
    found = server.notes.buffers.find(uri)
    if found is None:
        logger.warning("ignoring changes of %s, which is not open", uri)
        return
    path, buffer = found
    if version <= buffer.version:
        logger.warning("ignoring version %s of %s after %s", version, uri, buffer.version)
        return
    buffer.change(params.content_changes, version, server.notes.encoding)
    server.notes.buffers.touch(path)
    server.notes.touch(path)
    server.tell_soon()


def _saved(server: Server, params: types.DidSaveTextDocumentParams) -> None:
    if not server.watches:
        # This is the only sign that something on disk may have changed.
        server.notes.reopen()
    server.tell_soon()


def _closed(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    path = server.notes.buffers.close(params.text_document.uri)
    if path is not None:
        server.notes.touch(path)
    server.tell_soon()


def _folders_changed(server: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    server.notes.change_folders(
        [folder.uri for folder in params.event.added],
        [folder.uri for folder in params.event.removed],
    )
    server.notes.reopen()
    server.tell_soon()


def _files_changed(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    for event in params.changes:
        path = path_of(event.uri)
        if path is None or not _UNWATCHED.isdisjoint(path.split(os.sep)):
            continue
        if event.type != types.FileChangeType.Changed:
            server.notes.reopen()
        elif is_markdown(path):
            server.notes.touch(path)
        elif server.notes.rests_on(path):
            server.notes.reopen()
    server.tell_soon()


def _configured(server: Server, params: types.DidChangeConfigurationParams) -> None:
    # The change affects files, which are read again.
    server.notes.reopen()
    server.tell_soon()
