"""Sign-in, second factors, passwords, sessions and account recovery."""
