"""Commands of other packages, by the entry point group `guichet.commands`, imported when used."""

from importlib.metadata import EntryPoint, entry_points
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

GROUP = "guichet.commands"


def _plugins() -> dict[str, EntryPoint]:
    return {found.name: found for found in entry_points(group=GROUP)}


class PluginGroup(TyperGroup):
    """Group of the commands of `cli.commands` and of the entry points."""

    def list_commands(self, ctx: Any) -> list[str]:
        """List the names of all commands: the own ones, then those of the entry points."""
        return [*super().list_commands(ctx), *sorted(_plugins())]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by its name, or None; one of an entry point is imported now."""
        found = super().get_command(ctx, cmd_name)
        plugin = _plugins().get(cmd_name) if found is None else None
        return found if plugin is None else _as_command(plugin)


def _as_command(plugin: EntryPoint) -> Any:
    """Make a command of the function that an entry point names."""
    app = typer.Typer(add_completion=False)
    app.command(plugin.name)(plugin.load())
    return get_command(app)
