"""Settings of a deployment, read from the environment once."""

from settings.deployment import DEFAULT_SECRET_KEY, Environment, Introspection, Settings
from settings.limits import DEFAULT_LIMITS, Limits

__all__ = [
    "DEFAULT_LIMITS",
    "DEFAULT_SECRET_KEY",
    "Environment",
    "Introspection",
    "Limits",
    "Settings",
]
