"""Entry point of the `guichet` command."""

import sys

from cli.commands import cli
from cli.error_sentences import EXPECTED, sentence
from i18n import activate
from logs import disable_output


def main() -> None:
    """Run the command; an expected failure is one sentence on standard error and exit code 1."""
    activate("en")
    disable_output()
    try:
        cli()
    except EXPECTED as error:
        sys.exit(f"guichet: {sentence(error)}")
