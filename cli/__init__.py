"""Command line: the `guichet` command."""
