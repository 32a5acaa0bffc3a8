"""Idempotency keys: a retried operation is carried out once, and its response is replayed."""
