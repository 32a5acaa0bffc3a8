"""Stored responses to operations with an idempotency key, so that a retry repeats nothing."""

from datetime import datetime

from tortoise import Model, fields


class IdempotencyRecord(Model):
    """Encrypted response to one operation, written in the transaction of the operation."""

    name = fields.CharField(64, primary_key=True)
    """HMAC of the owner and the idempotency key."""
    sealed = fields.BinaryField()
    """Encrypted response; empty only within the transaction of the operation."""
    expires_at: datetime = fields.DatetimeField(db_index=True)

    class Meta:
        table = "kept_answer"
