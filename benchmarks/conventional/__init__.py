"""Conventional server: Strawberry as documented, Tortoise models, DataLoaders, its HTTP view.

It serves the same documents as the benchmark's, and checks session and permissions.
"""

from benchmarks.conventional.app import create_app

__all__ = ["create_app"]
