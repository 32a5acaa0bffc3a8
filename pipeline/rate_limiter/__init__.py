"""Rate limiter: token buckets of sessions and network addresses, shared by all processes through the database."""
