"""git's configuration → options under which git runs nothing that the repository names.

`.git/config` comes with a copied folder: what it says about programs is no wish of the user.
Filters are an exception where the user's own configuration has them, such as Git LFS.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

OPTIONS: Final = (
    "--no-pager",
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    # `git log` would start `gpg.program`, and `git diff` a second git in each submodule.
    *("-c", "log.showSignature=false"),
    *("-c", "diff.submodule=short"),
    # A folder of notes that has the files of a repository is none.
    *("-c", "safe.bareRepository=explicit"),
)
"""What precedes every command."""

ENVIRONMENT: Final = {
    # No remote is asked: neither for what a partial clone lacks, nor by `ext::`, which runs a
    # command. Older versions of git know only the second of these.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
}

LISTED: Final = ("config", "--list", "-z", "--show-scope", "--includes")
"""The command whose output `filters` reads."""

_PROGRAMS: Final = ("clean", "smudge", "process")
_UNSET: Final = {"required": "false"}
_OWN: Final = frozenset({"system", "global", "command"})


def runs_filters(arguments: Sequence[str]) -> bool:
    """Whether a command may start filters: it compares or converts files of the work tree."""
    name = next((each for each in arguments if not each.startswith("-")), "")
    compares = name == "diff-index" and "--cached" not in arguments
    hashes = name == "hash-object" and "--no-filters" not in arguments
    return compares or hashes or name == "mv" or "--filters" in arguments


class Filters(NamedTuple):
    """What a configuration says of filters."""

    options: tuple[str, ...]
    """Options that leave the filters of the user's own configuration, and no others."""
    ignored: frozenset[str]
    """The names of those others."""


def filters(told: str) -> Filters:
    """The filters of a configuration; `told` is what git says of it, see `LISTED`."""
    own: dict[str, str] = {}
    foreign: set[str] = set()
    fields = told.split("\0")
    for scope, setting in zip(fields[::2], fields[1::2], strict=False):
        key, _, value = setting.partition("\n")
        if not key.startswith("filter."):
            continue
        if scope in _OWN:
            own[key] = value
        else:
            foreign.add(key)
    # An empty program is none, and a filter without a program must not be required. Only what the
    # repository sets is set again: to git, an empty `process` would outdo the user's `clean`.
    settings = (f"{key}={own.get(key, _UNSET.get(key.rpartition('.')[2], ''))}" for key in foreign)
    programs = {key.rpartition(".")[0] for key in foreign if _names_program(key)}
    return Filters(
        tuple(word for setting in sorted(settings) for word in ("-c", setting)),
        frozenset(
            name.removeprefix("filter.")
            for name in programs
            if not any(map(own.get, (f"{name}.{kind}" for kind in _PROGRAMS)))
        ),
    )


def _names_program(key: str) -> bool:
    return key.rpartition(".")[2] in _PROGRAMS
