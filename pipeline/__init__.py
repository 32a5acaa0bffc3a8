"""Pipeline of every operation: client, session, rate limiter, idempotency."""
