"""Try every target with ever new texts, and print what is found.

    python -m tests.fuzz [--target NAME] [--seconds N] [--seed S] [--keep FOLDER]

atheris looks at which lines and branches a text reaches, and builds on those that reach new ones;
where it is not to be had, texts are made blindly. Every 40th text is asked as well how time grows
with a part of it. `--seconds` are for all targets together. The seed repeats a blind run. With a
folder, the texts that reach something new, and those in which something was found, are kept there,
one folder a target, and the next run begins with them. The exit code is 1 if anything was found.
"""

from __future__ import annotations

import sys

from tests.fuzz import instrument

if __name__ == "__main__":
    # Before anything else imports what is tried.
    instrument.load()
    from tests.fuzz.command import main

    sys.exit(main(__doc__))
