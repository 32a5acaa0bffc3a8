"""Migrations for both databases: made by `scripts.migration`, applied by `apply.py`."""
