"""Idempotency keys: an operation sent again under its key is carried out once, and its response is replayed."""
