"""The world outside: the database, passwords, one-time codes, storage, mail and text messages."""
