"""Where the path of a destination leads on one surface."""

from __future__ import annotations

from typing import NamedTuple

from recall_lint.base.tree import Exact, Place
from recall_lint.notebook.resolutions import Unjudged, Unpublished
from recall_lint.sites.publication import View


class ResolvedPath(NamedTuple):
    """Where the path of a destination leads on one surface."""

    path: str
    """As it is meant."""
    place: Place | None
    """What is there; None above the notebook's root."""
    document: str | None
    """The file that a click shows: a folder's README, or what a URL stands for."""
    plain: bool = False
    """Whether GitHub is asked to show the file's lines."""
    url: str | None = None
    """What the site was asked for."""
    anchor: str | None = None
    """The anchor that a template names."""

    @property
    def exists(self) -> bool:
        if self.document is not None:
            return True
        return isinstance(self.place, Exact)


PathResult = ResolvedPath | Unjudged | Unpublished | None
"""Where a destination leads on one surface; None for somewhere else."""

PathOnView = tuple[View, ResolvedPath | None]
"""Where a destination leads on this surface."""
