"""Migrations: one file per step for both databases, in `models/`; made by `make.py`, applied by `apply.py`."""
