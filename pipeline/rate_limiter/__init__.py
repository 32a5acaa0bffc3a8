"""Rate limiter: token buckets of sessions and addresses, shared by all processes."""
