"""Resolvers of authentication: sign-in, second factors, passwords, sessions and recovery."""
