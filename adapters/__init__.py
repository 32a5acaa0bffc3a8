"""Adapters to everything outside: database, storage, mail, text messages and cryptography."""
