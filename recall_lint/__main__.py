"""`python -m recall_lint` is `recall-lint`."""

from recall_lint.cli import main

main(prog_name="recall-lint")
