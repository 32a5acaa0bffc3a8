"""Database of a command: prepared, migrated, and open while the command runs."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from adapters.database.connection import prepare_folder, tortoise_config
from migrations.apply import migrate, opened, refuse_outdated
from server.services import create_services
from settings import Settings


def with_database(settings: Settings, work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Run `work` with the database open; raises `StartError` if it is not migrated."""
    config = tortoise_config(settings.database_url)
    prepare_folder(settings.database_url)

    async def run() -> Any:
        async with opened(config):
            await refuse_outdated()
            return await work()

    return asyncio.run(run())


def migrate_database(settings: Settings) -> list[str]:
    """Apply the missing migrations, after a check of the settings; returns their names."""
    prepare_folder(settings.database_url)
    create_services(settings)
    return asyncio.run(migrate(tortoise_config(settings.database_url)))
