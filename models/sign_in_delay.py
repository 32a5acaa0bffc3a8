"""How long whoever fails to sign in has to wait: kept in the database, so that all processes count together."""

from datetime import datetime, timedelta

from tortoise import Model, fields

FORGOTTEN_AFTER = timedelta(minutes=15)
"""A failure counts for so long, or for as long as its delay."""


class SignInDelay(Model):
    """The failures of one account, or from one network address, and until when the next try is refused unseen."""

    key = fields.CharField(64, primary_key=True)
    """A hash of what is counted."""
    failures = fields.IntField(default=0)
    last_at: datetime = fields.DatetimeField(db_index=True)
    free_at: datetime = fields.DatetimeField()

    class Meta:
        table = "sign_in_delay"

    def counted(self, now: datetime) -> int:
        """The failures that are not forgotten yet."""
        return self.failures if now < max(self.last_at, self.free_at) + FORGOTTEN_AFTER else 0


def delay_after(
    failures: int, free: int, longest: timedelta, shortest: timedelta = timedelta(seconds=1)
) -> timedelta:
    """What follows the n-th failure: nothing for the free ones, then the shortest wait, and each time twice as long."""
    return (
        min(shortest * 2 ** min(failures - free, 20), longest) if failures >= free else timedelta(0)
    )
