"""git's configuration → options that keep git from running programs named by the repository.

`.git/config` may come with a copied folder, so its programs are not the user's choice. Filters from
the user's own configuration, such as Git LFS, are allowed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

OPTIONS: Final = (
    "--no-pager",
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    # Otherwise `git log` runs `gpg.program`, and `git diff` starts git in each submodule.
    *("-c", "log.showSignature=false"),
    *("-c", "diff.submodule=short"),
    # A folder of notes that contains the files of a bare repository is not one.
    *("-c", "safe.bareRepository=explicit"),
)
"""Options for every command."""

ENVIRONMENT: Final = {
    # No remote is contacted: neither to fetch missing blobs of a partial clone, nor by `ext::`,
    # which runs a command. Older versions of git know only the second option.
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
    """Whether a command may run filters: it compares or converts files of the work tree."""
    name = next((each for each in arguments if not each.startswith("-")), "")
    compares = name == "diff-index" and "--cached" not in arguments
    hashes = name == "hash-object" and "--no-filters" not in arguments
    return compares or hashes or name == "mv" or "--filters" in arguments


class Filters(NamedTuple):
    """The filters of a configuration."""

    options: tuple[str, ...]
    """Options that disable all filters except those of the user's own configuration."""
    ignored: frozenset[str]
    """The names of the disabled filters."""


def filters(output: str) -> Filters:
    """The filters of a configuration; `output` is the output of the command in `LISTED`."""
    own: dict[str, str] = {}
    foreign: set[str] = set()
    fields = output.split("\0")
    for scope, setting in zip(fields[::2], fields[1::2], strict=False):
        key, _, value = setting.partition("\n")
        if not key.startswith("filter."):
            continue
        if scope in _OWN:
            own[key] = value
        else:
            foreign.add(key)
    # An empty program means none, and a filter without a program must not be required. Only
    # settings of the repository are overridden: to git, an empty `process` would win over the
    # user's `clean`.
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
