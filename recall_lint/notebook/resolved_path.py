"""Where the path of a destination leads on one surface."""

from __future__ import annotations

from typing import NamedTuple

from recall_lint.base.tree import Exact, Place
from recall_lint.notebook.resolutions import Unjudged, Unpublished
from recall_lint.sites.publication import View


class ResolvedPath(NamedTuple):
    """Where the path of a destination leads on one surface."""

    path: str
    """The intended path."""
    place: Place | None
    """What exists there; None above the notebook's root."""
    document: str | None
    """The file that is shown: a folder's README, or the source of a URL."""
    plain: bool = False
    """Whether GitHub shows the file's source lines."""
    url: str | None = None
    """The URL on the site."""
    anchor: str | None = None
    """The anchor given by a template."""

    @property
    def exists(self) -> bool:
        if self.document is not None:
            return True
        return isinstance(self.place, Exact)


PathResult = ResolvedPath | Unjudged | Unpublished | None
"""Where a destination leads on one surface; None for an external one."""

PathOnView = tuple[View, ResolvedPath | None]
"""Where a destination leads on this surface."""
