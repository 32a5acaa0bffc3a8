"""Token buckets of the rate limiter, in the database so that all processes share them."""

from tortoise import Model, fields


class RateBucket(Model):
    """Token bucket of a session, or of the anonymous callers of one network address."""

    key = fields.CharField(64, primary_key=True)
    """Hash of the owner."""
    level = fields.FloatField()
    """Points in the bucket after the last lease."""
    lease = fields.FloatField()
    """Points taken by the last lease.

    Stored because neither PostgreSQL nor SQLite returns the difference that an update made.
    """
    at = fields.FloatField()
    """Time of the last lease in seconds since 1970, by the clock of the database."""

    class Meta:
        table = "rate_bucket"
