"""The bytes of a document, or its blob in git → the id that it is kept by."""

from __future__ import annotations


def document_id(data: bytes, is_recall_page: bool) -> str:
    """The id of a document: git's id of its blob, and how it is read.

    `?` stands for a recall page, whose questions are asked for, and `!` for a text that is not
    UTF-8.
    """
    from hashlib import sha1

    blob = sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    blob.update(data)
    return id_of_blob(blob.hexdigest(), is_recall_page, utf8=_is_utf8(data))


def id_of_blob(blob: str, is_recall_page: bool, *, utf8: bool) -> str:
    """The id of a document by the id of its blob."""
    return blob + "?" * is_recall_page + "!" * (not utf8)


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
