"""A page's URL path and a relative one → the target, as resolved by a browser."""

from __future__ import annotations


def joined(own: str, path: str) -> str:
    """The URL path that `path` refers to in the page at `own`.

    Both are percent-decoded, without query and fragment. A path cannot go above the host's root.
    """
    if not path.startswith("/"):
        path = own[: own.rfind("/") + 1] + path
    names: list[str] = []
    segments = path.split("/")[1:]
    for number, name in enumerate(segments, 1):
        if name == "..":
            del names[-1:]
        elif name != ".":
            names.append(name)
            continue
        if number == len(segments):
            names.append("")
    return f"/{'/'.join(names)}"


def leaves(base: str, own: str, path: str) -> bool:
    """Whether a relative path in the page at `own` leads out of a site at `base`."""
    if path.startswith("/"):
        return False
    depth = own.count("/") - base.count("/")
    for name in path.split("/"):
        depth += -1 if name == ".." else name not in ("", ".")
        if depth < 0:
            return True
    return False
