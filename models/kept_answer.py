"""Answers to operations with a key: kept so that whoever got none can ask again, and nothing is done twice."""

from datetime import datetime

from tortoise import Model, fields


class IdempotencyRecord(Model):
    """The answer to one operation, sealed. The row is written in the transaction that carried the operation out."""

    name = fields.CharField(64, primary_key=True)
    """A keyed hash of whose it is and of the client's key."""
    sealed = fields.BinaryField()
    """Empty while the operation is carried out, which nobody else sees."""
    expires_at: datetime = fields.DatetimeField(db_index=True)

    class Meta:
        table = "kept_answer"
