"""What every operation passes through: client, session, rate limiter, idempotency."""
