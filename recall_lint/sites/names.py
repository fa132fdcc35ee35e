"""Files of a vault → the file that a name refers to: notes and attachments can be in any folder.

Case and the Unicode normalization of accents are ignored. Files in folders whose names begin with a
dot are ignored.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

NOTE: Final = ".md"

_ATTACHMENT: Final = re.compile(
    r"\.(?:base|canvas|pdf|excalidraw"
    r"|avif|bmp|gif|heic|ico|jpe?g|png|svg|tiff?|webp"
    r"|3gp|aac|flac|m4a|mp3|ogg|opus|wav|mkv|mov|mp4|ogv|webm"
    r"|docx?|xlsx?|pptx?|odt|ods|odp|epub|mobi|djvu|rtf|txt|csv|tsv|json|ya?ml|xml|html?|css|ics"
    r"|zip|7z|rar|t?gz|tar|drawio|mm|xmind|psd|apkg|ipynb|bib|tex|eml)\Z",
    re.IGNORECASE,
)


def is_note(name: str) -> bool:
    """Whether a name is that of a note: `Next.js` is, and `map.canvas` is not."""
    return _ATTACHMENT.search(name) is None


class Names:
    """The files below a folder, by their names."""

    def __init__(self, folder: str, paths: Iterable[str]) -> None:
        """`folder` is the vault's root; `paths` are notebook paths of files below it."""
        self._start = 0 if folder == "." else len(folder) + 1
        self._called: dict[str, list[str]] = {}
        for path in paths:
            if "/." not in f"/{path[self._start :]}":
                name = folded(posixpath.basename(path))
                self._called.setdefault(name, []).append(path)

    def called(self, name: str) -> list[str]:
        """The files with a name; if there are none, the notes."""
        name = folded(name)
        return self._called.get(name) or self._called.get(f"{name}{NOTE}") or []

    def at(self, path: str) -> str | None:
        """The file at a path from the vault's root; a note's suffix may be omitted."""
        wanted = folded(path)
        for found in self.called(posixpath.basename(path)):
            if self.within(found) in (wanted, f"{wanted}{NOTE}"):
                return found
        return None

    def nearest(self, path: str, folder: str) -> str | None:
        """The file whose path ends with this one: below a folder if possible, with the shortest
        path.
        """
        end = f"/{folded(path)}"
        around = folded(f"{folder}/") if folder else ""
        ends = [
            found
            for found in self.called(posixpath.basename(path))
            if f"/{self.within(found)}".removesuffix(NOTE).endswith(end.removesuffix(NOTE))
        ]
        return min(
            ends,
            key=lambda found: (not folded(found).startswith(around), len(found), found),
            default=None,
        )

    def within(self, path: str) -> str:
        """A file's path from the vault's root, normalized for comparison."""
        return folded(path[self._start :])


def folded(text: str) -> str:
    """A name normalized for comparison."""
    return unicodedata.normalize("NFC", text).lower()
