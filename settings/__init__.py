"""Settings of a deployment, read from the environment once."""

from settings.deployment import DEFAULT_SECRET_KEY, Environment, Introspection, Settings

__all__ = ["DEFAULT_SECRET_KEY", "Environment", "Introspection", "Settings"]
