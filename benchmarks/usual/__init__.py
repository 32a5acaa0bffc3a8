"""The usual way: Strawberry as its documentation teaches it, Tortoise's model objects, DataLoaders, its own HTTP view.

It answers the very documents of the benchmark, with the session and the permissions checked.
"""

from benchmarks.usual.app import create_app

__all__ = ["create_app"]
