"""How much a session, or strangers from one address, may still ask for: kept in the database, so that all processes count together."""

from tortoise import Model, fields


class RateBucket(Model):
    """A bucket of points that fills up again: how many it held when a process took some of them last."""

    key = fields.CharField(64, primary_key=True)
    """A hash of whose it is."""
    level = fields.FloatField()
    lease = fields.FloatField()
    """How many points were taken last: PostgreSQL and SQLite both answer what a row is, neither what was taken off it."""
    at = fields.FloatField()
    """When, in seconds since 1970 by the database's clock."""

    class Meta:
        table = "rate_bucket"
