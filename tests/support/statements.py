"""SQL statements that the portal sends."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class _Statements(logging.Handler):
    """Log handler that collects statements, those of shared rate limits only if asked for."""

    def __init__(self, *, leases: bool) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[str] = []
        self._leases = leases

    def emit(self, record: logging.LogRecord) -> None:
        if self._leases or "rate_bucket" not in record.getMessage():
            self.found.append(record.getMessage())


@contextmanager
def recorded_statements(*, leases: bool = False) -> Iterator[list[str]]:
    """Yield the list of the SQL statements sent in the block.

    Those of shared rate limits are in it only with `leases`.
    """
    loggers, handler = (
        [logging.getLogger(name) for name in ("tortoise.db_client", "guichet.sql")],
        _Statements(leases=leases),
    )
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    try:
        yield handler.found
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)
