"""Helpers, documents and data that test modules share.

A test module imports from here, never from another test module.
"""

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
"""Root folder of the repository."""
