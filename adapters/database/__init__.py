"""Database: SQLite or PostgreSQL through Tortoise, with compiled statements and plain rows."""
