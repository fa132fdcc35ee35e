"""Results of earlier runs in one SQLite file, which makes them atomic and safe to share.

The cache is never trusted: a foreign, outdated or damaged one counts as empty, and nothing in it is
executed. Write errors are not fatal.
"""

from __future__ import annotations

import json
import os
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final, Literal, NamedTuple
from zlib import crc32

from recall_lint.facts.cache_folder import make_folder

VERSION: Final = 9
"""Increased when the stored data changes, or what parsers and rules make of the same text."""

_PATIENCE: Final = 2.0
"""Seconds to wait for another run to finish writing."""

_TABLES: Final = """
    CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS documents (
        id TEXT PRIMARY KEY, asked TEXT, contents TEXT, packed BLOB, checksum INTEGER
    );
    CREATE TABLE IF NOT EXISTS answers (path TEXT PRIMARY KEY, packed TEXT);
"""


_DAMAGE: Final = (sqlite3.Error, OSError, ValueError)
"""What SQLite raises for an unusable file; ValueError for invalid UTF-8."""


class Record(NamedTuple):
    """The cached data of one document."""

    asked: str
    """The fingerprints of its questions, in hexadecimal, 8 digits each."""
    contents: str
    """Packed."""
    packed: bytes

    @property
    def names(self) -> int:
        """A fingerprint of its section names."""
        return crc32(self.contents.encode())

    @property
    def front_matter(self) -> str:
        """The parts of its front matter that site routes depend on."""
        return json.dumps(json.loads(self.contents)[-1])

    def questions(self) -> array[int]:
        """The fingerprints of its questions."""
        return array("I", bytes.fromhex(self.asked))


