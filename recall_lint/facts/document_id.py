"""The bytes of a document, or its blob in git → the ID under which it is cached."""

from __future__ import annotations


def document_id(data: bytes, is_recall_page: bool) -> str:
    """The ID of a document: git's blob ID, and how it is read.

    `?` marks a recall page, which has questions, and `!` a text that is not valid UTF-8.
    """
    from hashlib import sha1

    blob = sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    blob.update(data)
    return id_of_blob(blob.hexdigest(), is_recall_page, utf8=_is_utf8(data))


def id_of_blob(blob: str, is_recall_page: bool, *, utf8: bool) -> str:
    """The ID of a document, given its blob ID."""
    return blob + "?" * is_recall_page + "!" * (not utf8)


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
