"""Delays after failed sign-ins, in the database so that all processes count together."""

from datetime import datetime, timedelta

from tortoise import Model, fields

FORGOTTEN_AFTER = timedelta(minutes=15)
"""Time that a failure counts; at least as long as its own delay."""


class SignInDelay(Model):
    """Failures of one account or network address, and the end of the delay.

    Until `free_at`, attempts are refused without being checked.
    """

    key = fields.CharField(64, primary_key=True)
    """Hash of the account or address that is counted."""
    failures = fields.IntField(default=0)
    last_at: datetime = fields.DatetimeField(db_index=True)
    free_at: datetime = fields.DatetimeField()

    class Meta:
        table = "sign_in_delay"

    def current_failures(self, now: datetime) -> int:
        """Return the number of failures that still count."""
        return self.failures if now < max(self.last_at, self.free_at) + FORGOTTEN_AFTER else 0


def delay_after(
    failures: int, free: int, longest: timedelta, shortest: timedelta = timedelta(seconds=1)
) -> timedelta:
    """Return the delay after the n-th failure.

    There is none for fewer than `free` failures. Then it starts at `shortest` and doubles with each
    failure, up to `longest`.
    """
    return (
        min(shortest * 2 ** min(failures - free, 20), longest) if failures >= free else timedelta(0)
    )