class Cache:
    """The cache of one notebook; without a file it is always empty.

    Documents are shared by all runs. A state, with its results, belongs to runs over the same kind
    of origin: the work tree, git's index, or a commit.
    """

    def __init__(self, file: str | None, version: str, origin: str = "") -> None:
        """Data of another version is ignored."""
        self.notice: str | None = None
        """Why the cache cannot be written."""
        self._file = file
        self._version = version
        # SQLite would treat a path with this prefix as a URL.
        self._prefix = f"{origin}\x1f" if origin else ""
        self._connection: sqlite3.Connection | None = None
        self._sound = self._value("version") == version
        self._serial = self._own("serial") if self._sound else None
        """Identifies the run that wrote the data being read."""

    @property
    def lasts(self) -> bool:
        """Whether written data is kept."""
        return self._file is not None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # Reading.

    def state(self) -> dict[str, Any]:
        """The state of the notebook at the end of the last run; empty without any."""
        return _state(self._own("state")) if self._serial is not None else {}

    def other_states(self) -> Iterator[dict[str, Any]]:
        """The states of runs with other origins."""
        own = f"{self._prefix}state"
        query = "SELECT value FROM state WHERE name GLOB '*state' AND name != ?"
        for (value,) in self._rows(query, own):
            yield _state(value)

    def subjects(self) -> bytes:
        """The dependencies of all results, 4 bytes each."""
        value = self._own("subjects")
        return value if isinstance(value, bytes) else b""

    def past(self) -> Any:
        """The cached history of the last run that used it, as JSON values."""
        with suppress(ValueError, RecursionError):
            return json.loads(_unsealed(self._own("past")) or "null")
        return None

    def has(self, document: str) -> bool:
        """Whether a document is in the cache."""
        query = "SELECT 1 FROM documents WHERE id = ?"
        return self._sound and bool(self._rows(query, document))

    def record(self, document: str) -> Record | None:
        """The cached record of a document."""
        query = "SELECT asked, contents, packed, checksum FROM documents WHERE id = ?"
        for *texts, packed, checksum in self._rows(query, document):
            asked, contents = map(_unsealed, texts)
            sound = isinstance(packed, bytes) and crc32(packed) == checksum
            if sound and asked is not None and contents is not None:
                return Record(asked, contents, packed)
        return None

    def column(self, name: Literal["asked", "contents"]) -> dict[str, str]:
        """One field of all records, by document ID."""
        if self._serial is None:
            return {}
        rows = self._rows(f"SELECT id, {name} FROM documents")  # noqa: S608 - two literals
        return {key: text for key, value in rows if (text := _unsealed(value)) is not None}

    def answer(self, path: str) -> str | None:
        """The packed diagnostics of a file."""
        query = "SELECT packed FROM answers WHERE path = ?"
        for (packed,) in self._rows(query, self._key(path)):
            return _unsealed(packed)
        return None

    def _key(self, path: str) -> str:
        # SQLite rejects names that are not UTF-8, and with them the whole file.
        named = path if path.isascii() else path.encode("utf-8", "backslashreplace").decode()
        return self._prefix + named

    def _own(self, name: str) -> object:
        return self._value(self._prefix + name)

    def _value(self, name: str) -> object:
        for (value,) in self._rows("SELECT value FROM state WHERE name = ?", name):
            return value
        return None

    def _rows(self, query: str, *values: str) -> list[Any]:
        if self._file is None or not (self._connection or os.path.isfile(self._file)):
            return []
        try:
            return self._open(self._file).execute(query, values).fetchall()
        except _DAMAGE:
            return []

    # Writing.

    def write(
        self,
        state: Mapping[str, Any],
        subjects: bytes,
        records: Mapping[str, Record],
        answers: Mapping[str, str],
        forget: Iterable[str],
        past: Any = None,
    ) -> None:
        """Write the results of a run, all or nothing, and delete documents by their IDs.

        Without `past`, the cached history is left unchanged. Nothing is written if another run has
        written since this one began.
        """
        if self._file is None:
            return

        def work(connection: sqlite3.Connection) -> None:
            connection.executescript(_TABLES)
            connection.execute("BEGIN IMMEDIATE")
            same = self._value("version") == self._version
            if not same and not self._sound:
                for table in ("state", "documents", "answers"):
                    connection.execute(f"DELETE FROM {table}")  # noqa: S608 - ours
            elif not same or self._own("serial") != self._serial:
                connection.rollback()
                return
            rows = (
                (key, _sealed(asked), _sealed(contents), packed, crc32(packed))
                for key, (asked, contents, packed) in records.items()
            )
            connection.executemany("REPLACE INTO documents VALUES (?, ?, ?, ?, ?)", rows)
            connection.executemany("DELETE FROM documents WHERE id = ?", ((i,) for i in forget))
            kept = ((self._key(path), _sealed(packed)) for path, packed in answers.items())
            connection.executemany("REPLACE INTO answers VALUES (?, ?)", kept)
            text = _sealed(json.dumps(state, separators=(",", ":")))
            serial = os.urandom(8).hex()
            parts = {"serial": serial, "state": text, "subjects": subjects}
            if past is not None:
                parts["past"] = _sealed(json.dumps(past, separators=(",", ":")))
            own = ((self._prefix + name, value) for name, value in parts.items())
            connection.executemany("REPLACE INTO state VALUES (?, ?)", own)
            connection.execute("REPLACE INTO state VALUES ('version', ?)", (self._version,))
            connection.commit()

        try:
            self._attempt(work, self._file)
        except _DAMAGE as error:
            self.notice = f"failed to write cache {self._file}: {error}"

    def _attempt(self, work: Callable[[sqlite3.Connection], None], file: str) -> None:
        """Do it, on a new file if the existing one is damaged."""
        make_folder(os.path.dirname(file))
        try:
            work(self._open(file))
        except (sqlite3.DatabaseError, ValueError) as error:
            # A busy file is used by another run, and is not damaged.
            if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                raise
            self.close()
            os.unlink(file)
            work(self._open(file))

    def _open(self, file: str) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
            # If the machine crashes, the file may be damaged and then counts as empty.
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.execute("PRAGMA trusted_schema = OFF")
        return self._connection


def _state(value: object) -> dict[str, Any]:
    with suppress(ValueError, RecursionError):
        state = json.loads(_unsealed(value) or "")
        return state if isinstance(state, dict) else {}
    return {}


def _checksum(text: str) -> str:
    return f"{crc32(text.encode('ascii')):08x}"


def _sealed(text: str) -> str:
    """An ASCII text with a checksum in front."""
    return _checksum(text) + text


def _unsealed(sealed: object) -> str | None:
    """The text; None if the checksum does not match."""
    if isinstance(sealed, str) and sealed.isascii():
        text = sealed[8:]
        if sealed[:8] == _checksum(text):
            return text
    return None
